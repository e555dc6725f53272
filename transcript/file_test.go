package transcript

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample() *Transcript {
	at := time.Date(2026, 1, 2, 3, 4, 5, 678, time.UTC)
	return &Transcript{
		Device: "edge1", Address: "192.0.2.1:22", OS: "cisco_nxos", Recorded: at, Source: "ssh", Redacted: 2,
		Session: map[string]string{"kex": "curve25519-sha256", "host key": "a: b\\c\nd"},
		Records: []Record{
			{Kind: Login, Raw: []byte("banner\r\nedge1# "), BodyStart: 0, BodyEnd: 8, State: Complete},
			{
				Kind: Command, Command: "show version", Sent: []byte("show version\n"), Raw: []byte("show version\r\nNXOS\r\r\n| \\x\n. \x00\xff\nedge1# "),
				BodyStart: 14, BodyEnd: 34, Start: at, FirstByte: 12 * time.Millisecond, Took: 3 * time.Second, State: Healed, Notes: []string{"a note", "==> not a head"},
			},
			{Kind: Command, Command: "show x", State: Rejected},
		},
	}
}

func TestMarshalParse(t *testing.T) {
	want := sample()
	file := Marshal(want)
	got, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	for _, c := range file {
		if c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
			t.Fatalf("the file holds the control byte %#x", c)
		}
	}
}

// A file that was cut anywhere gives what is whole, the last record marked
// truncated, and no error.
func TestCutFile(t *testing.T) {
	file := Marshal(sample())
	for at := len(magic); at < len(file); at++ {
		got, err := Parse(file[:at])
		if err != nil {
			t.Fatalf("cut at %d: %v", at, err)
		}
		if got.Failure == "" {
			t.Fatalf("cut at %d: nothing says so", at)
		}
		for i, r := range got.Records {
			want := sample().Records[i]
			switch {
			case r.State == Truncated && i != len(got.Records)-1:
				t.Fatalf("cut at %d: record %d of %d is truncated", at, i, len(got.Records))
			case r.State != Truncated && !bytes.Equal(r.Raw, want.Raw):
				t.Fatalf("cut at %d: record %d is %s with %q", at, i, r.State, r.Raw)
			case !bytes.HasPrefix(want.Raw, r.Raw):
				t.Fatalf("cut at %d: record %d has bytes that were not recorded: %q", at, i, r.Raw)
			}
		}
	}
}

func TestChangedFile(t *testing.T) {
	file := Marshal(sample())
	for _, c := range []struct{ name, from, to string }{
		{"an answer", "NXOS", "NXOX"},
		{"a header", "192.0.2.1", "192.0.2.2"},
		{"the number of bytes", "bytes: 15", "bytes: 16"},
	} {
		t.Run(c.name, func(t *testing.T) {
			changed := bytes.Replace(file, []byte(c.from), []byte(c.to), 1)
			if bytes.Equal(changed, file) {
				t.Fatal("nothing was changed")
			}
			_, err := Parse(changed)
			var fe *FormatError
			if !errors.As(err, &fe) || fe.Line < 1 {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestParseNotATranscript(t *testing.T) {
	for _, data := range []string{"", "hello", "headroom transcript", "\x00\x01"} {
		if _, err := Parse([]byte(data)); err == nil {
			t.Errorf("%q was taken", data)
		}
	}
	if _, err := Parse([]byte(magic + "\nno colon here\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("err = %v", err)
	}
}

// A key of a newer version is left out, not refused.
func TestUnknownKey(t *testing.T) {
	got, err := Parse([]byte(magic + "\ndevice: a\nfuture: b\n"))
	if err != nil || got.Device != "a" {
		t.Errorf("%+v, %v", got, err)
	}
}

// FuzzRoundTrip makes records of any bytes and wants every one of them back.
func FuzzRoundTrip(f *testing.F) {
	f.Add("r1", "show version", []byte("a\r\nb\n"), []byte("show version\r"), 2, 5, "note")
	f.Add("", "", []byte{}, []byte{0, 0x1b, '\\', 'x'}, -1, 1<<40, "a\nb")
	f.Add("r\n2", "==> x", []byte("| a\n+ b\n. c\nend: sha256 00\n"), []byte("< "), 0, 0, "")
	f.Fuzz(func(t *testing.T, device, command string, raw, sent []byte, lo, hi int, note string) {
		want := &Transcript{Device: device, Session: map[string]string{}, Records: []Record{
			{Kind: Command, Command: command, Raw: raw, Sent: sent, BodyStart: lo, BodyEnd: hi, State: Complete, Notes: []string{note}},
			{Kind: Bye, Command: note, Raw: sent, State: Timeout},
		}}
		got, err := Parse(Marshal(want))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(normal(want), normal(got)); d != "" {
			t.Fatal(d)
		}
		for i := range got.Records {
			_ = got.Records[i].Text() // whatever the bounds of the body are
		}
	})
}

// normal makes nil and empty bytes the same.
func normal(t *Transcript) *Transcript {
	c := *t
	c.Records = append([]Record(nil), t.Records...)
	for i := range c.Records {
		r := &c.Records[i]
		r.Raw, r.Sent = append([]byte{}, r.Raw...), append([]byte{}, r.Sent...)
	}
	return &c
}

// FuzzParse feeds the file reader anything.
func FuzzParse(f *testing.F) {
	file := Marshal(sample())
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte(magic + "\n\n==> command x\nstate: complete\nbytes: -1\nbody: a\n| \\x4"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Parse(data)
		if err != nil {
			return
		}
		again, err := Parse(Marshal(got))
		if err != nil {
			t.Fatalf("what was parsed cannot be read back: %v", err)
		}
		if len(again.Records) != len(got.Records) {
			t.Fatalf("%d records became %d", len(got.Records), len(again.Records))
		}
	})
}
