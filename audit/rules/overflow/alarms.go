package overflow

import (
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/ledger"
)

// red reports whether the device says Red (out of resource) anywhere that holds
// resource; "" asks for any.
func red(c *audit.Case, resource fact.Resource) bool {
	for _, o := range outOfResource(c) {
		if o.severity == "red" && (resource == "" || ledger.Shares(o.resource, resource)) {
			return true
		}
	}
	return false
}

// oor is one out-of-resource statement.
type oor struct {
	resource       fact.Resource
	name, severity string
	scope          fact.Scope
	span           fact.Span
	text           string
}

// outOfResource collects what the device says of its own thresholds: Yellow and
// Red, from exceptions and from the state words of ledger rows, each resource
// and instance once, its worst word.
func outOfResource(c *audit.Case) []oor {
	var out []oor
	add := func(n oor) {
		for i := range out {
			if out[i].resource == n.resource && out[i].scope == n.scope {
				if n.severity == "red" && out[i].severity != "red" {
					out[i] = n
				}
				return
			}
		}
		out = append(out, n)
	}
	for _, e := range c.Device.Exceptions {
		sev := strings.ToLower(e.Severity)
		if e.Kind == fact.OutOfResource && e.Raised == fact.Yes && !e.Latched && (sev == "yellow" || sev == "red") {
			add(oor{e.Resource, ledger.ResourceName(e.Resource), sev, e.Scope, e.Span, e.Text})
		}
	}
	for i := range c.Device.Tables {
		t := &c.Device.Tables[i]
		if sev := strings.ToLower(t.State); t.Ledger && (sev == "yellow" || sev == "red") {
			add(oor{t.Resource, t.Name, sev, t.Scope, fact.Span{Output: int32(t.Output), Line: int32(t.Line)}, t.State})
		}
	}
	return out
}
