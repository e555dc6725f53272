package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Platforms is the document of `headroom platforms`: schema headroom.platforms/1.
type Platforms struct {
	Schema    string     `json:"schema"`
	Platforms []Platform `json:"platforms"`
}

// Platform is one family and how well it is read.
type Platform struct {
	Family   string            `json:"family"`
	Title    string            `json:"title"`
	OS       []fact.OS         `json:"os"`
	Captures int               `json:"captures"` // real outputs that this rests on
	Proof    map[string]string `json:"proof"`    // column -> proven, documented, unverified, unknown, n/a
	Sources  []string          `json:"sources"`  // keys of what the figures and lines of the family are from
	columns  []catalog.Cell
}

// NewPlatforms joins the registered platforms with what the catalog knows of
// their proof, in the order of the registry; a family of two operating systems
// comes once.
func NewPlatforms(reg vendors.Registry, cat *catalog.Catalog) Platforms {
	doc := Platforms{Schema: "headroom.platforms/1"}
	for _, o := range reg {
		for _, p := range o.Platforms {
			i := slices.IndexFunc(doc.Platforms, func(q Platform) bool { return q.Family == p.Family() })
			if i >= 0 {
				doc.Platforms[i].OS = append(doc.Platforms[i].OS, o.ID)
				continue
			}
			doc.Platforms = append(doc.Platforms, newPlatform(o.ID, p, cat))
		}
	}
	return doc
}

func newPlatform(os fact.OS, p vendors.Platform, cat *catalog.Catalog) Platform {
	var s catalog.Support // a family without an entry: nothing is proven
	if f := cat.Family(p.Family()); f != nil && f.Support != nil {
		s = *f.Support
	}
	row := Platform{
		Family: p.Family(), Title: p.Title(), OS: []fact.OS{os}, Captures: s.Total(),
		Proof: map[string]string{}, columns: s.Cells(), Sources: sourceKeys(cat.Family(p.Family())),
	}
	for _, c := range row.columns {
		row.Proof[c.Name] = c.Proof.String()
	}
	return row
}

// WritePlatforms writes the matrix as lines of text.
func WritePlatforms(w io.Writer, doc *Platforms) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "FAMILY\tCAPTURES\t%s\tWHAT\n", strings.ToUpper(strings.Join(columnNames(doc), "\t")))
	for i := range doc.Platforms {
		p := &doc.Platforms[i]
		fmt.Fprintf(t, "%s\t%d\t%s\t%s\n", p.Family, p.Captures, strings.Join(p.words(), "\t"), p.Title)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\nWhere the figures and lines of each are from: headroom platforms -o md, headroom explain KEY\n")
	return err
}

// WritePlatformsMarkdown writes docs/platforms/README.md.
func WritePlatformsMarkdown(w io.Writer, doc *Platforms) error {
	var b strings.Builder
	b.WriteString(platformsHead)
	names := columnNames(doc)
	b.WriteString("| family | what | system | captures | " + strings.Join(names, " | ") + " |\n")
	b.WriteString("|---|---|---|---:|" + strings.Repeat("---|", len(names)) + "\n")
	total := 0
	for i := range doc.Platforms {
		p := &doc.Platforms[i]
		total += p.Captures
		var systems []string
		for _, os := range p.OS {
			systems = append(systems, string(os))
		}
		b.WriteString("| [" + p.Family + "](" + p.Family + ".md) | " + p.Title + " | " + strings.Join(systems, ", ") + " | " +
			strconv.Itoa(p.Captures) + " | " + strings.Join(p.words(), " | ") + " |\n")
	}
	fmt.Fprintf(&b, platformsTail, total)
	var keys []string
	for i := range doc.Platforms {
		p := &doc.Platforms[i]
		keys = append(keys, p.Sources...)
		if len(p.Sources) > 0 {
			fmt.Fprintf(&b, "\n%s: %s\n", p.Family, strings.Join(p.Sources, ", "))
		}
	}
	listedMarkdown(func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }, keys...)
	_, err := io.WriteString(w, b.String())
	return err
}

func (p *Platform) words() []string {
	out := make([]string, len(p.columns))
	for i, c := range p.columns {
		out[i] = c.Proof.String()
	}
	return out
}

func columnNames(doc *Platforms) []string {
	var out []string
	if len(doc.Platforms) > 0 {
		for _, c := range doc.Platforms[0].columns {
			out = append(out, c.Name)
		}
	}
	return out
}

const platformsHead = `# Platforms: what is read, and how well that is proven

This page is what ` + "`headroom platforms -o md`" + ` prints.

- **proven**: read from real captures of the family, or computed and checked against them
- **documented**: the format or the number is from a cited document; no real output has been shown to us
- **unverified**: built, but it degrades to unknown until somebody shows a real output
- **unknown**: no output or source that tells it is known to us, so headroom says so and claims nothing
- **n/a**: the family has nothing of the kind (no carve, no forwarding hardware)

`

const platformsTail = `
*configured*, *active*: the division of the memory that the configuration asks for, and that the silicon runs. *used*, *cap*: the tables that hold routes.
*max*: the limit of the silicon. *exception*: proof that something did not fit. *reload safety*: boot, standby and saved configuration.
*solver*: the smallest change that lasts is computed.

Captures count once, for the family that they are of: %d in all. Outputs that do not say which family they are of (route summaries, uptime, logs) are read as well
and count for none. What is missing, and why, stands on the page of each family and in [not-read](not-read.md).

What the figures and lines of each family are from ([what the marks mean](../citations.md)):
`
