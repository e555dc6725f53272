package transcript

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestParseLog(t *testing.T) {
	type rec struct {
		kind          Kind
		command, text string
		state         State
	}
	for _, c := range []struct {
		name, log, device string
		want              []rec
	}{
		{"IOS", "banner\r\nr1#show version\r\nCisco IOS\r\nr1#sh mod\r\nMod\r\nr1#\r\n", "r1", []rec{
			{Loose, "", "banner\n", Complete}, {Command, "show version", "Cisco IOS\n", Complete}, {Command, "sh mod", "Mod\n", Complete},
		}},
		{"a prompt-like line of another host stays in the answer", "r1#show log\nr2#show version\nr1#\n", "r1", []rec{
			{Command, "show log", "r2#show version\n", Complete},
		}},
		{"IOS-XR", "RP/0/RP0/CPU0:pe1#show platform\n0/0 ok\nRP/0/RP0/CPU0:pe1#\n", "pe1", []rec{{Command, "show platform", "0/0 ok\n", Complete}}},
		{"Junos", "{master}\nadmin@mx1> show version \nJunos: 21\n\nadmin@mx1> \n", "mx1", []rec{
			{Command, "show version", "Junos: 21\n\n", Complete},
		}},
		{"no prompt behind the last answer", "r1#show version\nCisco", "r1", []rec{{Command, "show version", "Cisco", Truncated}}},
		{"a command without an answer", "r1#show version\n", "r1", []rec{{Command, "show version", "", Truncated}}},
		{"a mode in the prompt", "r1(config)#do show version\nx\nr1(config)#\n", "r1", []rec{{Command, "do show version", "x\n", Complete}}},
		{"technical support", "------------------ show version ------------------\nCisco\n------------------ show module ------------------\nMod\n", "", []rec{
			{Command, "show version", "Cisco\n", Complete}, {Command, "show module", "Mod\n", Truncated},
		}},
		{"technical support with a configuration in it", "------------------ show version ------------------\nCisco\n------------------ show running-config ------------------\nversion 15.2\nhostname r1\ninterface Vlan1\nend\n------------------ show module ------------------\nMod\n", "r1", []rec{
			{Command, "show version", "Cisco\n", Complete}, {Command, "show running-config", "version 15.2\nhostname r1\ninterface Vlan1\nend\n", Complete}, {Command, "show module", "Mod\n", Truncated},
		}},
		{"typed ahead of the prompt", "r1#conf t\nhw-module profile xr1(config)#hw-module profile x y\nok\nendr1(config)#end\nshow vr1#show version\nA\nshow x > r2#show x\nr1#", "r1", []rec{
			{Command, "conf t", "", Complete}, {Command, "hw-module profile x y", "ok\n", Complete}, {Command, "end", "", Complete}, {Command, "show version", "A\nshow x > r2#show x\n", Complete},
		}},
		{"technical support with its times", "CMD: 'show version' 10:11:12 UTC Mon Jan 6 2020\nA\nCMD: 'show module | include 1' 10:11:13 UTC Mon Jan 6 2020\nB\n", "", []rec{
			{Command, "show version", "A\n", Complete}, {Command, "show module | include 1", "B\n", Truncated},
		}},
		{"a pager that nothing wiped out", "r1#show module\n  1 ok\n --More--           2 ok\n --More-- 3 ok\nr1#", "r1", []rec{{Command, "show module", "  1 ok\n  2 ok\n3 ok\n", Complete}}},
		{"a pager on a line of its own", "{master}\nnoc@m1> show x\n1\n---(more 34%)---\n  2\n\n{master}\nnoc@m1> ", "m1", []rec{{Command, "show x", "1\n  2\n\n", Complete}}},
		{"a pager that was left", "r1#show module\n1 ok\n --More-- \nr1#", "r1", []rec{{Command, "show module", "1 ok\n --More-- \n", Truncated}}},
		{"a pager wiped out before a blank line", "noc@m1> show x\n1\n---(more)---\r            \r\n\nnoc@m1> ", "m1", []rec{{Command, "show x", "1\n            \n\n", Complete}}},
		{"technical support inside a log", "r1#show tech\n---------- show version ----------\nA\n---------- show module ----------\nB\nr1#\n", "r1", []rec{
			{Command, "show version", "A\n", Complete}, {Command, "show module", "B\n", Complete},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := ParseLog([]byte(c.log))
			if err != nil {
				t.Fatal(err)
			}
			if got.Device != c.device || len(got.Records) != len(c.want) {
				t.Fatalf("device %q, %d records: %+v", got.Device, len(got.Records), got.Records)
			}
			for i := range c.want {
				r := &got.Records[i]
				if r.Kind != c.want[i].kind || r.Command != c.want[i].command || r.Text() != c.want[i].text || r.State != c.want[i].state {
					t.Errorf("record %d is %s %q %q %s, want %+v", i, r.Kind, r.Command, r.Text(), r.State, c.want[i])
				}
			}
		})
	}
}

func TestNotALog(t *testing.T) {
	for name, data := range map[string]string{
		"binary":       "\x7fELF\x00\x00\x00\x00\x00\x00\x00",
		"no prompt":    "just text\nwith lines\n",
		"empty":        "",
		"prompt alone": "r1#\nr1#\n",
	} {
		if tr, err := ParseLog([]byte(data)); err == nil {
			t.Errorf("%s: %+v", name, tr)
		}
	}
}

// FuzzParseLog: no panic, and every line of the log is in exactly one record, in
// order within a device.
func FuzzParseLog(f *testing.F) {
	for _, s := range []string{
		"x\r\nr1#show version\r\nCisco\r\nr1#",
		"RP/0/0/CPU0:a#sh x\n\nRP/0/0/CPU0:a(config)#",
		"---------- show a ----------\nr1#show tech\n---------- show b ----------\n",
		"{master:0}\na@b> show c | no-more \r\n--(more)--\r   \rz",
		"r1#\n*Mar  1 00:00:01: %A-1-B: c\nshow clock\nx\nr2#show d\nr1#show e\n --More-- r1#",
		"S3(b vty)# show\nrommon 1 >\nswitch: boot\nr1#switchto vdc X\nr1-X# show a\n`show b`\nr1-X#exit^C\nr1-sdby>",
		"r1(config)#hostname r2\nr2(config)#end\nr2#show a\n[edit]\n{master}[edit x]\nu@h# run show\n^C\nr2#",
		"> r1#show a\n> x\n>\n> r1#", "    r1#show a\n    x\n", "<pre>r1&gt;show a\nx &amp; y</pre>", "2026-11-30 02:11:09 r1#show a\n2026-11-30 02:11:10 x",
		"\xff\xfer\x001\x00#\x00s\x00h\x00o\x00w\x00 \x00a\x00\r\x00\n\x00", "1\tr1#show a\n2\tx\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		all, text, err := readLogs(data)
		if err != nil {
			return
		}
		covered(t, text, all)
		for _, tr := range all {
			if _, err := Parse(Marshal(tr)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// covered fails where a line of the log is in no record or in two, or where the
// bounds of an answer do not hold.
func covered(t *testing.T, data []byte, all []*Transcript) {
	t.Helper()
	var got []string
	size := 0
	for _, tr := range all {
		rest := data
		for i := range tr.Records {
			r := &tr.Records[i]
			at := bytes.Index(rest, r.Raw)
			if at < 0 {
				t.Fatalf("%s: record %d holds bytes that are not in the rest of the log: %q", tr.Device, i, r.Raw)
			}
			rest = rest[at+len(r.Raw):]
			if r.BodyStart < 0 || r.BodyEnd < r.BodyStart || r.BodyEnd > len(r.Raw) {
				t.Fatalf("%s: record %d: body [%d,%d) of %d bytes", tr.Device, i, r.BodyStart, r.BodyEnd, len(r.Raw))
			}
			got = append(got, strings.SplitAfter(string(r.Raw), "\n")...)
			size += len(r.Raw)
		}
	}
	want := strings.SplitAfter(string(data), "\n")
	keep := func(s string) bool { return s == "" }
	got, want = slices.DeleteFunc(got, keep), slices.DeleteFunc(want, keep)
	slices.Sort(got)
	slices.Sort(want)
	if size != len(data) || !slices.Equal(got, want) {
		t.Fatalf("%d bytes of the log, %d in records:\n got %q\nwant %q", len(data), size, got, want)
	}
}

// A log of n commands costs n times that of one: ten times as many take ten times
// as many steps, not a hundred. The allocations count the steps.
func TestLogIsLinear(t *testing.T) {
	log := func(n int) []byte {
		var b bytes.Buffer
		for i := range n {
			fmt.Fprintf(&b, "{master}\nnoc@mx%d> show chassis fpc %d\nSlot State\n\n", i%7, i)
		}
		return b.Bytes()
	}
	count := func(n int) float64 {
		data := log(n)
		return testing.AllocsPerRun(1, func() {
			if _, err := parseLogs(data); err != nil {
				t.Fatal(err)
			}
		})
	}
	if small, large := count(500), count(5000); large > 12*small {
		t.Errorf("500 commands cost %.0f, 5,000 cost %.0f", small, large)
	}
}

// BenchmarkParseLog reads a log of many commands and long answers.
func BenchmarkParseLog(b *testing.B) {
	var log bytes.Buffer
	for i := range 5000 {
		fmt.Fprintf(&log, "core-1#show mls cef exception status %d\r\n", i)
		for range 20 {
			log.WriteString("Current IPv4 FIB exception state = FALSE              131072   12%  > 5\r\n")
		}
	}
	b.SetBytes(int64(log.Len()))
	for b.Loop() {
		if _, err := parseLogs(log.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
