// Package fleet is the demo fleet: routers that do not exist, with what they
// answer to the questions headroom asks.
//
// What goes in: terminal logs written for it (logs/HOST.log, embedded). What
// comes out: one Member per line of the table, in its order. It imports
// transcript and nothing else of headroom, so that the lab, the tests and the
// screens may all use it. The logs are synthetic: formats as the devices print
// them, host names and numbers our own.
package fleet

import (
	"embed"
	"fmt"

	"github.com/headroom-audit/headroom/transcript"
)

//go:embed logs/*.log
var logs embed.FS

// Member is one router of the fleet.
type Member struct {
	Name string // the host name in its prompt; its log is logs/NAME.log
	OS   string // cisco_ios cisco_iosxe cisco_iosxr cisco_nxos juniper_junos
	Site string
	Role string // edge core agg pe tor
	Pair string // name of the member it is redundant with, "" = none
	Tags []string
	// Transcript is what it answers.
	Transcript *transcript.Transcript
	// Fault is what is wrong with how it is reached, as the lab names it
	// ("refused", "auth"); "" = nothing.
	Fault string
}

// Members gives the fleet in the order of its table, each with its transcript.
// Every call reads the logs anew, so that callers may change what they get.
func Members() ([]Member, error) {
	out := table()
	for i := range out {
		t, err := Log(out[i].Name)
		if err != nil {
			return nil, err
		}
		out[i].Transcript = t
	}
	return out, nil
}

// Log reads the log of one member; an error where it has none, or one of
// another host.
func Log(name string) (*transcript.Transcript, error) {
	data, err := Raw(name)
	if err != nil {
		return nil, err
	}
	t, err := transcript.Read(data)
	if err != nil {
		return nil, fmt.Errorf("fleet %s: %w", name, err)
	}
	if t.Device != name {
		return nil, fmt.Errorf("fleet %s: its log is of %q", name, t.Device)
	}
	return t, nil
}

// Raw gives the bytes of a member's log.
func Raw(name string) ([]byte, error) {
	data, err := logs.ReadFile("logs/" + name + ".log")
	if err != nil {
		return nil, fmt.Errorf("fleet %s: %w", name, err)
	}
	return data, nil
}
