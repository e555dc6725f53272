package vendors

import (
	"strings"
	"time"
)

// slowAnswer is how long a configuration may be put together before its first
// line (collector:5: show run 180).
const slowAnswer = 180 * time.Second

// Patience is how long a command may be silent before it answers; 0 = as long as
// any. A configuration is put together whole, also where a filter shows one line, and
// a log is searched whole.
func (c Command) Patience() time.Duration {
	if c.Silent > 0 {
		return c.Silent
	}
	for _, w := range []string{"show running-config", "admin show running-config", "show startup-config", "show configuration", "show logging"} {
		if c.Text == w || strings.HasPrefix(c.Text, w+" ") {
			return slowAnswer
		}
	}
	return 0
}
