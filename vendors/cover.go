package vendors

import (
	"cmp"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// coverage says of each vital question of a device what became of it, then of
// whatever else its family asks and was not understood.
func coverage(d *fact.Device, p Platform, wanted []Command) []fact.Vital {
	if d.Identity.Virtual {
		return nil
	}
	var vitals []Vital
	if r, ok := p.(Room); ok {
		p = r.Platform
	}
	if c, ok := p.(Covered); ok {
		vitals = c.Vital(d)
	} else {
		vitals = anyRoom(d, p)
	}
	out := make([]fact.Vital, 0, len(vitals))
	for _, v := range vitals {
		out = append(out, cover(d, v))
	}
	return besides(d, out, wanted)
}

// besides adds the questions that are not vital and whose answers were not
// understood.
func besides(d *fact.Device, out []fact.Vital, wanted []Command) []fact.Vital {
	for _, c := range wanted {
		if v, open := beside(d, c); open && !told(out, c) {
			out = append(out, v)
		}
	}
	return out
}

// told reports whether an open question names the command already.
func told(list []fact.Vital, c Command) bool {
	for _, v := range list {
		if v.Answer != fact.Answered && matches(v.Commands, c.Text) {
			return true
		}
	}
	return false
}

// beside looks at a command that a family asks and that is no vital question: an
// answer that was not understood may hide what is worse. The device may say that
// it has no such command where the family can do without it.
func beside(d *fact.Device, c Command) (v fact.Vital, open bool) {
	bare, filter := SplitPipe(c.Text)
	v = fact.Vital{Kind: fact.Beside, Name: c.Why, Commands: []string{c.Text}}
	ask := []string{c.Text}
	if c.Instead != "" {
		ask = append(ask, c.Instead)
	}
	v.Answer, v.Quote, v.Span = asked(d, ask)
	switch v.Answer {
	case fact.NotRead:
		return v, false // understood
	case fact.NotAsked:
		return v, d.Session.Transport != "log"
	case fact.Empty:
		return v, filter == "" || isDisplayFilter(filter) && !isConfig(bare) || c.Headed && askedAs(d, c.Text)
	case fact.Refused:
		return v, !c.Optional || !noSuchCommand(v.Quote)
	default:
		return v, true
	}
}

// isConfig reports whether a command shows a part of the configuration: nothing
// comes where nothing is configured.
func isConfig(bare string) bool { return strings.HasPrefix(bare, "show configuration ") }

// noSuchCommand reports whether a refusal says that the device has no such command,
// and not that it does not answer it now or not to this account.
func noSuchCommand(why string) bool {
	return hasAny(strings.ToLower(why), "invalid input", "invalid command", "incomplete command", "ambiguous command", "unknown command", "syntax error", "not valid on", "not supported", "type help or", "invalid autocommand", "no valid completions", "unrecognized command", "is ambiguous", "missing mandatory argument")
}

// anyRoom is what a family must know that declares nothing: how full some memory
// is, from the questions that it cannot do without.
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
	out := fact.Vital{Kind: v.Kind, Name: v.Name, Engine: v.Engine, Commands: typed(v.Ask), Spare: v.Spare, Answer: fact.Answered}
	answer, quote, span := asked(d, v.Ask)
	switch {
	case v.Down:
		out.Answer = fact.Down
	case v.Wrong != "":
		out.Answer, out.Quote = fact.Contradicted, v.Wrong
	case answer == fact.Cut:
		out.Answer, out.Quote, out.Span = answer, quote, span
	case v.Known && v.Kind != fact.Settled && onlyStandby(d, v.Ask):
		out.Answer, out.Quote = fact.NotAsked, "only a standby answered"
	case !v.Known:
		out.Answer, out.Quote, out.Span = answer, quote, span
	}
	if v.Kind == fact.Settled && out.Answer == fact.NotAsked {
		if f, doubt := d.Said(fact.FlagPendingDoubt); doubt {
			out.Span = f.Span
			out.Quote, _ = f.Value.(string)
		} else {
			out.Spare = out.Spare || d.Session.Transport == "log"
		}
	}
	return out
}

// typed gives the commands of a question as a person types them: those without a
// blank to fill in.
func typed(ask []string) []string {
	var out []string
	for _, a := range ask {
		if !strings.Contains(a, "*") {
			out = append(out, a)
		}
	}
	return out
}

// asked says what became of a question: by the answers of the device itself, else by
// those of its parts. What a standby can say does not hide what the device refused.
func asked(d *fact.Device, ask []string) (fact.Answer, string, fact.Span) {
	own := func(o *fact.Output) bool { return o.Part == "" }
	if answer, quote, span := askedOf(d, ask, own); answer != fact.NotAsked {
		return answer, quote, span
	}
	return askedOf(d, ask, func(o *fact.Output) bool { return o.Part != "" })
}

// onlyStandby reports whether a question was answered by a standby and by no other part.
func onlyStandby(d *fact.Device, ask []string) bool {
	read := func(standby bool) bool {
		answer, _, _ := askedOf(d, ask, func(o *fact.Output) bool { return strings.HasPrefix(o.Part, "standby") == standby })
		return answer == fact.NotRead
	}
	return read(true) && !read(false)
}

// askedOf says it by the current answers of who speaks: the one that says most
// decides, but a cut one is never whole.
func askedOf(d *fact.Device, ask []string, speaks func(o *fact.Output) bool) (fact.Answer, string, fact.Span) {
	answer, quote, span := fact.NotAsked, "", fact.Span{}
	enough := slices.ContainsFunc(ask, func(a string) bool { return cameWhole(d, a, speaks) })
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if o.Loose || !o.Current() || !speaks(o) || !matches(ask, o.Command) {
			continue
		}
		a := became(o)
		if answer != fact.NotAsked && rank(a) >= rank(answer) || a == fact.Cut && enough {
			continue
		}
		answer = a
		switch a {
		case fact.Cut:
			quote, span = lastLine(o, i)
			return answer, quote, span
		case fact.Refused:
			quote, span = lineAt(o, i, 0, func(t string) bool { return o.Why != "" && strings.Contains(t, o.Why) })
			quote = cmp.Or(quote, o.Why)
		default:
			quote, span = firstLine(o, i)
		}
	}
	return answer, quote, span
}

// cameWhole reports whether a question was asked through the very filter that it has
// and answered whole: what the same question without a filter lost is not needed.
func cameWhole(d *fact.Device, question string, speaks func(o *fact.Output) bool) bool {
	return strings.Contains(question, "|") && slices.ContainsFunc(d.Outputs, func(o fact.Output) bool {
		return !o.Loose && o.Current() && speaks(&o) && same(o.Command, question) && became(&o) == fact.NotRead
	})
}

// askedAs reports whether a question was asked in these very words.
func askedAs(d *fact.Device, question string) bool {
	return slices.ContainsFunc(d.Outputs, func(o fact.Output) bool { return o.Current() && same(o.Command, question) })
}

// same reports whether two commands are the same with their filters.
func same(a, b string) bool {
	bareA, filterA := SplitPipe(a)
	bareB, filterB := SplitPipe(b)
	return bareA == bareB && filterA == filterB
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
	case o.Lines == 0 || strings.TrimSpace(o.Text) == "":
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
