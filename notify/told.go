package notify

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/atomicfile"
)

// told is what a channel was told and has not been told otherwise: headroom.told/1.
type told struct {
	Schema  string                            `json:"schema"`
	At      time.Time                         `json:"at"`
	Devices map[string]map[string]audit.State `json:"devices"` // device -> finding -> state
	Gaps    []string                          `json:"gaps,omitempty"`
}

const toldSchema = "headroom.told/1"

// readTold reads what a channel was told. What cannot be read counts as nothing: people
// are told twice rather than not at all, and the error says so.
func readTold(path string) (*told, error) {
	empty := &told{Schema: toldSchema, Devices: map[string]map[string]audit.State{}}
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return empty, nil
	}
	t := &told{}
	if err == nil {
		if err = json.Unmarshal(raw, t); err == nil && t.Schema != toldSchema {
			err = fmt.Errorf("its schema is %q, not %s", t.Schema, toldSchema)
		}
	}
	if err != nil {
		return empty, fmt.Errorf("what it was told before cannot be read, so all is new to it: %w", err)
	}
	if t.Devices == nil {
		t.Devices = empty.Devices
	}
	return t, nil
}

func (t *told) write(path string, now time.Time) error {
	t.At = now.UTC()
	raw, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return err
	}
	return atomicfile.Write(path, append(raw, '\n'), 0o600)
}

// note takes over what a post told, from what is so now.
func (t *told) note(p *post, now *told) {
	if p.all {
		*t = *now
		return
	}
	for _, i := range p.items {
		had := maps.Clone(t.Devices[i.Device])
		if had == nil {
			had = map[string]audit.State{}
		}
		if i.gone {
			delete(had, i.key)
		} else {
			had[i.key] = i.State
		}
		if t.Devices[i.Device] = had; len(had) == 0 {
			delete(t.Devices, i.Device)
		}
	}
	if p.gaps {
		t.Gaps = now.Gaps
	}
}
