package lab

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// undetected is how many devices apart the inventory leaves the platform out,
// so that a scan has to detect it.
const undetected = 4

// Inventory gives the YAML that reaches the lab: host keys pinned, site, role,
// pair and tags as the devices have them, the platform left out of every fourth
// so that it is detected. passwordRef is the reference to the password:
// env:NAME, file:PATH, ask.
func (l *Lab) Inventory(passwordRef string) []byte {
	var b bytes.Buffer
	b.WriteString("# Simulated routers of headroom's lab, synthetic. They run while the lab does.\n")
	b.WriteString("version: 1\n\ndefaults:\n  credential: lab\n  host_keys: strict\n  window: nightly\n\ncredentials:\n")
	users := l.users()
	for i, user := range users {
		fmt.Fprintf(&b, "  %s:\n    user: %s\n    password: %s\n", credential(i), quote(user), quote(passwordRef))
	}
	if l.rejects() {
		fmt.Fprintf(&b, "  %s: # a rejected credential stops for all that share it\n    user: %s\n    password: %s\n", rejected, quote(l.cfg.User), quote(passwordRef))
	}
	// Loopback needs no politeness.
	b.WriteString("\nlimits:\n  logins_per_second: 1000\n  per_site: 0\n\n# When they may be reloaded: for plans.\nwindows:\n  nightly:\n    days: [mon, tue, wed, thu]\n    from: '01:00'\n    to: '05:00'\n    zone: UTC\n\ndevices:\n")
	names := make(map[string]bool, len(l.routers))
	for _, r := range l.routers {
		names[r.Name] = true
	}
	for i, r := range l.routers {
		l.entry(&b, i, r, users, names)
	}
	return b.Bytes()
}

func (l *Lab) entry(b *bytes.Buffer, i int, r *router, users []string, names map[string]bool) {
	fmt.Fprintf(b, "  - name: %s\n    host: %s\n    port: %d\n", quote(r.Name), quote(r.Listen), r.port)
	if r.Telnet {
		fmt.Fprint(b, "    transport: telnet\n")
	} else {
		fmt.Fprintf(b, "    host_key: %s\n", quote(l.keys.pin(r.Fault)))
	}
	if r.OS != "" && i%undetected != undetected-1 {
		fmt.Fprintf(b, "    platform: %s\n", r.OS)
	}
	for _, f := range []struct{ key, value string }{{"site", r.Site}, {"role", r.Role}} {
		if f.value != "" {
			fmt.Fprintf(b, "    %s: %s\n", f.key, quote(f.value))
		}
	}
	if t := r.Transcript; t != nil && t.Device != "" && t.Device != r.Name {
		// Its prompt is its name; what it prints of itself is the transcript's.
		fmt.Fprintf(b, "    hostname: %s\n", quote(t.Device))
	}
	if names[r.Pair] && r.Pair != r.Name {
		fmt.Fprintf(b, "    pair: %s\n", quote(r.Pair))
	}
	if len(r.Tags) > 0 {
		var tags []string
		for _, t := range r.Tags {
			tags = append(tags, quote(t))
		}
		fmt.Fprintf(b, "    tags: [%s]\n", strings.Join(tags, ", "))
	}
	if r.rejects() && r.User == l.cfg.User {
		fmt.Fprintf(b, "    credential: %s\n", rejected)
	}
	for j, user := range users {
		if j > 0 && user == r.User {
			fmt.Fprintf(b, "    credential: %s\n", credential(j))
		}
	}
}

// users gives the users of the lab, Config.User first.
func (l *Lab) users() []string {
	out, seen := []string{l.cfg.User}, map[string]bool{l.cfg.User: true}
	for _, r := range l.routers {
		if !seen[r.User] {
			seen[r.User] = true
			out = append(out, r.User)
		}
	}
	return out
}

// rejected is the credential of the devices that reject every login: the first
// rejection stops a credential everywhere, and the others of the lab go on.
const rejected = "lab-rejected"

func (r *router) rejects() bool {
	return slices.Contains([]string{FaultAuth, FaultPasswordExpired, FaultPartialSuccess, FaultLoginCut, FaultLoginHang, FaultKbdCode, FaultPasswordDead, FaultShellPassword, FaultShellExpired, FaultShellCode}, r.Fault.Name())
}

func (l *Lab) rejects() bool {
	return slices.ContainsFunc(l.routers, func(r *router) bool { return r.rejects() && r.User == l.cfg.User })
}

func credential(i int) string {
	if i == 0 {
		return "lab"
	}
	return fmt.Sprintf("lab-%d", i+1)
}

// quote gives s as a YAML scalar: plain where nothing can be misread.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
