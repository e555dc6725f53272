package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/tui/fleet"
	"github.com/headroom-audit/headroom/tui/screen"
	"github.com/headroom-audit/headroom/tui/screen/device"
	"github.com/headroom-audit/headroom/tui/screen/list"
	"github.com/headroom-audit/headroom/tui/screen/live"
)

func fleetUI(t *testing.T) *ui { t.Helper(); return open(t, 80, 24, &Options{Result: fleetResult()}) }

func TestTheWorstIsFirst(t *testing.T) {
	fleetUI(t).ExpectSelected("fra3-edge-01").Press("j").ExpectSelected("ams1-edge-05").Press("G").ExpectSelected("fra3-core-02").Press("g", "k").ExpectSelected("fra3-edge-01")
}

func TestFilters(t *testing.T) {
	for _, tt := range []struct {
		filter string
		want   string // the names that are shown, in order
	}{
		{"sev>=warn", "fra3-edge-01 ams1-edge-05 nrt1-pe-11 sjc1-agg-04 sin2-tor-17 fra3-edge-77 gru4-agg-04"},
		{"site:fra3", "fra3-edge-01 fra3-edge-77 fra3-core-02"},
		{"fra3 -state:ok", "fra3-edge-01 fra3-edge-77"},
		{"used4>900k", "fra3-edge-01 lhr5-edge-02"},
		{"free4<5%", "fra3-edge-01 ams1-edge-05"},
		{"free4<20%", "fra3-edge-01 ams1-edge-05 sjc1-agg-04 gru4-agg-04"}, // a percentage has a share
		{"used4<1000", "fra3-core-02"},                                     // and no number of routes
		{"cap4:unknown", "sjc1-agg-04 sin2-tor-17 fra3-edge-77"},
		{"default-carve", "ams1-edge-05"},
		{"unparsed", "ams1-edge-05"},
		{"rule:cap/*", "fra3-edge-01 ams1-edge-05 nrt1-pe-11 sjc1-agg-04 sin2-tor-17 gru4-agg-04"},
		{"nothing-like-it", ""},
	} {
		t.Run(tt.filter, func(t *testing.T) {
			u := fleetUI(t).Filter(tt.filter)
			var got []string
			for i := range u.m.sh.List.Shown() {
				got = append(got, u.m.sh.List.At(i).Name)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("shown %s\nwant  %s", s, tt.want)
			}
		})
	}
}

func TestABadFilterKeepsTheLastGoodOne(t *testing.T) {
	u := fleetUI(t).Press("/").Type("site:ams1").ExpectSelected("ams1-edge-05")
	u.m.Update(tea.PasteMsg{Content: " sitf:x"})
	u.Expect("^", "site").ExpectSelected("ams1-edge-05") // the caret, and what was meant
	if n := u.m.sh.List.Shown(); n != 1 {
		t.Errorf("%d devices are shown, want 1", n)
	}
	u.Press("esc").Expect("sort worst")
	if n := u.m.sh.List.Shown(); n != 9 {
		t.Errorf("after esc %d devices are shown, want 9", n)
	}
}

func TestFilterCompletes(t *testing.T) {
	u := fleetUI(t).Press("/").Type("site:am").Press("tab")
	if got := u.m.typing.String(); !strings.HasPrefix(got, "site:ams1") {
		t.Errorf("completed to %q", got)
	}
	u.ExpectSelected("ams1-edge-05")
}

func TestTheSelectionSurvives(t *testing.T) {
	u := fleetUI(t).Press("j", "j").ExpectSelected("nrt1-pe-11")
	for range fleet.Orders {
		u.Press("s").ExpectSelected("nrt1-pe-11").Press("S").ExpectSelected("nrt1-pe-11")
	}
	u.Filter("state<=pend").ExpectSelected("nrt1-pe-11").Resize(160, 45).ExpectSelected("nrt1-pe-11")
	d := router("nrt1-pe-11", "nrt1", "asr9k", audit.OK, solve.None, 400000, 1300000, 1300000)
	u.m.put(fleet.NewRow(&d))
	u.Filter("")
	u.Resize(161, 45).ExpectSelected("nrt1-pe-11").Expect("PEND 0")
}

func TestNoKeyOfTheScreensIsQuit(t *testing.T) {
	for _, k := range []string{"esc", "backspace", "h", "left"} {
		if _, cmd := fleetUI(t).m.Update(keyOf(k)); cmd != nil {
			t.Errorf("%s at the fleet does more than going back", k)
		}
	}
	u := fleetUI(t).Press("enter").ExpectScreen(device.Name).Press("q").ExpectScreen(list.Name)
	if _, cmd := u.m.Update(keyOf("q")); !quits(cmd) {
		t.Error("q at the fleet does not quit")
	}
}

func quits(cmd tea.Cmd) bool {
	if cmd == nil {
		return false
	}
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

func TestQuittingAsksOnceWhileAScanRuns(t *testing.T) {
	cancelled := 0
	u := open(t, 80, 24, &Options{Feed: halfway(), Ports: screen.Ports{Cancel: func() { cancelled++ }}})
	if _, cmd := u.m.Update(keyOf("ctrl+c")); quits(cmd) || cancelled > 0 {
		t.Fatal("the first ctrl+c quits")
	}
	u.Expect("ctrl+c again").Press("x").ExpectNot("ctrl+c again").Press("ctrl+c")
	if _, cmd := u.m.Update(keyOf("ctrl+c")); !quits(cmd) || cancelled != 1 {
		t.Errorf("the second ctrl+c does not quit, or the scan was cancelled %d times", cancelled)
	}
}

func TestUnknownIsNeverZero(t *testing.T) {
	u := fleetUI(t).Filter("host:sin2-tor-17").Expect("UNKN", "? no data").ExpectNot("0%", " 0 of")
	u.Press("enter").Expect("?").ExpectNot("0%", " 0  ")
}

func TestPercentNeverShowsRoutes(t *testing.T) {
	u := open(t, 160, 45, &Options{Result: &scan.Result{Devices: []scan.Device{percentOnly()}}})
	u.Expect("88 %", "88 % used").ExpectNot("88 of", "routes")
	u.Press("enter").Expect("100 %").ExpectNot("routes")
}

func TestAShareThatIsNotNothingIsNotNothing(t *testing.T) {
	for _, tt := range []struct {
		share float64
		known bool
		want  string
	}{{0, true, "0%"}, {0.002, true, "<1%"}, {0.02, true, "2%"}, {0.996, true, ">99%"}, {1, true, "100%"}, {0.5, false, "?"}, {2, true, "?"}} {
		if got := string(screen.Percent(tt.share, tt.known)); got != tt.want {
			t.Errorf("%v %v: %q, want %q", tt.share, tt.known, got, tt.want)
		}
	}
}

func TestEvidenceStandsUnderItsNumber(t *testing.T) {
	u := fleetUI(t).Press("j", "e").Expect("show mls cef maximum-routes", "cap/near, proof 1 of 1", "1 of 7 lines", "7 ? a line that nobody knows")
	under(t, u.Frame(), "512k")
	under(t, u.Press("t").Expect("cap of IPv4 + MPLS = 524,288 routes").Press("n").Expect("cap of IPv6").Frame(), "256k")
	under(t, u.Press("N").Expect("cap of IPv4 + MPLS = 524,288 routes").Frame(), "512k")
	u.Press("[").Expect("show version").Press("]").Expect("maximum-routes")
}

// under checks that the only caret line stands exactly below text.
func under(t *testing.T, frame, text string) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	for i, l := range lines {
		if strings.Trim(l, " ^") == "" && strings.Contains(l, "^") {
			at := strings.Index(lines[i-1], text)
			carets := strings.Index(l, strings.Repeat("^", len(text)))
			above := len([]rune(lines[i-1][:max(0, at)]))
			if at < 0 || carets != above || strings.Count(l, "^") != len(text) {
				t.Errorf("the carets are not under %s:\n%s\n%s", text, lines[i-1], l)
			}
			return
		}
	}
	t.Errorf("no carets in\n%s", frame)
}

func TestRawIsSearched(t *testing.T) {
	u := fleetUI(t).Press("j", "enter", "/").Type("NOBODY knows").Press("enter").Expect("found in 1 lines", "a line that nobody knows")
	u.Press("/").Type("not in it").Press("enter").Expect("not found")
}

func TestTheFixIsRefusedWhereTheReloadWouldNotComeBack(t *testing.T) {
	d := evident()
	d.Verdict.Findings = append(d.Verdict.Findings, audit.Finding{Rule: "reload/config-register", State: audit.Warn, Message: "register 0x2142", Unsafe: true})
	u := open(t, 160, 45, &Options{Result: &scan.Result{Devices: []scan.Device{d}}}).Expect("REFUSED")
	u.Press("enter", "tab").Expect("REFUSED", "register 0x2142")
	if _, cmd := u.m.Update(keyOf("y")); cmd != nil {
		t.Error("commands of a refused change are copied")
	}
}

func TestTheFixShowsTheArithmetic(t *testing.T) {
	fleetUI(t).Resize(120, 60).Press("j", "enter", "tab").Expect("mls cef maximum-routes ip 768", "outage", "way back", "Before", "Change").ExpectNot("786,432").Press("i").Expect("786,432", "arithmetic").Press("G").Expect("Rollback", "only reads")
}

func TestMarks(t *testing.T) {
	u := fleetUI(t).Press("space", "j", "v").Expect("3 marked").Press("A").ExpectNot("marked").Press("a").Expect("9 marked")
	if n := len(u.m.sh.List.Chosen()); n != 9 {
		t.Errorf("%d devices are chosen, want 9", n)
	}
}

func TestRescanReplacesOnlyWhatItRead(t *testing.T) {
	var asked []string
	o := &Options{Result: fleetResult(), Feed: NewFeed(), Ports: screen.Ports{Rescan: func(n []string) error { asked = n; return nil }}}
	u := open(t, 80, 24, o).Press("j", "j", "r").Expect("reading 1 device again")
	if len(asked) != 1 || asked[0] != "nrt1-pe-11" {
		t.Fatalf("asked for %v", asked)
	}
	d := router("nrt1-pe-11", "nrt1", "asr9k", audit.OK, solve.None, 400000, 1300000, 1300000)
	o.Feed.Push(scan.Event{Kind: scan.Judged, At: clock(), Planned: 1, Done: 1, Device: &d})
	o.Feed.Push(scan.Event{Kind: scan.Finished, At: clock(), Planned: 1, Done: 1, Result: &scan.Result{Devices: []scan.Device{d}}})
	u.m.Update(tick{})
	u.Expect("9 dev", "PEND 0", "ok 3", "1 device read again").ExpectSelected("nrt1-pe-11")
}

func TestRescanThatCanNotBegin(t *testing.T) {
	o := &Options{Result: fleetResult(), Feed: NewFeed(), Ports: screen.Ports{Rescan: func([]string) error { return errors.New("inventory.yaml is gone") }}}
	u := open(t, 80, 24, o).Press("r").Expect("not read again: inventory.yaml is gone")
	if u.m.sh.Running {
		t.Error("the screens wait for a scan that did not begin")
	}
}

func TestRescanOfManyAsks(t *testing.T) {
	asked := 0
	o := &Options{Result: bigFleet(60), Feed: NewFeed(), Ports: screen.Ports{Rescan: func(n []string) error { asked = len(n); return nil }}}
	u := open(t, 80, 24, o).Press("a", "r").Expect("read 60 devices again?").Press("x")
	if asked != 0 {
		t.Fatal("rescanned without a yes")
	}
	u.Press("r", "y")
	if asked != 60 {
		t.Errorf("%d devices are read again, want 60", asked)
	}
}

func TestAScanThatRuns(t *testing.T) {
	feed := halfway()
	u := open(t, 80, 24, &Options{Feed: feed}).ExpectScreen(live.Name)
	u.m.Update(tick{})
	u.Expect("2 of 6", "hostkey 1", "show version", "CRIT 1").Press("g", "j", "enter").Expect("not judged yet: lhr5-edge-02").Press("G", "enter").ExpectScreen(device.Name).Press("esc").ExpectScreen(live.Name)
	u.Press("esc").ExpectScreen(list.Name).Press(string(u.m.digit(live.Name)))
	feed.Push(scan.Event{Kind: scan.Finished, At: clock(), Planned: 6, Done: 9, Result: fleetResult()})
	if _, cmd := u.m.Update(tick{}); cmd != nil {
		t.Error("the tick goes on when the scan has ended")
	}
	u.Expect("9 dev").ExpectScreen(live.Name)
}

func TestAKeyDoesNotStartASecondTick(t *testing.T) {
	u := open(t, 80, 24, &Options{Feed: halfway()})
	if u.m.Init() == nil {
		t.Fatal("nothing drains the feed")
	}
	if _, cmd := u.m.Update(keyOf("j")); cmd != nil {
		t.Error("a key starts another tick")
	}
}

func TestPaletteRunsWhatItFinds(t *testing.T) {
	fleetUI(t).Press(":").Type("bottom").Press("enter").ExpectSelected("fra3-core-02").Press("ctrl+p").Type("no such").Expect("no action of that name").Press("esc")
}

func TestTheFrameIsCached(t *testing.T) {
	u := fleetUI(t)
	if n := testing.AllocsPerRun(50, func() { u.m.View() }); n > 0 {
		t.Errorf("an unchanged frame costs %v allocations", n)
	}
}

func TestNoSizeIs80x24(t *testing.T) {
	u := open(t, 0, 0, &Options{Result: fleetResult()})
	if u.m.sh.W != 80 || u.m.sh.H != 24 {
		t.Errorf("%dx%d", u.m.sh.W, u.m.sh.H)
	}
	u.Resize(40, 10).Expect("60x16 needed")
}

func TestNoCountIsCut(t *testing.T) {
	for _, w := range []int{60, 66, 80, 100} {
		open(t, w, 24, &Options{Result: fleetResult()}).Expect("OVER 1", "STALE 1", "ok 2")
		if w > 60 { // eight counts of two digits take 62 cells
			open(t, w, 24, &Options{Result: bigFleet(400)}).Expect("OVER 50", "STALE 50", " ok 50")
		}
	}
	open(t, 80, 24, &Options{Result: bigFleet(12_000)}).Expect("OVER 1500", "ok 1500")
	open(t, 60, 24, &Options{Result: bigFleet(12_000)}).Expect("OVER 1500 CRIT 1500 PEND 1500 WARN 1500 UNKN 1500 rest 4500")
}

func TestAFindingIsWaivedAndTakenBack(t *testing.T) {
	var wrote, back int
	o := &Options{Result: fleetResult()}
	o.Ports = lent(o.Result)
	o.Ports.Waive = func(rule, name, reason string, until time.Time) (func() error, error) {
		if rule != "cap/near" || name != "ams1-edge-05" || reason != "order 4711" || until.Format("2006-01-02") != "2027-01-31" {
			t.Errorf("waived %s on %s until %s: %s", rule, name, until, reason)
		}
		wrote++
		return func() error { back++; return nil }, nil
	}
	u := open(t, 80, 24, o).Press("j", "enter", "W", "ctrl+u").Type("2027-01-31").Press("enter").Expect("a reason is needed")
	if wrote != 0 {
		t.Fatal("a waiver without a reason is written")
	}
	u.Type(" order 4711").Press("enter").Expect("waived until 2027-01-31; u takes it back").Press("u").Expect("taken back: the waiver of cap/near")
	if wrote != 1 || back != 1 {
		t.Errorf("written %d times, taken back %d times", wrote, back)
	}
}

func TestTicksAndMarksAreKept(t *testing.T) {
	o := &Options{Result: fleetResult()}
	o.Ports = lent(o.Result)
	open(t, 80, 24, o).Press("j", "space", "k", "p", "4", "tab", "space").Expect("1 of 16 steps done", "saved")
	again := &Options{Result: fleetResult(), Ports: o.Ports} // the terminal was lost without a word
	open(t, 80, 24, again).Expect("1 marked").Press("4").Expect("1 of 16 steps done", "[-] ams1-edge-05").Press("u").Expect("nothing to take back")
}

func TestAFailedRescanKeepsTheLastReading(t *testing.T) {
	o := &Options{Result: fleetResult(), Feed: NewFeed(), Ports: screen.Ports{Rescan: func([]string) error { return nil }}}
	u := open(t, 80, 24, o).Press("j", "j", "r")
	bad := failed()
	bad.Inventory.Name, bad.Verdict.Device.Name = "nrt1-pe-11", "nrt1-pe-11"
	o.Feed.Push(scan.Event{Kind: scan.Judged, At: clock(), Planned: 1, Done: 1, Device: &bad})
	o.Feed.Push(scan.Event{Kind: scan.Finished, At: clock(), Planned: 1, Done: 1, Result: &scan.Result{}})
	u.m.Update(tick{})
	u.Expect("PEND 1", "FAIL 1", "!PEND  nrt1-pe-11", "read again in vain: hostkey")
}

func TestAPartialScanSaysSo(t *testing.T) {
	r := fleetResult()
	r.Planned, r.Interrupted = 300, true
	open(t, 60, 16, &Options{Result: r}).Expect("read 9 of 300")
	open(t, 160, 45, &Options{Result: r, Scan: screen.Head{Inventory: "inventory.yaml"}}).Expect("INTERRUPTED: read 9 of 300", "inventory.yaml")
}

func TestAWrongFilterIsNotApplied(t *testing.T) {
	u := fleetUI(t).Press("/").Type("region:x").Press("enter").Expect("not applied", "^ unknown key").Press("esc").Expect("no filter")
	u.Filter("free4<10").Expect("free4<10 is a number of entries; free4<10% is a share")
	u.Press("esc").Expect("no filter").Press("u").Expect("/ free4<10")
}

func TestThePalettesActionsWorkFromEveryScreen(t *testing.T) {
	fleetUI(t).Press("8", ":").Type("no such thing").Expect("no action of that name").Press("esc", ":").Type("turn the order").Press("enter").ExpectScreen(list.Name).Expect("reversed")
}
