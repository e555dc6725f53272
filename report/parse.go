// Package report renders what headroom found: tables for people, documents for
// programs. What goes in: readings and verdicts. What comes out: bytes. It does
// no I/O of its own: it writes to the io.Writer it is given.
package report

import (
	"github.com/headroom-audit/headroom/fact"
)

// Parse is the document of `headroom parse`: schema headroom.parse/1.
type Parse struct {
	Schema   string         `json:"schema"`
	OS       fact.OS        `json:"os"`
	Command  string         `json:"command"`
	Family   string         `json:"family"`
	Tables   []Row          `json:"tables"`
	Flags    map[string]any `json:"flags"`
	Unparsed []Unparsed     `json:"unparsed"`
	Why      string         `json:"why,omitempty"`
}

// Row is one entry of `tables`; a number the output does not say is null.
type Row struct {
	Name       string        `json:"name"`
	Resource   fact.Resource `json:"resource"`
	Scope      fact.Scope    `json:"scope"`
	Unit       fact.Unit     `json:"unit"`
	Used       fact.Figure   `json:"used"`
	Cap        fact.Figure   `json:"cap"`
	Configured fact.Figure   `json:"configured"`
	Pending    fact.Figure   `json:"pending"`
	Max        fact.Figure   `json:"max"`
	CapKind    fact.CapKind  `json:"cap_kind"`
	Pool       string        `json:"pool,omitempty"`
	Cost       float64       `json:"cost,omitempty"`
	Percent    fact.Figure   `json:"percent"`
	Failures   fact.Figure   `json:"failures"`
	State      string        `json:"state,omitempty"`
	Line       int           `json:"line"`
}

// Unparsed is a line nobody understood.
type Unparsed struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

// NewParse makes the document of one reading.
func NewParse(os fact.OS, command string, r *fact.Reading) Parse {
	doc := Parse{
		Schema: "headroom.parse/1", OS: os, Command: command, Family: r.Family, Why: r.Why,
		Tables: make([]Row, 0, len(r.Tables)), Flags: map[string]any{}, Unparsed: []Unparsed{},
	}
	for i := range r.Tables {
		doc.Tables = append(doc.Tables, NewRow(&r.Tables[i]))
	}
	for _, f := range r.Flags {
		doc.Flags[f.Name()] = f.Value
	}
	for _, l := range r.Unread {
		doc.Unparsed = append(doc.Unparsed, Unparsed{l.No, l.Text})
	}
	return doc
}

// NewRow makes the document form of one table row.
func NewRow(t *fact.Table) Row {
	return Row{
		Name: t.Name, Resource: t.Resource, Scope: t.Scope, Unit: t.Unit,
		Used: t.Used, Cap: t.Cap, Configured: t.Configured, Pending: t.Pending, Max: t.Max,
		CapKind: t.CapKind, Pool: t.Pool, Cost: t.Cost, Percent: t.Percent, Failures: t.Failures,
		State: t.State, Line: t.Line,
	}
}
