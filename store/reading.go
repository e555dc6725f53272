package store

import (
	"cmp"
	"slices"
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Judged is what a scan made of a device by the rules of its day: kept, so that the
// past is read without judging it anew.
type Judged struct {
	State    string `json:"state"`
	Action   string `json:"action,omitempty"`
	Pool     string `json:"pool,omitempty"`     // the worst one
	RunsOut  string `json:"runs_out,omitempty"` // the pool that is full first
	Complete bool   `json:"complete"`           // nothing that must be known was missing
	Crit     int    `json:"crit,omitempty"`     // findings by severity, without waived ones
	Warn     int    `json:"warn,omitempty"`
	Info     int    `json:"info,omitempty"`
	Waived   int    `json:"waived,omitempty"`
	Found    string `json:"found,omitempty"`   // the rules of these findings but waived ones, the worst first: "cap/near,carve/default"
	Cause    string `json:"cause,omitempty"`   // why it was not read; "" = it was
	Undated  bool   `json:"undated,omitempty"` // the capture does not say of when it is: no growth is read from it
	Rules    string `json:"rules"`             // version of headroom whose rules these are
	Policy   string `json:"policy,omitempty"`  // mark of the policy that it was judged by; "" = not kept

	OS       string `json:"os,omitempty"`
	Family   string `json:"family,omitempty"`
	Model    string `json:"model,omitempty"`
	Version  string `json:"version,omitempty"`
	Site     string `json:"site,omitempty"`
	Role     string `json:"role,omitempty"`
	Active   string `json:"active,omitempty"`       // the allocation that runs
	After    string `json:"after_reload,omitempty"` // the one after the next reload
	Register string `json:"register,omitempty"`     // the configuration register
	Pending  bool   `json:"pending,omitempty"`      // something is pending a reload

	Lines   string `json:"lines,omitempty"`   // what is to be entered, one command per line
	Refused string `json:"refused,omitempty"` // the rule that forbids to carry the action out
	Remedy  bool   `json:"remedy,omitempty"`  // the two were kept
}

// RunsOut is when the first memory is full; zero dates are far away or not known.
type RunsOut struct{ Low, Median, High time.Time }

// Sample is one memory in one instance.
type Sample struct {
	Name     string
	Resource fact.Resource
	Instance string // "" = the whole device
	Unit     fact.Unit
	Kind     fact.CapKind
	Used     fact.Figure
	Cap      fact.Figure
	Max      fact.Figure
	Free     fact.Figure // as the device printed it; unknown where it did not
}

// Reading is one device in one scan: the verdict of that day and its memories.
type Reading struct {
	Scan    string // id
	Device  string
	At      time.Time // when the device said it
	Booted  time.Time // since when it ran then; zero = not known
	Judged  Judged
	RunsOut RunsOut
	Samples []Sample
}

// SortSamples puts the memories of a device into the order in which they are stored:
// the same memories make the same carve.
func SortSamples(samples []Sample) {
	slices.SortStableFunc(samples, func(a, b Sample) int {
		return cmp.Or(cmp.Compare(a.Resource, b.Resource), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Instance, b.Instance))
	})
}

// Kept is a device of a stored scan as a list shows it, judged on its day.
type Kept struct {
	Reading
	Meta    Meta   // what the inventory knew
	File    string // "" = live, or stored without a transcript
	Failure fact.Failure
}

// Worst gives the memory that was the worst on that day, nil where none was known.
func (k *Kept) Worst() *Sample {
	for i := range k.Samples {
		if m := &k.Samples[i]; k.Judged.Pool != "" && m.Where() == k.Judged.Pool {
			return m
		}
	}
	return nil
}

// Where names the memory and its instance.
func (m *Sample) Where() string {
	if m.Instance == "" {
		return m.Name
	}
	return m.Name + " (" + m.Instance + ")"
}
