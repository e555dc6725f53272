package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// AnswerWords says what became of a question.
func AnswerWords(a fact.Answer) string {
	switch a {
	case fact.NotAsked:
		return "nobody asked"
	case fact.Refused:
		return "the device refused the question"
	case fact.Empty:
		return "the answer is empty"
	case fact.NotRead:
		return "the answer does not tell"
	case fact.UnknownWords:
		return "the answer is in words that are not understood"
	case fact.Cut:
		return "the answer was cut"
	case fact.Contradicted:
		return "what was read contradicts itself"
	default:
		return string(a)
	}
}

// Covered puts into words what the verdict on a device rests on: what was read,
// with how many of its engines, and what was not, with the reason. missing is empty
// where nothing is missing.
func Covered(d *fact.Device) (read, missing []string) {
	for i := range d.Coverage {
		v := &d.Coverage[i]
		first := slices.IndexFunc(d.Coverage, func(o fact.Vital) bool { return o.Kind == v.Kind && o.Name == v.Name })
		if first < i || v.Kind == fact.Beside && v.Answer == fact.Answered {
			continue
		}
		got, lost := share(d.Coverage[i:], v)
		if got != "" {
			read = append(read, got)
		}
		missing = append(missing, lost...)
	}
	return read, missing
}

// share says of one question of how many engines it was answered, and of which not.
func share(list []fact.Vital, of *fact.Vital) (got string, lost []string) {
	answered, running := 0, 0
	for i := range list {
		v := &list[i]
		if v.Kind != of.Kind || v.Name != of.Name {
			continue
		}
		name := v.Name
		if v.Engine != "" {
			name += " of " + v.Engine
		}
		switch v.Answer {
		case fact.Down:
			lost = append(lost, name+" (does not run)")
			continue
		case fact.Answered:
			answered++
		default:
			lost = append(lost, name+" ("+AnswerWords(v.Answer)+")")
		}
		running++
	}
	switch {
	case answered == 0:
		return "", lost
	case running > 1:
		return fmt.Sprintf("%s of %d of %d engines", of.Name, answered, running), lost
	case of.Engine != "":
		return of.Name + " of " + of.Engine, lost
	}
	return of.Name, lost
}

// CoveredLine is Covered in one sentence; "" where nothing is declared.
func CoveredLine(d *fact.Device) string {
	read, missing := Covered(d)
	if len(read)+len(missing) == 0 {
		return ""
	}
	if len(read) == 0 {
		read = []string{"nothing"}
	}
	if len(missing) == 0 {
		missing = []string{"nothing"}
	}
	return "judged on: " + strings.Join(read, ", ") + "; not read: " + strings.Join(missing, ", ")
}

// Histories names the answers that no longer count, with the reason.
func Histories(d *fact.Device) []string {
	var out []string
	for i := range d.Outputs {
		if o := &d.Outputs[i]; !o.Current() {
			out = append(out, fmt.Sprintf("`%s`: %s", o.Command, o.History))
		}
	}
	return out
}
