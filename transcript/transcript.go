// Package transcript is what a device said, byte for byte.
//
// It holds the type that a scan records, `headroom audit` reads, the lab
// replays, tests are made of and users attach to bug reports; its file format;
// the rules that turn raw terminal bytes into text; and the redaction of
// secrets before anything reaches a disk. Plain terminal logs (a prompt, a
// command, what the device printed) are read into the same type.
//
// What goes in: bytes. What comes out: a Transcript, whose Records give their
// answers as cleaned text. The package does no I/O of its own and imports no
// other package of headroom.
package transcript

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// State says how completely an answer was received.
type State string

// The states of a record, best first.
const (
	Complete  State = "complete"  // every byte between echo and prompt is explained
	Healed    State = "healed"    // bytes came after a pause that looked like the end, and were put back
	Paged     State = "paged"     // a pager had to be answered; pager prompts are cut out
	Truncated State = "truncated" // the connection ended inside the answer
	Timeout   State = "timeout"   // no prompt within the time allowed
	TooBig    State = "too_big"   // the cap on one answer was reached
	Rejected  State = "rejected"  // the device refused the command
)

// Whole reports whether a parser may trust that no byte is missing.
func (s State) Whole() bool { return s == Complete || s == Healed || s == Paged || s == Rejected }

// Kind says what a record is for.
type Kind string

// The kinds of record, in the order of a session.
const (
	Login   Kind = "login"   // banner and message of the day, until the first prompt
	Setup   Kind = "setup"   // terminal length and the like
	Command Kind = "command" // a question and its answer
	Bye     Kind = "bye"     // the leave-taking
	Loose   Kind = "loose"   // text that stood outside any exchange of a log
)

// Context says which part of which device speaks. The zero Context is the device
// itself, at its ordinary prompt.
type Context struct {
	// Host is the host name in the prompt, "" = not known.
	Host string
	// Part is the part of the device behind the prompt: "standby", "vdc PEER",
	// "admin", "sysadmin", "pfe fpc0", "member 1", "re1"; "" = the device itself.
	Part string
	// Mode is the configuration mode of the prompt ("config", "config-if",
	// "edit"); "" = commands that ask.
	Mode string
}

// String gives the context in words, "" for the device itself.
func (c Context) String() string {
	switch {
	case c.Part != "" && c.Mode != "":
		return c.Part + ", " + c.Mode
	default:
		return c.Part + c.Mode
	}
}

// Record is one exchange with the device.
type Record struct {
	Kind    Kind
	Command string // what was asked, without the newline
	Sent    []byte // the bytes that were written; nil after a password prompt
	Raw     []byte // every byte received for it: echo, answer, prompt
	// BodyStart and BodyEnd bound the answer inside Raw: after the echo, before
	// the prompt.
	BodyStart, BodyEnd int
	Start              time.Time
	FirstByte          time.Duration // after Start; 0 = nothing came or not known
	Took               time.Duration
	State              State
	Notes              []string
	// Context is what the prompt told of who answered.
	Context Context
	// File is where the record was read from, where a transcript was put together
	// of several; "" = that of the transcript.
	File string
}

// Body is the raw answer: Raw without echo and prompt.
func (r *Record) Body() []byte {
	lo, hi := max(0, min(r.BodyStart, len(r.Raw))), max(0, min(r.BodyEnd, len(r.Raw)))
	if hi < lo {
		return nil
	}
	return r.Raw[lo:hi]
}

// Text is the answer as a terminal would show it: the text that parsers read
// and that every span of evidence points into.
func (r *Record) Text() string { return CleanText(r.Body()) }

// Transcript is one session with one device.
type Transcript struct {
	Device   string            // name in the inventory, or the host name in the prompt
	Address  string            // where it was reached, "" for a log
	OS       string            // what the inventory said or detection found, "" = unknown
	Recorded time.Time         // start of the session; zero for a log without times
	Source   string            // ssh, openssh, telnet, log
	Session  map[string]string // what was negotiated: kex, cipher, mac, hostkey …
	Redacted int               // secrets that were replaced
	Failure  string            // why the session ended early, "" = it did not
	Records  []Record
}

// Commands counts the records that are questions.
func (t *Transcript) Commands() (asked, whole int) {
	for i := range t.Records {
		if t.Records[i].Kind == Command {
			asked++
			if t.Records[i].State.Whole() {
				whole++
			}
		}
	}
	return asked, whole
}

// Hash is the SHA-256 of raw bytes in hex, as the file format carries it.
func Hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
