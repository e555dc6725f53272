package main

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/transcript"
)

// Answers have the size that they say, end in the mark, and hold nothing that
// redaction would change.
func TestAnswers(t *testing.T) {
	for kb, visit := range map[int][]question{36: small(), 280: large()} {
		tr, sum := answers("router", visit), 0
		for i, r := range tr.Records {
			text := r.Text()
			if len(text) != visit[i].size || !strings.HasSuffix(text, "\n") || strings.Count(text, endMark) != 1 {
				t.Errorf("%q: %d bytes, want %d; %d marks", r.Command, len(text), visit[i].size, strings.Count(text, endMark))
			}
			sum += len(text)
		}
		if sum != kb<<10 {
			t.Errorf("a visit has %d bytes, want %d KB", sum, kb)
		}
		if transcript.Redact(tr); tr.Redacted > 0 {
			t.Errorf("%d KB: %d secrets", kb, tr.Redacted)
		}
	}
}

// A device that lost a line, or a command, is not taken as read.
func TestWhole(t *testing.T) {
	c := &client{visit: small()}
	said := func() *transcript.Transcript {
		tr := answers("router", small())
		for i := range tr.Records {
			r := &tr.Records[i]
			r.Raw = []byte(strings.ReplaceAll(string(r.Raw), "\n", "\r\n"))
			r.BodyEnd = len(r.Raw)
		}
		return tr
	}
	if n, err := c.whole(said()); n != 36<<10 || err != nil {
		t.Errorf("%d bytes, %v", n, err)
	}
	for name, harm := range map[string]func(*transcript.Transcript){
		"a line":       func(tr *transcript.Transcript) { tr.Records[2].BodyEnd -= 40 },
		"a command":    func(tr *transcript.Transcript) { tr.Records = tr.Records[:5] },
		"the state":    func(tr *transcript.Transcript) { tr.Records[0].State = transcript.Healed },
		"one too many": func(tr *transcript.Transcript) { tr.Records = append(tr.Records, tr.Records[0]) },
	} {
		tr := said()
		harm(tr)
		if _, err := c.whole(tr); err == nil {
			t.Errorf("%s is not missed", name)
		}
	}
}
