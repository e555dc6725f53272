// Package catalog holds every number and every line of configuration that is
// not read from the device: silicon limits, entry costs, profiles, reload
// scopes, the steps of a change. It is cited data, one data.yaml in the room of each
// family (vendors.Catalog has them all).
//
// What goes in: the files. What comes out: typed entries. The loader refuses an entry
// that does not say where it is from. The package does no I/O.
package catalog

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/fact"
)

// Family is all that is known of one family of routers.
type Family struct {
	Family   string    `yaml:"family"` // the short name vendors.Platform gives
	Title    string    `yaml:"title"`
	OS       []string  `yaml:"os"`
	Engines  []Engine  `yaml:"engines"`
	Limits   []Limit   `yaml:"limits"`
	Costs    []Cost    `yaml:"costs"`
	Profiles []Profile `yaml:"profiles"`
	Changes  []Change  `yaml:"changes"`
	Answers  []Answer  `yaml:"answers"`
	Entries  []Entry   `yaml:"entries"` // where lines are entered otherwise than the operating system has it
	Reload   Reload    `yaml:"reload"`
	Pre      []Check   `yaml:"pre"`     // before the change: only what can be true then
	Pending  []Check   `yaml:"pending"` // between the change and the reload: what waits, where the device shows it
	Post     []Check   `yaml:"post"`    // after the reload
	Support  *Support  `yaml:"support"`
}

// Class names parts of a family that share limits and profiles: "small-lpm". The zero
// value is every class of the family, or one that is not known.
type Class string

// Engine says what a part number is.
type Engine struct {
	PID        string             `yaml:"pid"` // exact, or with a trailing * for a prefix
	Generation string             `yaml:"generation"`
	Class      Class              `yaml:"class"` // which Limits and Profiles apply
	XL         bool               `yaml:"xl"`
	NPUs       int                `yaml:"npus"`
	Flavour    string             `yaml:"flavour"` // of IOS-XR, where the model alone tells: cxr, exr, lnt
	Limits     map[string]float64 `yaml:"limits"`  // pool or resource -> entries or cells
	Grade      fact.Grade         `yaml:"grade"`   // as of every entry: what is not Confirmed is no fact
	Source     string             `yaml:"source"`
}

// Limit is one silicon or qualified limit of a class.
type Limit struct {
	Class    Class         `yaml:"class"` // "" = every class of the family
	Resource fact.Resource `yaml:"resource"`
	Pool     string        `yaml:"pool"`
	Value    float64       `yaml:"value"`
	Most     float64       `yaml:"most"` // the largest that was seen of a capacity that floats
	Unit     fact.Unit     `yaml:"unit"`
	Kind     fact.CapKind  `yaml:"kind"`
	Grade    fact.Grade    `yaml:"grade"`
	Source   string        `yaml:"source"`
}

// Cost says how many cells of a pool one entry takes.
type Cost struct {
	Class    Class         `yaml:"class"`
	Pool     string        `yaml:"pool"`
	Resource fact.Resource `yaml:"resource"`
	Cells    float64       `yaml:"cells"`
	Source   string        `yaml:"source"`
}

// Profile is one named division of the memory (SDM template, UFT profile …).
type Profile struct {
	Name    string                    `yaml:"name"`
	Class   Class                     `yaml:"class"`
	When    When                      `yaml:"when"`
	Knob    string                    `yaml:"knob"`
	Default bool                      `yaml:"default"`
	Caps    map[fact.Resource]float64 `yaml:"caps"`  // resource -> entries
	Banks   map[string]int            `yaml:"banks"` // use -> how many of the shared banks it is given
	Trades  string                    `yaml:"trades"`
	Removed string                    `yaml:"removed"` // release that ignores it
	Grade   fact.Grade                `yaml:"grade"`
	Source  string                    `yaml:"source"`
}

// Answer is what is said of dividing a memory where no search can be made: there
// is no knob, or nobody has printed what the knob gives.
type Answer struct {
	Class   Class  `yaml:"class"` // "" = every class of the family that has none of its own
	When    When   `yaml:"when"`
	Outcome string `yaml:"outcome"` // a solve.Outcome: not-applicable or unknown
	Action  string `yaml:"action"`  // an audit.Action; "" = by the outcome
	Knob    string `yaml:"knob"`    // "" = there is none
	Says    string `yaml:"says"`
	Read    string `yaml:"read"` // what must be read to know more
	Source  string `yaml:"source"`
}

// Catalog is all families by name.
type Catalog struct {
	families []Family
}

// rooms is where the data of the families stand: each in its room.
const rooms = "*/*/*/data.yaml"

// Load reads the data of every room of fsys, in the order of their families, and
// reports all mistakes at once.
func Load(fsys fs.FS) (*Catalog, error) {
	names, err := fs.Glob(fsys, rooms)
	if err != nil {
		return nil, err
	}
	c := &Catalog{}
	var errs []error
	for _, name := range names {
		f, err := loadFamily(fsys, name)
		errs = append(errs, err)
		c.families = append(c.families, f)
	}
	slices.SortStableFunc(c.families, func(a, b Family) int { return strings.Compare(a.Family, b.Family) })
	return c, errors.Join(errs...)
}

func loadFamily(fsys fs.FS, name string) (Family, error) {
	var f Family
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return f, err
	}
	wrong := checkWords(name, raw)
	if err := yaml.Load(raw, &f, yaml.WithKnownFields()); err != nil {
		return f, cmp.Or(wrong, fmt.Errorf("%s: %w", name, err))
	}
	f.grade()
	if room := path.Base(path.Dir(name)); strings.ReplaceAll(f.Family, "-", "") != room {
		return f, fmt.Errorf("%s: family is %q, its room is %q", name, f.Family, room)
	}
	return f, errors.Join(wrong, f.check(name))
}

// grade gives the entries their rung: what cites a source is documented, unless the
// file says that it is less. What did not come through here is the weakest.
func (f *Family) grade() {
	for i := range f.Engines {
		cited(&f.Engines[i].Grade, f.Engines[i].Source)
	}
	for i := range f.Limits {
		cited(&f.Limits[i].Grade, f.Limits[i].Source)
	}
	for i := range f.Profiles {
		cited(&f.Profiles[i].Grade, f.Profiles[i].Source)
	}
	for i := range f.Changes {
		cited(&f.Changes[i].Grade, f.Changes[i].Source)
	}
	cited(&f.Reload.Grade, f.Reload.Source)
	for i := range f.Reload.Variants {
		cited(&f.Reload.Variants[i].Grade, f.Reload.Variants[i].Source)
	}
}

func cited(g *fact.Grade, source string) {
	if *g == fact.UnknownGrade && strings.TrimSpace(source) != "" {
		*g = fact.Documented
	}
}

// check refuses entries that do not say where they are from.
func (f *Family) check(name string) error {
	var errs []error
	need := func(kind, what, source string) {
		if strings.TrimSpace(source) == "" {
			errs = append(errs, fmt.Errorf("%s: %s %q has no source", name, kind, what))
		}
	}
	for _, e := range f.Engines {
		need("engine", e.PID, e.Source)
	}
	for _, l := range f.Limits {
		need("limit", string(l.Class)+" "+string(l.Resource)+l.Pool, l.Source)
	}
	for _, c := range f.Costs {
		need("cost", string(c.Resource), c.Source)
	}
	for _, p := range f.Profiles {
		need("profile", p.Name, p.Source)
	}
	for _, c := range f.Changes {
		need("change", c.Knob, c.Source)
	}
	for _, a := range f.Answers {
		need("answer", a.Says, a.Source)
		if a.Outcome != "unknown" && a.Outcome != "not-applicable" {
			errs = append(errs, fmt.Errorf("%s: answer %q: outcome is %q", name, a.Says, a.Outcome))
		}
	}
	for _, e := range f.Entries {
		need("entry", e.When.String(), e.Source)
	}
	errs = append(errs, f.Reload.check(name)...)
	for _, c := range slices.Concat(f.Pre, f.Pending, f.Post) {
		need("check", c.Command, c.Source)
	}
	if f.Support != nil {
		errs = append(errs, f.Support.check(name)...)
	}
	return errors.Join(errs...)
}

// Families lists all families in the order of their names.
func (c *Catalog) Families() []Family { return c.families }

// Family gives one family, nil where the catalog has none of that name.
func (c *Catalog) Family(name string) *Family {
	for i := range c.families {
		if c.families[i].Family == name {
			return &c.families[i]
		}
	}
	return nil
}

// Engine looks a part number up, letter case aside; the longest match wins.
func (f *Family) Engine(pid string) (Engine, bool) {
	var best Engine
	found := false
	if f == nil || pid == "" {
		return best, false
	}
	for _, e := range f.Engines {
		if matchesPID(e.PID, pid) && (!found || fixed(e.PID) > fixed(best.PID)) {
			best, found = e, true
		}
	}
	return best, found
}

// fixed counts the letters that a PID of the catalog lays down: an exact one beats the
// start of it.
func fixed(pid string) int { return len(strings.TrimSuffix(pid, "*")) }

// Cost gives the cells that one entry of resource takes from pool in a class;
// ok is false where the catalog does not say.
func (f *Family) Cost(class Class, pool string, resource fact.Resource) (cells float64, ok bool) {
	if f == nil {
		return 0, false
	}
	for _, c := range f.Costs {
		if c.Resource == resource && (c.Pool == pool || pool == "") && (c.Class == "" || c.Class == class) {
			return c.Cells, true
		}
	}
	return 0, false
}

// Profile gives one division of a class by its name, nil where the catalog has
// none.
func (f *Family) Profile(class Class, name string) *Profile {
	if f == nil {
		return nil
	}
	for i := range f.Profiles {
		if p := &f.Profiles[i]; p.Class == class && p.Name == name {
			return p
		}
	}
	return nil
}

// Change gives how the knob is turned, nil where the catalog does not say.
func (f *Family) Change(knob string) *Change {
	if f == nil {
		return nil
	}
	for i := range f.Changes {
		if f.Changes[i].Knob == knob {
			return &f.Changes[i]
		}
	}
	return nil
}

// Answer gives what is said of dividing the memory of a class, nil where nothing
// is; that of the class itself goes before that of all.
func (f *Family) Answer(classes ...Class) *Answer {
	if f == nil {
		return nil
	}
	var all *Answer
	for i := range f.Answers {
		switch a := &f.Answers[i]; {
		case a.Class == "" && all == nil:
			all = a // the first that is meant for the device
		case a.Class == "":
		case slices.Contains(classes, a.Class):
			return a
		}
	}
	return all
}
