package nxos

import "strings"

// pid turns a chassis string into the part number it stands for, for look-ups
// only: "Nexus9000 93180YC-EX chassis" is N9K-C93180YC-EX, "Nexus 3048 Chassis"
// starts as N3K-C3048 does [nxos:1.1]. A part number comes back as it is.
func pid(model string) string {
	name, _, _ := strings.Cut(model, " (")
	name = strings.TrimSuffix(strings.TrimSuffix(name, " Chassis"), " chassis")
	for _, f := range []struct{ mark, prefix string }{
		{"Nexus9000 ", "N9K-"},
		{"Nexus9300 ", "N9K-"},
		{"Nexus9500 ", "N9K-"},
		{"Nexus7000 ", "N7K-"},
		{"Nexus7700 ", "N77-"},
		{"Nexus3000 ", "N3K-"},
		{"Nexus 3", "N3K-C3"},
		{"Nexus 5", "N5K-C5"},
		{"Nexus5", "N5K-C5"},
		{"Nexus 6", "N6K-C6"},
	} {
		if rest, ok := strings.CutPrefix(name, f.mark); ok {
			if len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' && !strings.Contains(f.prefix, "-C") {
				rest = "C" + rest
			}
			return f.prefix + strings.TrimSpace(rest)
		}
	}
	return name
}
