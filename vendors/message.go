package vendors

import "regexp"

// Meaning says what a log message tells.
type Meaning string

// The meanings of messages.
const (
	Over          Meaning = "over"           // a memory ran over
	Near          Meaning = "near"           // it is nearly full
	Cleared       Meaning = "cleared"        // an earlier alarm is lowered
	UpdateFailed  Meaning = "update-failed"  // the hardware did not take an entry: no proof of overflow, and no ok
	Limit         Meaning = "limit"          // a configured limit, not the memory
	PendingReload Meaning = "pending-reload" // a change waits for a reload
	UnsafeReload  Meaning = "unsafe-reload"  // a reload would not come back as it should
	NotMemory     Meaning = "not-memory"     // looks alike and raises nothing
)

// Message is one log message that bears on forwarding memory.
type Message struct {
	Name     string         // facility, severity and mnemonic, or how people call it
	Family   string         // the family that prints it; "" = any
	Pattern  *regexp.Regexp // one line, RE2
	Meaning  Meaning
	Resource string // fact.FibIPv4 …; "" = forwarding memory, not told which
	Latched  bool   // outlives its cause
	Grade    Grade  // Proven: a raw line was seen; Documented: in a vendor's reference
	Source   string
}
