package fleet

import (
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
)

// answers are what a filter may ask of a row.
type answers struct {
	*Row
	hot *hot
	now time.Time
}

// hot is what a filter asks of every row at every key, side by side for all of them: a
// Row is large, and a hundred thousand of them do not fit into a cache.
type hot struct {
	low            string // what a bare word is looked for in, in small letters
	state, sev     [1]string
	share4, share6 float64 // free
	known4, known6 bool
	full           when
}

// when is an Out without what only people read.
type when struct {
	known, now, seen bool // seen: at is its median
	at               int64
}

func hotOf(r *Row) hot {
	h := hot{state: r.texts.state, sev: r.texts.sev, share4: r.Free4.Share, share6: r.Free6.Share, known4: r.Free4.Known, known6: r.Free6.Known}
	h.low = strings.ToLower(strings.Join([]string{r.Name, strings.Join(r.texts.site, "\x00"), strings.Join(r.texts.platform, "\x00")}, "\x00"))
	h.full = when{known: r.Out.Known, now: r.Out.Now, seen: !r.Out.Median.IsZero(), at: r.Out.Median.Unix()}
	return h
}

// days is Out.Days.
func (w *when) days(now time.Time) (float64, bool) {
	switch {
	case !w.known:
		return 0, false
	case w.now:
		return 0, true
	case !w.seen:
		return far, true
	}
	return max(0, float64(w.at-now.Unix())/86400), true
}

// Low is what a bare word is looked for in, in small letters.
func (r *answers) Low() string { return r.hot.low }

// Text gives the values of a key; those that only a judged device knows are
// missing where a row shows what the store kept.
func (r *answers) Text(key string) []string {
	switch key {
	case "host":
		return r.texts.host[:]
	case "site":
		return r.texts.site
	case "platform":
		return r.texts.platform
	case "state":
		return r.hot.state[:]
	case "sev":
		return r.hot.sev[:]
	case "action":
		return append(one(r.action), string(r.Action))
	case "profile":
		return one(string(r.Profile))
	case "fix":
		return one(string(r.Fix))
	case "pool":
		return append(one(r.Pool.Name), one(string(r.Pool.Resource))...)
	case "slot":
		return one(r.Pool.Scope.Node)
	}
	d := r.Listed.Verdict.Device
	switch key {
	case "role":
		return one(d.Role)
	case "tag":
		return d.Tags
	case "group":
		return r.Listed.Inventory.Groups
	case "os":
		return one(string(d.Identity.OS))
	case "vendor":
		return one(d.Identity.OS.Vendor())
	case "version":
		return one(d.Identity.Version)
	case "rule":
		var ids []string
		for _, f := range r.Listed.Verdict.Findings {
			ids = append(ids, f.Rule)
		}
		return ids
	}
	return nil
}

// Number gives the value of a number key.
func (r *answers) Number(key string) (float64, bool) {
	switch key {
	case "free4%":
		return 100 * r.hot.share4, r.hot.known4
	case "free6%":
		return 100 * r.hot.share6, r.hot.known6
	case "out":
		return r.hot.full.days(r.now)
	}
	base, pct := strings.CutSuffix(key, "%")
	if base == "age" {
		at := r.ReadAt()
		return r.now.Sub(at).Hours() / 24, !at.IsZero()
	}
	f := &r.Free4
	if strings.HasSuffix(base, "6") {
		f = &r.Free6
	}
	base = base[:len(base)-1]
	if pct {
		return 100 * (1 - f.Share), f.Known && base == "used"
	}
	if !f.count {
		return 0, false
	}
	switch base {
	case "free":
		return f.Free.Get()
	case "used":
		return f.Used.Get()
	case "cap":
		return f.Limit.Get()
	case "max":
		return f.Max.Get()
	}
	return 0, false
}

// ReadAt is when the device said what is shown; zero = not known.
func (r *Row) ReadAt() time.Time { return r.Listed.Verdict.Device.Recorded }

// Flag reports a condition.
func (r *answers) Flag(name string) bool {
	d := r.Listed.Verdict.Device
	switch name {
	case "overflow":
		return r.State == audit.Over
	case "refused":
		return r.Refused != ""
	case "pending":
		return d.PendingKnown == fact.Yes || len(d.Pending) > 0
	case "default-carve":
		return d.Carve.Default
	case "unparsed":
		return len(d.Unread) > 0
	}
	return false
}
