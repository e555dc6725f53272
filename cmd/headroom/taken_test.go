package main

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/lab/fleet"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// recorded is a collector that gives what was recorded.
type recorded map[string]*transcript.Transcript

func (r recorded) Collect(_ context.Context, job collect.Job) (*transcript.Transcript, error) {
	return r[job.Device.Name], nil
}

// A scan that lets go of what devices said gives the same answer, in every form.
func TestTakingChangesNoAnswer(t *testing.T) {
	members, err := fleet.Members()
	if err != nil {
		t.Fatal(err)
	}
	from, devices := recorded{}, []inventory.Device{}
	for i := range members {
		if m := &members[i]; m.Transcript != nil {
			from[m.Name] = m.Transcript
			devices = append(devices, inventory.Device{Name: m.Name, Site: m.Site, Role: m.Role, Pair: m.Pair, Tags: m.Tags})
		}
	}
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	answer := func(taken report.Taken) string {
		p := &scan.Pipeline{Collector: from, Registry: registry.All(), Policy: policy.Default(), Now: func() time.Time { return at }}
		if taken != nil {
			p.Take = taken.Take
		}
		r, err := p.Run(context.Background(), scan.SourceSSH, devices)
		if err != nil {
			t.Fatal(err)
		}
		r.ID = "same"
		doc := report.NewScanOf(r, taken)
		var b bytes.Buffer
		if err := report.WriteTable(&b, &doc, report.TableOptions{}); err != nil {
			t.Fatal(err)
		}
		whole, streamed := &bytes.Buffer{}, &bytes.Buffer{}
		if err := errors.Join(report.WriteJSON(whole, doc), report.WriteJSON(streamed, &doc)); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(whole.String(), streamed.String()); d != "" {
			t.Errorf("the document is another one where it is written device by device:\n%s", d)
		}
		return b.String() + whole.String()
	}
	if d := cmp.Diff(answer(nil), answer(report.Taken{})); d != "" {
		t.Errorf("report.Taken takes less than a report shows (-kept +taken):\n%s", d)
	}
}
