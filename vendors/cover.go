package vendors

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// coverage says of each vital question of a device what became of it.
func coverage(d *fact.Device, p Platform) []fact.Vital {
	if d.Identity.Virtual {
		return nil
	}
	var vitals []Vital
	if c, ok := p.(Covered); ok {
		vitals = c.Vital(d)
	} else {
		vitals = anyRoom(d, p)
	}
	out := make([]fact.Vital, 0, len(vitals))
	for _, v := range vitals {
		out = append(out, cover(d, v))
	}
	return out
}

// anyRoom is what a family must know that declares nothing: how full some memory
// is, from the questions that it can not do without.
func anyRoom(d *fact.Device, p Platform) []Vital {
	v := Vital{Kind: fact.Room, Name: "forwarding memory"}
	for _, c := range p.Commands(d.Identity) {
		if !c.Optional {
			v.Ask = append(v.Ask, c.Text)
		}
	}
	for i := range d.Tables {
		v.Known = v.Known || HasRoom(&d.Tables[i])
	}
	return []Vital{v}
}

// HasRoom reports whether a row of the ledger says how full it is, in numbers or
// in a word of the device.
func HasRoom(t *fact.Table) bool {
	size, ok := t.Cap.Get()
	return t.Ledger && (t.Used.Known() && ok && size > 0 || t.CapKind == fact.CapState && t.State != "")
}

func cover(d *fact.Device, v Vital) fact.Vital {
	out := fact.Vital{Kind: v.Kind, Name: v.Name, Engine: v.Engine, Commands: v.Ask, Spare: v.Spare, Answer: fact.Answered}
	answer, quote, span := asked(d, v.Ask)
	switch {
	case v.Down:
		out.Answer = fact.Down
	case v.Wrong != "":
		out.Answer, out.Quote = fact.Contradicted, v.Wrong
	case answer == fact.Cut:
		out.Answer, out.Quote, out.Span = answer, quote, span
	case !v.Known:
		out.Answer, out.Quote, out.Span = answer, quote, span
	}
	if v.Kind == fact.Settled && out.Answer == fact.NotAsked && d.Session.Transport == "log" {
		out.Spare = true
	}
	return out
}

// asked says what became of a question, by its current answers: the one that says
// most decides, but a cut one is never whole.
func asked(d *fact.Device, ask []string) (fact.Answer, string, fact.Span) {
	answer, quote, span := fact.NotAsked, "", fact.Span{}
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if o.Loose || !o.Current() || !matches(ask, o.Command) {
			continue
		}
		a := became(o)
		if answer != fact.NotAsked && rank(a) >= rank(answer) {
			continue
		}
		answer = a
		quote, span = firstLine(o, i)
		if a == fact.Cut {
			quote, span = lastLine(o, i)
			break
		}
	}
	return answer, quote, span
}

// rank orders answers by how much they say.
func rank(a fact.Answer) int {
	for i, x := range []fact.Answer{fact.Cut, fact.NotRead, fact.UnknownWords, fact.Refused, fact.Empty} {
		if x == a {
			return i
		}
	}
	return len(a)
}

func became(o *fact.Output) fact.Answer {
	switch {
	case o.State == string(transcript.Rejected):
		return fact.Refused
	case !o.Complete():
		return fact.Cut
	case strings.TrimSpace(o.Text) == "":
		return fact.Empty
	case o.Parser == "":
		return fact.UnknownWords
	}
	return fact.NotRead
}

func matches(ask []string, command string) bool {
	bare, _ := cutRun(command)
	bare, _ = SplitPipe(bare)
	for _, a := range ask {
		pattern, _ := SplitPipe(a)
		if Match(pattern, bare) > 0 {
			return true
		}
	}
	return false
}

func firstLine(o *fact.Output, output int) (string, fact.Span) {
	return lineAt(o, output, 0, func(string) bool { return true })
}

func lastLine(o *fact.Output, output int) (string, fact.Span) {
	last := strings.LastIndex(strings.TrimRight(o.Text, "\n "), "\n") + 1
	return lineAt(o, output, last, func(string) bool { return true })
}

// lineAt gives the first line with text at or behind byte from.
func lineAt(o *fact.Output, output, from int, want func(string) bool) (string, fact.Span) {
	no := 1 + strings.Count(o.Text[:from], "\n")
	for at := from; at < len(o.Text); no++ {
		end := strings.IndexByte(o.Text[at:], '\n')
		if end < 0 {
			end = len(o.Text) - at
		}
		if t := strings.TrimSpace(o.Text[at : at+end]); t != "" && want(t) {
			return t, fact.Span{Output: int32(output), Line: int32(no), Start: int32(at), End: int32(at + end)}
		}
		at += end + 1
	}
	return "", fact.Span{}
}
