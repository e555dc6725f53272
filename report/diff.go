package report

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/store"
)

// Diff is what differs between two scans: schema headroom.diff/1.
type Diff struct {
	Schema  string           `json:"schema"`
	A       DiffSide         `json:"a"`
	B       DiffSide         `json:"b"`
	Changes []history.Change `json:"changes"` // the worst first
	Notes   []string         `json:"notes"`   // why the two may not be compared as they stand
}

// DiffSide is one of the two.
type DiffSide struct {
	ID          string    `json:"id"`
	Started     time.Time `json:"started"`
	Devices     int       `json:"devices"`
	Planned     int       `json:"planned"`
	Interrupted bool      `json:"interrupted,omitempty"`
	Inventory   string    `json:"inventory,omitempty"`
}

// ReadingsOf gives what a document says of its devices, as a store would keep it.
func ReadingsOf(doc *Scan) []store.Reading {
	out := make([]store.Reading, 0, len(doc.Devices))
	for i := range doc.Devices {
		d := &doc.Devices[i]
		r := store.Reading{Scan: doc.Scan.ID, Device: d.Name, At: doc.Scan.Started, Judged: store.Judged{
			State: string(d.State), Action: string(d.Action), Complete: d.Coverage.Complete, Family: d.Family, Model: d.Model, Version: d.Version,
			Active: d.Carve.Active, After: d.Carve.AfterReload,
		}}
		if d.Failure != nil {
			r.Judged.Cause = d.Failure.Cause
		}
		for j := range d.Findings {
			r.Judged.Pending = r.Judged.Pending || d.Findings[j].State == "PEND"
		}
		for j := range d.Pools {
			p := &d.Pools[j]
			r.Samples = append(r.Samples, store.Sample{Name: p.Name, Resource: p.Resource, Instance: p.Scope.String(), Unit: p.Unit, Kind: p.Kind, Used: p.Used, Cap: p.Capacity, Max: p.Max})
		}
		if len(d.Pools) > 0 {
			r.Judged.Pool = history.KeyOf(&r.Samples[0]).Where()
		}
		store.SortSamples(r.Samples)
		out = append(out, r)
	}
	return out
}

// lines are the changes as a grid.
func (doc *Diff) lines() grid {
	g := grid{titles: []string{"CHANGE", "HOST", "WHAT"}}
	for _, c := range doc.Changes {
		g.add(string(c.Kind), c.Device, c.Text)
	}
	return g
}

func (doc *Diff) head() []string {
	side := func(s *DiffSide) string {
		return fmt.Sprintf("%s of %s, %s", s.ID, s.Started.Format("2006-01-02 15:04Z"), words.Plural(s.Devices, "device"))
	}
	sum := history.Count(doc.Changes)
	if sum == "" {
		sum = "nothing differs"
	}
	return append([]string{side(&doc.A) + " -> " + side(&doc.B), sum}, doc.Notes...)
}

// WriteDiff writes what differs as lines of text.
func WriteDiff(w io.Writer, doc *Diff, o TableOptions) error {
	for _, line := range doc.head() {
		if err := writeLine(w, o, line); err != nil {
			return err
		}
	}
	if len(doc.Changes) == 0 {
		return nil
	}
	g := doc.lines()
	return g.write(w, o)
}

// WriteDiffMarkdown writes what differs for a ticket.
func WriteDiffMarkdown(w io.Writer, doc *Diff) error {
	for _, line := range doc.head() {
		if _, err := io.WriteString(w, line+"\n\n"); err != nil {
			return err
		}
	}
	g := doc.lines()
	return g.markdown(w)
}

// WriteVerification writes one line per device: what became of its plan.
func WriteVerification(w io.Writer, v *plan.Verification) error {
	b := bufio.NewWriter(w)
	n := map[plan.Outcome]int{}
	for _, d := range v.Devices {
		n[d.Outcome]++
	}
	fmt.Fprintf(b, "%s planned: done %d, not done %d, worse %d, drifted %d, unknown %d\n",
		words.Plural(len(v.Devices), "device"), n[plan.Done], n[plan.NotDone], n[plan.Worse], n[plan.Drifted], n[plan.NotRead])
	for _, d := range v.Devices {
		fmt.Fprintf(b, "%-9s %s: %s\n", d.Outcome, line(d.Name), line(d.Why))
	}
	return b.Flush()
}
