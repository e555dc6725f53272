package iosxe

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/ios"
)

// events are those of IOS, and `install activate` with its kin: it reloads the
// device once its question was answered with y. An upgrade by ISSU restarts one
// supervisor after the other, and no document says that a template that waits
// becomes active in it: it counts as no reload.
func events(x vendors.Exchange) []fact.Event {
	w := strings.Fields(strings.ToLower(x.Command))
	if len(w) < 2 || w[0] != "install" {
		return ios.Events(x)
	}
	low := strings.ToLower(x.Text)
	if !activates(w) || strings.Contains(low, "failed:") || strings.Contains(low, "error:") {
		return nil
	}
	if !answeredYes(low) && !strings.Contains(low, "success: install_activate") && !strings.Contains(low, "success: install_add_activate_commit") {
		return nil
	}
	return []fact.Event{{Kind: fact.Reloaded, Scope: fact.System(), Text: "reloaded by " + x.Command}}
}

// activates reports an install command that reloads the whole device.
func activates(w []string) bool {
	activate := false
	for _, word := range w[1:] {
		if word == "issu" {
			return false
		}
		activate = activate || word == "activate" || word == "rollback" || word == "abort"
	}
	return activate
}

// answeredYes reports that "This operation may require a reload of the system. Do
// you want to proceed? [y/n]" was answered with y.
func answeredYes(low string) bool {
	_, after, ok := strings.Cut(low, "[y/n]")
	return ok && strings.HasPrefix(strings.TrimLeft(after, " :"), "y")
}
