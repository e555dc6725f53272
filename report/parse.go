// Package report renders what headroom found: tables for people, documents for
// programs. What goes in: readings and verdicts. What comes out: bytes. It does
// no I/O of its own: it writes to the io.Writer it is given.
package report

import (
	"strconv"

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
	Used       *Number       `json:"used"`
	Cap        *Number       `json:"cap"`
	Configured *Number       `json:"configured"`
	Pending    *Number       `json:"pending"`
	Max        *Number       `json:"max"`
	CapKind    fact.CapKind  `json:"cap_kind"`
	Pool       string        `json:"pool,omitempty"`
	Cost       float64       `json:"cost,omitempty"`
	Percent    *Number       `json:"percent"`
	Failures   *Number       `json:"failures"`
	State      string        `json:"state,omitempty"`
	Line       int           `json:"line"`
}

// Number is a figure that is known, written without exponent.
type Number float64

// MarshalJSON writes the number.
func (n Number) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(n), 'f', -1, 64), nil
}

func numberOf(f fact.Figure) *Number {
	v, known := f.Get()
	if !known {
		return nil
	}
	return (*Number)(&v)
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
		Used: numberOf(t.Used), Cap: numberOf(t.Cap), Configured: numberOf(t.Configured), Pending: numberOf(t.Pending), Max: numberOf(t.Max),
		CapKind: t.CapKind, Pool: t.Pool, Cost: t.Cost, Percent: numberOf(t.Percent), Failures: numberOf(t.Failures),
		State: t.State, Line: t.Line,
	}
}
