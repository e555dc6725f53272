package scan

import (
	"context"
	"encoding/json"
	"fmt"
	"sort"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

// Open reads a stored scan back: its transcripts are parsed and judged anew, by
// the parsers and rules of today.
func Open(ctx context.Context, p *Pipeline, head store.Scan) (*Result, error) {
	res, err := resultOf(head)
	if err != nil {
		return res, err
	}
	err = p.Store.Visits(ctx, head.ID, func(v *store.Visit) error {
		past, lost := p.past(ctx, v.Device)
		if lost != nil {
			res.Lost = append(res.Lost, lost)
		}
		res.Devices = append(res.Devices, p.again(v, deviceOf(v.Device, &v.Meta), past))
		return nil
	})
	if res.Metrics != nil {
		res.Metrics.tally(res)
	}
	sort.SliceStable(res.Devices, func(i, j int) bool { return res.Devices[i].Inventory.Name < res.Devices[j].Inventory.Name })
	return res, err
}

// resultOf is a stored scan before its devices.
func resultOf(head store.Scan) (res *Result, err error) {
	res = &Result{
		ID: head.ID, Version: head.Version, Source: head.Source, Started: head.Started, Finished: head.Finished,
		Planned: head.Planned, Interrupted: head.Finished.IsZero(),
	}
	if head.Source == SourceFiles {
		res.Passed, err = passedOf(head)
	} else {
		res.Metrics, err = metricsOf(head)
	}
	return res, err
}

// again judges a stored visit of dev.
func (p *Pipeline) again(v *store.Visit, dev inventory.Device, past map[ledger.Memory][]solve.Reading) Device {
	t := v.Transcript
	if t == nil {
		t = &transcript.Transcript{Device: v.Device}
	}
	var failure error
	if v.Failure.Cause != "" {
		failure = &collect.Error{Cause: collect.Cause(v.Failure.Cause), Device: v.Device, Msg: v.Failure.Text}
	}
	return p.judge(dev, t, v.File, failure, past)
}

// metricsOf reads the metrics that a scan was stored with, nil = it has none.
func metricsOf(head store.Scan) (*Metrics, error) {
	if head.Metrics == nil {
		return nil, nil
	}
	m := &Metrics{}
	if err := json.Unmarshal(head.Metrics, m); err != nil {
		return nil, fmt.Errorf("metrics of scan %s: %w", head.ID, err)
	}
	return m, nil
}

// passedOf reads which files a scan of files did not read.
func passedOf(head store.Scan) ([]collect.Passed, error) {
	if head.Metrics == nil {
		return nil, nil
	}
	var doc filesDoc
	if err := json.Unmarshal(head.Metrics, &doc); err != nil {
		return nil, fmt.Errorf("files of scan %s: %w", head.ID, err)
	}
	return doc.Passed, nil
}
