package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/plan"
)

// WritePlanCSV writes one row per step of a plan, for spreadsheets: UTF-8 with a
// byte order mark, and a quote before every cell that would be a formula.
func WritePlanCSV(w io.Writer, p *plan.Plan) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := func(cells ...string) {
		for i := range cells {
			cells[i] = Guard(cells[i])
		}
		_ = out.Write(cells) // told by Error below
	}
	row("device", "site", "pair", "state", "action", "wave", "from", "to", "step", "phase", "command", "expect", "why", "answers", "refused")
	for i := range p.Devices {
		d := &p.Devices[i]
		w := waveOf(p, d.Name)
		name, from, to := "", "", ""
		if w != nil {
			name = w.Name
			if w.From != nil && w.To != nil {
				from, to = w.From.Format(time.RFC3339), w.To.Format(time.RFC3339)
			}
		}
		var refused []string
		for _, r := range d.Refused {
			refused = append(refused, r.Rule+": "+r.Why)
		}
		for n, s := range d.Steps {
			row(d.Name, d.Site, d.Pair, string(d.State), string(d.Action), name, from, to, strconv.Itoa(n+1), string(s.Phase), s.Command, s.Expect, marked(&s), answers(&s), strings.Join(refused, "; "))
		}
	}
	out.Flush()
	return out.Error()
}

// marked is why a step is there, with the mark of a line that no document confirms.
func marked(s *plan.Step) string {
	words := s.Why
	if len(s.Pattern) > 0 {
		words += ": " + strings.Join(s.Pattern, " / ")
	}
	if s.Unproven {
		words = strings.TrimPrefix(words+"; "+plan.Unconfirmed, "; ")
	}
	return words
}

// answers words the questions of a step.
func answers(s *plan.Step) string {
	var out []string
	for _, q := range s.Questions {
		out = append(out, q.Asks+" "+q.Answer+because(q))
	}
	return strings.Join(out, "; ")
}

// waveOf gives the wave that a device is in, nil = none.
func waveOf(p *plan.Plan, device string) *plan.Wave {
	for i := range p.Waves {
		for _, d := range p.Waves[i].Devices {
			if d == device {
				return &p.Waves[i]
			}
		}
	}
	return nil
}

// Guard keeps a spreadsheet from running a cell as a formula (OWASP, CSV
// injection: cells that begin with = + - @, tab or carriage return); | and % begin
// what other programs run.
func Guard(s string) string {
	s = line(s)
	if t := strings.TrimLeft(s, " "); t != "" && strings.ContainsRune("=+-@\t\r|%", rune(t[0])) {
		return "'" + s
	}
	return s
}
