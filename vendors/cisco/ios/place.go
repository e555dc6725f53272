package ios

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors"
)

// Place fits what another processor of the device says (a standby's console, a
// switch processor or a line card behind `remote login` or `attach`): how it boots
// is its own, its rows are those of its place, what it is is not the device.
func Place(c transcript.Context, r *fact.Reading) {
	boot := fact.Boot{}
	if name := processorAt(c.Part); name != "" {
		for _, p := range r.Boot.Processors {
			if p.Name == "" {
				p.Name = name
				boot.Processors = append(boot.Processors, p)
			}
		}
	}
	vendors.Elsewhere(c, r)
	r.Boot = boot
}

// processorAt names the processor of a part; "" where it has none that decides how
// the chassis boots.
func processorAt(part string) string {
	low := strings.ToLower(part)
	switch {
	case hasAny(low, "standby", "sdby", "stby") && strings.Contains(low, "sp"):
		return standbySP
	case hasAny(low, "standby", "sdby", "stby"):
		return standby
	case low == "sp" || low == "switch" || low == switchProcessor:
		return switchProcessor
	}
	return ""
}

// relay takes `remote command switch show …` and `remote command module 4 show …`
// of a 6500 apart (ios:4.1).
func relay(command string) (part, bare string) {
	w := strings.Fields(command)
	if len(w) < 4 || !cutShort(w[0], "remote", 3) || !cutShort(w[1], "command", 3) {
		return "", ""
	}
	switch where := strings.ToLower(w[2]); {
	case cutShort(where, "switch", 2):
		return "sp", strings.Join(w[3:], " ")
	case cutShort(where, "module", 1) && len(w) > 4:
		return "module " + w[3], strings.Join(w[4:], " ")
	case strings.HasPrefix(where, "st"):
		return "standby", strings.Join(w[3:], " ")
	case strings.Trim(where, "0123456789") == "":
		return "module " + where, strings.Join(w[3:], " ")
	}
	return "", ""
}

// cutShort reports whether a word is another one that was cut short to n letters
// at least.
func cutShort(word, whole string, n int) bool {
	return len(word) >= n && strings.HasPrefix(whole, strings.ToLower(word))
}
