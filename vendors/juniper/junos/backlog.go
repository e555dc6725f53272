package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readKRTQueue sums what the routing engine has not yet handed to the PFE.
func readKRTQueue(b *block, r *fact.Reading) {
	queued, first := 0.0, fact.Span{}
	count := func(n float64, span fact.Span) {
		if n > 0 && first.IsZero() {
			first = span
		}
		queued += n
		r.Recognised = true
	}
	if b.doc != nil {
		for _, q := range b.doc.All("krtq-queue-length") {
			if n, ok := q.Figure().Get(); ok {
				count(n, at(q))
			}
		}
	}
	for _, l := range b.lines {
		if _, v, ok := textscan.KeyValue(l, ": "); ok && strings.HasSuffix(v.Text, "queued") {
			if n, ok := textscan.Number(word(v).Text); ok {
				count(n, b.span(l, word(v)))
				b.s.Claim(l)
			}
		} else if t := l.Trim(); strings.HasPrefix(t, "CHANGE") || strings.HasPrefix(t, "ADD") || strings.HasPrefix(t, "DELETE") {
			queueEntry(b, r, l)
			b.s.Claim(l)
		}
	}
	if r.Recognised && !b.cut {
		r.Flag(fact.FlagQueuedRoutes, queued, first)
	}
}

// queueEntry reads the error of an entry of the queue: ENOMEM is memory that ran
// out, ENOBUFS and the like are flow control [messages].
func queueEntry(b *block, r *fact.Reading, l textscan.Line) {
	if m, ok := vendors.Recognise(messages(), l.Text); ok && m.Meaning == vendors.Over {
		r.Recognised = true
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.OverflowLog, Resource: m.Resource, Scope: b.deviceScope(), Raised: fact.Yes, Severity: "red",
			Text: strings.Join(strings.Fields(l.Text), " "), Span: b.s.Span(l, l.Indent(), len(l.Text)),
		})
		overflowFlag(r, true, b.s.Span(l, l.Indent(), len(l.Text)))
	}
}

func readKRTState(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		queueEntry(b, r, l)
		if _, ok := value(l, "Number of operations queued:"); ok {
			r.Recognised = true
		}
		t := l.Trim()
		if strings.Contains(t, ":") || strings.Contains(t, " is not running") || strings.Contains(t, " is running") {
			b.s.Claim(l)
		}
	}
}

// readAlarms reads the alarms; an alarm that tells of forwarding memory has no
// known text [junos:5], so none is taken for one.
func readAlarms(b *block, r *fact.Reading) {
	if b.doc != nil {
		for _, a := range b.doc.All("alarm-detail") {
			alarm(r, a.Child("alarm-description").Value(), at(a))
			r.Recognised = true
		}
		r.Recognised = r.Recognised || b.doc.First("alarm-summary") != nil
		return
	}
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case strings.Contains(t, "alarms currently active") || strings.Contains(t, "alarm currently active"):
			r.Recognised = true
			b.s.Claim(l)
		case strings.HasPrefix(t, "Alarm time"):
			b.s.Claim(l)
		default:
			for _, class := range []string{" Major ", " Minor "} {
				if _, text, ok := strings.Cut(t, class); ok && r.Recognised {
					alarm(r, strings.TrimSpace(text), b.s.SpanOf(l, strings.TrimSpace(text)))
					b.s.Claim(l)
				}
			}
		}
	}
}

func alarm(r *fact.Reading, text string, span fact.Span) {
	if text == "" {
		return
	}
	if strings.Contains(text, "Backup RE") {
		r.Redundancy.Standby = setting(text, span)
		r.Redundancy.Ready, r.Redundancy.Span = fact.No, span
	}
}

// readPFETraffic takes the counters of traffic, and makes nothing of them: routes that
// are missing show in the discards, among other things.
func readPFETraffic(b *block, r *fact.Reading) {
	for _, l := range b.lines {
		t := l.Trim()
		switch {
		case strings.HasPrefix(t, "Packet Forwarding Engine"):
			r.Recognised = true
		case strings.HasPrefix(t, "Normal discard"), strings.HasPrefix(t, "Extended discard"):
		case !r.Recognised || !strings.Contains(t, ":"):
			continue
		}
		b.s.Claim(l)
	}
}

// readPFEErrors: on Evo switches the answer is empty, which says nothing
// [junos:3.2]; no other has been seen.
func readPFEErrors(_ *block, r *fact.Reading) {
	if r.Why == "" {
		r.Why = "no answer with counters has been seen: an empty one is no proof that nothing failed"
	}
}
