package registry_test

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/vendors"

	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors/registry"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

func TestFlavour(t *testing.T) {
	f := &catalog.Family{Engines: []catalog.Engine{{PID: "NCS-57B1*", Flavour: "lnt"}}}
	for name, tt := range map[string]struct {
		text, state, model, want string
	}{
		"XR7":                              {"Cisco IOS XR Software, Version 7.6.1 LNT\n", "complete", "", "lnt"},
		"32 bit":                           {"Cisco IOS XR Software, Version 6.1.4.10I[Default]\n", "complete", "", "cxr"},
		"64 bit":                           {"Cisco IOS XR Software, Version 7.3.2\nLNT\n", "complete", "NCS-57B1-6D24", "exr"},
		"cut, so the model tells":          {"Cisco IOS XR Software, Version 7.6.1", "truncated", "NCS-57B1-6D24", "lnt"},
		"cut, and a model that is both":    {"Cisco IOS XR Software, Version 7.6.1", "truncated", "N540", ""},
		"words that name no release of XR": {"% Invalid input\n", "complete", "", ""},
	} {
		d := &fact.Device{Identity: fact.Identity{OS: fact.IOSXR, Model: tt.model}, Outputs: []fact.Output{{Command: "show version", Parser: "p", State: tt.state, Text: tt.text}}}
		if got := registry.All().Situation(d, f).Flavour; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestMembers(t *testing.T) {
	d := &fact.Device{Identity: fact.Identity{Parts: []fact.Part{
		{Name: "member fpc0"},
		{Name: "member 0", State: "Prsnt"},
		{Name: "member 1", State: "NotPrsnt"},
		{Name: "switch 2", State: "Ready"},
		{Name: "switch 3", State: "Provisioned"},
		{Name: "member re0"},
		{Name: "FPC 4"},
	}}}
	if got := ledger.Members(d); !slices.Equal(got, []string{"0", "2"}) {
		t.Errorf("%q", got)
	}
}

// The words that a 6500 answers to tell its supervisor where nothing else does.
func TestClassByTheWordsThatAreAnswered(t *testing.T) {
	f := vendors.Catalog().Family("cat6500")
	for name, tt := range map[string]struct {
		output fact.Output
		want   int
	}{
		"a Sup720":      {fact.Output{Command: "show mls cef maximum-routes", Parser: "p"}, 1},
		"a refusal":     {fact.Output{Command: "show mls cef maximum-routes", Parser: "p", State: "rejected"}, 0},
		"nobody's word": {fact.Output{Command: "show mls cef maximum-routes"}, 0},
	} {
		d := &fact.Device{Family: "cat6500", Outputs: []fact.Output{tt.output}}
		if got := registry.All().Situation(d, f).Classes; len(got) != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
