package catalog

import (
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/fact"
)

func TestWhenHolds(t *testing.T) {
	trains := []string{"14.1X53-D40", "15.1R5", "16.1R3"}
	for name, tt := range map[string]struct {
		when When
		s    Situation
		want fact.Tri
	}{
		"asks nothing":                 {When{}, Situation{}, fact.Yes},
		"the flavour":                  {When{Flavour: []string{"lnt"}}, Situation{Flavour: "lnt"}, fact.Yes},
		"another flavour":              {When{Flavour: []string{"lnt"}}, Situation{Flavour: "exr"}, fact.No},
		"a flavour nobody read":        {When{Flavour: []string{"lnt"}}, Situation{}, fact.Unknown},
		"a stack":                      {When{Form: "stack"}, Situation{Members: 2}, fact.Yes},
		"one member is no stack":       {When{Form: "stack"}, Situation{Members: 1}, fact.No},
		"one member is standalone":     {When{Form: "standalone"}, Situation{Members: 1}, fact.Yes},
		"two members are a pair":       {When{Form: "pair"}, Situation{Members: 2}, fact.Yes},
		"three are none":               {When{Form: "pair"}, Situation{Members: 3}, fact.No},
		"members nobody counted":       {When{Form: "standalone"}, Situation{}, fact.Unknown},
		"no outweighs unknown":         {When{Form: "stack", Model: []string{"QFX*"}}, Situation{Model: "EX4300"}, fact.No},
		"a model by its prefix":        {When{Model: []string{"qfx5100*"}}, Situation{Model: "QFX5100-48S-6Q"}, fact.Yes},
		"the release of its train":     {When{From: trains}, Situation{Release: "15.1R6"}, fact.Yes},
		"below it":                     {When{From: trains}, Situation{Release: "15.1R4"}, fact.No},
		"below it, and asked so":       {When{Before: trains}, Situation{Release: "14.1X53-D35"}, fact.Yes},
		"above all trains":             {When{From: trains}, Situation{Release: "18.4R2"}, fact.Yes},
		"below all trains":             {When{From: trains}, Situation{Release: "13.2X51-D15"}, fact.No},
		"a train between two":          {When{From: trains}, Situation{Release: "15.2R1"}, fact.Unknown},
		"a release nobody read":        {When{Before: trains}, Situation{}, fact.Unknown},
		"numbers, not letters":         {When{From: []string{"7.9.1"}}, Situation{Release: "7.11.2"}, fact.Yes},
		"EVO":                          {When{Before: []string{"23.3R1"}}, Situation{Release: "22.4R2-S1-EVO"}, fact.Yes},
		"another knob":                 {When{Knob: []string{"sdm prefer"}}, Situation{Knob: "system routing"}, fact.No},
		"a class among several":        {When{Class: []Class{"q200"}}, Situation{Classes: []Class{"g100", "q200"}}, fact.Yes},
		"a class nobody knows":         {When{Class: []Class{"q200"}}, Situation{}, fact.Unknown},
		"a second supervisor":          {When{Standby: "yes"}, Situation{Standby: "no"}, fact.No},
		"a second one nobody asked of": {When{Standby: "yes"}, Situation{}, fact.Unknown},
	} {
		if got := tt.when.Holds(tt.s); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// One reload where the flavour is known, all of them where it is not.
func TestReloadFor(t *testing.T) {
	r := Reload{Scope: "chassis", Commands: []string{"admin", "reload rack 0"}, Variants: []Reload{
		{When: When{Flavour: []string{"lnt"}}, Commands: []string{"reload location all"}},
	}}
	for flavour, want := range map[string][]string{"lnt": {"reload location all"}, "exr": {"admin"}, "": {"reload location all", "admin"}} {
		var got []string
		for _, x := range r.For(Situation{Flavour: flavour}) {
			got = append(got, x.Commands[0])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", flavour, got, want)
		}
	}
}

// What ran is entered again with the words of its own change, marked where no
// document has them.
func TestLinesOf(t *testing.T) {
	f := &Family{
		Profiles: []Profile{{Name: "desktop routing", Knob: "sdm prefer routing"}, {Name: "Distribution", Knob: "sdm prefer distribution"}, {Name: "lpm", Knob: "system routing"}, {Name: "x", Knob: "y"}},
		Changes: []Change{
			{Knob: "sdm prefer routing", When: When{Model: []string{"WS-C3750G-12S*"}}, Commands: []string{"sdm prefer routing desktop"}, Grade: fact.Documented},
			{Knob: "sdm prefer routing", Commands: []string{"sdm prefer routing"}, Grade: fact.Documented},
			{Knob: "sdm prefer distribution", Commands: []string{"sdm prefer distribution"}, Grade: fact.Unverified},
			{Knob: "system routing", Commands: []string{"system routing {profile}"}, Grade: fact.Documented},
			{Knob: "y", Commands: []string{"y {size}"}, Grade: fact.Documented},
		},
	}
	for _, tt := range []struct {
		name, model, want string
		confirmed         bool
	}{
		{"Desktop Routing", "WS-C3560", "sdm prefer routing", true},
		{"desktop routing", "WS-C3750G-12S-S", "sdm prefer routing desktop", true},
		{"distribution", "C9500", "sdm prefer distribution", false},
		{"lpm", "N9K", "system routing lpm", true},
		{"desktop routing", "", "sdm prefer routing", true},
		{"x", "", "", false},
		{"other", "", "", false},
	} {
		lines, confirmed := f.In(Situation{Model: tt.model}).LinesOf(tt.name, nil)
		if got := append(lines, "")[0]; got != tt.want || confirmed != tt.confirmed {
			t.Errorf("%s: %q, confirmed %v", tt.name, got, confirmed)
		}
	}
}
