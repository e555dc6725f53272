package policy

import (
	"path"
	"strings"
	"time"
)

// Waiver takes findings out of the state of a device for a time. They are still
// reported, as waived.
type Waiver struct {
	Rule   string // an id, or group/*
	Device string // a glob over names
	Reason string
	Change string    // number of the change that will end it (grace); "" = a waiver
	Until  time.Time // UTC; the waiver holds before it
	// UntilFreeBelow ends it once less than this share of the memory the finding
	// is about is free, 0 = no condition. Where what is free is not known the
	// waiver does not hold.
	UntilFreeBelow float64
	Line           int // of the policy file
}

// By names the waiver as it stands beside what it waives.
func (w *Waiver) By() string {
	s := w.Reason
	if w.Change != "" {
		s = strings.TrimSuffix("change "+w.Change+": "+s, ": ")
	}
	return s + " (until " + w.Until.UTC().Format("2006-01-02 15:04Z") + ")"
}

// Matches reports whether the waiver is about findings of rule on device.
func (w *Waiver) Matches(rule, device string) bool {
	ok, _ := path.Match(w.Rule, rule) // an id, or group/*: the policy was checked as it was loaded
	return ok && w.About(device)
}

// About reports whether the waiver is about a device.
func (w *Waiver) About(device string) bool {
	ok, _ := path.Match(w.Device, device) // the pattern was checked as it was loaded
	return ok
}
