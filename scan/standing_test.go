package scan_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
)

// A kept verdict is shown only where today's rules, policy and time would say it too.
func TestAKeptVerdictStandsUntilSomethingItHangsOnChanges(t *testing.T) {
	ctx := context.Background()
	st, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "h.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	week := 7 * 24 * time.Hour
	said, _ := log(t, latched)(ctx)
	// What is kept is not what the device says, so that a verdict that is judged anew shows.
	for id, head := range map[string]store.Scan{"ssh": {Source: scan.SourceSSH}, "files": {Source: scan.SourceFiles}} {
		head.ID, head.Started = id, at
		_ = st.Begin(ctx, head)
		for name, full := range map[string]time.Time{"a": {}, "b": at.Add(policy.Default().CritRunway + 24*time.Hour)} {
			r := &store.Reading{Device: name, At: at, Judged: store.Judged{State: "ok", Rules: "t", Policy: policy.Default().Mark()}, RunsOut: store.RunsOut{Low: full}}
			if err := st.Append(ctx, id, &store.Visit{Device: name, Transcript: said, Reading: r}); err != nil {
				t.Fatal(err)
			}
		}
	}
	waived := policy.Default()
	waived.Waivers = []policy.Waiver{{Rule: "cap/*", Device: "*", Until: at.Add(time.Hour)}}
	stricter := policy.Default()
	stricter.CritFree = 0.5
	for _, c := range []struct {
		what, scan, version, want string
		later                     time.Duration
		policy                    policy.Policy
	}{
		{"nothing changed", "ssh", "t", "a=ok b=ok", time.Hour, policy.Default()},
		{"other rules", "ssh", "u", "a=OVER b=OVER", time.Hour, policy.Default()},
		{"another policy", "ssh", "t", "a=OVER b=OVER", time.Hour, stricter},
		{"the policy has waivers", "ssh", "t", "a=OVER b=OVER", 2 * time.Hour, waived},
		{"it is critical from a day on", "ssh", "t", "a=ok b=OVER", 48 * time.Hour, policy.Default()},
		{"it is old", "ssh", "t", "a=STALE b=OVER", week + time.Hour, policy.Default()},
		{"files of days ago", "files", "t", "a=OVER b=OVER", 25 * time.Hour, policy.Default()},
	} {
		p := pipeline(nil)
		p.Store, p.Policy, p.Version, p.Now = st, c.policy, c.version, func() time.Time { return at.Add(c.later) }
		head, _ := st.Scan(ctx, c.scan)
		r, err := scan.List(ctx, p, head)
		if err != nil || states(r) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.what, states(r), err, c.want)
		}
	}
}

func TestWhatIsKnownOfADeviceIsNoPartOfAPolicy(t *testing.T) {
	p := policy.Default()
	p.Booted = at
	if p.Mark() != policy.Default().Mark() {
		t.Error("two marks of one policy")
	}
	if p.StaleAfter++; p.Mark() == policy.Default().Mark() {
		t.Error("one mark of two policies")
	}
}
