package catalog

import "github.com/headroom-audit/headroom/fact"

// Manual is how a device is changed by hand: what a person types around the lines of a
// change, what the device asks then, and what it calls its parts. The operating system
// has one, and the room of a family may add to it. What is left out is not known: the
// plan says so, or writes nothing.
type Manual struct {
	// Entry is how configuration mode is entered and left, where the family has no
	// Entries of its own.
	Entry func(d *fact.Device, s Situation) Entry
	// Frame reports whether a line is part of an Entry: the plan writes these itself.
	Frame func(line string) bool
	// Commits are the lines with which what was entered takes effect; none = it does
	// at once.
	Commits []string
	// Negation is the word before a line that takes it back: "no ".
	Negation string
	// Backup keeps what is there before anything is touched.
	Backup []Backup
	// Asks are the questions that every device asks.
	Asks []Ask
	// Spellings are pairs of words for one thing: a device may know one of them only.
	Spellings [][2]string
	// Limits is what the limit of routes per neighbour is called; "" = not known.
	Limits string
	// Line reports whether what waits is told by its line of the configuration.
	Line func(waits string) bool
	// Size reports whether a prediction is a size that the device shows while it waits.
	Size func(predicted string) bool
	// Sized words one size that waits as the device prints it; "" = by its name.
	Sized func(c fact.Change) string
	// Slot is the place in the chassis of what the device calls by this name, and
	// whether that is the name of a card.
	Slot func(name string) (slot string, card bool)
	// Parts are those members for which alone something waits, in the words in which a
	// reload takes them; none = all of them, and these are AllParts. Together says why
	// one cannot go back alone.
	Parts              func(d *fact.Device) []string
	AllParts, Together string
	// Outage is how long the last reload took by the device's own log; "" = it does
	// not say.
	Outage func(d *fact.Device) string
	// Cures are what may be done where the part of this name does not boot like the
	// part that answers.
	Cures map[string]Check
}

// Backup is one command that keeps something.
type Backup struct {
	Check
	Lines bool // only where lines are entered then
}

// Ask is a question that every device of an operating system asks.
type Ask struct {
	Question
	Key string // the words by which a family's own wording of it is known
	// Unsaved is the answer of a plan that saved nothing, to a question whether to
	// save: it comes before all others. nil = no such question.
	Unsaved *Reply
}

// Reply is an answer and the reason for it.
type Reply struct{ Answer, Why string }
