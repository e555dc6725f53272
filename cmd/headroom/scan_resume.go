package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
)

// lastScan is --resume without an id.
const lastScan = "last"

// inventoryName is how the store remembers an inventory: by its whole path.
func inventoryName(path string) string {
	if path == "-" {
		return path
	}
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// resumeCommand is what to type to go on with a scan, for a shell; "" where the
// inventory came from a pipe, which cannot be read again.
func resumeCommand(g *globals, inventory, id string) string {
	if st, err := os.Stat(inventory); err != nil || !st.Mode().IsRegular() {
		return ""
	}
	words := []string{"headroom", "scan", "-i", inventory}
	if g.store != "" {
		words = append(words, "--store", g.store)
	}
	if g.policyFile != "" {
		words = append(words, "--policy", g.policyFile)
	}
	words = append(words, "--resume", id)
	for i, w := range words {
		words[i] = shellWord(w)
	}
	return strings.Join(words, " ")
}

// plainWord is what no shell takes for anything else.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:@,+-]+$`)

// shellWord quotes s for a shell where that is needed.
func shellWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// pickUp finds the scan to go on with and checks that the inventory still is
// the one that it was planned with; it sets the devices of job.
func (g *globals) pickUp(ctx context.Context, st store.Store, job *scanJob) (*store.Scan, error) {
	head, err := g.unfinished(ctx, st, job)
	if err != nil {
		return nil, err
	}
	planned, err := st.Planned(ctx, head.ID)
	switch {
	case err != nil:
		return nil, usagef("%v", err)
	case !head.Finished.IsZero():
		return nil, usagef("scan %s was finished: there is nothing to resume ('headroom report --scan %s' shows it)", head.ID, head.ID)
	case planned == nil:
		return nil, usagef("scan %s did not keep its plan, so it cannot be resumed: start a new one", head.ID)
	case job.filter != "" && job.filter != head.Filter:
		return nil, usagef("scan %s was planned with --filter %q: leave --filter away, or start a new scan", head.ID, head.Filter)
	}
	if job.devices, err = visitable(job.inv, head.Filter, job.inventory); err != nil {
		return nil, err
	}
	if came, gone := scan.Drift(planned, job.devices); len(came)+len(gone) > 0 {
		return nil, usagef("the inventory is not the one that scan %s was planned with: %s. Resume with the inventory as it was, or start a new scan", head.ID, drifted(came, gone))
	}
	read, err := st.Read(ctx, head.ID)
	if err != nil {
		return nil, usagef("%v", err)
	}
	n := 0
	for _, cause := range read {
		if scan.Visited(cause) {
			n++
		}
	}
	g.sayer(false)(fmt.Sprintf("resuming scan %s: %d of its %d devices were visited, %d to go", head.ID, n, len(planned), len(planned)-n))
	return &head, nil
}

func (g *globals) unfinished(ctx context.Context, st store.Store, job *scanJob) (store.Scan, error) {
	if job.resume != lastScan {
		head, err := st.Scan(ctx, job.resume)
		if err != nil {
			return head, usagef("--resume: %v", err)
		}
		return head, nil
	}
	head, err := st.Unfinished(ctx, inventoryName(job.inventory))
	if errors.Is(err, store.ErrNoScan) {
		return head, usagef("there is no unfinished scan of %s in %s: start one without --resume", job.inventory, st.Path())
	}
	if err != nil {
		return head, usagef("%v", err)
	}
	return head, nil
}

// drifted says which devices came and went.
func drifted(came, gone []string) string {
	const most = 5
	some := func(what string, names []string) string {
		if len(names) == 0 {
			return ""
		}
		more := ""
		if len(names) > most {
			names, more = names[:most], fmt.Sprintf(" and %d more", len(names)-most)
		}
		return what + " " + strings.Join(names, ", ") + more
	}
	parts := []string{some("new since then:", came), some("gone:", gone)}
	if parts[0] == "" || parts[1] == "" {
		return parts[0] + parts[1]
	}
	return strings.Join(parts, "; ")
}

// visitable gives the devices of an inventory that a filter selects and that
// are not skipped.
func visitable(inv *inventory.Inventory, filter, path string) ([]inventory.Device, error) {
	found, err := inv.Select(filter)
	if err != nil {
		return nil, usagef("--filter: %v", err)
	}
	devices := make([]inventory.Device, 0, len(found))
	for _, d := range found {
		if !d.Skip {
			devices = append(devices, d)
		}
	}
	if len(devices) == 0 {
		return nil, usagef("%s: no device to visit (all that match are marked skip)", path)
	}
	return devices, nil
}
