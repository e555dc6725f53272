package collect

import (
	"context"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

var (
	// saysJunos: its message of the day, and the line over its prompt.
	saysJunos    = lazyregexp.New(`(?m)^(--- JUNOS \d|\{(master|backup|primary|secondary|linecard)(:[\w-]+)?\}\s*$)`)
	junosRefusal = lazyregexp.New(`(?m)^\s*(unknown command\.|syntax error)`)
	ciscoRefusal = lazyregexp.New(`(?m)^\s*% ?(Invalid|Incomplete|Ambiguous|Unknown)`)
)

// isJunos reports whether the device takes the words of Junos: by the inventory,
// by its prompt, or by what it printed over its prompt.
func (r *reader) isJunos() bool {
	switch {
	case r.os != fact.UnknownOS:
		return r.os == fact.Junos
	case screen.JunosShape.MatchString(r.prompt.Text):
		return true
	}
	return len(r.t.Records) > 0 && saysJunos.MatchString(transcript.CleanText(r.t.Records[0].Raw))
}

// setupFor is what makes a device print without pages and folds: the words of
// Junos, else those of Cisco (collector:1.3; width 511 is the largest
// that NX-OS takes).
func setupFor(junos bool) []string {
	if junos {
		return []string{"set cli screen-length 0", "set cli screen-width 511"}
	}
	return []string{"terminal length 0", "terminal width 511"}
}

// setup turns paging and folding off in one write, learns from the answer
// whether the device echoes, and confirms the prompt. Where the device refuses
// the words in those of the other system, it gets the words of that.
func (r *reader) setup(ctx context.Context) *Error {
	junos := r.isJunos()
	for range 2 {
		before := r.prompt.Text
		refused, e := r.setWith(ctx, setupFor(junos))
		other := junos
		switch {
		case e != nil:
			return e
		case refused:
			other = !junos
		case r.prompt.Text != before:
			other = r.isJunos()
		}
		if other == junos {
			break
		}
		junos = other
	}
	return nil
}

// setWith sends the words of one system; refused = they are the words of the other.
func (r *reader) setWith(ctx context.Context, lines []string) (others bool, failed *Error) {
	r.open(r.time.MaxCommand)
	if err := r.put(ctx, lines...); err != nil {
		return false, unsent(r.t.Device, err)
	}
	typed := false
	o := r.await(ctx, r.began.Add(r.time.FirstPrompt), r.time.FirstPrompt, func(quiet time.Duration) (bool, time.Duration) {
		if !typed && r.talkedOver(len(lines), quiet) {
			typed = true
			_ = r.put(ctx, "")
		}
		return r.setUp(len(lines), quiet)
	})
	r.learn(lines)
	rec := transcript.Record{Kind: transcript.Setup, Command: strings.Join(lines, " ; "), Sent: []byte(strings.Join(lines, "\n") + "\n"), BodyEnd: len(r.raw), State: stateOf(o)}
	if o == done {
		_, rec.BodyEnd = screen.LastLine(r.raw)
		text := transcript.CleanText(r.raw[:rec.BodyEnd])
		others = junosRefusal.MatchString(text) && lines[0] == setupFor(false)[0] || ciscoRefusal.MatchString(text) && lines[0] == setupFor(true)[0]
		if why := screen.Refusal(r.raw[:rec.BodyEnd]); why != "" {
			rec.Notes = append(rec.Notes, "the set-up was refused in part: "+why)
		}
	}
	line, q := screen.Standing(r.raw)
	r.record(rec)
	if e := r.why(o, "confirming the prompt"); e != nil {
		return false, Unanswered(e, line, q)
	}
	return others, nil
}

// setUp reports whether as many prompts came as lines were sent. A prompt that
// is not the one learned is taken when it stays: what was learned stood in a
// message of the day, or its numbers change.
func (r *reader) setUp(lines int, quiet time.Duration) (bool, time.Duration) {
	line, _ := screen.LastLine(r.raw)
	trimmed := strings.TrimRight(line, " ")
	// Without an echo the prompts stand behind one another in one line.
	if r.prompt.Ends(trimmed) && r.prompt.Count(string(r.raw)) >= lines {
		if r.prompt.Varies() {
			r.prompt.Text = trimmed
		}
		return true, 0
	}
	renumbered := trimmed != "" && screen.Still(trimmed) == screen.Still(r.prompt.Text)
	if !screen.IsPrompt(line) && !r.prompt.IsGiven(line) && !renumbered {
		return false, 2 * r.time.Late
	}
	if settle := 5 * r.time.Settle; quiet < settle {
		return false, settle - quiet
	}
	if renumbered && trimmed != r.prompt.Text {
		r.prompt.Vary(trimmed)
	}
	r.prompt.Text = trimmed
	return true, 0
}

// learn notes whether the set-up was echoed, and whether before its turn.
func (r *reader) learn(lines []string) {
	_, end, _, ok := screen.FindEcho(r.raw, lines[0], r.prompt.Text)
	r.echo = ok
	if !ok || len(lines) < 2 {
		return
	}
	start, _, _, second := screen.FindEcho(r.raw[end:], lines[1], r.prompt.Text)
	r.typeAhead = second && r.prompt.Count(string(r.raw[end:end+start])) == 0
}
