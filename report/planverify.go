package report

import (
	"bufio"
	"fmt"
	"io"

	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
)

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
