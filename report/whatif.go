package report

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/solve"
	"github.com/headroom-audit/headroom/whatif"
)

// WhatIf says which routers fall at other sizes of the tables: schema headroom.whatif/1.
type WhatIf struct {
	Schema  string         `json:"schema"`
	Scan    string         `json:"scan"`
	Now     time.Time      `json:"now"`
	Model   ForecastModel  `json:"model"`
	Gaps    []string       `json:"gaps,omitempty"` // what of the scan is not there at all
	Asked   WhatIfAsked    `json:"asked"`
	Today   *whatif.Sizes  `json:"today,omitempty"` // the tables of the internet now
	Tables  *whatif.Sizes  `json:"tables,omitempty"`
	Devices []WhatIfDevice `json:"devices,omitempty"` // those that fall, the soonest first
	Tight   []WhatIfDevice `json:"tight,omitempty"`   // those that hold it with less free than is critical
	Holds   int            `json:"holds"`             // devices that hold it
	Unknown []Blank        `json:"unknown"`
	Cliffs  []WhatIfCliff  `json:"cliffs,omitempty"`
	Sum     *WhatIfSum     `json:"sum,omitempty"`

	Setting  []WhatIfTrial   `json:"settings,omitempty"`
	Upgrades []WhatIfUpgrade `json:"upgrades,omitempty"`
}

// WhatIfAsked is the question.
type WhatIfAsked struct {
	IPv4    float64 `json:"ipv4,omitempty"`
	IPv6    float64 `json:"ipv6,omitempty"`
	Grow    float64 `json:"grow,omitempty"` // 0.1 = 10 %
	Leak    float64 `json:"leak,omitempty"`
	Date    string  `json:"date,omitempty"`
	Setting string  `json:"setting,omitempty"`
	Upgrade string  `json:"upgrade_os,omitempty"`
}

// WhatIfDevice is one router that falls, or nearly does.
type WhatIfDevice struct {
	Name     string        `json:"name"`
	Site     string        `json:"site,omitempty"`
	Family   string        `json:"family,omitempty"`
	State    string        `json:"state"` // it would have; now is the one it has
	Before   string        `json:"now"`
	Pool     string        `json:"pool"`
	Resource fact.Resource `json:"resource,omitempty"`
	Used     float64       `json:"used"` // of the pool today
	Needs    float64       `json:"needs"`
	Capacity float64       `json:"capacity"`
	Estimate bool          `json:"estimate,omitempty"` // the capacity is no hardware limit: it floats, is a guarantee or a percentage
	Average  bool          `json:"average,omitempty"`  // only the sum is printed: each route is taken for an equal part of it
	FallsAt  *WhatIfFall   `json:"falls_at,omitempty"`
	Share4   float64       `json:"share_ipv4,omitempty"` // of the internet's table, where it carries a part
	Share6   float64       `json:"share_ipv6,omitempty"`
	Fix      *WhatIfFix    `json:"fix,omitempty"`
}

// WhatIfFall is where on the way to what is asked a router falls.
type WhatIfFall struct {
	IPv4 float64    `json:"ipv4"`
	IPv6 float64    `json:"ipv6"`
	Date *time.Time `json:"date,omitempty"`
	Over bool       `json:"already,omitempty"` // it is full today
}

// WhatIfFix is the smallest change that lasts.
type WhatIfFix struct {
	Action  solve.Action `json:"action"`
	Setting string       `json:"setting,omitempty"`
	Lines   []string     `json:"lines,omitempty"`
	IPv4    int          `json:"keeps_ipv4,omitempty"` // prefixes up to this length, where only fewer routes help
	IPv6    int          `json:"keeps_ipv6,omitempty"`
	Why     string       `json:"why,omitempty"`
}

// Blank is what is not known, and why.
type Blank struct {
	Name string `json:"name"`
	Why  string `json:"why"`
}

// WhatIfCliff is a range of sizes over which many fall.
type WhatIfCliff struct {
	From   whatif.Sizes `json:"from"`
	To     whatif.Sizes `json:"to"`
	Count  int          `json:"devices"`
	Beyond bool         `json:"beyond,omitempty"` // farther than what is asked
}

// WhatIfSum is the work.
type WhatIfSum struct {
	Fall    int `json:"fall"`
	Fixes   int `json:"fixes"`
	Windows int `json:"windows"`
	Apart   int `json:"without_window,omitempty"`
	Filters int `json:"filters"`
	Replace int `json:"replace"`
	Unknown int `json:"unknown"`
}

// WhatIfTrial is a setting on a router.
type WhatIfTrial struct {
	Name     string         `json:"name"`
	Outcome  whatif.Outcome `json:"outcome"`
	Until    *time.Time     `json:"until,omitempty"`
	Takes    string         `json:"takes,omitempty"`
	Why      string         `json:"why,omitempty"`
	Lines    []string       `json:"lines,omitempty"`
	Settings []string       `json:"settings,omitempty"`
}

// WhatIfUpgrade is another release on a router.
type WhatIfUpgrade struct {
	Name    string   `json:"name"`
	From    string   `json:"from"`
	Changes []string `json:"changes"` // none = nothing is known, which proves nothing
	State   string   `json:"state"`
	Back    bool     `json:"not_later,omitempty"`
	Worse   bool     `json:"worse,omitempty"` // its state is worse than today's
}

// AddAnswer writes an answer into the document, with its fixes.
func (doc *WhatIf) AddAnswer(a *whatif.Answer, fixes []whatif.Fix, sum whatif.Sum) {
	doc.Today, doc.Tables = &a.Now, &whatif.Sizes{IPv4: math.Round(a.Asked.IPv4), IPv6: math.Round(a.Asked.IPv6)}
	*doc.Today = whatif.Sizes{IPv4: math.Round(a.Now.IPv4), IPv6: math.Round(a.Now.IPv6)}
	doc.Holds, doc.Devices = a.Holds, []WhatIfDevice{}
	for i := range a.Falls() {
		x := a.Fall(i)
		d := whatIfDevice(a, &x)
		d.State = "OVER"
		d.FallsAt = &WhatIfFall{IPv4: x.At.IPv4, IPv6: x.At.IPv6, Over: x.Way == 0}
		if !x.Date.IsZero() {
			day := x.Date.UTC().Truncate(24 * time.Hour)
			d.FallsAt.Date = &day
		}
		if x.Soft {
			d.State = "WARN"
		}
		if i < len(fixes) {
			d.Fix = whatIfFix(&fixes[i])
		}
		doc.Devices = append(doc.Devices, d)
	}
	for i := range a.Tight() {
		x := a.TightOne(i)
		d := whatIfDevice(a, &x)
		d.State = "CRIT"
		doc.Tight = append(doc.Tight, d)
	}
	for _, i := range a.Unknown {
		name, why := a.Fleet().Unknown(i)
		doc.Unknown = append(doc.Unknown, Blank{name, why})
	}
	for _, c := range a.Cliffs {
		doc.Cliffs = append(doc.Cliffs, WhatIfCliff(c))
	}
	doc.Sum = &WhatIfSum{a.Falls(), sum.Fixes, sum.Windows, sum.Apart, sum.Filters, sum.Replace, sum.Unknown}
}

func whatIfDevice(a *whatif.Answer, x *whatif.Fall) WhatIfDevice {
	v, r := a.Fleet().Verdict(x), a.Fleet().Reach(x)
	used, _ := r.Used.Get()
	return WhatIfDevice{
		Name: v.Device.Name, Site: v.Device.Site, Family: v.Device.Family, Before: string(v.State),
		Pool: ledger.Where(r.Name, r.Scope), Resource: r.Resource, Used: used, Needs: math.Round(x.Used), Capacity: x.Wall, Estimate: x.Soft, Average: r.Average,
		Share4: round3(r.Share4), Share6: round3(r.Share6),
	}
}

func round3(v float64) float64 { return math.Round(v*1000) / 1000 }

func whatIfFix(f *whatif.Fix) *WhatIfFix {
	out := &WhatIfFix{Action: f.Action, Setting: f.Setting, Why: f.Why}
	if f.Setting != "" {
		out.Lines = f.Proposal.Commands
	}
	if f.Keeps != nil {
		out.IPv4, out.IPv6 = f.Keeps.IPv4, f.Keeps.IPv6
	}
	return out
}

// AddTrials writes what a setting comes to into the document.
func (doc *WhatIf) AddTrials(list []whatif.Trial) {
	for i := range list {
		t := &list[i]
		out := WhatIfTrial{Name: t.Device, Outcome: t.Outcome, Takes: t.Takes, Why: t.Why, Lines: t.Lines, Settings: t.Settings}
		if !t.Until.IsZero() {
			day := t.Until.UTC().Truncate(24 * time.Hour)
			out.Until = &day
		}
		doc.Setting = append(doc.Setting, out)
	}
}

// AddUpgrades writes what another release changes into the document.
func (doc *WhatIf) AddUpgrades(list []whatif.Upgrade) {
	for i := range list {
		u := &list[i]
		changes := u.Says
		if changes == nil {
			changes = []string{}
		}
		doc.Upgrades = append(doc.Upgrades, WhatIfUpgrade{u.Device, u.From, changes, string(u.State), u.Back, u.Worse})
	}
}

// incomplete is the line on what of a scan is not there, none where all is.
func incomplete(gaps []string) []string {
	if len(gaps) == 0 {
		return nil
	}
	return []string{"The scan is incomplete, and nothing is said of what is not in it: " + strings.Join(gaps, "; ")}
}

// Exit says what an answer comes to: some fall, or of some it cannot be said.
func (doc *WhatIf) Exit() (falls, unknown bool) {
	falls, unknown = len(doc.Devices) > 0, len(doc.Unknown)+len(doc.Gaps) > 0
	for i := range doc.Setting {
		falls = falls || doc.Setting[i].Outcome == whatif.TooShort
		unknown = unknown || doc.Setting[i].Outcome == whatif.Blank
	}
	for i := range doc.Upgrades {
		falls = falls || doc.Upgrades[i].Worse
		unknown = unknown || doc.Upgrades[i].From == ""
	}
	return falls, unknown
}

// head is what stands above the tables of a what-if.
func (doc *WhatIf) head() []string {
	out := incomplete(doc.Gaps)
	if doc.Tables != nil {
		size := func(s *whatif.Sizes) string {
			return "IPv4 " + words.Thousands(s.IPv4) + ", IPv6 " + words.Thousands(s.IPv6)
		}
		head := "Asked: " + size(doc.Tables)
		if doc.Asked.Date != "" {
			head += " on " + doc.Asked.Date
		}
		out = append(out, fmt.Sprintf("%s; today %s by the model of %s, %s old", head, size(doc.Today), dayOf(doc.Model.Anchor), words.Plural(doc.Model.AgeDays, "day")))
		s := doc.Sum
		out = append(out, fmt.Sprintf("%d fall, %d hold it (%d of them with less free than is critical), of %d it cannot be said", s.Fall, doc.Holds, len(doc.Tight), len(doc.Unknown)))
		if s.Fall > 0 {
			work := fmt.Sprintf("To do: %s in %s, %d to be filtered, %d to be replaced, %d to be looked at", words.Plural(s.Fixes, "change"), words.Plural(s.Windows, "window"), s.Filters, s.Replace, s.Unknown)
			if s.Apart > 0 {
				work += fmt.Sprintf("; %d have no window", s.Apart)
			}
			out = append(out, work)
		}
		for i := range doc.Cliffs {
			out = append(out, doc.Cliffs[i].words(doc))
		}
	}
	return out
}

func (c *WhatIfCliff) words(doc *WhatIf) string {
	s := fmt.Sprintf("Cliff: %d fall between IPv4 %s and %s", c.Count, words.Thousands(c.From.IPv4), words.Thousands(c.To.IPv4))
	if doc.Tables.IPv4 == doc.Today.IPv4 {
		s = fmt.Sprintf("Cliff: %d fall between IPv6 %s and %s", c.Count, words.Thousands(c.From.IPv6), words.Thousands(c.To.IPv6))
	}
	if c.Beyond {
		s += ", beyond what is asked"
	}
	return s
}

// grids are the tables of a what-if.
func (doc *WhatIf) grids() []grid {
	var out []grid
	if len(doc.Devices)+len(doc.Tight) > 0 {
		g := grid{titles: []string{"FALLS AT", "HOST", "NOW", "MEMORY", "NEEDS", "CAP", "SHARE", "FIX"}, right: []bool{false, false, false, false, true, true, true}}
		for i := range doc.Devices {
			d := &doc.Devices[i]
			g.add(d.falls(doc), d.Name, d.Before, d.Pool, words.Thousands(d.Needs), words.Thousands(d.Capacity)+estimated(d), d.share(), d.Fix.words())
		}
		for i := range doc.Tight {
			d := &doc.Tight[i]
			g.add("holds, critical", d.Name, d.Before, d.Pool, words.Thousands(d.Needs), words.Thousands(d.Capacity)+estimated(d), d.share(), "")
		}
		out = append(out, g)
	}
	if len(doc.Setting) > 0 {
		g := grid{titles: []string{"HOST", doc.Asked.Setting, "UNTIL", "WHY"}}
		for i := range doc.Setting {
			t := &doc.Setting[i]
			until := ""
			if t.Until != nil {
				until = t.Until.Format("2006-01")
			}
			g.add(t.Name, string(t.Outcome), until, strings.Join(nonEmpty(t.Why, t.Takes, headed("settings: ", t.Settings)), "; "))
		}
		out = append(out, g)
	}
	if len(doc.Upgrades) > 0 {
		g := grid{titles: []string{"HOST", "RUNS", "WITH " + doc.Asked.Upgrade}}
		for i := range doc.Upgrades {
			u := &doc.Upgrades[i]
			says := strings.Join(u.Changes, "; ")
			if says == "" {
				says = "nothing is known to change, which proves nothing"
			}
			if u.Back {
				says = "it is not later than what runs; " + says
			}
			g.add(u.Name, u.From, says)
		}
		out = append(out, g)
	}
	if len(doc.Unknown) > 0 {
		g := grid{titles: []string{"CANNOT BE SAID", "WHY"}}
		for _, u := range doc.Unknown {
			g.add(u.Name, u.Why)
		}
		out = append(out, g)
	}
	return out
}

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func headed(head string, list []string) string {
	if len(list) == 0 {
		return ""
	}
	return head + strings.Join(list, ", ")
}

func estimated(d *WhatIfDevice) string {
	if d.Estimate {
		return " (no hard limit)"
	}
	return ""
}

func (d *WhatIfDevice) falls(doc *WhatIf) string {
	f := d.FallsAt
	switch {
	case f.Over:
		return "full today"
	case f.Date != nil:
		return f.Date.Format("2006-01-02")
	case doc.Tables.IPv4 == doc.Today.IPv4:
		return "IPv6 " + words.Thousands(f.IPv6)
	case doc.Tables.IPv6 == doc.Today.IPv6:
		return "IPv4 " + words.Thousands(f.IPv4)
	}
	return "IPv4 " + words.Thousands(f.IPv4) + ", IPv6 " + words.Thousands(f.IPv6)
}

func (d *WhatIfDevice) share() string {
	if s := max(d.Share4, d.Share6); s > 0 {
		return ledger.Percent(s)
	}
	return ""
}

func (f *WhatIfFix) words() string {
	switch {
	case f == nil:
		return ""
	case f.Setting != "":
		return string(f.Action) + ": " + strings.Join(nonEmpty(f.Setting, headed("costs ", nonEmpty(f.Why))), "; ")
	case f.IPv4 > 0 || f.IPv6 > 0:
		var keeps []string
		if f.IPv4 > 0 {
			keeps = append(keeps, fmt.Sprintf("IPv4 up to /%d", f.IPv4))
		}
		if f.IPv6 > 0 {
			keeps = append(keeps, fmt.Sprintf("IPv6 up to /%d", f.IPv6))
		}
		return string(f.Action) + ": " + strings.Join(keeps, " and ") + " and a default"
	}
	return strings.Join(nonEmpty(string(f.Action), f.Why), ": ")
}

// WriteWhatIf writes an answer as lines of text.
func WriteWhatIf(w io.Writer, doc *WhatIf, o TableOptions) error {
	for _, line := range doc.head() {
		if err := writeLine(w, o, line); err != nil {
			return err
		}
	}
	for i, g := range doc.grids() {
		if i > 0 || doc.Tables != nil {
			if err := writeLine(w, o, ""); err != nil {
				return err
			}
		}
		if err := g.write(w, o); err != nil {
			return err
		}
	}
	return nil
}

// WriteWhatIfMarkdown writes an answer for a ticket.
func WriteWhatIfMarkdown(w io.Writer, doc *WhatIf) error {
	for _, line := range doc.head() {
		if _, err := io.WriteString(w, Inline(line)+"\n\n"); err != nil {
			return err
		}
	}
	for _, g := range doc.grids() {
		if err := g.markdown(w); err != nil {
			return err
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return err
		}
	}
	return nil
}
