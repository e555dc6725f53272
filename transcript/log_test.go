package transcript

import (
	"bytes"
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
			{Login, "", "banner\n", Complete}, {Command, "show version", "Cisco IOS\n", Complete}, {Command, "sh mod", "Mod\n", Complete},
		}},
		{"a prompt-like line of another host stays in the answer", "r1#show log\nr2#show version\nr1#\n", "r1", []rec{
			{Command, "show log", "r2#show version\n", Complete},
		}},
		{"IOS-XR", "RP/0/RP0/CPU0:pe1#show platform\n0/0 ok\nRP/0/RP0/CPU0:pe1#\n", "pe1", []rec{{Command, "show platform", "0/0 ok\n", Complete}}},
		{"Junos", "{master}\nadmin@mx1> show version \nJunos: 21\n\nadmin@mx1> \n", "mx1", []rec{
			{Login, "", "{master}\n", Complete}, {Command, "show version", "Junos: 21\n\n", Complete},
		}},
		{"no prompt behind the last answer", "r1#show version\nCisco", "r1", []rec{{Command, "show version", "Cisco", Truncated}}},
		{"a command without an answer", "r1#show version\n", "r1", []rec{{Command, "show version", "", Truncated}}},
		{"a mode in the prompt", "r1(config)#do show version\nx\nr1(config)#\n", "r1", []rec{{Command, "do show version", "x\n", Complete}}},
		{"technical support", "------------------ show version ------------------\nCisco\n------------------ show module ------------------\nMod\n", "", []rec{
			{Command, "show version", "Cisco\n", Complete}, {Command, "show module", "Mod\n", Truncated},
		}},
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

// FuzzParseLog: no panic, and every record's bytes are bytes of the log, in
// order and without overlap.
func FuzzParseLog(f *testing.F) {
	f.Add([]byte("x\r\nr1#show version\r\nCisco\r\nr1#"))
	f.Add([]byte("RP/0/0/CPU0:a#sh x\n\nRP/0/0/CPU0:a(config)#"))
	f.Add([]byte("---------- show a ----------\nr1#show tech\n---------- show b ----------\n"))
	f.Add([]byte("{master:0}\na@b> show c | no-more \r\n--(more)--\r   \rz"))
	f.Fuzz(func(t *testing.T, data []byte) {
		tr, err := Read(data)
		if err != nil || IsTranscript(data) {
			return
		}
		rest := data
		for i := range tr.Records {
			r := &tr.Records[i]
			at := bytes.Index(rest, r.Raw)
			if at < 0 {
				t.Fatalf("record %d holds bytes that are not in the rest of the log: %q", i, r.Raw)
			}
			rest = rest[at+len(r.Raw):]
			if r.BodyStart < 0 || r.BodyEnd < r.BodyStart || r.BodyEnd > len(r.Raw) {
				t.Fatalf("record %d: body [%d,%d) of %d bytes", i, r.BodyStart, r.BodyEnd, len(r.Raw))
			}
			if _, err := Parse(Marshal(tr)); err != nil {
				t.Fatal(err)
			}
		}
	})
}
