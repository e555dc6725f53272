package table

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// Rancid is a router.db of RANCID: name;type;state;comments, with colons before
// release 3.0 (inv:rancid).
type Rancid struct{}

// Name is what it is called.
func (Rancid) Name() string { return "rancid" }

// Title says what it reads.
func (Rancid) Title() string { return "the routers of a RANCID router.db" }

// About says what is read and what is not carried over.
func (Rancid) About() string {
	return `Reads name;type;state of a router.db (colons where it is from before RANCID 3). A router
whose state is not up is listed and not visited, as RANCID does. How to log in stands in
.cloginrc: password: cloginrc:FILE reads it (docs/secrets.md).`
}

// Preset is empty: it stands below a group of its own.
func (Rancid) Preset() string { return "" }

// Takes are what it reads of a query.
func (Rancid) Takes() []inventory.Want { return []inventory.Want{inventory.WantPlatforms} }

// Read gives the routers.
func (Rancid) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := text(q.Place, here)
	if err != nil {
		return nil, err
	}
	f := gather.New("rancid", q, here.Person)
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		place := q.Place + ":" + strconv.Itoa(n)
		sep := ";"
		if !strings.Contains(line, sep) {
			sep = ":"
		}
		parts := strings.SplitN(line, sep, 4)
		if len(parts) < 3 {
			f.Note(place, "a line is NAME;TYPE;STATE")
			continue
		}
		e := gather.Entry{
			Name: parts[0], Host: parts[0], Platform: strings.TrimSpace(parts[1]), From: place,
			Said: map[string]string{"platform": "type " + clean(parts[1])},
		}
		if state := strings.ToLower(strings.TrimSpace(parts[2])); state != "up" {
			e.Why = "its state is " + cmp.Or(clean(state), "not said")
		}
		f.Add(e)
	}
	return f.Inventory()
}

// Oxidized is the file of Oxidized's source csv (inv:oxidized).
type Oxidized struct{}

// Name is what it is called.
func (Oxidized) Name() string { return "oxidized" }

// Title says what it reads.
func (Oxidized) Title() string { return "the routers of an Oxidized router.db" }

// About says what is read and what is not carried over.
func (Oxidized) About() string {
	return `Reads the file of Oxidized's source csv. Which column is what is said as in map and
vars_map of its configuration, counted from 0: --field name=0 --field host=1
--field platform=2 --field user=3 --field password=4 --field enable=5; name=0 and
platform=1 where nothing is said. The separator is a colon, or --separator. Passwords are
not carried over but named.`
}

// Preset is empty: every installation has its own.
func (Oxidized) Preset() string { return "" }

// Takes are what it reads of a query.
func (Oxidized) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantPlatforms, inventory.WantFields, inventory.WantSeparator}
}

// Read gives the routers.
func (Oxidized) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := text(q.Place, here)
	if err != nil {
		return nil, err
	}
	columns, last, err := numbered(q.Fields)
	if err != nil {
		return nil, err
	}
	sep := q.Separator
	switch sep {
	case "":
		sep = ":"
	case "tab", `\t`:
		sep = "\t"
	}
	f := gather.New("oxidized", q, here.Person)
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		place := q.Place + ":" + strconv.Itoa(n)
		row := strings.Split(line, sep)
		if len(row) <= columns.need {
			f.Note(place, "it has %d columns, and the platform is said to be column %d: the line is left out", len(row), columns.need)
			continue
		}
		head := make([]string, max(last+1, len(row)))
		for i := range head {
			head[i] = strconv.Itoa(i)
		}
		f.Add(entry(place, row, columns.of, head))
	}
	return f.Inventory()
}

type numbers struct {
	of   map[int]string
	need int // the last column that must be there
}

// numbered reads which column is what, counted from 0.
func numbered(fields map[string]string) (n numbers, last int, err error) {
	if len(fields) == 0 {
		fields = map[string]string{"name": "0", "platform": "1"}
	}
	n.of = map[int]string{}
	for _, ours := range slices.Sorted(maps.Keys(fields)) {
		i, err := strconv.Atoi(fields[ours])
		if err != nil || i < 0 || i > 99 {
			return n, 0, fmt.Errorf("field %s=%s: a column of Oxidized is a number from 0", ours, fields[ours])
		}
		if n.of[i] != "" {
			return n, 0, fmt.Errorf("column %d is said to be both %s and %s", i, n.of[i], ours)
		}
		n.of[i] = ours
		last = max(last, i)
		if ours == "name" || ours == "host" || ours == "platform" {
			n.need = max(n.need, i)
		}
	}
	return n, last, nil
}
