package vendors

import (
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// box is a family whose model begins with a word.
type box struct{ family, model string }

func (b box) Family() string                 { return b.family }
func (b box) Title() string                  { return b.family }
func (b box) Match(id fact.Identity) bool    { return id.Model == b.model }
func (box) Commands(fact.Identity) []Command { return nil }
func (box) Parse(*fact.Device)               {}
func reads(*textscan.Scan, *fact.Reading)    {}
func (b box) room(parsers ...Parser) Room    { return Room{Platform: b, Parsers: parsers} }

// A room takes the place of the platform of its family, comes behind all others where
// there is none, and brings what only it is asked.
func TestWithARoom(t *testing.T) {
	o := &OS{Platforms: []Platform{box{"one", "-"}, box{"two", "2"}}, Parsers: []Parser{{Name: "all", Commands: []string{"show all"}, Read: reads}}}
	o.With(box{"one", "1"}.room(Parser{Name: "own", Commands: []string{"show own"}, Read: reads}), box{"three", "1"}.room())
	var got []string
	for _, p := range o.Platforms {
		got = append(got, p.Family())
	}
	if len(got) != 3 || got[0] != "one" || got[2] != "three" {
		t.Errorf("%q", got)
	}
	if p := o.Platform(fact.Identity{Model: "1"}); p == nil || p.Family() != "one" {
		t.Errorf("%v", p)
	}
	if _, p, _ := o.ReadOutput("show own", "", 0, false); p == nil || p.Name != "own" {
		t.Errorf("%v", p)
	}
	if _, p, _ := o.ReadOutput("show all", "", 0, false); p == nil || p.Name != "all" {
		t.Errorf("%v", p)
	}
}
