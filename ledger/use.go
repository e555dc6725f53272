package ledger

import (
	"slices"

	"github.com/headroom-audit/headroom/fact"
)

// InUse gives the entries of a resource in use in its fullest instance, from the
// ledger or from evidence beside it.
func (v *View) InUse(resource fact.Resource) (float64, bool) {
	most, known := 0.0, false
	for i := range v.Device.Tables {
		t := &v.Device.Tables[i]
		if n, ok := t.Used.Get(); ok && t.Resource == resource && t.Unit != fact.UnitPercent {
			most, known = max(most, n), true
		}
	}
	return most, known
}

// CapOf gives the smallest capacity of a resource over its instances in the
// ledger.
func (v *View) CapOf(resource fact.Resource, kinds ...fact.CapKind) (float64, bool) {
	least, known := 0.0, false
	for i := range v.Rows {
		r := &v.Rows[i]
		n, ok := r.Capacity.Get()
		if !ok || r.Resource != resource || len(kinds) > 0 && r.Kind != kinds[0] {
			continue
		}
		if !known || n < least {
			least, known = n, true
		}
	}
	return least, known
}

// Histogram gives the largest histogram of a family over the nodes, from the
// source that stands nearest to the hardware.
func (v *View) Histogram(afi string) ([]float64, bool) {
	for _, source := range []string{"dpa", "cef", "route", ""} {
		var best *fact.Histogram
		for i := range v.Device.Histograms {
			h := &v.Device.Histograms[i]
			if h.AFI == afi && (h.Source == source || source == "") && (best == nil || h.Total() > best.Total()) {
				best = h
			}
		}
		if best != nil {
			return best.Counts, true
		}
	}
	return nil, false
}

// SizeOf is the size that a table has now, whether or not its use is known.
func (v *View) SizeOf(resource fact.Resource) (float64, bool) {
	for i := range v.Device.Tables {
		t := &v.Device.Tables[i]
		if n, ok := t.Cap.Get(); ok && t.Resource == resource && t.Unit != fact.UnitPercent {
			return n, true
		}
	}
	return 0, false
}

// RoutesOf gives how many routes of a family are known of, as a number: those of
// the hardware, or more that the software holds for it, all VRFs together.
func (v *View) RoutesOf(resource, rib fact.Resource) (float64, bool) {
	n, known := v.InUse(resource)
	sum := 0.0
	for i := range v.Device.Tables {
		t := &v.Device.Tables[i]
		if used, ok := t.Used.Get(); ok && t.Resource == rib {
			sum, known = sum+used, true
		}
	}
	return max(n, sum), known
}

// FlagText is what a flag says, "" where there is none.
func (v *View) FlagText(key fact.FlagKey) string {
	for _, f := range v.Flags(key) {
		if f.Text() != "" {
			return f.Text()
		}
	}
	return ""
}

// Flags gives the flags of a key.
func (v *View) Flags(key fact.FlagKey) []fact.Flag {
	var out []fact.Flag
	for _, f := range v.Device.Flags {
		if f.Key == key {
			out = append(out, f)
		}
	}
	return out
}

// Smallest gives the smallest size of a memory that any row of what runs tells of.
func (v *View) Smallest(resource fact.Resource) (float64, bool) {
	least, told := 0.0, false
	for i := range v.Device.Tables {
		t := &v.Device.Tables[i]
		if n, ok := t.Cap.Get(); ok && t.Resource == resource && t.Template == "" && (!told || n < least) {
			least, told = n, true
		}
	}
	return least, told
}

// Routed gives the most unicast routes that any table or routing table tells of.
func (v *View) Routed() (float64, fact.Resource) {
	most, name := 0.0, fact.FibIPv4
	for _, resource := range []fact.Resource{fact.FibIPv4, fact.FibIPv6, fact.CEFIPv4, fact.RIBIPv4} {
		if n, ok := v.InUse(resource); ok && n > most {
			most, name = n, resource
		}
	}
	return most, name
}

// RoutesNothing reports that every memory for routes was read and is empty.
func (v *View) RoutesNothing() bool {
	n, _ := v.Routed()
	_, v4 := v.InUse(fact.FibIPv4)
	_, shared := v.InUse(fact.FibShared)
	m, _ := v.InUse(fact.FibShared)
	return (v4 || shared) && n == 0 && m == 0
}

// RouteMemories names the memories of the ledger that hold routes or labels.
func (v *View) RouteMemories() []fact.Resource {
	var out []fact.Resource
	for i := range v.Rows {
		if r := &v.Rows[i]; Routes(r.Resource) {
			out = Extend(out, r.Resource)
		}
	}
	return out
}

// Extend adds a word that is not there yet.
func Extend[W ~string](list []W, word W) []W {
	if word == "" || slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}

// RouteCounts gives the routes of both families, over all VRFs, as CEF counts
// them or as the NPU does; counted is false where one of them is not known.
func (v *View) RouteCounts() (v4, v6 float64, counted bool) {
	one := func(cef, npu fact.Resource) (float64, bool) {
		sum, read := 0.0, false
		for i := range v.Device.Tables {
			t := &v.Device.Tables[i]
			if n, ok := t.Used.Get(); ok && t.Resource == cef && t.PartOf == "" {
				sum, read = sum+n, true
			}
		}
		n, known := v.InUse(npu)
		return max(sum, n), read || known
	}
	v4, ok4 := one(fact.CEFIPv4, fact.FibLPM+".v4_lpm")
	v6, ok6 := one(fact.CEFIPv6, fact.FibLPM+".v6_lpm")
	return v4, v6, ok4 && ok6
}
