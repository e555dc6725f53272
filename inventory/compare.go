package inventory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Change is what would be another one in an inventory.
type Change struct {
	Kind   string        `json:"kind"` // new, gone, changed
	Device string        `json:"device"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is one value that would be another one.
type FieldChange struct {
	Key    string `json:"key"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Compare tells what a second inventory would change, by name in any letter case. whole
// = it says everything; else what it leaves open stays as it is.
func Compare(before, after *Inventory, whole bool) []Change {
	var out []Change
	had := map[string]*Device{}
	for i := range before.Devices {
		had[strings.ToLower(before.Devices[i].Name)] = &before.Devices[i]
	}
	for i := range after.Devices {
		d := &after.Devices[i]
		key := strings.ToLower(d.Name)
		old := had[key]
		delete(had, key)
		if old == nil {
			out = append(out, Change{Kind: "new", Device: d.Name, Fields: differ(&Device{}, d, false)})
			continue
		}
		if fields := differ(old, d, whole); len(fields) > 0 {
			out = append(out, Change{Kind: "changed", Device: old.Name, Fields: fields})
		}
	}
	for _, d := range had {
		out = append(out, Change{Kind: "gone", Device: d.Name})
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.Device, b.Device), strings.Compare(a.Kind, b.Kind))
	})
	return out
}

// differ tells which values are others; one that is not said is none, unless whole.
func differ(a, b *Device, whole bool) []FieldChange {
	port := func(d *Device) string {
		if d.Port == 0 {
			return ""
		}
		return strconv.Itoa(d.Port)
	}
	skip := func(d *Device) string {
		if d.Skip {
			return cmp.Or(d.Why, "true")
		}
		return ""
	}
	var out []FieldChange
	for _, f := range []struct{ key, a, b string }{
		{"host", a.Host, b.Host},
		{"port", port(a), port(b)},
		{"platform", string(a.OS), string(b.OS)},
		{"site", a.Site, b.Site},
		{"role", a.Role, b.Role},
		{"pair", a.Pair, b.Pair},
		{"window", a.Window, b.Window},
		{"tags", strings.Join(a.Tags, " "), strings.Join(b.Tags, " ")},
		{"skip", skip(a), skip(b)},
	} {
		if f.a != f.b && (whole || f.b != "") {
			out = append(out, FieldChange{f.key, f.a, f.b})
		}
	}
	return out
}
