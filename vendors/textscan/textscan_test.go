package textscan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNew(t *testing.T) {
	s := New("a  \n\tb \r\n\nlast", "show x", 3, false)
	var got []Line
	for {
		l, ok := s.Next()
		if !ok {
			break
		}
		got = append(got, l)
	}
	want := []Line{{"a", 1, 0}, {"\tb", 2, 4}, {"", 3, 9}, {"last", 4, 10}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if s.Filled() != 3 || len(s.Unread()) != 3 {
		t.Errorf("filled %d, unread %d", s.Filled(), len(s.Unread()))
	}
	span := s.Span(want[3], 1, 3)
	if span.Output != 3 || span.Line != 4 || s.Text()[span.Start:span.End] != "as" {
		t.Errorf("span %+v", span)
	}
}

// Half a line is no line where the answer was cut.
func TestCutLine(t *testing.T) {
	if n := len(New("used 10\nused 12", "x", 0, true).Lines()); n != 1 {
		t.Errorf("%d lines, want 1", n)
	}
	if n := len(New("used 10\nused 12\n", "x", 0, true).Lines()); n != 2 {
		t.Errorf("%d lines, want 2", n)
	}
}

func TestWalk(t *testing.T) {
	s := New("a\nb\n", "x", 0, false)
	if _, ok := s.Peek(); !ok {
		t.Fatal("nothing to peek at")
	}
	a, _ := s.Next()
	b, _ := s.Next()
	if _, ok := s.Next(); ok {
		t.Error("a third line")
	}
	if _, ok := s.Peek(); ok {
		t.Error("a third line to peek at")
	}
	s.Claim(a, Line{No: 99}, Line{No: -1})
	if !s.Claimed(a) || s.Claimed(b) || s.Claimed(Line{No: 99}) {
		t.Error("claims are wrong")
	}
	s.ClaimAll()
	if len(s.Unread()) != 0 {
		t.Error("lines are left")
	}
}

func TestNoise(t *testing.T) {
	for _, c := range []struct {
		name, command, text string
		unread              int
	}{
		{"echo and prompt", "show x", "show x\nrow 1\nedge1#\n", 1},
		{"prompt with the command", "show x", "edge1#show x\nrow 1\nedge1#\n", 1},
		{"IOS-XR time stamp", "show x", "Tue Nov 24 11:04:59.123 UTC\nrow 1\n", 1},
		{"Junos", "show x", "{master:0}\nrow 1\n\n{master:0}\nadmin@mx1> \n", 1},
		{"iCAM preamble", "show x", "Retrieving data.  This may take some time ...\nrow 1\n", 1},
		{"exec prompt timestamp", "show x", "Load for five secs: 1%/0%; one minute: 1%\nTime source is NTP, 11:04:59 UTC\nrow 1\n", 1},
		{"a row like a prompt inside the answer", "show x", "1\n2\n3\n4\n5\nname#9 text\n7\n8\n9\n10\n", 10},
		{"a row like a prompt with a word behind it", "show x", "Group>90 percent\n", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := New(c.text, c.command, 0, false).Unread(); len(got) != c.unread {
				t.Errorf("unread %v, want %d", got, c.unread)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	l := Line{Text: "  IPv4 Unicast:\t9/9   34  "}
	words := func(ts []Token) (out []string) {
		for _, x := range ts {
			if l.Text[x.Lo:x.Hi] != x.Text {
				t.Errorf("%q is not at [%d,%d)", x.Text, x.Lo, x.Hi)
			}
			out = append(out, x.Text)
		}
		return out
	}
	if d := cmp.Diff([]string{"IPv4", "Unicast:", "9/9", "34"}, words(Fields(l, nil))); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"IPv4 Unicast:", "9/9", "34"}, words(Columns(l, nil))); d != "" {
		t.Error(d)
	}
	key, val, ok := KeyValue(Line{Text: " Max entries :  42"}, ":")
	if key != "Max entries" || val != (Token{"42", 16, 18}) || !ok {
		t.Errorf("%q %+v %v", key, val, ok)
	}
	if _, val, ok := KeyValue(Line{Text: "empty:"}, ":"); !ok || val.Text != "" {
		t.Errorf("%+v %v", val, ok)
	}
	if _, _, ok := KeyValue(Line{Text: "none"}, ":"); ok {
		t.Error("a key without a separator")
	}
}

func TestIsRule(t *testing.T) {
	for text, want := range map[string]bool{"-----": true, "+---+---+": true, "=== ===": true, "": false, "-": false, "- x -": false, "--- ----- ---": true} {
		if got := IsRule(Line{Text: text}); got != want {
			t.Errorf("IsRule(%q) = %v", text, got)
		}
	}
}

// FuzzNew: every byte that is not white space is on exactly one line, at its
// place, and no token lies outside its line.
func FuzzNew(f *testing.F) {
	f.Add("show x\na  b\r\nc", "show x", false)
	f.Add("\n\n\xff\tz", "", true)
	f.Add("edge1#show x | i y\n{master:0}\n", "show x", false)
	f.Fuzz(func(t *testing.T, text, command string, cut bool) {
		s := New(text, command, 0, cut)
		end := 0
		for i, l := range s.Lines() {
			if l.No != i+1 || l.Start < end || text[l.Start:l.Start+len(l.Text)] != l.Text {
				t.Fatalf("line %d: %+v", i, l)
			}
			if gap := strings.Trim(text[end:l.Start], " \t\r\n"); gap != "" {
				t.Fatalf("%q is on no line", gap)
			}
			end = l.Start + len(l.Text)
			for _, ts := range [][]Token{Fields(l, nil), Columns(l, nil)} {
				for _, x := range ts {
					if l.Text[x.Lo:x.Hi] != x.Text || x.Text == "" {
						t.Fatalf("token %+v of %q", x, l.Text)
					}
				}
			}
		}
		if rest := text[end:]; !cut && strings.Trim(rest, " \t\r\n") != "" {
			t.Fatalf("%q is on no line", rest)
		}
		if n := s.Filled(); len(s.Unread()) > n {
			t.Fatalf("%d unread of %d", len(s.Unread()), n)
		}
	})
}
