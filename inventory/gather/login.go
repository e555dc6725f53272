package gather

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
	"github.com/headroom-audit/headroom/inventory"
)

// login finds who logs in. Devices of one user and one secret share a credential; a
// secret of the source becomes a reference to an environment variable, and is named.
func (f *Found) login(d *inventory.Device, e Entry) {
	if e.User != "" || e.KeyFile != "" || e.Password != "" || !e.PasswordRef.IsZero() {
		d.Credential = f.credential(e)
	}
	if e.Enable != "" {
		d.Enable = f.secret("enable", cmp.Or(e.User, f.user), e.Enable, e.From)
	}
}

// credential gives the name of the credential of a user.
func (f *Found) credential(e Entry) string {
	user := cmp.Or(e.User, f.user)
	if strings.ContainsAny(user, " \t\r\n\x00") || user == "" {
		f.Note(e.From, "the user is none: %q", clip(user))
		return ""
	}
	if e.Password != "" {
		return f.secret("password", user, e.Password, e.From)
	}
	id := strings.Join([]string{user, e.KeyFile, strconv.FormatBool(e.Agent), sum(e.Passphrase), e.PasswordRef.String(), e.PassphraseRef.String()}, "\x00")
	if name, ok := f.logins[id]; ok {
		return name
	}
	c := inventory.Credential{Name: f.free(user), User: user, Password: e.PasswordRef, Agent: e.Agent || e.KeyFile == "" && e.PasswordRef.IsZero()}
	if e.KeyFile != "" {
		c.Key, c.Passphrase = inventory.Ref{Kind: "key", Value: e.KeyFile}, e.PassphraseRef
		if e.Passphrase != "" {
			c.Passphrase = f.variable("PASSPHRASE", c.Name)
			f.Note(e.From, "the passphrase of %s is not carried over: keep it where %s finds it", c.Name, c.Passphrase)
		}
	}
	f.logins[id], f.inv.Credentials[c.Name] = c.Name, c
	return c.Name
}

// secret gives the name of the credential whose password is a secret of the source.
func (f *Found) secret(what, user, secret, from string) string {
	id := what + "\x00" + user + "\x00" + sum(secret)
	if name, ok := f.logins[id]; ok {
		return name
	}
	base := user
	if what == "enable" {
		base += "-enable"
	}
	c := inventory.Credential{Name: f.free(base), User: user}
	c.Password = f.variable("PASSWORD", c.Name)
	f.Note(from, "the %s of %s is not carried over: keep it where %s finds it, or name another reference in credentials (docs/secrets.md)", word(what), user, c.Password)
	f.logins[id], f.inv.Credentials[c.Name] = c.Name, c
	return c.Name
}

func word(what string) string {
	if what == "enable" {
		return "enable secret"
	}
	return what
}

// sum tells secrets apart without keeping them.
func sum(secret string) string {
	if secret == "" {
		return ""
	}
	h := sha256.Sum256([]byte(secret))
	return string(h[:])
}

// free gives a name of a credential that nothing has yet.
func (f *Found) free(base string) string {
	base = cmp.Or(fit(base, unfitKey), f.Source)
	name := base
	for n := 2; ; n++ {
		if _, taken := f.inv.Credentials[name]; !taken && name != "none" {
			return name
		}
		name = fmt.Sprintf("%s-%d", base, n)
	}
}

// variable is the environment variable for a secret of a credential.
func (f *Found) variable(what, name string) inventory.Ref {
	up := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		}
		return '_'
	}, name)
	return inventory.Ref{Kind: "env", Value: "HEADROOM_" + what + "_" + up}
}

// way finds the jump hosts of an entry.
func (f *Found) way(d *inventory.Device, e Entry) {
	if e.ProxyCommand != "" {
		if strings.ContainsAny(e.ProxyCommand, "\r\n\x00") {
			f.Note(e.From, "its ProxyCommand goes over more than one line and is left out")
			d.Why = cmp.Or(d.Why, "the way to it is not understood")
			return
		}
		d.ProxyCommand, d.Given.Way = e.ProxyCommand, true
		return
	}
	if e.Jump == "" || strings.EqualFold(e.Jump, "none") {
		return
	}
	for _, s := range strings.Split(e.Jump, ",") {
		hop, err := inventory.ParseHop(strings.TrimSpace(s))
		if err == nil {
			err = inventory.CheckHost(hop.Host)
		}
		if err != nil { // another way might lead to another router
			f.Note(e.From, "its jump host: %v", err)
			d.Why, d.Jump = cmp.Or(d.Why, "the way to it is not understood"), nil
			return
		}
		d.Jump = append(d.Jump, f.jump(hop, e))
	}
	d.Given.Way = true
}

// jump gives the name of a jump host, which logs in as the device where it has no
// user of its own.
func (f *Found) jump(hop inventory.Hop, e Entry) string {
	name := fit(hop.Host, unfitKey)
	if hop.User != "" {
		name = fit(hop.User+"@"+hop.Host, unfitKey)
	}
	if hop.Port != 0 {
		name += "-" + strconv.Itoa(hop.Port)
	}
	if _, ok := f.inv.Jumps[name]; ok {
		return name
	}
	j := inventory.Jump{Name: name, Host: hop.Host, Port: 22, From: e.From, HostKeys: inventory.TOFU}
	if hop.Port != 0 {
		j.Port = hop.Port
	}
	switch {
	case hop.User != "" || e.JumpKey != "":
		j.Credential = f.credential(Entry{User: hop.User, KeyFile: e.JumpKey, Agent: e.JumpKey == "", From: e.From})
	case e.User != "":
		j.Credential = f.credential(e)
	}
	f.inv.Jumps[name] = j
	return name
}

// windowText is a window in one line: days, from-to, zone.
var windowText = lazyregexp.New(`^((?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\s*,\s*|\s+))+|daily\s+)([0-2]?[0-9]:[0-5][0-9])\s*[-–]\s*([0-2]?[0-9]:[0-5][0-9])\s+([A-Za-z0-9_+/-]+)$`)

// ParseWindow reads a window that is written in one line, as a field of a source has
// it: "sun 02:00-05:00 Europe/Berlin", "tue,thu 23:30-04:00 UTC", "daily 01:00-03:00 UTC".
func ParseWindow(s string) (inventory.Window, bool) {
	low := strings.ToLower(s)
	m := windowText.FindStringSubmatchIndex(low)
	if m == nil {
		return inventory.Window{}, false
	}
	w := inventory.Window{From: clock(low[m[4]:m[5]]), To: clock(low[m[6]:m[7]]), Zone: s[m[8]:m[9]]}
	if _, err := time.LoadLocation(w.Zone); err != nil || w.Zone == "Local" || w.From == w.To || w.From > "23:59" || w.To > "23:59" {
		return inventory.Window{}, false
	}
	days := low[m[2]:m[3]]
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.Contains(days, strings.ToLower(day.String()[:3])) || strings.HasPrefix(days, "daily") {
			w.Days = append(w.Days, day)
		}
	}
	return w, true
}

func clock(s string) string {
	if len(s) == 4 {
		return "0" + s
	}
	return s
}

// window keeps the name of a window, or the window that a text says.
func (f *Found) window(d *inventory.Device, e Entry) {
	s := strings.TrimSpace(plain(e.Window))
	if s == "" {
		return
	}
	w, ok := ParseWindow(s)
	if !ok {
		if fit(s, unfitKey) != s {
			f.Note(e.From, "window %q is neither the name of a window nor one like sun 02:00-05:00 Europe/Berlin", clip(s))
			return
		}
		d.Window = s // one of the inventory
		return
	}
	w.Name = fit(s, unfitKey)
	f.inv.Windows[w.Name] = w
	d.Window = w.Name
}
