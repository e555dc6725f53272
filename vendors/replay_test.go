package vendors

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// story is an OS of the tests: `show mem` prints "CARD used/size" rows, `show id` a
// host name, "reload" and "restart CARD" are events where the answer is "confirmed".
func story(t *testing.T) *OS {
	t.Helper()
	messages, err := parseMessages(messageColumns+"\n"+
		`BOX-2-FULL,%BOX-\d-FULL,over,fib.ipv4,no,proven,made for this test`+"\n"+
		`BOX-2-FREE,%BOX-\d-FREE,cleared,fib.ipv4,no,proven,made for this test`+"\n"+
		`BOX-2-CALM,%BOX-\d-CALM,cleared,fib.ipv4,no,unverified,made for this test`+"\n"+
		`BOX-2-FULLNAME,%BOX-\d-NAMETABLE,not-memory,,no,proven,made for this test`+"\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	return &OS{
		ID: fact.NXOS, Detect: func(string) int { return 50 }, Commits: true, Messages: messages, Events: storyEvents,
		Rejection: func(text string) string {
			return map[bool]string{true: "% Invalid input"}[strings.HasPrefix(text, "% Invalid input")]
		},
		Parsers: []Parser{
			{Name: "id", Commands: []string{"show id"}, Stands: true, Read: func(s *textscan.Scan, r *fact.Reading) {
				if l, ok := s.Next(); ok && strings.HasPrefix(l.Text, "NAME ") {
					s.Claim(l)
					r.Recognised, r.Identity.Hostname = true, strings.TrimPrefix(l.Text, "NAME ")
				}
			}},
			{Name: "mem", Commands: []string{"show mem"}, Read: readStoryMemory},
			{Name: "logging", Commands: []string{"show logging"}, Read: func(s *textscan.Scan, r *fact.Reading) { ReadMessages(messages, s, r) }},
		},
		Platforms: []Platform{storyFamily{}},
	}
}

func readStoryMemory(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		f := strings.Fields(l.Text)
		if len(f) != 3 {
			continue
		}
		used, _ := textscan.Number(f[1])
		size, _ := textscan.Number(f[2])
		s.Claim(l)
		r.Recognised = true
		r.Tables = append(r.Tables, fact.Table{
			Name: "routes", Resource: fact.FibIPv4, Scope: fact.Scope{Kind: "card", Node: f[0]}, Unit: fact.UnitEntries,
			Used: fact.Read(used, s.SpanOf(l, f[1])), Cap: fact.Read(size, s.SpanOf(l, f[2])), CapKind: fact.CapFixed, Ledger: true,
		})
	}
}

func storyEvents(x Exchange) []fact.Event {
	head, rest, _ := strings.Cut(x.Command, " ")
	switch {
	case x.Context.Mode != "" && x.Command == "commit":
		if strings.Contains(x.Text, "failed") {
			return []fact.Event{{Kind: fact.TakenBack}}
		}
		return []fact.Event{{Kind: fact.Committed}}
	case x.Context.Mode != "" && x.Command == "abort":
		return []fact.Event{{Kind: fact.TakenBack}}
	case x.Context.Mode != "":
		return []fact.Event{{Kind: fact.Entered, Lines: []string{x.Command}}}
	case !strings.Contains(x.Text, "confirmed"):
		return nil
	case head == "reload":
		return []fact.Event{{Kind: fact.Reloaded, Scope: fact.System()}}
	case head == "restart":
		return []fact.Event{{Kind: fact.Reloaded, Scope: fact.Scope{Kind: "card", Node: rest}}}
	}
	return nil
}

type storyFamily struct{}

func (storyFamily) Family() string           { return "story" }
func (storyFamily) Title() string            { return "made for the tests" }
func (storyFamily) Match(fact.Identity) bool { return true }
func (storyFamily) Parse(d *fact.Device)     {}
func (storyFamily) Commands(fact.Identity) []Command {
	return []Command{{Text: "show mem", Why: "how full it is"}, {Text: "show extra", Why: "something beside", Optional: true}}
}

func (storyFamily) Vital(d *fact.Device) []Vital {
	v := Vital{Kind: fact.Room, Name: "routes", Ask: []string{"show mem"}}
	for i := range d.Tables {
		v.Known = v.Known || HasRoom(&d.Tables[i])
	}
	return []Vital{v, {Kind: fact.Settled, Name: "what waits", Ask: []string{"show waits"}}}
}

// say makes a transcript of "command => answer" and, with "part!" or "(mode)" in
// front, of another context; "~text" is loose.
func say(source string, lines ...string) *transcript.Transcript {
	t := &transcript.Transcript{Device: "r1", OS: string(fact.NXOS), Source: source}
	for _, l := range lines {
		r := transcript.Record{Kind: transcript.Command, State: transcript.Complete}
		if text, loose := strings.CutPrefix(l, "~"); loose {
			r.Kind, r.Raw, r.BodyEnd = transcript.Loose, []byte(text), len(text)
			t.Records = append(t.Records, r)
			continue
		}
		if part, rest, ok := strings.Cut(l, "!"); ok {
			r.Context.Part, l = part, rest
		}
		if rest, ok := strings.CutPrefix(l, "(config)"); ok {
			r.Context.Mode, l = "config", rest
		}
		command, answer, _ := strings.Cut(l, " => ")
		r.Command = command
		answer = strings.ReplaceAll(answer, "; ", "\n")
		if answer != "" {
			answer += "\n"
		}
		head := "r1#" + command + "\n"
		r.Raw, r.BodyStart, r.BodyEnd = []byte(head+answer), len(head), len(head)+len(answer)
		t.Records = append(t.Records, r)
	}
	return t
}

func rowsOf(d *fact.Device) []string {
	var out []string
	for i := range d.Tables {
		out = append(out, d.Tables[i].Scope.Node+" "+d.Tables[i].Used.String())
	}
	return out
}

func TestShortFor(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"|show platform hardware capacity forw", "|show platform hardware capacity forwarding", true},
		{"|show mem module 1", "|show mem module 10", false},
		{"|show mem location 0/1", "|show mem location 0/10", false},
		{"|show mem ip", "|show mem ipv6", false},
		{"|show mem", "|show mem detail", false},
		{"|show sdm prefer routing", "|show sdm prefer vlan", false},
	} {
		if got := shortFor(c.a, c.b); got != c.same {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}

// A filter that cuts the size of a row does not make it unknown.
// The clock of a start that moves a little is no reload; a later start is one.
func TestUptimeThatWentBack(t *testing.T) {
	for _, c := range []struct {
		was, is string
		reload  bool
	}{
		{"9 weeks, 4 days", "12 minutes", true},
		{"9 weeks, 4 days", "9 weeks, 4 days, 1 minute", false},
		{"booted 2026-02-01 08:00:00 UTC (41w ago)", "booted 2026-11-24 11:20:00 UTC (00:10:00 ago)", true},
		{"booted 2026-02-01 08:00:00 UTC (41w ago)", "booted 2026-02-01 08:00:31 UTC (41w ago)", false},
		{"booted yesterday", "booted 2026-02-01 08:00:31 UTC", false},
	} {
		r := replay{d: &fact.Device{Outputs: make([]fact.Output, 2)}, steps: make([]step, 2)}
		r.steps[0].reading.Identity.Uptime, r.steps[1].reading.Identity.Uptime = c.was, c.is
		r.cameBack()
		if got := len(r.d.Events) == 1; got != c.reload {
			t.Errorf("%q then %q: reloaded %v", c.was, c.is, got)
		}
	}
}

func TestTheTimeline(t *testing.T) {
	for _, c := range []struct {
		name    string
		lines   []string
		rows    []string
		history int
		host    string
	}{
		{"a later answer counts", []string{"show mem => 0/1 10 100", "show mem => 0/1 99 100"}, []string{"0/1 99"}, 1, ""},
		{"abbreviated, it is the same question", []string{"show mem => 0/1 10 100", "sh mem => 0/1 99 100"}, []string{"0/1 99"}, 1, ""},
		{"with another filter it replaces its rows", []string{"show mem => 0/1 10 100; 0/2 5 100", "show mem | include 0/1 => 0/1 99 100"}, []string{"0/2 5", "0/1 99"}, 0, ""},
		{"asked with do it is the same question", []string{"show mem => 0/1 10 100", "(config)do show mem => 0/1 99 100"}, []string{"0/1 99"}, 1, ""},
		{"a refusal takes nothing back", []string{"show mem => 0/1 99 100", "show mem => % Invalid input"}, []string{"0/1 99"}, 0, ""},
		{"nothing takes nothing back", []string{"show mem => 0/1 99 100", "show mem"}, []string{"0/1 99"}, 0, ""},
		{"before a reload is history", []string{"show id => NAME r1", "show mem => 0/1 99 100", "reload => confirmed", "show mem => 0/1 7 100"}, []string{"0/1 7"}, 1, "r1"},
		{"a reload that was declined is none", []string{"show mem => 0/1 99 100", "reload => no"}, []string{"0/1 99"}, 0, ""},
		{"the restart of a card is about its rows", []string{"show mem => 0/1 99 100; 0/10 98 100; 0/2 5 100", "restart 0/1 => confirmed"}, []string{"0/10 98", "0/2 5"}, 0, ""},
		{"another part does not say who the device is", []string{"standby!show id => NAME other", "show id => NAME r1"}, nil, 0, "r1"},
		{"each part has its own answer", []string{"show mem => 0/1 10 100", "vdc B!show mem => 0/2 99 100"}, []string{"0/1 10", "0/2 99"}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Registry{story(t)}.Parse(say("log", c.lines...), "")
			if got := rowsOf(d); !slices.Equal(got, c.rows) {
				t.Errorf("rows %q, want %q", got, c.rows)
			}
			history := 0
			for _, o := range d.Outputs {
				if !o.Current() {
					history++
				}
			}
			if history != c.history {
				t.Errorf("%d answers are history, want %d", history, c.history)
			}
			if c.host != "" && d.Identity.Hostname != c.host {
				t.Errorf("host %q, want %q", d.Identity.Hostname, c.host)
			}
		})
	}
}

func TestWhatWasEnteredStands(t *testing.T) {
	rules := Rules{Key: func(line string) (string, bool) {
		key, _, _ := strings.Cut(line, "=")
		return key, strings.Contains(line, "=")
	}}
	perCard := rules
	perCard.Activates = func(line string, s fact.Scope) bool { return s == fact.System() || strings.HasSuffix(line, s.Node) }
	for _, c := range []struct {
		name  string
		rules Rules
		lines []string
		want  []string
	}{
		{"committed", rules, []string{"(config)a=1", "(config)b", "(config)commit"}, []string{"a=1"}},
		{"not committed", rules, []string{"(config)a=1"}, nil},
		{"aborted", rules, []string{"(config)a=1", "(config)abort", "(config)commit"}, nil},
		{"aborted on another plane", rules, []string{"(config)a=1", "admin!(config)abort", "(config)commit"}, []string{"a=1"}},
		{"committed on another plane", rules, []string{"(config)a=1", "admin!(config)commit"}, nil},
		{"the commit failed", rules, []string{"(config)a=1", "(config)commit => failed"}, nil},
		{"overwritten", rules, []string{"(config)a=1", "(config)a=2", "(config)commit"}, []string{"a=2"}},
		{"taken away", rules, []string{"(config)a=1", "(config)no a=1", "(config)commit"}, []string{"no a=1"}},
		{"reloaded", rules, []string{"(config)a=1", "(config)commit", "reload => confirmed"}, nil},
		{"a reload before it", rules, []string{"reload => confirmed", "(config)a=1", "(config)commit"}, []string{"a=1"}},
		{"declined", rules, []string{"(config)a=1", "(config)commit", "reload => no"}, []string{"a=1"}},
		{"a card is not the whole", rules, []string{"(config)a=0/1", "(config)commit", "restart 0/1 => confirmed"}, []string{"a=0/1"}},
		{"its card", perCard, []string{"(config)a=0/1", "(config)b=0/2", "(config)commit", "restart 0/1 => confirmed"}, []string{"b=0/2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Registry{story(t)}.Parse(say("log", c.lines...), "")
			var got []string
			for _, s := range Standing(d, c.rules) {
				line := s.Line
				if s.No {
					line = "no " + line
				}
				got = append(got, line)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("stands %q, want %q", got, c.want)
			}
		})
	}
}

func TestCoverage(t *testing.T) {
	for _, c := range []struct {
		name, source string
		lines        []string
		want         string // answers of the vital questions, then of those beside
	}{
		{"understood", "ssh", []string{"show mem => 0/1 10 100", "show waits => x", "show extra => % Invalid input"}, "answered, not understood"},
		{"a log never asked what waits", "log", []string{"show mem => 0/1 10 100"}, "answered, not asked (spare)"},
		{"a scan never asked", "ssh", []string{"show mem => 0/1 10 100", "show extra => % Invalid input"}, "answered, not asked"},
		{"refused", "log", []string{"show mem => % Invalid input"}, "refused, not asked (spare)"},
		{"empty", "log", []string{"show mem"}, "empty, not asked (spare)"},
		{"other words", "log", []string{"show mem => not now"}, "not understood, not asked (spare)"},
		{"beside, in other words", "log", []string{"show mem => 0/1 10 100", "show extra => try again later"}, "answered, not asked (spare), not understood"},
		{"before the reload it was answered", "log", []string{"show mem => 0/1 10 100", "reload => confirmed"}, "not asked, not asked (spare)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Registry{story(t)}.Parse(say(c.source, c.lines...), "")
			var got []string
			for _, v := range d.Coverage {
				text := string(v.Answer)
				if v.Spare {
					text += " (spare)"
				}
				got = append(got, text)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
		})
	}
	tr := say("log", "show mem => 0/1 10 100")
	tr.Records[0].State = transcript.Truncated
	if d := (Registry{story(t)}).Parse(tr, ""); d.Coverage[0].Answer != fact.Cut || !d.Coverage[0].Open() {
		t.Errorf("a cut answer is %+v", d.Coverage[0])
	}
}

// Families look for their questions by name, and need not know the modes in which
// a question can be asked.
func TestQuestionsInConfigurationMode(t *testing.T) {
	d := Registry{story(t)}.Parse(say("log", "(config)do show mem => 0/1 10 100", "(config)run show extra => x"), "")
	if a, b := d.Outputs[0], d.Outputs[1]; a.Command != "show mem" || a.Mode != "config" || b.Command != "show extra" {
		t.Errorf("%q in %q, %q", a.Command, a.Mode, b.Command)
	}
}

func TestMessagesWhereverTheyStand(t *testing.T) {
	full := "Nov 24 10:00:01.123: %BOX-2-FULL: no room"
	for _, c := range []struct {
		name          string
		lines         []string
		alarms, looks int
	}{
		{"in the log", []string{"show logging => " + full}, 1, 0},
		{"between two prompts", []string{"~" + full + "\n"}, 1, 0},
		{"inside an answer", []string{"show mem => 0/1 10 100; " + full + "; 0/2 11 100"}, 1, 0},
		{"inside a line of an answer", []string{"show mem => 0/1 1*" + full + "; 0 100"}, 1, 0},
		{"behind another one inside a line", []string{"show mem => 0/1 1*Nov 24 10:00:01.100: %BOX-5-OTHER: x; " + full + "; 0 100"}, 1, 0},
		{"inside, at the end of a line", []string{"show mem => 0/1 10 100" + full + "; 0/2 11 100"}, 1, 0},
		{"inside, behind a rule", []string{"show mem => =======; " + full + "; 0/1 10 100"}, 1, 0},
		{"lowered later", []string{"show logging => " + full + "; Nov 24 10:05:01.123: %BOX-2-FREE: room"}, 0, 0},
		{"lowered by a message nobody has seen", []string{"show logging => " + full + "; Nov 24 10:05:01.123: %BOX-2-CALM: room"}, 1, 0},
		{"lowered before", []string{"show logging => Nov 24 10:05:01.123: %BOX-2-FREE: room; " + full}, 1, 0},
		{"it looks alike and is none", []string{"show logging => %BOX-2-NAMETABLE: FIB table full"}, 0, 0},
		{"it is on no list", []string{"show logging => %NEW-2-THING: LPM exhausted"}, 0, 1},
		{"before a reload", []string{"show logging => " + full, "reload => confirmed"}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := Registry{story(t)}.Parse(say("log", c.lines...), "")
			alarms, looks := 0, 0
			for _, e := range d.Exceptions {
				if e.Raised == fact.Yes {
					alarms++
				}
				if got := d.Line(int(e.Span.Output), int(e.Span.Line)); !strings.Contains(got, "%BOX") {
					t.Errorf("the proof of it is %q", got)
				}
			}
			for _, f := range d.Flags {
				if f.Key == fact.FlagLooksExhausted {
					looks++
				}
			}
			if alarms != c.alarms || looks != c.looks {
				t.Errorf("%d alarms, %d that look like it, want %d, %d", alarms, looks, c.alarms, c.looks)
			}
			if strings.HasPrefix(c.name, "inside") && rowsOf(d)[0] != "0/1 10" {
				t.Errorf("the answer around it is read as %q", rowsOf(d))
			}
		})
	}
}

// A line that was entered between the two answers which show that the device was
// reloaded may wait or not: what waits must be asked then, also of a log.
func TestAReloadThatTheLogDoesNotShow(t *testing.T) {
	before := 0
	reload := fact.Event{Kind: fact.Reloaded, Scope: fact.System(), Output: 5, After: &before, Text: "its uptime went back"}
	rules := Rules{Key: func(line string) (string, bool) { return line, true }}
	for entered, doubt := range map[int]bool{0: false, 3: true} {
		d := &fact.Device{Events: []fact.Event{{Kind: fact.Entered, Lines: []string{"a 1"}, Output: entered}, reload}}
		d.Session.Transport = "log"
		if left := Standing(d, rules); len(left) != 0 {
			t.Errorf("entered in %d: %v stands", entered, left)
		}
		v := cover(d, Vital{Kind: fact.Settled, Name: "what waits", Ask: []string{"show waits"}})
		if v.Open() != doubt || doubt && !strings.Contains(v.Quote, "`a 1` was entered") {
			t.Errorf("entered in %d: %+v", entered, v)
		}
	}
}

// Two files without a clock, written at once: what differs between them is not known.
func TestFilesOfWhichNobodyKnowsTheOrder(t *testing.T) {
	for session, open := range map[string]bool{"": false, "a.log\nb.log": true, "b.log\nc.log": false} {
		tr := say("log", "show mem => 0/1 10 100", "show mem => 0/1 99 100")
		tr.Records[0].File, tr.Records[1].File = "a.log", "b.log"
		tr.Session = map[string]string{transcript.Unordered: session}
		d := Registry{story(t)}.Parse(tr, "")
		if got := slices.ContainsFunc(d.Coverage, func(v fact.Vital) bool { return v.Open() && strings.Contains(v.Quote, "a.log than in b.log") }); got != open {
			t.Errorf("%q: %v, want %v: %+v", session, got, open, d.Coverage)
		}
	}
}

// What a standby answers does not hide what the device itself refused.
func TestAStandbyDoesNotAnswerForTheDevice(t *testing.T) {
	d := Registry{story(t)}.Parse(say("ssh", "show mem => % Invalid input", "standby!show mem => 0/1 10 100"), "")
	if answer, _, _ := asked(d, []string{"show mem"}); answer != fact.Refused {
		t.Errorf("the question is %s", answer)
	}
	for line, want := range map[string]fact.Answer{"standby!show mem => 0/1 10 100": fact.NotAsked, "pfe fpc1!show mem => 0/1 10 100": fact.Answered} {
		if d := (Registry{story(t)}).Parse(say("log", line), ""); d.Coverage[0].Answer != want {
			t.Errorf("%s: %+v", line, d.Coverage[0])
		}
	}
}

func TestMessageAt(t *testing.T) {
	for line, want := range map[string]int{
		"*Nov 24 10:00:01.123: %BOX-2-FULL: no room":                         0,
		"state = *Nov 24 10:00:01.123 UTC: %BOX-2-FULL: no room":             8,
		"RP/0/RP0/CPU0:Nov 24 10:00:01.123 UTC: fib[1]: %A-B-3-C : x":        0,
		"2026 Nov 24 10:00:01 n9k1 %IPFIB-2-FULL: x":                         0,
		"Nov 24 10:00:01  mx1 fpc3 jnh: no room":                             0,
		"Nov 24 10:00:01  mx1 fpc3 DFW: %PFE-3: No memory":                   0,
		"2026-11-24T10:00:01+00:00 mx1 rpd[1]: RPD_X: y":                     0,
		"[Nov 24 10:00:01.123 LOG: Err] no room":                             0,
		"IPv4 unicast   85%   12345":                                         -1,
		"Nov 24 10:00:01 mx1 /kernel: memory available(14)less than (20 %)":  0,
		"Nov 24 2026 report":                                                 -1,
		"  1  0a00.1b2c.3d4e   2.6   12.2(14r)S5  12.2(33)SXJ9 Ok":           -1,
		"Nov 24 10:00:01 2026   97%  used of the table, with a column for %": -1,
	} {
		if at, ok := messageAt(line); ok != (want >= 0) || ok && at != want {
			t.Errorf("%q: %d, %v, want %d", line, at, ok, want)
		}
	}
}

// Between two answers the times of the messages count, within one the order.
func TestLoweredByTime(t *testing.T) {
	const up, later, down = "2026 Nov 20 19:03:12 r1 %BOX-2-FULL: x", "2026 Nov 20 20:03:12 r1 %BOX-2-FULL: x", "2026 Nov 20 19:11:55 r1 %BOX-2-FREE: x"
	for name, c := range map[string]struct {
		answers []string
		want    int
	}{
		"raised, then lowered":              {[]string{up + "; " + down}, 0},
		"lowered, then raised":              {[]string{down + "; " + later}, 1},
		"the raised one shown again":        {[]string{up + "; " + down, up}, 0},
		"the lowered one shown last":        {[]string{later, down}, 1},
		"the clock was set back in one log": {[]string{down + "; " + up}, 1},
		"over the new year":                 {[]string{"Jan  2 00:00:01: %BOX-2-FREE: x", "Dec 31 23:59:01: %BOX-2-FULL: x"}, 0},
		"no times, the raised one last":     {[]string{"%BOX-2-FREE: x", "%BOX-2-FULL: x"}, 1},
		"no times, the lowered one last":    {[]string{"%BOX-2-FULL: x", "%BOX-2-FREE: x"}, 0},
	} {
		lines := []string{"show id => NAME r1"}
		for i, a := range c.answers {
			lines = append(lines, fmt.Sprintf("show logging | include %d => %s", i, a))
		}
		d := Registry{story(t)}.Parse(say("log", lines...), "")
		raised := 0
		for _, e := range d.Exceptions {
			if e.Raised == fact.Yes {
				raised++
			}
		}
		if raised != c.want {
			t.Errorf("%s: %d alarms, want %d", name, raised, c.want)
		}
	}
}

// What an answer only quotes was not logged.
func TestQuotedMessages(t *testing.T) {
	for line, want := range map[string]string{
		" description %BOX-2-FULL: no room, seen in 2014":                 "",
		` event syslog pattern "%BOX-2-FULL: no room"`:                    "",
		"state = %BOX-2-FULL: no room":                                    "%BOX-2-FULL: no room",
		" description core*Nov 24 10:00:01.123 UTC: %BOX-2-FULL: no room": "*Nov 24 10:00:01.123 UTC: %BOX-2-FULL: no room",
	} {
		if _, _, taken := takeMessages("first\n" + line + "\nlast"); taken != want {
			t.Errorf("%q: %q, want %q", line, taken, want)
		}
	}
}

func TestTextWithoutAnOwner(t *testing.T) {
	for text, want := range map[string]string{"0/1 99 100\n": "show mem", "!0/1 99 100\n": "", "called Bob at 10\n": ""} {
		d := Registry{story(t)}.Parse(say("log", "show id => NAME r1", "~"+text), "")
		got := ""
		for _, f := range d.Flags {
			if f.Key == fact.FlagUnowned {
				got, _ = f.Value.(string)
			}
		}
		if got != want {
			t.Errorf("%q is taken for the answer to %q, want %q", text, got, want)
		}
	}
}

func TestImplausible(t *testing.T) {
	row := func(used, size, percent float64, most fact.Figure) fact.Table {
		at := fact.Span{Line: 1}
		t := fact.Table{Name: "routes", Unit: fact.UnitEntries, Ledger: true, CapKind: fact.CapFixed, Used: fact.Read(used, at), Cap: fact.Read(size, at), Max: most}
		if percent >= 0 {
			t.Percent = fact.Read(percent, at)
		}
		return t
	}
	for _, c := range []struct {
		name  string
		table fact.Table
		wrong bool
	}{
		{"well", row(45, 100, 45, fact.Figure{}), false},
		{"rounded", row(45, 100, 46, fact.Figure{}), false},
		{"contradicts its percentage", row(11, 100, 99, fact.Figure{}), true},
		{"below zero", row(4294967290, 1000, -1, fact.Figure{}), true},
		{"large, and so is the table", row(3e9, 4e9, -1, fact.Figure{}), false},
		{"beyond the silicon", row(5, 2000, -1, fact.Derived(1000, fact.Span{}, "catalog")), true},
	} {
		d := &fact.Device{Tables: []fact.Table{c.table}}
		belowZero(d)
		implausible(d)
		if got := !d.Tables[0].Used.Known() && len(d.Flags) == 1; got != c.wrong {
			t.Errorf("%s: taken for implausible: %v, want %v", c.name, got, c.wrong)
		}
	}
}

// The figures of one row in XML stand on lines of their own; a percentage beside a
// percentage is compared too, and one that is far away is of another row.
func TestImplausibleRows(t *testing.T) {
	at := func(line int32) fact.Span { return fact.Span{Line: line} }
	for _, c := range []struct {
		name  string
		table fact.Table
		wrong bool
	}{
		{"XML", fact.Table{Unit: fact.UnitEntries, Used: fact.Read(36, at(12)), Cap: fact.Read(100, at(11)), Percent: fact.Read(98, at(13))}, true},
		{"XML, well", fact.Table{Unit: fact.UnitEntries, Used: fact.Read(36, at(12)), Cap: fact.Read(100, at(11)), Percent: fact.Read(36, at(13))}, false},
		{"another row", fact.Table{Unit: fact.UnitEntries, Used: fact.Read(36, at(12)), Cap: fact.Read(100, at(11)), Percent: fact.Read(98, at(30))}, false},
		{"two percentages", fact.Table{Unit: fact.UnitPercent, Used: fact.Read(41, at(3)), Cap: fact.Derived(100, at(3), "a percentage is of 100"), Percent: fact.Read(97, at(3))}, true},
		{"a pool beyond the silicon", fact.Table{Unit: "cells", CapKind: fact.CapPool, Used: fact.Read(1, at(3)), Cap: fact.Read(2000, at(3)), Max: fact.Derived(1000, at(0), "catalog")}, true},
	} {
		c.table.Ledger = true
		d := &fact.Device{Tables: []fact.Table{c.table}}
		implausible(d)
		if got := !d.Tables[0].Used.Known() && len(d.Flags) == 1; got != c.wrong {
			t.Errorf("%s: taken for implausible: %v, want %v", c.name, got, c.wrong)
		}
	}
}

// Of two answers about one memory the fuller one counts; where they lie apart that is
// noted once.
func TestWorse(t *testing.T) {
	row := func(used float64) fact.Table {
		return fact.Table{Used: fact.Read(used, fact.Span{}), Cap: fact.Read(1000, fact.Span{})}
	}
	for _, c := range []struct {
		name        string
		a, b        fact.Table
		want, flags int
	}{
		{"the same", row(500), row(510), 0, 0},
		{"the second is fuller", row(500), row(990), 1, 1},
		{"the first is fuller", row(990), row(500), 0, 1},
		{"the first is not known", fact.Table{}, row(500), 1, 0},
		{"the second is not known", row(500), fact.Table{}, 0, 0},
	} {
		d := &fact.Device{Outputs: []fact.Output{{}}, Tables: []fact.Table{c.a, c.b}}
		if got := Worse(d, 0, 1); got != c.want || len(d.Flags) != c.flags {
			t.Errorf("%s: row %d, %v", c.name, got, d.Flags)
		}
	}
}

// A dot in a count of entries may part thousands: such a number is unknown.
func TestNotation(t *testing.T) {
	const text = "524.161 of 700000\n1.5K of 2.048\n12 of 100\n"
	figure := func(v float64, lo, hi int32) fact.Figure { return fact.Read(v, fact.Span{Start: lo, End: hi}) }
	d := &fact.Device{Outputs: []fact.Output{{Text: text}}, Tables: []fact.Table{
		{Unit: fact.UnitEntries, Used: figure(524.161, 0, 7), Cap: figure(700000, 11, 17)},
		{Unit: fact.UnitEntries, Used: figure(1536, 18, 22), Cap: figure(2.048, 26, 31)},
		{Unit: fact.UnitPercent, Used: figure(524.161, 0, 7)},
		{Unit: fact.UnitEntries, Used: figure(12, 32, 34), Cap: figure(100, 38, 41)},
	}}
	notation(d)
	for i, known := range [][2]bool{{false, true}, {false, false}, {true, false}, {true, true}} {
		if u, c := d.Tables[i].Used.Known(), d.Tables[i].Cap.Known(); u != known[0] || c != known[1] {
			t.Errorf("row %d: used %v, size %v", i, u, c)
		}
	}
	if len(d.Flags) != 2 {
		t.Errorf("%+v", d.Flags)
	}
}

func TestLoadMessagesRefuses(t *testing.T) {
	load := func(text string) error {
		_, err := LoadMessages(fstest.MapFS{"messages.csv": {Data: []byte(messageColumns + "\n")}, "box/messages.csv": {Data: []byte(text)}}, nil)
		return err
	}
	for _, row := range []string{
		"A,(,over,fib,no,proven,s", "A,a,much,fib,no,proven,s", "A,a,over,fib,no,sure,s", "A,a,over,fib,no,proven,", "A,a",
	} {
		if err := load(messageColumns + "\n" + row + "\n"); err == nil || !strings.Contains(err.Error(), "box/messages.csv") {
			t.Errorf("%q: %v", row, err)
		}
	}
	if err := load("a,b\n"); err == nil {
		t.Error("other columns are taken")
	}
	if _, err := LoadMessages(fstest.MapFS{"box/messages.csv": {Data: []byte(messageColumns + "\n")}}, nil); err == nil {
		t.Error("an operating system without a list is taken")
	}
}

// What a room knows of a line goes before what several families print.
func TestMessagesOfARoomGoFirst(t *testing.T) {
	list, err := LoadMessages(fstest.MapFS{
		"messages.csv":     {Data: []byte(messageColumns + "\nany,FULL,over,fib,no,proven,s\n")},
		"box/messages.csv": {Data: []byte(messageColumns + "\nbox,TABLE FULL,limit,acl,yes,documented,s\n")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{"TABLE FULL": "box box limit acl true documented", "IT IS FULL": " any over fib false proven"} {
		m, _ := Recognise(list, line)
		if got := fmt.Sprintf("%s %s %s %s %v %s", m.Room, m.Name, m.Meaning, m.Resource, m.Latched, m.Grade); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// What lowers an alarm: a message about the same memory and place, or about all.
// Word of another memory does not lower one that names none, nor does a message that
// nobody has seen.
func TestLowered(t *testing.T) {
	card := func(node string) fact.Scope { return fact.Scope{Kind: "node", Node: node} }
	log := func(resource fact.Resource, scope fact.Scope, raised fact.Tri) fact.Exception {
		return fact.Exception{Kind: fact.OverflowLog, Resource: resource, Scope: scope, Raised: raised}
	}
	for _, c := range []struct {
		name string
		list []fact.Exception
		want int
	}{
		{"the same memory", []fact.Exception{log(fact.FibIPv4, fact.System(), fact.Yes), log(fact.FibIPv4, fact.System(), fact.No)}, 0},
		{"all memories", []fact.Exception{log(fact.FibIPv4, card("0/1"), fact.Yes), log("", fact.System(), fact.No)}, 0},
		{"another card", []fact.Exception{log(fact.FibIPv4, card("0/1"), fact.Yes), log(fact.FibIPv4, card("0/2"), fact.No)}, 1},
		{"another memory", []fact.Exception{log(fact.FibIPv4, fact.System(), fact.Yes), log(fact.ACL, fact.System(), fact.No)}, 1},
		{"word of one, where the alarm names none", []fact.Exception{log("", fact.System(), fact.Yes), log(fact.ACL, fact.System(), fact.No)}, 1},
		{"raised again", []fact.Exception{log("", fact.System(), fact.Yes), log("", fact.System(), fact.No), log("", fact.System(), fact.Yes)}, 1},
	} {
		d := &fact.Device{Exceptions: c.list}
		lowered(d)
		got := 0
		for _, e := range d.Exceptions {
			if e.Raised == fact.Yes {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%s: %d alarms stand, want %d", c.name, got, c.want)
		}
	}
}

// The banner over a prompt is no answer, and what proves an entered line is the line
// on which it was typed.
func TestEnteredUnderABanner(t *testing.T) {
	o := story(t)
	var heard string
	o.Events = func(x Exchange) []fact.Event {
		heard = x.Text
		return []fact.Event{{Kind: fact.Committed}}
	}
	head := "[edit]\nr1#set note \"error: none\"\n"
	tr := &transcript.Transcript{OS: string(fact.NXOS), Source: "log", Records: []transcript.Record{{
		Kind: transcript.Command, Command: `set note "error: none"`, Context: transcript.Context{Mode: "edit"}, State: transcript.Complete,
		Raw: []byte(head + "taken\n"), BodyStart: len(head), BodyEnd: len(head) + 6,
	}}}
	d := Registry{o}.Parse(tr, "")
	if heard != "taken\n" {
		t.Errorf("the answer is %q", heard)
	}
	if at := d.Events[0].Span; d.Line(int(at.Output), int(at.Line)) != `r1#set note "error: none"` {
		t.Errorf("the proof is line %d", at.Line)
	}
}
