// Package live reads the sources that an inventory names, and keeps what they said.
//
// What goes in: a source and the time. What comes out: its devices; where it cannot be
// read, those of the last good copy, with a note that says how old it is. Devices that
// a source does not list any more are named for 30 days. A copy holds plain values and
// references, never a secret.
package live

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/inventory"
)

// goneFor is how long a device that is gone is named.
const goneFor = 30 * 24 * time.Hour

// Reader reads sources.
type Reader struct {
	Dir   string // of the copies; "" = none are kept
	Now   func() time.Time
	Here  inventory.Here
	Find  func(name string) (inventory.Source, bool)
	Again bool // a copy is not enough, however fresh
	Only  bool // copies are enough, however old: nobody is asked, and one that is not there is empty
}

// copied is what is kept of a source.
type copied struct {
	Schema    string               `json:"schema"`
	At        time.Time            `json:"at"`
	Inventory *inventory.Inventory `json:"inventory"`
	Gone      map[string]time.Time `json:"gone,omitempty"` // name -> since when
}

const schema = "headroom.source/1"

// Read gives the devices of a source.
func (r Reader) Read(ctx context.Context, s inventory.LiveSource) (*inventory.Inventory, error) {
	old, oldErr := r.load(s)
	now := r.Now()
	age := time.Duration(0)
	if old != nil {
		age = now.Sub(old.At)
	}
	switch {
	case r.Only && old == nil:
		return &inventory.Inventory{Notes: []string{"it was not read yet"}}, nil
	case r.Only, old != nil && !r.Again && age >= 0 && age < s.Fresh && remote(s):
		return old.told(now), nil
	}
	inv, err := r.ask(ctx, s)
	if err != nil {
		return r.fallback(s, old, now, err)
	}
	fresh := &copied{Schema: schema, At: now, Inventory: inv, Gone: gone(old, inv, now)}
	if err := r.keep(s, fresh); err != nil {
		inv.Notes = append(inv.Notes, "no copy of it could be kept: "+err.Error())
	}
	out := fresh.told(now)
	if oldErr != nil {
		out.Notes = append(out.Notes, "its copy could not be read and is made anew: "+oldErr.Error())
	}
	return out, nil
}

// remote sources are asked over a network: a file is read every time.
func remote(s inventory.LiveSource) bool { return strings.Contains(s.Query.Place, "://") }

func (r Reader) ask(ctx context.Context, s inventory.LiveSource) (*inventory.Inventory, error) {
	src, ok := r.Find(s.Type)
	if !ok {
		return nil, fmt.Errorf("there is no source of type %q", s.Type)
	}
	return src.Read(ctx, s.Query, r.Here)
}

// fallback gives the last good copy where a source cannot be read.
func (r Reader) fallback(s inventory.LiveSource, old *copied, now time.Time, err error) (*inventory.Inventory, error) {
	if old == nil {
		return nil, err
	}
	age := now.Sub(old.At)
	if age > s.MaxAge {
		return nil, fmt.Errorf("%w; its last good copy is %s old, and max_age is %s", err, days(age), days(s.MaxAge))
	}
	inv := old.told(now)
	inv.Warnings = append([]string{fmt.Sprintf("it cannot be read: %v. Its devices of %s are used, which are %s old", err, old.At.UTC().Format("2006-01-02 15:04 UTC"), days(age))}, inv.Warnings...)
	return inv, nil
}

func days(d time.Duration) string {
	if d >= 48*time.Hour {
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	}
	return d.Round(time.Minute).String()
}

// told is a copy of the devices, with a note on those that are gone.
func (c *copied) told(now time.Time) *inventory.Inventory {
	inv := *c.Inventory
	inv.Warnings = slices.Clone(inv.Warnings)
	inv.Notes = slices.Clone(inv.Notes)
	var names []string
	for name, since := range c.Gone {
		if now.Sub(since) <= goneFor {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(c.Gone[b].Compare(c.Gone[a]), strings.Compare(a, b)) })
	for i, name := range names {
		if i == mostGone {
			inv.Warnings = append(inv.Warnings, fmt.Sprintf("and %d more are gone from it", len(names)-i))
			break
		}
		inv.Warnings = append(inv.Warnings, fmt.Sprintf("%s is gone from it since %s: it is not visited unless the file lists it", name, c.Gone[name].UTC().Format("2006-01-02")))
	}
	return &inv
}

// mostGone are named one by one.
const mostGone = 50

// gone are the devices that a source had and has no more, since when.
func gone(old *copied, inv *inventory.Inventory, now time.Time) map[string]time.Time {
	out := map[string]time.Time{}
	if old == nil {
		return out
	}
	maps.Copy(out, old.Gone)
	for i := range old.Inventory.Devices {
		if name := old.Inventory.Devices[i].Name; out[name].IsZero() {
			out[name] = now
		}
	}
	for i := range inv.Devices {
		delete(out, inv.Devices[i].Name)
	}
	maps.DeleteFunc(out, func(_ string, since time.Time) bool { return now.Sub(since) > goneFor })
	return out
}

// path is the file of the copy: a source that is asked something else has another one.
func (r Reader) path(s inventory.LiveSource) string {
	asked, _ := json.Marshal([]any{s.Type, s.Query}) // plain values
	sum := sha256.Sum256(asked)
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			return c
		}
		return '-'
	}, s.Name)
	return filepath.Join(r.Dir, name+"-"+hex.EncodeToString(sum[:6])+".json")
}

// load reads the copy of a source; nil, nil where there is none.
func (r Reader) load(s inventory.LiveSource) (*copied, error) {
	if r.Dir == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(r.path(s))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var c copied
	if err := json.Unmarshal(raw, &c); err != nil || c.Schema != schema || c.Inventory == nil {
		return nil, fmt.Errorf("%s is damaged", r.path(s))
	}
	return &c, nil
}

func (r Reader) keep(s inventory.LiveSource, c *copied) error {
	if r.Dir == "" {
		return nil
	}
	if err := os.MkdirAll(r.Dir, 0o700); err != nil {
		return err
	}
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return atomicfile.Write(r.path(s), raw, 0o600)
}
