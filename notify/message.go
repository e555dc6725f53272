package notify

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/report"
)

// Message is what a channel is told: schema headroom.notify/1. It holds no text that a
// device printed but names, and no command.
type Message struct {
	Schema   string          `json:"schema"`
	ID       string          `json:"id"` // the same for the same message, however often it is sent
	Channel  string          `json:"channel"`
	Scan     report.ScanHead `json:"scan"`
	Summary  report.Summary  `json:"summary"`
	Title    string          `json:"title"`
	Gaps     []string        `json:"gaps"`     // what of the scan is not there
	New      []Item          `json:"new"`      // new, or of another state than was told
	Resolved []Item          `json:"resolved"` // told before, and not so any more
	Still    int             `json:"still"`    // told before, and still so or not known to be otherwise
	Link     string          `json:"link,omitempty"`

	gapsChanged bool
}

// Item is one finding on one device.
type Item struct {
	Device   string      `json:"device"`
	Site     string      `json:"site,omitempty"`
	Role     string      `json:"role,omitempty"`
	Model    string      `json:"model,omitempty"`
	Rule     string      `json:"rule"`
	State    audit.State `json:"state"`         // of the finding; of a resolved one, the state that was told
	Was      audit.State `json:"was,omitempty"` // told before; left out where it is new
	Resource string      `json:"resource,omitempty"`
	Scope    string      `json:"scope,omitempty"`
	Text     string      `json:"text"`
	RunsOut  string      `json:"runs_out,omitempty"` // the day on which the first memory of the device is full

	key  string
	gone bool
}

// keyOf is the same for the same finding in every scan.
func keyOf(f *audit.Finding) string {
	return f.Rule + "|" + string(f.Resource) + "|" + f.Scope.String()
}

// compare gives what a channel must be told of a scan, and what it was told once it is.
func compare(c *Config, ch *Channel, doc *report.Scan, was *told) (*Message, *told) {
	m := &Message{
		Schema: "headroom.notify/1", Channel: ch.Name, Scan: doc.Scan, Summary: doc.Summary, Link: c.Link,
		Gaps: doc.Gaps(), New: []Item{}, Resolved: []Item{},
	}
	if m.Gaps == nil {
		m.Gaps = []string{}
	}
	now := &told{Schema: toldSchema, Devices: maps.Clone(was.Devices), Gaps: m.Gaps}
	m.gapsChanged = !slices.Equal(m.Gaps, was.Gaps)
	for i := range doc.Devices {
		d := &doc.Devices[i]
		if now.Devices[d.Name] = m.device(d, was.Devices[d.Name], ch.Least); len(now.Devices[d.Name]) == 0 {
			delete(now.Devices, d.Name)
		}
	}
	worstFirst := func(a, b Item) int {
		return cmp.Or(a.State.Rank()-b.State.Rank(), strings.Compare(a.Device, b.Device), strings.Compare(a.key, b.key))
	}
	slices.SortFunc(m.New, worstFirst)
	slices.SortFunc(m.Resolved, worstFirst)
	m.Title = m.title()
	m.ID = m.id()
	return m, now
}

// device notes what is new and what is gone on a device, and gives what it has now.
func (m *Message) device(d *report.Device, had map[string]audit.State, least audit.State) map[string]audit.State {
	has, there := map[string]audit.State{}, map[string]bool{}
	for i := range d.Findings {
		f := &d.Findings[i]
		k := keyOf(f)
		there[k] = true
		if f.Waived || f.State == audit.OK || f.State.Rank() > least.Rank() {
			continue
		}
		if s, twice := has[k]; twice && s.Rank() <= f.State.Rank() {
			continue
		}
		has[k] = f.State
		if had[k] == f.State {
			m.Still++
			continue
		}
		m.New = slices.DeleteFunc(m.New, func(i Item) bool { return i.Device == d.Name && i.key == k })
		m.New = append(m.New, item(d, f, k, had[k]))
	}
	for k, s := range had {
		if _, ok := has[k]; ok {
			continue
		}
		if !there[k] && !d.Wholly() && !aboutReading(s) { // it may well be there
			has[k] = s
			m.Still++
			continue
		}
		rule, rest, _ := strings.Cut(k, "|")
		resource, scope, _ := strings.Cut(rest, "|")
		m.Resolved = append(m.Resolved, Item{Device: d.Name, Site: d.Site, Role: d.Role, Model: d.Model, Rule: rule, State: s, Resource: resource, Scope: scope, Text: over(there[k]), key: k, gone: true})
	}
	return has
}

// aboutReading reports whether a state says that something is not known.
func aboutReading(s audit.State) bool {
	return s == audit.Unkn || s == audit.Fail || s == audit.Stale
}

func over(there bool) string {
	if there {
		return "waived, or not as bad as this channel is told of"
	}
	return "not found any more"
}

func item(d *report.Device, f *audit.Finding, key string, was audit.State) Item {
	i := Item{
		Device: d.Name, Site: d.Site, Role: d.Role, Model: d.Model, Rule: f.Rule, State: f.State, Was: was,
		Resource: string(f.Resource), Scope: f.Scope.String(), Text: string(safeterm.CleanLine(f.Message)), key: key,
	}
	if d.RunsOut != nil && d.RunsOut.Median != nil {
		i.RunsOut = d.RunsOut.Median.Format("2006-01-02")
	}
	return i
}

// worth reports whether a message is sent.
func (m *Message) worth(when When) bool {
	return when == Always || m.gapsChanged || len(m.New)+len(m.Resolved) > 0
}

func (m *Message) title() string {
	var parts []string
	if n := len(m.New); n > 0 {
		parts = append(parts, fmt.Sprintf("%d new", n))
	}
	if n := len(m.Resolved); n > 0 {
		parts = append(parts, fmt.Sprintf("%d resolved", n))
	}
	if m.Still > 0 {
		parts = append(parts, fmt.Sprintf("%d as before", m.Still))
	}
	if len(m.Gaps) > 0 {
		parts = append(parts, "the scan is incomplete")
	}
	if len(parts) == 0 {
		parts = append(parts, words.Plural(m.Summary.Devices, "device")+", nothing to tell")
	}
	title := "headroom: " + strings.Join(parts, ", ")
	if len(m.New) > 0 {
		title += fmt.Sprintf(" (%s %s)", m.New[0].State, safeterm.CleanLine(m.New[0].Device))
	}
	return title
}

// id is of what is told, not of when it is.
func (m *Message) id() string {
	raw, _ := json.Marshal([]any{m.Channel, m.Scan.ID, m.Gaps, m.New, m.Resolved}) // plain values
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16])
}

// Line is an item in one line.
func (i Item) Line() string {
	state := string(i.State)
	switch {
	case i.gone:
		state = "resolved (" + state + ")"
	case i.Was != "":
		state += " (was " + string(i.Was) + ")"
	}
	where := strings.Join(slices.DeleteFunc([]string{i.Device, i.Site, i.Scope}, func(s string) bool { return s == "" }), " ")
	return string(safeterm.CleanLine(fmt.Sprintf("%s %s: %s [%s]", state, where, i.Text, i.Rule)))
}

// Text is the message for people, with at most so many findings.
func (m *Message) Text(most int) string {
	var b strings.Builder
	for _, g := range m.Gaps {
		fmt.Fprintf(&b, "Incomplete: %s\n", safeterm.CleanLine(g))
	}
	all := slices.Concat(m.New, m.Resolved)
	for _, i := range all[:min(most, len(all))] {
		b.WriteString(i.Line() + "\n")
	}
	if n := len(all) - most; n > 0 {
		fmt.Fprintf(&b, "and %d more\n", n)
	}
	var states []string
	for _, s := range audit.States() {
		if n := m.Summary.States[s]; n > 0 {
			states = append(states, fmt.Sprintf("%d %s", n, s))
		}
	}
	fmt.Fprintf(&b, "Scan %s of %s: %s: %s\n", m.Scan.ID, m.Scan.Started.UTC().Format("2006-01-02 15:04 MST"), words.Plural(m.Summary.Devices, "device"), strings.Join(states, ", "))
	if m.Link != "" {
		b.WriteString(m.Link + "\n")
	}
	return b.String()
}
