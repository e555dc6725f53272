package history

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Config is what a backup of a configuration says of a device on a day.
type Config struct {
	At         time.Time
	Commit     string
	Model      string
	Family     string
	Release    string
	Configured string // the division of the memory that is written down
	After      string // the one after the next reload, where the backup tells
	Register   string
	Name       string // the host name
	Why        string // what the file is where it is no configuration; "" = it is one
	Gone       bool   // the file was removed
}

// Trend is how the configuration of one device went.
type Trend struct {
	Device      string
	File        string
	First, Last time.Time // of the versions that were looked at
	Versions    int
	Now         Config // the last one that is a configuration
	Events      []Event
}

// The kinds of event of a trend, beside those of readings.
const (
	Came    Kind = "first seen"
	Left    Kind = "gone"
	Renamed Kind = "renamed"
	Broken  Kind = "not read"
)

// TrendOf puts the versions of one file into a trend. They are in order of time; ok is
// false where none is a configuration.
func TrendOf(file string, versions []Config) (t Trend, ok bool) {
	t = Trend{File: file, Versions: len(versions)}
	var last *Config
	bad := false
	for i := range versions {
		v := &versions[i]
		if t.First.IsZero() {
			t.First = v.At
		}
		t.Last = v.At
		switch {
		case v.Gone:
			t.Events = append(t.Events, Event{v.At, Left, "the file was removed"})
			continue
		case v.Why != "":
			if !bad {
				t.Events = append(t.Events, Event{v.At, Broken, v.Why})
			}
			bad = true
			continue
		}
		bad = false
		t.Events = append(t.Events, v.since(last)...)
		last = v
	}
	if last == nil {
		return t, false
	}
	t.Now, t.Device = *last, last.Name
	return t, true
}

// since is what differs of a configuration from the one before; nil = there is none.
func (c *Config) since(before *Config) []Event {
	if before == nil {
		return []Event{{c.At, Came, "configured: " + cmp.Or(c.Configured, "nothing about the memory") + "; release " + cmp.Or(c.Release, "not told")}}
	}
	var out []Event
	for _, x := range []struct {
		kind     Kind
		what     string
		now, was string
	}{
		{Allocation, "configured", c.Configured, before.Configured},
		{Allocation, "after the next reload", c.After, before.After},
		{Software, "release", c.Release, before.Release},
		{Allocation, "configuration register", c.Register, before.Register},
		{Renamed, "host name", c.Name, before.Name},
		{Allocation, "model", c.Model, before.Model},
	} {
		if x.now != x.was {
			out = append(out, Event{c.At, x.kind, fmt.Sprintf("%s: %s, was %s", x.what, cmp.Or(x.now, "nothing"), cmp.Or(x.was, "nothing"))})
		}
	}
	return out
}

// SortTrends puts those with the newest change of an allocation first, then by name.
func SortTrends(list []Trend) {
	changed := func(t *Trend) (at time.Time) {
		for _, e := range t.Events {
			if e.Kind == Allocation {
				at = e.At
			}
		}
		return at
	}
	slices.SortStableFunc(list, func(a, b Trend) int {
		return cmp.Or(changed(&b).Compare(changed(&a)), cmp.Compare(a.Device, b.Device), cmp.Compare(a.File, b.File))
	})
}
