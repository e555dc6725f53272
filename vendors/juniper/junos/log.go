package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// signs are the log lines whose meaning is known [junos 5]. Proof: routes are
// missing on a PFE. The rest was seen beside a pool with room, or is a state.
func signs() []struct {
	mark  string
	proof bool
} {
	return []struct {
		mark  string
		proof bool
	}{
		{"jnh_expand_partition failed", true},
		{"does not have enough room", true},
		{"add_prefix_tbl failed", true},
		{"policer_create error", false},
		{"stats_lu_seg_allocate error", false},
		{"FREE ERR CNTR", false},
	}
}

// readLog reads a log, or the nvram of a PFE, for the lines of [junos 5]. A line
// says that memory ran out once: it is latched.
func readLog(b *block, r *fact.Reading) {
	seen := map[string]bool{}
	for _, l := range b.lines {
		t := l.Text
		switch {
		case strings.Contains(t, "EVO_PFEMAND_MDB_PROFILE"):
			mdbLine(b, r, l)
		case strings.Contains(t, "PFE next-hop memory utilization:"):
			expansionLine(b, r, l)
		default:
			sign(b, r, l, seen)
		}
	}
	if len(b.lines) > 0 && !r.Recognised && strings.HasPrefix(b.command, "show log") {
		// A log without such a line is an answer, and no proof of anything.
		r.Recognised = true
	}
	if r.Recognised && strings.HasPrefix(b.command, "show log") {
		b.s.Claim(b.lines...) // lines of a log that are about other things
	}
}

// sign notes one line; the same sign on the same PFE counts once.
func sign(b *block, r *fact.Reading, l textscan.Line, seen map[string]bool) {
	for _, s := range signs() {
		if !strings.Contains(l.Text, s.mark) {
			continue
		}
		b.s.Claim(l)
		r.Recognised = true
		span := b.s.SpanOf(l, s.mark)
		overflowFlag(r, s.proof, span)
		pfe := logPFE(l.Text)
		if !s.proof || seen[s.mark+pfe] {
			return
		}
		seen[s.mark+pfe] = true
		r.Exceptions = append(r.Exceptions, fact.Exception{
			Kind: fact.OverflowLog, Resource: fact.FibMemory, Scope: b.pfeScope(digits(b.target), pfe),
			Raised: fact.Yes, Latched: true, Text: message(l.Text), Span: span,
		})
		return
	}
}

// message is what stands behind the priority "<163>", else the line.
func message(t string) string {
	if i := strings.Index(t, "jnh_"); i >= 0 {
		return t[i:]
	}
	return strings.TrimSpace(t)
}

// logPFE is the PFE that a line names: "inst 1", "pfe 1:".
func logPFE(t string) string {
	for _, mark := range []string{"inst ", "pfe "} {
		if _, rest, ok := strings.Cut(t, mark); ok {
			n := 0
			for n < len(rest) && rest[n] >= '0' && rest[n] <= '9' {
				n++
			}
			if n > 0 {
				return rest[:n]
			}
		}
	}
	return ""
}

// mdbLine reads `Default MDB profile configured to "lean-edge"`: the active
// profile, without privilege [junos 5].
func mdbLine(b *block, r *fact.Reading, l textscan.Line) {
	_, rest, ok := strings.Cut(l.Text, `configured to "`)
	name, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed || name == "" {
		return
	}
	span := b.s.SpanOf(l, name)
	r.Carve.Active = fact.Setting{Text: name, Grade: fact.Inferred, Span: span, Note: "as the log says of the last start of the PFE"}
	r.Carve.Default = strings.Contains(l.Text, "Default MDB profile")
	r.Flag("active_profile", name, span)
	r.Recognised = true
	b.s.Claim(l)
}

// expansionLine reads a site's own log of the expansion that is left: "FPC0
// PFE1: 4451328 bytes". The unit in the line is wrong: it is the column of
// dwords [junos 2B]. The newest value of a PFE stands.
func expansionLine(b *block, r *fact.Reading, l textscan.Line) {
	_, rest, _ := strings.Cut(l.Text, "utilization:")
	w := strings.Fields(rest)
	if len(w) < 3 || !strings.HasPrefix(w[0], "FPC") || !strings.HasPrefix(w[1], "PFE") {
		return
	}
	v, ok := textscan.Number(w[2])
	if !ok {
		return
	}
	r.Recognised = true
	b.s.Claim(l)
	if b.cut {
		return // a newer line may be missing
	}
	row := fact.Table{
		Name: "Next Hop expansion left", Resource: "jnh.expansion", Unit: "dwords", Line: l.No,
		Scope: b.pfeScope(digits(w[0]), digits(strings.TrimSuffix(w[1], ":"))), Free: fact.Read(v, b.s.SpanOf(l, w[2])),
		Notes: []string{"logged by a script of the site; the log says bytes, the value is dwords"},
	}
	for i := range r.Tables {
		if r.Tables[i].Name == row.Name && r.Tables[i].Scope == row.Scope {
			r.Tables[i] = row
			return
		}
	}
	r.Tables = append(r.Tables, row)
}
