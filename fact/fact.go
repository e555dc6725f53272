// Package fact holds the normalized nouns every other package speaks of: a
// device, its forwarding engines, the tables in its forwarding memory, the
// carve that divides that memory, and what is pending until a reload.
//
// What goes in: numbers a vendor parser read, each with the span of bytes that
// proves it. What comes out: values in which "unknown" is a value of its own and
// cannot be mistaken for zero. The package does no I/O and knows no vendor.
package fact

import (
	"strconv"
	"strings"
	"time"
)

// OS names a network operating system; the strings are those of `--os`.
type OS string

// The operating systems headroom reads.
const (
	UnknownOS OS = ""
	IOS       OS = "cisco_ios"
	IOSXE     OS = "cisco_iosxe"
	IOSXR     OS = "cisco_iosxr"
	NXOS      OS = "cisco_nxos"
	Junos     OS = "juniper_junos"
)

// Vendor is who makes an operating system; "" = not known.
func (o OS) Vendor() string {
	switch o {
	case IOS, IOSXE, IOSXR, NXOS:
		return "cisco"
	case Junos:
		return "juniper"
	default:
		return ""
	}
}

// Systems lists every known OS in the order they are shown.
func Systems() []OS { return []OS{IOS, IOSXE, IOSXR, NXOS, Junos} }

// Span says which bytes of which output prove something.
//
// Start and End are byte offsets into the cleaned text of output number Output
// (an index into Device.Outputs); Line counts from 1. The zero Span proves
// nothing: Line 0 means "no evidence".
type Span struct {
	Output int32
	Line   int32
	Start  int32
	End    int32
}

// IsZero reports whether the span points at nothing.
func (s Span) IsZero() bool { return s.Line == 0 }

// Figure is one number that a device printed, or its absence. The zero Figure
// is unknown; the number can only be had through Get, so that an unknown can
// not be read as 0.
type Figure struct {
	value float64
	known bool
	// Span is the evidence. A figure that comes from the catalog or from
	// arithmetic has none and names its origin in Source.
	Span Span
	// Source is "" for a number read from the device, else where it is from:
	// a catalog citation or the formula that gave it.
	Source string
}

// Read is a figure that the device printed at span.
func Read(v float64, span Span) Figure { return Figure{value: v, known: true, Span: span} }

// Derived is a figure that was not printed as such; source names the catalog
// entry or the arithmetic behind it.
func Derived(v float64, span Span, source string) Figure {
	return Figure{value: v, known: true, Span: span, Source: source}
}

// Get returns the number and whether it is known.
func (f Figure) Get() (float64, bool) { return f.value, f.known }

// Known reports whether the figure has a number.
func (f Figure) Known() bool { return f.known }

// Or returns f where it is known, else g.
func (f Figure) Or(g Figure) Figure {
	if f.known {
		return f
	}
	return g
}

// String gives the number without exponent, or "unknown".
func (f Figure) String() string {
	if !f.known {
		return "unknown"
	}
	return strconv.FormatFloat(f.value, 'f', -1, 64)
}

// MarshalJSON gives the number, or null where it is unknown.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.known {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, f.value, 'f', -1, 64), nil
}

// UnmarshalJSON reads a number or null; spans and sources do not travel.
func (f *Figure) UnmarshalJSON(b []byte) error {
	*f = Figure{}
	s := strings.TrimSpace(string(b))
	if s == "null" {
		return nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return err
	}
	f.value, f.known = v, true
	return nil
}

// Setting is one state of a carve, profile or template, with its evidence.
// The zero Setting is unknown.
type Setting struct {
	Text  string // as printed or in the platform's words; "" = unknown
	Grade Grade
	Span  Span
	Note  string // what it was inferred from, where it was
}

// Known reports whether the setting has a value.
func (s Setting) Known() bool { return s.Text != "" }

// Or returns s where it is known, else t.
func (s Setting) Or(t Setting) Setting {
	if s.Known() {
		return s
	}
	return t
}

// Carve holds the three states of the device's own division of its memory.
type Carve struct {
	Configured  Setting // what the configuration or boot variable says
	Active      Setting // what the silicon runs
	AfterReload Setting // what it will run after the next reload
	Default     bool    // Active is known to be the factory default
}

// CapKind says what a cap means, and so what may be concluded from it.
type CapKind string

// The kinds of cap; see docs/adr/0004 and the rules of the data model.
const (
	CapUnknown    CapKind = ""
	CapCarve      CapKind = "carve"      // fixed at boot; full at 100 %
	CapTemplate   CapKind = "template"   // fixed by an SDM template or profile
	CapFixed      CapKind = "fixed"      // fixed by the silicon
	CapPool       CapKind = "pool"       // one view of a shared pool
	CapHashed     CapKind = "hashed"     // rejects inserts before 100 %
	CapEstimate   CapKind = "estimate"   // floats with use: never a hard cap, never alone a CRIT
	CapGuaranteed CapKind = "guaranteed" // a minimum guarantee (ALPM): used above it is legal
	CapPercent    CapKind = "percent"    // only a percentage is printed: never a number of routes
	CapBytes      CapKind = "bytes"      // memory, not entries
	CapState      CapKind = "state"      // only a word (green, yellow, red)
	CapVerified   CapKind = "verified"   // a scale the vendor tested, not a limit
)

// Scope is the narrowest thing a number is about.
type Scope struct {
	Kind  ScopeKind `json:"kind,omitempty"`
	Node  string    `json:"node,omitempty"`  // the card or member: "0/0/CPU0", "module 3", "fpc0"
	Index string    `json:"index,omitempty"` // the instance on it: "0", "NPU-1"
}

// System is the scope of a number that is about the whole device.
func System() Scope { return Scope{Kind: ScopeSystem} }

// String gives the scope in words, "" for the whole device.
func (s Scope) String() string {
	switch {
	case s.Kind == ScopeSystem || s.Kind == "":
		return ""
	case s.Node != "" && s.Index != "":
		return s.Node + " " + string(s.Kind) + " " + s.Index
	case s.Node != "":
		return string(s.Kind) + " " + s.Node
	default:
		return string(s.Kind) + " " + s.Index
	}
}

// Table is one row that a device printed about one table of its forwarding
// memory, in one instance. All figures are in Unit.
type Table struct {
	Name     string // as printed, or what the row counts where it has no name
	Resource Resource
	Scope    Scope
	Unit     Unit

	Used       Figure // in use now
	Cap        Figure // available now (the active carve)
	Configured Figure // what the configuration asks for
	Pending    Figure // what it will be after the reload
	Max        Figure // the limit of the silicon
	Percent    Figure // percentage the device printed beside other numbers: evidence only
	Failures   Figure // inserts the hardware refused; latched since boot
	Peak       Figure // high-water mark
	Free       Figure // what the device prints as free, where that is not Cap - Used (ALPM, shared banks)
	WhatIf     Figure // what the template named in Template would give, which does not run
	Template   string // "" = the row is about what runs

	CapKind CapKind
	// Ledger: the row is a line of the ledger, and rules judge Used against Cap.
	// False = evidence only (a share of another row, memory that is full by
	// design, an ACL bank). Set by vendors.Platform.Parse.
	Ledger bool
	Pool   string  // the pool the row draws on, "" = its own
	Cost   float64 // cells of the pool per entry; 0 = unknown or no pool
	PartOf string  // Name of the row that already contains this one: never add both
	State  string  // word printed for the row: Green, Yellow, Red, GREEN …
	Line   int     // line of the output, from 1
	Output int     // index into Device.Outputs
	Notes  []string
}

// Part is a piece of hardware that the inventory names.
type Part struct {
	Slot, Name, PID, Serial, Descr string
	State                          string
	Span                           Span
}

// Engine is one forwarding engine (PFC, DFC, NPU, PFE, ASIC).
type Engine struct {
	Slot       string
	PID        string
	Generation string // "PFC3BXL", "Jericho+", "UADP 3", "Trio gen3" …
	XL         bool
	Span       Span
}

// Identity is what the device says it is.
type Identity struct {
	OS       OS
	Hostname string
	Version  string
	Model    string // chassis PID
	Image    string
	Serial   string
	Uptime   string // as printed
	Virtual  bool   // a software router: no claims about capacity
	Parts    []Part
	Engines  []Engine
	Asics    []string // silicon names printed: "Jericho Plus", "Q200", "UADP 3"
	Spans    map[string]Span
}

// Tri is a truth value that may be unknown; the zero value is unknown.
type Tri int8

// The three truth values.
const (
	Unknown Tri = iota
	Yes
	No
)

// TriOf turns a bool into a known Tri.
func TriOf(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// String gives "yes", "no" or "unknown".
func (t Tri) String() string { return [...]string{"unknown", "yes", "no"}[t] }

// ExceptionKind says what sort of overflow evidence an Exception is.
type ExceptionKind string

// The kinds of overflow evidence.
const (
	ExceptionState    ExceptionKind = "exception"       // a state the device holds (mls cef exception, OOR Red)
	InsertFailures    ExceptionKind = "insert-failures" // a counter of refused inserts
	OverflowLog       ExceptionKind = "log"             // a syslog line
	OutOfResource     ExceptionKind = "oor"             // Yellow or Red out-of-resource state
	WatermarkBreached ExceptionKind = "watermark"
)

// Exception is evidence that forwarding memory ran over, now or earlier.
type Exception struct {
	Kind     ExceptionKind
	Resource Resource
	Scope    Scope
	Raised   Tri    // Yes: raised; No: the device says it is not
	Latched  bool   // outlives its cause: says nothing about now
	Severity string // "yellow", "red" for oor; else ""
	Count    Figure
	Text     string
	Past     bool // the device was reset after it was said
	Span     Span
}

// Boot is what decides whether a reload comes back with the same software and
// the same carve.
type Boot struct {
	Register     Setting // configuration register now, as printed: 0x2102
	RegisterNext Setting // "(will be 0x2102 at next reload)"
	Standby      Setting // the standby's register
	StandbyNext  Setting // the standby's "(will be 0x2102 at next reload)"
	// Processors are all that was said of registers and images, one entry per
	// processor and answer: the worst of them decides.
	Processors  []Processor
	Manual      Tri // Manual Boot = yes strands the box in its loader
	ManualSpan  Span
	Variable    Setting // BOOT variable
	Unsaved     Tri     // running configuration newer than startup
	UnsavedSpan Span
}

// Processor is what one answer says of how one processor boots.
type Processor struct {
	Name     string  // "switch processor", "standby", "standby switch processor"; "" = the one that answers
	Register Setting // now
	Next     Setting // at the next reload, where it says so
	Variable Setting // BOOT variable
}

// Redundancy is what the device says about its standby parts.
type Redundancy struct {
	Mode    Setting // sso, rpr, Non-redundant …
	Standby Setting // STANDBY HOT, Node Ready, DISABLED …
	Ready   Tri
	Span    Span
}

// Histogram counts routes per prefix length: Counts[24] is the number of /24.
type Histogram struct {
	AFI    string // "ipv4", "ipv6"
	Node   string // "0/0/CPU0"; "" = the whole device
	Source string // dpa, cef, route
	Counts []float64
	Span   Span
}

// Total sums the histogram.
func (h Histogram) Total() float64 {
	var n float64
	for _, c := range h.Counts {
		n += c
	}
	return n
}

// Change is one thing pending a reload.
type Change struct {
	What     string // "IPv4 carve", "SDM template"
	From, To string
	Span     Span
}

// Line is a line of an output that no parser understood.
type Line struct {
	Output int
	No     int
	Text   string
}

// Output is one command's answer: the text that every Span of it points into.
type Output struct {
	Command string
	File    string // where it was read from, "" = live
	Text    string // cleaned text
	State   string // complete, healed, truncated, timeout, rejected, paged, too_big
	Parser  string // the parser that read it, "" = none
	Grade   Grade  // how well the parser is proven: proven, documented, unverified
	Lines   int    // lines with something on them
	Unread  int    // of these, lines nobody understood
	Why     string // why nothing was read

	Part   string    // the part of the device that answered ("standby", "vdc PEER"); "" = the device itself
	Mode   string    // the configuration mode it was typed in; "" = none
	Loose  bool      // text that stood outside any exchange, or log messages taken out of an answer
	Record int       // the record of the transcript it is from, from 0
	At     time.Time // when it was said; zero = not known
	// History says why the answer no longer counts ("asked again later", "before
	// the reload"); "" = it does.
	History string
}

// Current reports whether the answer still counts.
func (o Output) Current() bool { return o.History == "" }

// Complete reports whether the whole answer was received.
func (o Output) Complete() bool {
	return o.State == "" || o.State == "complete" || o.State == "healed" || o.State == "paged"
}

// Reading is what one output says.
type Reading struct {
	Family     string // the family this output alone proves, "" = any
	Recognised bool
	Why        string // why it was not recognised
	Filtered   bool   // the command was piped through a filter: rows may be missing
	Rejected   bool   // the device refused the command (invalid input, permission denied)

	Identity   Identity
	Carve      Carve
	Boot       Boot
	Redundancy Redundancy
	Tables     []Table
	Flags      []Flag
	Exceptions []Exception
	Histograms []Histogram
	Pending    []Change
	// PendingKnown is Yes where the output shows something pending, No where
	// it would show it and does not.
	PendingKnown Tri
	Unread       []Line
}

// AddTable appends an empty row and gives it to be filled in place: a row is
// large, and copying it is what a parser's time goes into. The pointer holds
// until the next row is added.
func (r *Reading) AddTable() *Table {
	n := len(r.Tables)
	if n < cap(r.Tables) {
		r.Tables = r.Tables[:n+1]
		r.Tables[n] = Table{}
	} else {
		r.Tables = append(r.Tables, Table{})
	}
	return &r.Tables[n]
}

// Device is all that is known of one device after one visit.
type Device struct {
	Name     string
	Expected string // the host name that the inventory expects; "" = Name
	Site     string
	Role     string
	Pair     string
	Tags     []string
	Family   string // cat6500, cat9k-uadp, ncs5500 …; "" = unknown
	Identity Identity

	Carve        Carve
	Boot         Boot
	Redundancy   Redundancy
	Tables       []Table
	Flags        []Flag
	Exceptions   []Exception
	Histograms   []Histogram
	Pending      []Change
	PendingKnown Tri

	Outputs []Output
	Unread  []Line
	// Events are what happened between the answers, in order. Only what took
	// effect: a candidate that was taken back is not among them.
	Events []Event
	// Coverage is what must be known of this device, and whether it is.
	Coverage []Vital
	// Recorded is when the device said all this; zero = the capture does not say.
	Recorded time.Time
	// Failure says why the device could not be read at all; "" = it was.
	Failure Failure
	// Session facts that are findings of their own.
	Session Session
}

// Failure is why a device could not be read.
type Failure struct {
	Hint  string // what to do next, where the session knew; "" = by the cause
	Cause string // unreachable, refused, auth, hostkey, algorithms, timeout, protocol, resolve, breaker, cancelled, not-a-transcript
	Text  string
}

// Session is what the connection itself told.
type Session struct {
	Transport string // ssh, openssh, telnet, files
	Kex       string
	Cipher    string
	MAC       string
	HostKey   string // type of the host key
	HostKeys  string // how it was checked: strict, tofu, pinned, off; "" = not known
	Legacy    []string
	Clock     string // whose clock Recorded is by, where a capture told it: "the file's own time"
}

// Line returns the text of line no (from 1) of output i, "" where there is none.
func (d *Device) Line(i, no int) string {
	if i < 0 || i >= len(d.Outputs) || no < 1 {
		return ""
	}
	text := d.Outputs[i].Text
	for ; no > 1; no-- {
		nl := strings.IndexByte(text, '\n')
		if nl < 0 {
			return ""
		}
		text = text[nl+1:]
	}
	if nl := strings.IndexByte(text, '\n'); nl >= 0 {
		text = text[:nl]
	}
	return strings.TrimRight(text, "\r")
}
