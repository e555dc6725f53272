package vendors

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// Parse walks the timeline of a transcript and gives the device as it is at its
// end: of each question the newest answer counts, what was said before a reload
// is history, and what was entered and never committed did not happen. file names
// where it was read from ("" = live). The OS is that of the transcript, else the
// detected one; a device whose OS nobody recognises comes back with Outputs but no
// facts.
func (reg Registry) Parse(t *transcript.Transcript, file string) *fact.Device {
	d := &fact.Device{Name: t.Device, Recorded: t.Recorded}
	d.Session = fact.Session{Transport: t.Source, Kex: t.Session["kex"], Cipher: t.Session["cipher"], MAC: t.Session["mac"], HostKey: t.Session["hostkey"], HostKeys: t.Session["host_keys"], Clock: t.Session["clock"]}
	id := fact.OS(t.OS)
	if id == fact.UnknownOS {
		id = reg.DetectTranscript(t)
	}
	d.Identity.OS = id
	o := reg.Find(id)
	r := replay{os: o, d: d, t: t}
	r.layOut(file)
	if o == nil {
		for i := range d.Outputs {
			d.Outputs[i].Why = "the operating system was not recognised"
		}
		return d
	}
	r.read()
	r.cameBack()
	r.candidates()
	r.sameQuestions()
	r.replaced()
	r.reloaded()
	families := r.merge()
	d.Identity.OS = id
	if d.Identity.Hostname == "" {
		d.Identity.Hostname = r.prompted()
	}
	wanted := slices.Clone(o.Identify)
	p := o.Platform(d.Identity, families...)
	if p == nil {
		d.Coverage = besides(d, d.Coverage, wanted)
	} else {
		d.Family = p.Family()
		belowZero(d)
		notation(d)
		p.Parse(d)
		for i := range wanted {
			wanted[i].Optional = true // they are for the family, and that is known
		}
		wanted = append(wanted[:len(wanted):len(wanted)], p.Commands(d.Identity)...)
		implausible(d)
		d.Coverage = append(coverage(d, p, wanted), d.Coverage...)
	}
	return d
}

// replay is one walk over a timeline.
type replay struct {
	os    *OS
	d     *fact.Device
	t     *transcript.Transcript
	steps []step // one per output
}

// step is one exchange, or one loose text, with what was read from it.
type step struct {
	record  *transcript.Record
	asked   string // what was typed, without "do " and "run "
	key     string // part and question in canonical words; "" = no question
	group   string // the same without its filter
	apart   string // the answer where a message cut no line apart; "" = there is no choice
	reading fact.Reading
	parser  *Parser
}

// entered reports whether the exchange is a line that was typed in a
// configuration mode, not a question.
func (r *replay) entered(rec *transcript.Record) bool {
	bare, asks := cutRun(rec.Command)
	asks = asks || r.os != nil && r.os.Asks != nil && r.os.Asks(bare)
	return rec.Context.Mode != "" && !asks && rec.Kind == transcript.Command
}

// cutRun takes the word off with which a configuration mode asks a question.
func cutRun(command string) (bare string, asks bool) {
	head, rest, ok := strings.Cut(strings.TrimSpace(command), " ")
	if low := strings.ToLower(head); ok && (low == "do" || low == "run" || low == "do-exec") {
		return strings.TrimSpace(rest), true
	}
	return strings.TrimSpace(command), false
}

// layOut makes an output of each exchange and of each loose text. Log messages
// that stand inside an answer become a loose text of their own behind it.
func (r *replay) layOut(file string) {
	for i := range r.t.Records {
		rec := &r.t.Records[i]
		if rec.Kind != transcript.Command && rec.Kind != transcript.Loose && rec.Kind != transcript.Login {
			continue
		}
		out := fact.Output{Command: rec.Command, File: file, State: string(rec.State), Part: rec.Context.Part, Mode: rec.Context.Mode, Record: i, At: rec.Start}
		if rec.File != "" {
			out.File = rec.File
		}
		asked, _ := cutRun(rec.Command)
		rec, asked = r.relayed(rec, asked)
		out.Part = rec.Context.Part
		text := rec.Text()
		if r.entered(rec) {
			text = transcript.CleanText(rec.Raw)
		} else if rec.Kind == transcript.Command {
			out.Command, _ = cutRun(rec.Command) // families know questions, not the modes they are asked in
		}
		if rec.Kind != transcript.Command {
			out.Loose, out.Command = true, string(rec.Kind)
			if strings.TrimSpace(text) == "" || rec.Kind == transcript.Login && !hasMessage(text) {
				continue
			}
		}
		apart, taken := "", ""
		if rec.Kind == transcript.Command && !(isLog(asked) && r.knows(asked)) {
			text, apart, taken = takeMessages(text)
		}
		out.Text = text
		r.d.Outputs = append(r.d.Outputs, out)
		r.steps = append(r.steps, step{record: rec, asked: asked, apart: apart})
		if taken != "" {
			out.Loose, out.Text, out.Command = true, taken, "log messages in the answer to "+quote(rec.Command)
			r.d.Outputs = append(r.d.Outputs, out)
			r.steps = append(r.steps, step{record: rec})
		}
	}
}

// relayed gives a record whose command hands another one to a part of the device
// the context of that part, and what it was asked.
func (r *replay) relayed(rec *transcript.Record, asked string) (*transcript.Record, string) {
	if r.os == nil || r.os.Relay == nil || rec.Kind != transcript.Command || r.knows(asked) {
		return rec, asked
	}
	part, bare := r.os.Relay(asked)
	if part == "" || !strings.HasPrefix(bare, "sh") {
		return rec, asked
	}
	there := *rec
	if there.Context.Part == "" {
		there.Context.Part = part
	}
	return &there, bare
}

// knows reports whether a parser reads the answer to a question.
func (r *replay) knows(asked string) bool {
	bare, _ := SplitPipe(asked)
	return r.os != nil && r.os.find(bare) != nil
}

// isLog reports whether a command asks for the log: its answer is messages.
func isLog(asked string) bool {
	w := strings.Fields(strings.ToLower(asked))
	return len(w) > 1 && strings.HasPrefix(w[1], "log") || len(w) > 2 && strings.HasPrefix(w[2], "log")
}

// read has every output read by its parser, and asks the OS what happened in it.
func (r *replay) read() {
	for i := range r.d.Outputs {
		out, s := &r.d.Outputs[i], &r.steps[i]
		switch {
		case out.Loose:
			r.readLoose(i)
			continue
		case r.entered(s.record):
			out.Parser = "configuration"
		default:
			r.readAnswer(i)
		}
		r.happened(i)
		if c := s.record.Context; c.Part != "" {
			r.place(c, &s.reading)
		}
	}
}

func (r *replay) readAnswer(i int) {
	out, s := &r.d.Outputs[i], &r.steps[i]
	cut := !out.Complete() && out.State != string(transcript.Rejected)
	reading, p, scan := r.os.ReadOutput(s.asked, out.Text, i, cut)
	if s.apart != "" {
		if other, _, its := r.os.ReadOutput(s.asked, s.apart, i, cut); tellsMore(&other, &reading) {
			reading, scan, out.Text = other, its, s.apart
		}
	}
	out.Lines, out.Unread, out.Why = scan.Filled(), len(reading.Unread), reading.Why
	if p != nil && reading.Recognised {
		out.Parser, out.Grade = p.Name, p.Grade
	}
	if reading.Rejected {
		out.State = string(transcript.Rejected)
	}
	if p == nil && !strings.HasPrefix(s.asked, "sh") { // what a shell, a file or another box printed
		if name := r.os.looksLike(withoutMessages(out.Text)); name != "" {
			reading.Flag(fact.FlagUnowned, name, scan.Whole())
		}
	}
	s.reading, s.parser = reading, p
	s.key, s.group = r.os.question(s.asked)
	s.key, s.group = out.Part+"|"+s.key, out.Part+"|"+s.group
}

// tellsMore reports whether reading a is of a text that makes more sense than that
// of b: whether a message stood inside a line or behind it is seen by nothing else.
func tellsMore(a, b *fact.Reading) bool {
	if a.Recognised != b.Recognised {
		return a.Recognised
	}
	if len(a.Unread) != len(b.Unread) {
		return len(a.Unread) < len(b.Unread)
	}
	facts := func(r *fact.Reading) int {
		return len(r.Tables) + len(r.Flags) + len(r.Exceptions) + len(r.Pending)
	}
	return facts(a) > facts(b)
}

// readLoose looks for log messages, and for what looks like an answer that nobody
// owns.
func (r *replay) readLoose(i int) {
	out, s := &r.d.Outputs[i], &r.steps[i]
	scan := newScan(out.Text, i)
	ReadMessages(r.os.Messages, scan, &s.reading)
	out.Lines, out.Unread = scan.Filled(), len(scan.Unread())
	out.Parser = "messages"
	if s.record.Kind == transcript.Loose && out.Command == string(transcript.Loose) {
		if name := r.os.looksLike(withoutRemarks(withoutMessages(out.Text))); name != "" {
			s.reading.Flag(fact.FlagUnowned, name, scan.Whole())
		}
	}
	if s.record.Kind == transcript.Loose {
		r.happened(i) // a device that boots
	}
}

// happened takes the events of an exchange.
func (r *replay) happened(i int) {
	if r.os.Events == nil {
		return
	}
	out, s := &r.d.Outputs[i], &r.steps[i]
	events := r.os.Events(Exchange{Command: s.asked, Text: r.said(i), Context: s.record.Context, Whole: s.record.State.Whole()})
	for _, e := range events {
		e.Output, e.Span.Output = i, int32(i)
		if r.entered(s.record) && e.Span.Start == e.Span.End && e.Span.Line <= 1 {
			e.Span.Line = int32(typedOn(s.record))
		}
		r.d.Events = append(r.d.Events, e)
	}
	if len(events) > 0 && out.Parser == "" {
		out.Parser, out.Why = "session", ""
	}
}

// said is what the device answered in exchange i, without the lines over it that the
// output of an entered line holds: its prompt, with the banner that belongs to it.
func (r *replay) said(i int) string {
	text := r.d.Outputs[i].Text
	if rec := r.steps[i].record; r.entered(rec) {
		for range typedOn(rec) {
			_, text, _ = strings.Cut(text, "\n")
		}
	}
	return text
}

// typedOn is the line of a record on which its command was typed.
func typedOn(rec *transcript.Record) int {
	head := transcript.CleanText(rec.Raw[:min(max(rec.BodyStart, 0), len(rec.Raw))])
	return max(1, strings.Count(head, "\n"))
}

// place fits the reading of another part of the device.
func (r *replay) place(c transcript.Context, reading *fact.Reading) {
	if r.os.Place != nil {
		r.os.Place(c, reading)
		return
	}
	Elsewhere(c, reading)
}

// Elsewhere is what a reading of another part of the device tells by default: its
// rows, exceptions and flags, with the part as their place where they have none.
// What that part is, how it boots and how it is divided is not said of the device.
func Elsewhere(c transcript.Context, r *fact.Reading) {
	kind, node, ok := strings.Cut(c.Part, " ")
	if !ok {
		node = kind
	}
	at := func(s fact.Scope) fact.Scope {
		if s.Node == "" && (s.Kind == "" || s.Kind == fact.ScopeSystem) {
			return fact.Scope{Kind: fact.ScopeKind(kind), Node: node}
		}
		if s.Node == "" {
			s.Node = node
		}
		return s
	}
	for i := range r.Tables {
		r.Tables[i].Scope = at(r.Tables[i].Scope)
	}
	for i := range r.Exceptions {
		r.Exceptions[i].Scope = at(r.Exceptions[i].Scope)
	}
	r.Identity, r.Carve, r.Boot, r.Redundancy = fact.Identity{}, fact.Carve{}, fact.Boot{}, fact.Redundancy{}
}

// merge adds what the current answers say to the device, in order, and gives the
// families that answers prove.
func (r *replay) merge() (families []string) {
	r.sameWords()
	r.sameRows()
	for i := range r.d.Outputs {
		out, s := &r.d.Outputs[i], &r.steps[i]
		if !out.Current() {
			continue
		}
		if s.reading.Family != "" && s.reading.Recognised {
			families = append(families, s.reading.Family)
		}
		merge(r.d, &s.reading, i)
	}
	lowered(r.d)
	past(r.d)
	return families
}

// prompted is the host name in the prompts of the device itself, "" = none is known.
func (r *replay) prompted() string {
	for i := range r.steps {
		rec := r.steps[i].record
		if rec.Context.Part != "" || rec.Kind != transcript.Command {
			continue
		}
		if rec.Context.Host != "" {
			return rec.Context.Host
		}
		text := transcript.CleanText(rec.Raw[min(max(rec.BodyEnd, 0), len(rec.Raw)):])
		if host, _, ok := transcript.PromptHost(strings.TrimLeft(text, "\n")); ok {
			return host
		}
	}
	return ""
}
