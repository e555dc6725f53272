package report

import (
	"fmt"
	"io"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/plan"
)

// Format is one form of a document D.
type Format[D any] struct {
	Name  string // what -o takes
	Write func(w io.Writer, doc *D, o TableOptions) error
}

// Formats are the forms of a document; the first is the one of a verb without -o.
// A form is offered, completed, tested and written by its one entry, here or, of a
// scan, in package forms.
type Formats[D any] []Format[D]

// Names gives what -o takes.
func (f Formats[D]) Names() []string {
	out := make([]string, len(f))
	for i := range f {
		out[i] = f[i].Name
	}
	return out
}

// Write writes a document in the form of that name.
func (f Formats[D]) Write(w io.Writer, name string, doc *D, o TableOptions) error {
	for i := range f {
		if f[i].Name == name {
			return f[i].Write(w, doc, o)
		}
	}
	return fmt.Errorf("no form %q", name)
}

// JSON is the form that programs read.
func JSON[D any]() Format[D] {
	return Format[D]{"json", func(w io.Writer, doc *D, _ TableOptions) error { return WriteJSON(w, doc) }}
}

// Plain makes a form of a writer that no option changes.
func Plain[D any](name string, write func(io.Writer, *D) error) Format[D] {
	return Format[D]{name, func(w io.Writer, doc *D, _ TableOptions) error { return write(w, doc) }}
}

// Histories are the forms of the list of scans.
func Histories() Formats[History] {
	return Formats[History]{{"table", WriteHistory}, JSON[History]()}
}

// DeviceHistories are the forms of the past of a device.
func DeviceHistories() Formats[DeviceHistory] {
	return Formats[DeviceHistory]{{"table", WriteDeviceHistory}, JSON[DeviceHistory]()}
}

// Forecasts are the forms of when memories are full.
func Forecasts() Formats[Forecast] {
	return Formats[Forecast]{{"table", WriteForecast}, JSON[Forecast]()}
}

// Diffs are the forms of what differs between two scans.
func Diffs() Formats[Diff] {
	return Formats[Diff]{{"table", WriteDiff}, Plain("md", WriteDiffMarkdown), JSON[Diff]()}
}

// WhatIfs are the forms of what follows of another size of the tables.
func WhatIfs() Formats[WhatIf] {
	return Formats[WhatIf]{{"table", WriteWhatIf}, Plain("md", WriteWhatIfMarkdown), JSON[WhatIf]()}
}

// ConfigTrends are the forms of how configurations went.
func ConfigTrends() Formats[ConfigTrend] {
	return Formats[ConfigTrend]{{"table", WriteConfigTrend}, Plain("md", WriteConfigTrendMarkdown), JSON[ConfigTrend]()}
}

// Plans are the forms of a plan.
func Plans() Formats[plan.Plan] {
	return Formats[plan.Plan]{
		Plain("md", WriteChecklist),
		JSON[plan.Plan](),
		Plain("html", WritePlanHTML),
		Plain("csv", WritePlanCSV),
		Plain("ics", WritePlanICS),
	}
}

// Verifications are the forms of what a rescan says of a plan.
func Verifications() Formats[plan.Verification] {
	return Formats[plan.Verification]{Plain("table", WriteVerification), JSON[plan.Verification]()}
}

// PlatformLists are the forms of what is supported.
func PlatformLists() Formats[Platforms] {
	return Formats[Platforms]{Plain("table", WritePlatforms), Plain("md", WritePlatformsMarkdown), JSON[Platforms]()}
}

// RuleLists are the forms of the list of rules.
func RuleLists() Formats[Rules] {
	return Formats[Rules]{Plain("table", WriteRules), Plain("md", WriteRulesMarkdown), JSON[Rules]()}
}

// Parsed is one output and what was read of it.
type Parsed struct {
	OS      fact.OS
	Command string
	Text    string
	Reading *fact.Reading
}

// Parses are the forms of one output that was read.
func Parses() Formats[Parsed] {
	return Formats[Parsed]{
		Plain("json", func(w io.Writer, p *Parsed) error { return WriteJSON(w, NewParse(p.OS, p.Command, p.Reading)) }),
		Plain("text", func(w io.Writer, p *Parsed) error { return WriteParseText(w, p.Text, p.Reading) }),
	}
}
