// Package sources says where everything is from that headroom claims without
// having read it from a device.
//
// What goes in: the embedded list, and texts that cite it ("xr:1.4 [V]"). What
// comes out: the entries that are cited, each with what it proves and the documents
// behind it. The package imports nothing of headroom.
package sources

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

//go:embed sources.yaml
var raw []byte

// Document is something that others published, or that was measured.
type Document struct {
	Title     string `yaml:"title"`
	Publisher string `yaml:"publisher"`
	Number    string `yaml:"number"` // of the document, or the commit that was read
	Address   string `yaml:"address"`
	Date      string `yaml:"date"` // "" = it bears none
}

// String writes a document in one line.
func (d *Document) String() string {
	parts := []string{d.Title, d.Publisher}
	for _, s := range []string{d.Number, d.Address, d.Date} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// Source is what a citation names.
type Source struct {
	Key       string     // "xr:1.4"
	Proves    string     // one sentence
	Documents []Document // at least one
}

// List is all sources.
type List struct{ byKey map[string]Source }

// Load reads a list. It refuses a document that nobody could find again, and a
// source without one.
func Load(raw []byte) (*List, error) {
	var file struct {
		Documents map[string]Document `yaml:"documents"`
		Sources   map[string]struct {
			Proves    string   `yaml:"proves"`
			Documents []string `yaml:"documents"`
		} `yaml:"sources"`
	}
	if err := yaml.Load(raw, &file, yaml.WithKnownFields()); err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	l, errs := &List{map[string]Source{}}, []error{}
	for key, d := range file.Documents {
		if d.Title == "" || d.Publisher == "" || d.Number+d.Address+d.Date == "" {
			errs = append(errs, fmt.Errorf("sources: document %s: title, publisher, and a number, an address or a date", key))
		}
	}
	for key, s := range file.Sources {
		out := Source{Key: key, Proves: s.Proves}
		for _, name := range s.Documents {
			d, ok := file.Documents[name]
			if !ok {
				errs = append(errs, fmt.Errorf("sources: %s: no document %q", key, name))
			}
			out.Documents = append(out.Documents, d)
		}
		if s.Proves == "" || len(s.Documents) == 0 {
			errs = append(errs, fmt.Errorf("sources: %s: what it proves, and by which documents", key))
		}
		l.byKey[key] = out
	}
	return l, errors.Join(errs...)
}

// Default gives the embedded list; it panics where the program was built with a
// broken one (a test loads it).
func Default() *List { return loadDefault() }

var loadDefault = sync.OnceValue(func() *List {
	l, err := Load(bytes.Clone(raw))
	if err != nil {
		panic(err)
	}
	return l
})

// cited finds citations: a name of the list, a colon, a section.
var cited = regexp.MustCompile(`\b(?:ios|xr|nxos|junos|lines-ios|lines-xr|lines-junos|filter|operators|messages|captures|collector|inv):(?:\d[A-Za-z0-9.-]*|common|qfx5k|qfx-evo|acx7k|mx|ex|list|netbox|nautobot|ansible|nornir|suzieq|rancid|oxidized|vault|cloginrc|systemd|ics)\b`)

// Cited gives the citations in a text, as they stand there.
func Cited(text string) []string {
	var out []string
	for _, at := range cited.FindAllStringIndex(text, -1) {
		// lines-ios:1 is no citation of ios:1.
		if at[0] == 0 || text[at[0]-1] != '-' {
			out = append(out, strings.TrimRight(text[at[0]:at[1]], ".-"))
		}
	}
	return out
}

// Find gives what a citation names: its own entry, or that of the section above.
func (l *List) Find(citation string) (Source, bool) {
	for {
		if s, ok := l.byKey[citation]; ok {
			return s, true
		}
		i := strings.LastIndexByte(citation, '.')
		if i < 0 {
			return Source{}, false
		}
		citation = citation[:i]
	}
}

// Of gives the sources that texts cite, each once, in the order of their keys.
func (l *List) Of(texts ...string) []Source {
	found := map[string]Source{}
	for _, t := range texts {
		for _, c := range Cited(t) {
			if s, ok := l.Find(c); ok {
				found[s.Key] = s
			}
		}
	}
	return sorted(found)
}

// All gives every source in the order of their keys.
func (l *List) All() []Source { return sorted(l.byKey) }

func sorted(m map[string]Source) []Source {
	out := make([]Source, 0, len(m))
	for _, s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Source) int { return strings.Compare(a.Key, b.Key) })
	return out
}
