package yaml

import (
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

func (l *loader) host(t text) {
	if !t.at.set() {
		return
	}
	if msg, hint := inventory.HostProblem(t.s); msg != "" {
		if strings.Contains(t.s, "@") { // what stands before it may hold a password
			l.mask(t.at.line, t.at.line)
		}
		l.add(t.at, hint, "%s", msg)
	}
}

func (l *loader) port(c count) {
	if c.at.set() && (c.n < 1 || c.n > 65535) {
		l.add(c.at, "from 1 to 65535", "port %d does not exist", c.n)
	}
}
