package iosxr_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// words gives what events say, one word each.
func words(list []fact.Event) string {
	var out []string
	for _, e := range list {
		w := string(e.Kind)
		if len(e.Lines) > 0 {
			w += " " + strings.Join(e.Lines, "; ")
		}
		if e.Kind == fact.Reloaded {
			w += " " + string(e.Scope.Kind) + e.Scope.Node
		}
		out = append(out, w)
	}
	return strings.Join(out, ", ")
}

const (
	notLine    = "\n% Invalid input detected at '^' marker.\n"
	mdbNotice  = "In order to activate this new mdb profile, you must manually reload the chassis\n"
	failed     = "\n% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes made have been reverted. Please issue 'show configuration failed [inheritance]' from this session to view the errors\n"
	exitAsks   = "Uncommitted changes found, commit them before exiting(yes/no/cancel)? [cancel]:"
	nodeAsks   = "Reload node ? [no,yes] "
	cardAsks   = "Reload hardware module ? [no,yes] "
	reloadAsks = "Proceed with reload? [confirm]"
)

// What was done is told from the answer: a line that was refused was not entered, a
// question that was not answered with yes reloaded nothing. (synthetic, in the form
// of lines-xr:1, lines-xr:4 and captures:list)
func TestEvents(t *testing.T) {
	for _, c := range []struct{ part, mode, command, text, want string }{
		{"", "config", "hw-module profile mdb l3max", mdbNotice, "entered hw-module profile mdb l3max"},
		{"", "config-if", "hw-mod prof mdb l3max", "", "entered hw-module profile mdb l3max"},
		{"", "config", "no hw-module fib ipv4 sc host-optimized-disable", "", "entered no hw-module fib ipv4 scale host-optimized-disable"},
		{"", "config", "hw-module profile mdb l3maxx", notLine, ""},
		{"", "config", "hw-module profile mdb ?", "  l3max  L3MAX\n", ""},
		{"", "config", "show configuration", "hw-module profile mdb l3max\n", ""},
		{"", "config", "commit", "", "committed"},
		{"", "config", "comm label X1", "", "committed"},
		{"", "config", "commit", failed, "entered"},
		{"", "config", "commit", "% No configuration changes to commit.\n", ""},
		{"", "config", "commit", "One or more commits have occurred from other configuration sessions.\nDo you wish to proceed with this commit anyway? [no]: \n", ""},
		{"", "config", "commit replace", "This commit will replace or remove the entire running configuration.\nDo you wish to proceed? [no]: yes\n", "committed"},
		{"", "config", "commit", "In order to make the oam profile take effect, the router must be manually reloaded.\n", "entered In order to make the oam profile take effect, the router must be manually reloaded., committed"},
		{"", "config", "commit", "No configuration changes to commit.\n", ""},
		{"", "config", "commit", "% Confirming commit for trial session.\n", "committed"},
		{"", "config", "abort", "", "taken back"},
		{"", "config", "clear", "", "taken back"},
		{"", "config-if", "root", "", ""},
		{"", "config", "exit", exitAsks + "no\n", "taken back"},
		{"", "config", "end", exitAsks + "yes\n", "committed"},
		{"", "config", "end", exitAsks + "\nyes\n", "committed"},
		{"", "config", "end", exitAsks + "yes\n" + failed, "entered"},
		{"", "config", "end", exitAsks + "cancel\n", ""},
		{"", "config", "end", exitAsks + "\n", ""},
		{"", "", "configure exclusive", "", "taken back"},
		{"", "", "conf t", "", "taken back"},
		{"", "", "rollback configuration last 1", "Loading Rollback Changes.\nConfiguration successfully rolled back 1 commits.\n", "committed"},
		{"", "", "rollback configuration last 9", "% Failed to roll back\n", ""},
		{"sysadmin", "config", "hw-module profile x", "", ""},
		{"admin", "config", "hw-module profile scale l3xl", "", "entered hw-module profile scale l3xl"},

		{"", "", "reload location all", reloadAsks + "\n", "reloaded system"},
		{"", "", "reload location all", reloadAsks + "y\n", "reloaded system"},
		{"", "", "reload location all", reloadAsks + "n\n", ""},
		{"", "", "reload location all", reloadAsks + "^C\n", ""},
		{"", "", "reload location all", notLine, ""},
		{"", "", "reload location all", "", ""},
		{"", "", "reload location all noprompt", "", "reloaded system"},
		{"", "", "reload location 0/1/CPU0", reloadAsks + "\n", "reloaded node0/1/CPU0"},
		{"", "", "reload loc 0/RP1/CPU0", reloadAsks + "\n", "reloaded node0/RP1/CPU0"},
		{"", "", "reload", reloadAsks + "\n", "reloaded rp"},
		{"", "", "admin reload location all", "Standby card not present or not Ready for failover. Proceed? [confirm]\nUpdating Commit Database.  Please wait...[OK]\n" + reloadAsks + "\n", "reloaded system"},
		{"", "", "admin reload location all", "Standby card not present or not Ready for failover. Proceed? [confirm]n\n", ""},
		{"", "", "hw-module location 0/1/CPU0 reload", "Do you wish to continue?[confirm(y/n)]y\n", "reloaded node0/1/CPU0"},
		{"", "", "hw-module location 0/1/CPU0 reload", "Do you wish to continue?[confirm(y/n)]n\n", ""},
		{"", "", "admin hw-module location all reload", cardAsks + "yes\nresult Card graceful reload request on all succeeded.\n", "reloaded system"},
		{"sysadmin", "", "reload rack 0", nodeAsks + "yes\nresult Rack graceful reload request on 0 acknowledged.\n", "reloaded system"},
		{"sysadmin", "", "reload rack 0", nodeAsks + "no\n", ""},
		{"sysadmin", "", "reload rack 0", nodeAsks + "\n", ""},
		{"sysadmin", "", "reload rack 0", nodeAsks + "\nyes\n", "reloaded system"},
		{"sysadmin", "", "hw-module location 0/7 reload", cardAsks + "yes\nresult Card graceful reload request on 0/7 succeeded.\n", "reloaded node0/7/CPU0"},
		{"sysadmin", "", "hw-module location 0/7 reload", cardAsks + "yes\nresult Card graceful reload request on 0/7 failed.\n", ""},
		{"", "", "show hw-module fpd", "0/7 reload\n", ""},
		{"", "", "hw-module location 0/7/CPU0 shutdown", "", ""},
	} {
		got := iosxr.EventsOf(vendors.Exchange{Command: c.command, Text: c.text, Context: transcript.Context{Host: "ag3", Part: c.part, Mode: c.mode}, Whole: true})
		if words(got) != c.want {
			t.Errorf("%s(%s)# %s\n%sgot  %q\nwant %q", c.part, c.mode, c.command, c.text, words(got), c.want)
		}
	}
}

// An answer that ends with the question is none where the log ends there.
func TestReloadThatNobodyConfirmed(t *testing.T) {
	x := vendors.Exchange{Command: "reload location all", Text: reloadAsks}
	if got := iosxr.EventsOf(x); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	if x.Whole = true; len(iosxr.EventsOf(x)) != 1 {
		t.Error("Enter was pressed")
	}
}

// A notice is known by its words, of whatever profile.
func TestNotices(t *testing.T) {
	for line, want := range map[string]bool{
		"In order to activate this new scale, you must manually reload the chassis/all line cards":               true,
		"In order to activate/deactivate bgp multipath pic core, you must manually reload the chassis":           true,
		"In order to make the oam profile take effect, the router must be manually reloaded.":                    true,
		"Warning: the new mode takes effect after the next reload of the line card":                              true,
		"This profile requires a reload of all line cards":                                                       true,
		"No reload is required for this profile":                                                                 false,
		"The profile is applied without a reload, you must not do anything":                                      false,
		"Proceed with reload? [confirm]":                                                                         false,
		"result Card graceful reload request on 0/7 succeeded.":                                                  false,
		"% Failed to commit one or more configuration items during a pseudo-atomic operation. All changes must…": false,
	} {
		if iosxr.IsNotice(line) != want {
			t.Errorf("%q: %v", line, !want)
		}
	}
}

// typedIn makes a transcript: lines "prompt mode|command" and answers below them.
func typedIn(t *testing.T, log string) *fact.Device {
	t.Helper()
	tr := &transcript.Transcript{Device: "ag3", OS: string(fact.IOSXR), Source: "log"}
	for _, block := range strings.Split(strings.TrimPrefix(log, "> "), "\n> ") {
		head, text, _ := strings.Cut(block, "\n")
		place, command, _ := strings.Cut(head, "|")
		c := transcript.Context{Host: "ag3"}
		if c.Mode = place; place == "sysadmin" || place == "admin" {
			c.Part, c.Mode = place, ""
		}
		raw := "ag3#" + command + "\n" + text
		tr.Records = append(tr.Records, transcript.Record{Kind: transcript.Command, Command: command, Raw: []byte(raw), BodyStart: len("ag3#" + command + "\n"), BodyEnd: len(raw), Context: c, State: transcript.Complete})
	}
	return vendors.Registry{whole()}.Parse(tr, "")
}

const (
	two8000 = `> |show version
Cisco IOS XR Software, Version 7.11.1 LNT
cisco 8812 (Intel(R) Xeon(R) CPU D-1530 @ 2.40GHz) processor with 32GB of memory
> |show platform
Node              Type                     State                    Config state
0/RP0/CPU0        8800-RP(Active)          IOS XR RUN               NSHUT
0/2/CPU0          88-LC0-36FH              IOS XR RUN               NSHUT
0/5/CPU0          88-LC0-36FH              IOS XR RUN               NSHUT
`
	banks = `> |configure
> config|hw-module profile route scale lpm tcam-banks
In order to activate/deactivate this Scale LPM TCAM Banks profile, you must manually reload the chassis/all line cards
`
	fixed57 = `> |show version
Cisco IOS XR Software, Version 7.5.2 LNT
cisco NCS-57C1-48Q6-SYS (D-1563N @ 2.00GHz) processor with 32GB of memory
> |show platform
0/RP0/CPU0        NCS-57C1-48Q6-SYS(Active) IOS XR RUN               NSHUT
`
	native    = "hw-module profile npu native-mode-enable"
	modular57 = `> |show version
Cisco IOS XR Software, Version 7.7.2
cisco NCS-5500 () processor
> |show platform
0/0/CPU0          NC57-24DD                  IOS XR RUN        NSHUT
0/RP0/CPU0        NC55-RP-E(Active)          IOS XR RUN        NSHUT
`
	nativeShown = "> |show running-config | include hw-module\nBuilding configuration...\n" + native + "\n"

	mdb      = "> |configure\n> config|hw-module profile mdb l3max\n" + mdbNotice
	changed  = "RP/0/RP0/CPU0:Mar 21 20:05:56.994 UTC: npu_drvr[316]: %FABRIC-NPU_DRVR-3-HW_MODULE_PROFILE_CHASSIS_CFG_CHANGED : Hw-module profile config changed for \"route scale lpm high\", do chassis reload to get the most recent config updated\n"
	noLines  = "> |show running-config | include hw-module\nBuilding configuration...\n"
	mdbShown = "> |show running-config | include hw-module\nBuilding configuration...\nhw-module profile mdb l3max\n"
)

// A profile waits from its commit until every card of its kind was reloaded, or an
// answer shows otherwise. (synthetic)
func TestWhatWaits(t *testing.T) {
	const line, other = "hw-module profile route scale lpm tcam-banks", "hw-module profile mdb l3max"
	commit, end := "> config|commit\n", "> config|end\n"
	card := func(n string) string { return "> |reload location " + n + "\n" + reloadAsks + "\n" }
	for _, c := range []struct{ name, log, want, doubt string }{
		{"entered, not committed", two8000 + banks, "", ""},
		{"committed", two8000 + banks + commit + end, line, ""},
		{"aborted", two8000 + banks + "> config|abort\n", "", ""},
		{"commit failed, then another session commits", two8000 + banks + "> config|commit\n" + failed + "> config|abort\n> |configure\n> config|hostname x\n" + commit, "", ""},
		{"commit failed, and the next one did not", two8000 + banks + "> config|hostname x y\n> config|commit\n" + failed + "> config|hostname x\n" + commit, "", "whether the lines of the first went with the second"},
		{"commit failed, entered again", two8000 + banks + "> config|commit\n" + failed + "> config|" + line + "\n" + commit, line, "went with the second"},
		{"nothing to confirm in this session", two8000 + banks + "> config|commit confirmed 300\n> |configure\n> config|commit\nNo configuration changes to commit.\n", "", "commit confirmed"},
		{"left without commit", two8000 + banks + "> config|exit\n" + exitAsks + "no\n", "", ""},
		{"left with a commit", two8000 + banks + "> config|exit\n" + exitAsks + "yes\n", line, ""},
		{"reloaded", two8000 + banks + commit + end + card("all"), "", ""},
		{"one card reloaded", two8000 + banks + commit + end + card("0/2/CPU0"), "on 0/5/CPU0: " + line, ""},
		{"both cards reloaded", two8000 + banks + commit + end + card("0/2/CPU0") + card("0/5/CPU0"), "", ""},
		{"only a route processor reloaded", two8000 + banks + commit + end + card("0/RP1/CPU0"), line, ""},
		{"reloaded before the commit", two8000 + banks + card("all") + commit, line, ""},
		{"confirmed in time", two8000 + banks + "> config|commit confirmed 300\n" + commit, line, ""},
		{"never confirmed", two8000 + banks + "> config|commit confirmed 300\n" + end, "", "commit confirmed"},
		{"rolled back", two8000 + banks + commit + end + "> |rollback configuration last 1\nConfiguration successfully rolled back 1 commits.\n", "", ""},
		{"rolled back after the reload", two8000 + banks + commit + end + card("all") + "> |rollback configuration last 1\nConfiguration successfully rolled back 1 commits.\n", "", "rollback"},
		{"rolled back to a point", two8000 + banks + commit + end + "> |rollback configuration to 1000000010\nConfiguration successfully rolled back.\n", line, "rollback"},
		{"taken out again", two8000 + noLines + banks + commit + "> config|no " + line + "\n" + commit, "", ""},
		{"taken out again, shown before and after", two8000 + noLines + banks + commit + "> config|no " + line + "\n" + commit + end + noLines, "", ""},
		{"taken out again, shown after alone", two8000 + banks + commit + "> config|no " + line + "\n" + commit + end + noLines, "", "takes back"},
		{"taken out again, what stood before is not known", fixed57 + mdb + commit + "> config|no hw-module profile mdb\n" + commit, "", "takes back"},
		{"taken out after the reload", two8000 + banks + commit + end + card("all") + "> |configure\n> config|no " + line + "\n" + commit, "no " + line, ""},
		{"replaced by another value", fixed57 + mdb + commit + "> config|hw-module profile mdb l2max\n" + mdbNotice + commit, "hw-module profile mdb l2max", ""},
		{"it stood there before", fixed57 + mdbShown + mdb + commit, "", ""},
		{"a later answer shows it", fixed57 + mdb + commit + end + mdbShown, other, ""},
		{"a later answer does not show it", fixed57 + mdb + commit + end + noLines, "", ""},
		{"a later answer shows it active", fixed57 + mdb + commit + end + "> |show hw-module profile mdb-scale\n MDB scale profile: l3max\n", "", ""},
		{"the fixed router reloads as one", fixed57 + mdb + commit + end + "> |reload\n" + reloadAsks + "\n", "", ""},
		{"a profile that nobody models", two8000 + "> config|hw-module profile oam sat-enable\nIn order to make the oam profile take effect, the router must be manually reloaded.\n" + commit, "hw-module profile oam sat-enable", ""},
		{"a line of another kind with a notice", two8000 + "> config|bgp pic core\nYou must reload all line cards for this to take effect\n" + commit, "bgp pic core", ""},
		{"a profile without a notice that nobody models", two8000 + "> config|hw-module profile quitenew x\n" + commit, "", "no document states"},
		{"told on the console too", two8000 + banks + "> config|commit\n" + changed, line, ""},
		{"told on the console, entered elsewhere", two8000 + "> |show clock\n" + changed, "as the log says " + strings.TrimSpace(changed), ""},
		{"told by the log alone", two8000 + "> |show logging\n" + changed, "", "whether one came after"},
		{"a line that the release ignores", fixed57 + "> config|hw-module fib ipv4 scale internet-optimized\nIn order to activate this new scale, you must manually reload the chassis/all line cards\n" + commit, "", ""},
		{"native mode that is configured and does not run", modular57 + nativeShown + "> |show hw-module profile npu-operating-mode\nCompatible Mode\n", native, ""},
		{"native mode that runs", modular57 + nativeShown + "> |show hw-module profile npu-operating-mode\nNative Mode\n", "", ""},
		{"native mode that was entered is told once", modular57 + "> config|" + native + "\nIn order to activate this new npu profile, you must manually reload the chassis\n" + commit + nativeShown + "> |show hw-module profile npu-operating-mode\nCompatible Mode\n", native, ""},
		{"an ordinary line", two8000 + "> config|hostname syn\n" + commit, "", ""},
		{"a known line without a notice", two8000 + "> config|hw-module profile tcam acl-prefix percent 20\n" + commit, "hw-module profile tcam acl-prefix percent 20", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := typedIn(t, c.log)
			var got []string
			for _, p := range d.Pending {
				got = append(got, strings.TrimSpace(p.What+" "+p.To))
				if p.Span.IsZero() {
					t.Error("no line proves it")
				}
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			if (d.PendingKnown == fact.Yes) != (c.want != "") {
				t.Errorf("pending %s", d.PendingKnown)
			}
			f, _ := d.Said(fact.FlagPendingDoubt)
			why, _ := f.Value.(string)
			if c.doubt == "" && why != "" || !strings.Contains(why, c.doubt) {
				t.Errorf("doubt %q, want %q", why, c.doubt)
			}
		})
	}
}

// Another plane has a configuration of its own: that nothing stands there says
// nothing of the lines of the ordinary one, and the admin plane of 32-bit XR lists
// the same cards.
func TestOtherPlanes(t *testing.T) {
	const empty = "|show running-config | include hw-module\nBuilding configuration...\n"
	for log, want := range map[string]bool{
		two8000 + "> " + empty:         true,
		two8000 + "> sysadmin" + empty: false,
		two8000 + "> admin" + empty:    false,
		two8000 + "> |admin show running-config | include hw-module\nBuilding configuration...\n": false,
	} {
		d := typedIn(t, log)
		if _, _, whole := iosxr.HwModule(d); whole != want {
			t.Errorf("whole %v\n%s", whole, log)
		}
	}
	d := typedIn(t, strings.Replace(two8000, "> |show platform", "> admin|show platform", 1))
	if len(iosxr.Cards(d.Identity)) != 2 {
		t.Errorf("%+v", d.Identity.Parts)
	}
}
