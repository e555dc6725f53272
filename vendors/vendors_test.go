package vendors

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, command string
		want             bool
	}{
		{"show version", "show version", true},
		{"show version", "sh ver", true},
		{"show version", "SHOW Version", true},
		{"show version", "show versions", false},
		{"show version", "show version detail", false},
		{"show version", "show", false},
		{"show module *", "show module 3", true},
		{"show module *", "show module", false},
		{"show inventory **", "show inventory", true},
		{"show inventory **", "show inventory all raw", true},
		{"show inventory **", "show module", false},
	} {
		if got := Match(c.pattern, c.command) > 0; got != c.want {
			t.Errorf("Match(%q, %q) = %v", c.pattern, c.command, got)
		}
	}
	if Match("show module", "show module") <= Match("show **", "show module") || Match("show module 3", "show module 3") <= Match("show module *", "show module 3") {
		t.Error("the exacter pattern does not win")
	}
}

func TestSplitPipe(t *testing.T) {
	bare, filter := SplitPipe("show  logging  | include \"A|B\"")
	if bare != "show logging" || filter != `include "A|B"` {
		t.Errorf("%q %q", bare, filter)
	}
	if bare, filter := SplitPipe("show version"); bare != "show version" || filter != "" {
		t.Errorf("%q %q", bare, filter)
	}
}

// toy is an OS that reads one command.
func toy() *OS {
	return &OS{
		ID:     fact.NXOS,
		Detect: func(text string) int { return strings.Count(text, "TOY") },
		Rejection: func(text string) string {
			return map[bool]string{true: "% Invalid"}[strings.Contains(text, "% Invalid")]
		},
		Parsers: []Parser{{Name: "show-x", Commands: []string{"show x"}, Grade: fact.Proven, Read: func(s *textscan.Scan, r *fact.Reading) {
			l, ok := s.Next()
			if ok && strings.HasPrefix(l.Text, "TOY") {
				s.Claim(l)
				r.Recognised = true
				r.Identity.Hostname = l.Trim()
			}
		}}},
	}
}

func TestReadOutput(t *testing.T) {
	for _, c := range []struct {
		name, command, text            string
		recognised, rejected, filtered bool
		unread                         int
	}{
		{"read", "show x", "TOY 1\nmore\n", true, false, false, 1},
		{"abbreviated", "sh x", "TOY 1\n", true, false, false, 0},
		{"filtered", "show x | include T", "TOY 1\n", true, false, true, 0},
		{"another form", "show x | json", "TOY 1\n", true, false, false, 0},
		{"another form, then filtered", "show x | display set | match T", "TOY 1\n", true, false, true, 0},
		{"no answer to it", "show x", "what\n", false, false, false, 1},
		{"unknown command", "show y", "TOY 1\n", false, false, false, 1},
		{"refused", "show x", "% Invalid command\n", false, true, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _, _ := toy().ReadOutput(c.command, c.text, 0, false)
			if r.Recognised != c.recognised || r.Rejected != c.rejected || r.Filtered != c.filtered || len(r.Unread) != c.unread {
				t.Errorf("%+v", r)
			}
			if !r.Recognised && r.Why == "" {
				t.Error("it does not say why")
			}
		})
	}
}

func TestParse(t *testing.T) {
	reg := Registry{toy()}
	log := func(s string) *transcript.Transcript {
		tr, err := transcript.ParseLog([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	d := reg.Parse(log("r1#show x\nTOY 1\nr1#show x\n% Invalid\nr1#show y\nTOY 2\nr1#\n"), "f")
	if d.Identity.OS != fact.NXOS || d.Name != "r1" || d.Identity.Hostname != "TOY 1" || len(d.Outputs) != 3 {
		t.Fatalf("%+v", d)
	}
	if o := d.Outputs[0]; o.Parser != "show-x" || o.Grade != fact.Proven || o.File != "f" {
		t.Errorf("%+v", o)
	}
	if d.Outputs[1].State != "rejected" || d.Outputs[2].Parser != "" || d.Outputs[2].Why == "" {
		t.Errorf("%+v", d.Outputs[1:])
	}
	if d := reg.Parse(log("r1#show x\nnothing\nr1#\n"), ""); d.Identity.OS != fact.UnknownOS || d.Outputs[0].Why == "" {
		t.Errorf("%+v", d)
	}
}

// What a device prints of others, or quotes, does not name its own system.
func TestDetectTranscriptGoesByTheDevicesOwnWords(t *testing.T) {
	other := &OS{ID: fact.IOSXR, Detect: func(text string) int { return Marks{"OTHER": 90}.In(text) }}
	reg := Registry{toy(), other}
	for _, tt := range []struct {
		name, log string
		want      fact.OS
	}{
		{"a neighbour", "r1#show x\nTOY 1\nr1#show cdp neighbors detail\nOTHER 7\nr1#\n", fact.NXOS},
		{"nothing but neighbours", "r1#show lldp nei\nOTHER 7\nr1#\n", fact.UnknownOS},
		{"a description", "r1#sh run\ndescription OTHER 7\nr1#show x\nTOY 1\nr1#\n", fact.NXOS},
		{"a message of the log", "r1#show log\nOTHER 7\nr1#show x\nTOY 1\nr1#\n", fact.NXOS},
		{"the banner of the host that it goes to", "r1#show x\nTOY 1\nr1#ssh -l noc r2\nOTHER 7\nr1#\n", fact.NXOS},
		{"a configuration where nothing else speaks", "r1#show running-config\nOTHER 7\nr1#\n", fact.IOSXR},
		{"its own words", "r1#show x\nOTHER 7\nr1#\n", fact.IOSXR},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := transcript.ParseLog([]byte(tt.log))
			if err != nil {
				t.Fatal(err)
			}
			if got := reg.DetectTranscript(tr); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
