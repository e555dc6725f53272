package yaml

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/headroom-audit/headroom/inventory"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/query"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

const (
	namePattern   = `^[A-Za-z0-9_][A-Za-z0-9._@+-]*$`
	devicePattern = `^[A-Za-z0-9_][A-Za-z0-9._:@+-]*$`
)

var (
	nameRegexp   = lazyregexp.New(namePattern)
	deviceRegexp = lazyregexp.New(devicePattern)
)

// maxTimeout bounds a timeout: what is longer is a mistake of the unit.
const maxTimeout = time.Hour

func (ps *problems) checkName(what string, t text) {
	switch {
	case !nameRegexp.MatchString(t.s):
		ps.add(t.at, "letters, digits and . _ - @ +, starting with a letter, digit or _", "%q cannot be a name in %s", t.s, what)
	case t.s == inventory.None:
		ps.add(t.at, "", "%q cannot be a name in %s: it takes back what was inherited", t.s, what)
	}
}

// oneOf checks a word against a list.
func (l *loader) oneOf(what string, t text, allowed []string) {
	if !t.at.set() || slices.Contains(allowed, t.s) {
		return
	}
	hint := "one of " + strings.Join(allowed, ", ")
	if near := nearWord(t.s, allowed); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	l.add(t.at, hint, "unknown %s %q", what, t.s)
}

// nearWord is the nearest of the allowed words, or the only one that has the
// word as its last part (iosxr of cisco_iosxr).
func nearWord(word string, allowed []string) string {
	if near := query.Nearest(word, allowed); near != "" {
		return near
	}
	word = strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(word))
	var lasts []string
	for _, a := range allowed {
		_, last, _ := strings.Cut(a, "_")
		lasts = append(lasts, last)
	}
	if near := query.Nearest(word, lasts); near != "" {
		return allowed[slices.Index(lasts, near)]
	}
	return ""
}

// refers checks that a name is defined; keys are the names there are.
func (l *loader) refers(what string, t text, keys []string) bool {
	if !t.at.set() || t.s == inventory.None || slices.Contains(keys, t.s) {
		return true
	}
	hint := "none is defined in this file"
	if len(l.list) >= maxExcerpts {
		hint = "" // thousands of searches through thousands of names take minutes
	} else if near := query.Nearest(t.s, keys); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	} else if len(keys) > 0 {
		hint = "defined: " + strings.Join(keys[:min(len(keys), 10)], " ")
	}
	l.add(t.at, hint, "there is no %s %q", what, t.s)
	return false
}

// settings checks what stands in one place of the file, not what it inherits, and
// gives it in plain values.
func (l *loader) settings(s settings) inventory.Settings {
	l.port(s.Port)
	l.oneOf("platform", s.Platform, platforms())
	l.oneOf("transport", s.Transport, transports())
	l.oneOf("host_keys", s.HostKeys, policies())
	for _, t := range s.Legacy.list {
		l.oneOf("legacy", t, legacies())
	}
	for _, t := range s.Methods.list {
		l.oneOf("auth_methods", t, methods())
	}
	l.refers("credential", s.Credential, l.credentials)
	l.refers("credential", s.Enable, l.credentials)
	if c, ok := l.file.Credentials[s.Enable.s]; ok && s.Enable.at.set() && !c.Password.at.set() {
		l.add(s.Enable.at, "the enable secret is the password of a credential", "credential %q has no password to use for enable", s.Enable.s)
	}
	l.refers("window", s.Window, append(l.found.windows(), l.windows...))
	l.jumpList(s.Jump)
	l.prompt(s.Prompt)
	if strings.ContainsAny(s.ProxyCmd.s, "\n\r\x00") {
		l.add(s.ProxyCmd.at, "", "proxy_command goes over more than one line")
	}
	return l.plain(s)
}

func (l *loader) plain(s settings) inventory.Settings {
	out := inventory.Settings{
		Port: s.Port.n, OS: fact.OS(s.Platform.s), Site: s.Site.s, Role: s.Role.s, Tags: s.Tags.plain(), Credential: s.Credential.s,
		Jump: s.Jump.plain(), Transport: inventory.Transport(s.Transport.s), HostKeys: inventory.HostKeyPolicy(s.HostKeys.s),
		Methods: s.Methods.plain(), AAARealm: s.AAARealm.s, Enable: s.Enable.s, Window: s.Window.s, Timeout: l.timeout("timeout", s.Timeout),
		Timeouts: l.timeouts(s.Timeouts), Prompt: s.Prompt.s, SSHConfig: s.SSHConfig.s, ProxyCommand: s.ProxyCmd.s,
	}
	if s.Legacy.at.set() {
		out.Legacy = []inventory.Legacy{}
	}
	for _, t := range s.Legacy.list {
		out.Legacy = append(out.Legacy, inventory.Legacy(t.s))
	}
	if s.Skip.at.set() {
		out.Skip = &s.Skip.b
	}
	return out
}

func platforms() []string {
	var out []string
	for _, os := range fact.Systems() {
		out = append(out, string(os))
	}
	return out
}

func transports() []string {
	return []string{string(inventory.SSH), string(inventory.OpenSSH), string(inventory.Telnet)}
}

func policies() []string {
	return []string{string(inventory.Strict), string(inventory.TOFU), string(inventory.Off)}
}
func methods() []string { return []string{"publickey", "password", "keyboard-interactive"} }
func legacies() []string {
	return []string{string(inventory.LegacyGroup1), string(inventory.LegacyCBC), string(inventory.LegacyDSS), string(inventory.LegacyRC4), string(inventory.LegacySmallRS)}
}

func (l *loader) timeouts(t fileTimeouts) inventory.Timeouts {
	return inventory.Timeouts{
		Connect: l.timeout("connect", t.Connect), Login: l.timeout("login", t.Login), FirstByte: l.timeout("first_byte", t.FirstByte),
		Idle: l.timeout("idle", t.Idle), Command: l.timeout("command", t.Command),
	}
}

// maxPrompt is how long a prompt may be.
const maxPrompt = 128

// prompt checks a prompt: the end of a line that no line of an answer has.
func (l *loader) prompt(t text) {
	switch {
	case !t.at.set() || t.s == inventory.None:
	case strings.ContainsFunc(t.s, unicode.IsControl):
		l.add(t.at, "write what stands in the last line of the terminal", "prompt holds a control character")
	case len(strings.TrimSpace(t.s)) < 2 || len(t.s) > maxPrompt:
		l.add(t.at, "write all of it, the name too", "prompt has %d characters: from 2 to %d", len(strings.TrimSpace(t.s)), maxPrompt)
	}
}

func (l *loader) timeout(what string, t text) time.Duration {
	if !t.at.set() {
		return 0
	}
	d, err := time.ParseDuration(t.s)
	switch {
	case err != nil:
		l.add(t.at, "write 90s, 5m or 1m30s", "%s %q is no duration", what, t.s)
	case d <= 0 || d > maxTimeout:
		l.add(t.at, "more than 0, at most 1h", "%s %s is out of range", what, t.s)
	}
	return d
}

// hostKey checks "type base64": the type named inside the key must be the same.
func (l *loader) hostKey(t text) string {
	if !t.at.set() {
		return ""
	}
	parts := strings.Fields(t.s)
	if len(parts) < 2 || len(parts) > 3 {
		l.add(t.at, `write "ssh-ed25519 AAAA…", as ssh-keyscan prints it without the host`, "host_key is not a key type and a key")
		return ""
	}
	raw, err := base64.StdEncoding.DecodeString(parts[1])
	if err != nil || len(raw) < 4 {
		l.add(t.at, "copy it again, whole", "the key of host_key is not base64")
		return ""
	}
	n := binary.BigEndian.Uint32(raw)
	if uint64(n) > uint64(len(raw)-4) || string(raw[4:4+n]) != parts[0] {
		l.add(t.at, "copy it again, whole", "host_key is not a key of the type it names")
	}
	return parts[0] + " " + parts[1]
}

func sorted[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
