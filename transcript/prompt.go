package transcript

import (
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// prompt is a line, or the head of one, that looks like what a device prints
// when it waits.
type prompt struct {
	Context
	n int // its length, with the blank behind it
	// own: its shape says that it is a prompt, whatever stands behind it
	// (RP/0/RP0/CPU0:r1#, SMPC3(r1 vty)#, rommon 1 >).
	own bool
	// suffix is how the name goes on where it tells a part: "-sdby"; base is the
	// name without it.
	base, suffix string
	master       bool // its banner says {master}
}

// PromptHost gives the host name of a prompt and how long the prompt is; ok is
// false where line does not start with one.
func PromptHost(line string) (host string, n int, ok bool) {
	p, ok := promptAt(line)
	return p.Host, p.n, ok && p.Host != ""
}

// promptAt reads the prompt at the head of a line.
func promptAt(line string) (prompt, bool) {
	if shellLine(line) {
		return prompt{Context: Context{Part: "shell"}, n: 2, own: true}, true
	}
	banner := 0
	for banner < len(line) && (line[banner] == '{' || line[banner] == '[') {
		end := strings.IndexByte(line[banner:], closing(line[banner]))
		if end < 0 || end > 80 {
			return prompt{}, false
		}
		if p, ok := bracketShell(line[banner:], end); ok {
			return p, true
		}
		if !isBanner(line[banner : banner+end+1]) {
			return prompt{}, false
		}
		banner += end + 1
		for banner < len(line) && line[banner] == ' ' {
			banner++
		}
	}
	head := line[banner:]
	h, ok := headOf(head)
	if !ok {
		return prompt{}, false
	}
	p, ok := h.prompt()
	p.n = banner + h.n
	if ok && banner > 0 {
		p.under(line[:banner])
	}
	return p, ok
}

// shellLine reports whether a line is the prompt of the shell of Junos, with what
// leads on from there: "% cprod -A fpc0 …". Refusals start with "% " as well.
func shellLine(line string) bool {
	if !strings.HasPrefix(line, "% ") {
		return false
	}
	for _, verb := range [...]string{"cprod ", "vty ", "cli", "cli-pfe ", "su", "exit"} {
		if rest, ok := strings.CutPrefix(line[2:], verb); ok && (verb[len(verb)-1] == ' ' || strings.TrimSpace(rest) == "") {
			return true
		}
	}
	return false
}

func closing(open byte) byte {
	if open == '{' {
		return '}'
	}
	return ']'
}

// bracketShell reads the prompts of a shell that stand in brackets:
// [xr-vm_node0_RP0_CPU0:~]$ and [sysadmin-vm:0_RP0:~]$.
func bracketShell(s string, end int) (prompt, bool) {
	rest := s[end+1:]
	if s[0] != '[' || len(rest) == 0 || rest[0] != '$' && rest[0] != '#' || !strings.Contains(s[:end], ":") {
		return prompt{}, false
	}
	n := end + 2
	if n < len(s) && s[n] == ' ' {
		n++
	}
	return prompt{Context: Context{Part: "shell"}, n: n, own: true}, true
}

// head is the name, the mode in parentheses and the mark of a prompt.
type head struct {
	name, paren string
	mark        byte
	n           int
}

// headOf cuts a prompt into its parts without looking at what they say. It must
// give up early: most lines are none.
func headOf(s string) (h head, ok bool) {
	i := 0
	for i < len(s) && nameByte[s[i]] {
		i++
	}
	if i > 80 || i == 0 && !strings.HasPrefix(s, "(vty)") {
		return h, false
	}
	h.name = s[:i]
	i = h.blanks(s, i)
	if i, ok = h.parens(s, i); !ok {
		return h, false
	}
	i = h.vrf(s, i)
	switch {
	case i < len(s) && strings.IndexByte("#>%$:", s[i]) >= 0:
		h.mark, i = s[i], i+1
	case h.name == "switch:":
		h.mark = ':'
	default:
		return h, false
	}
	if i < len(s) && s[i] == ' ' {
		i++
	}
	h.n = i
	return h, true
}

// blanks passes over the blanks that stand before the mark of some prompts:
// "rommon 1 >", "loader >", "root@r1:~ #".
func (h *head) blanks(s string, i int) int {
	if i >= len(s) || s[i] != ' ' {
		return i
	}
	switch {
	case strings.HasPrefix(h.name, "rommon"), h.name == "loader", h.name == "grub":
		for i < len(s) && (s[i] == ' ' || s[i] >= '0' && s[i] <= '9') {
			i++
		}
	case strings.Contains(h.name, "@") && strings.Contains(h.name, ":") && i+1 < len(s) && (s[i+1] == '#' || s[i+1] == '%'):
		i++
	}
	return i
}

// parens reads the words in parentheses; the last ones count.
func (h *head) parens(s string, i int) (int, bool) {
	for i < len(s) && s[i] == '(' {
		end := strings.IndexByte(s[i:], ')')
		if end < 0 || end > 62 {
			return i, false
		}
		h.paren, i = s[i+1:i+end], i+end+1
	}
	return i, true
}

// vrf passes over the routing context of NX-OS: r1%management#.
func (h *head) vrf(s string, i int) int {
	if i >= len(s) || s[i] != '%' || strings.Contains(h.name, "@") {
		return i
	}
	j := i + 1
	for j < len(s) && nameByte[s[j]] {
		j++
	}
	if j > i+1 && j < len(s) && s[j] == '#' {
		return j
	}
	return len(s)
}

// nameByte are the bytes that a name in a prompt is made of.
var nameByte = func() (t [256]bool) {
	for _, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-/:@~\\&,+") {
		t[c] = true
	}
	return t
}()

var (
	nodeXR   = lazyregexp.New(`^((?:RP|LC|DRP)/\d+/[\w/]+):([\w.\-]+)$`)
	slotTail = lazyregexp.New(`^(.*?)-?(\d+)$`)
	cardOwn  = lazyregexp.New(`^(?:module-(\d+)|LC-Slot(\d+))$`)
	hostName = lazyregexp.New(`^[A-Za-z0-9_][\w.\-/:&,+]{0,62}$`)
	partTail = lazyregexp.New(`^(.+)-(sdby|stby|standby|sp|sdby-sp|stdby|dfc\d+|fpc\d+)$`)
)

// prompt says whose prompt the parts make.
func (h head) prompt() (prompt, bool) {
	switch {
	case h.name == "switch:" && h.mark == ':', h.name == "loader" && h.mark == '>', h.name == "grub" && h.mark == '>',
		strings.HasPrefix(h.name, "rommon") && h.mark == '>':
		return prompt{Context: Context{Part: "boot loader"}, own: h.name != "switch:"}, true
	case h.mark == ':':
		return prompt{}, false
	case strings.HasSuffix(h.paren, "vty"):
		return h.pfe(), true
	case strings.ContainsRune(h.name, '@'):
		return h.user()
	case strings.HasPrefix(h.name, "sysadmin-vm:") && h.mark == '#':
		return prompt{Context: Context{Part: "sysadmin", Mode: mode(h.paren)}, own: true}, true
	case h.mark == '%' || h.mark == '$':
		return prompt{Context: Context{Part: "shell"}, own: true}, strings.HasPrefix(h.name, "bash-")
	}
	if m := cardOwn.FindStringSubmatch(h.name); m != nil {
		return prompt{Context: Context{Part: "module " + m[1] + m[2]}, own: true}, true
	}
	if m := nodeXR.FindStringSubmatch(h.name); m != nil {
		return h.xr(m[1], m[2])
	}
	if !hostName.MatchString(h.name) {
		return prompt{}, false
	}
	p := prompt{Context: Context{Host: h.name, Mode: mode(h.paren)}}
	if h.paren == "boot" {
		p.Part = "boot loader"
	}
	if m := partTail.FindStringSubmatch(h.name); m != nil {
		p.base, p.suffix = m[1], m[2]
	}
	return p, true
}

// xr is the prompt of an IOS XR node.
func (h head) xr(node, host string) (prompt, bool) {
	if h.mark != '#' && h.mark != '>' {
		return prompt{}, false
	}
	p := prompt{Context: Context{Host: host, Mode: mode(h.paren)}, own: true}
	if strings.HasPrefix(node, "LC/") {
		p.Part = "lc " + node[len("LC/"):]
	}
	if strings.HasPrefix(h.paren, "admin") {
		p.Part, p.Mode = "admin", mode(strings.TrimPrefix(strings.TrimPrefix(h.paren, "admin"), "-"))
	}
	return p, true
}

// pfe is the prompt of a forwarding engine of Junos: SMPC3(mx1-re0 vty)#.
func (h head) pfe() prompt {
	p := prompt{Context: Context{Host: strings.TrimSpace(strings.TrimSuffix(h.paren, "vty")), Part: "pfe"}, own: true}
	if m := slotTail.FindStringSubmatch(h.name); m != nil {
		p.Part += " fpc" + m[2]
	}
	return p
}

// user is a prompt with an account in it: Junos and its shells.
func (h head) user() (prompt, bool) {
	_, rest, _ := strings.Cut(h.name, "@")
	host, tail, _ := strings.Cut(rest, ":")
	if host != "" && !hostName.MatchString(host) {
		return prompt{}, false
	}
	p := prompt{Context: Context{Host: host}}
	switch {
	case tail == "pfe":
		p.Part, p.own = "pfe", true
		if m := partTail.FindStringSubmatch(host); m != nil && strings.HasPrefix(m[2], "fpc") {
			p.Host, p.Part = m[1], "pfe "+m[2]
		}
	case h.mark == '%' || h.mark == '$' || strings.HasPrefix(tail, "~") || strings.HasPrefix(tail, "/"):
		p.Part = "shell"
	case host == "":
		return prompt{}, false
	case h.mark == '#':
		p.Mode = "edit"
	}
	return p, true
}

// mode gives the configuration mode that the words in parentheses name, "" for
// other words (maint-mode, a vrf, the time).
func mode(paren string) string {
	if strings.HasPrefix(paren, "conf") || strings.HasPrefix(paren, "cfg") || paren == "vlan" {
		return paren
	}
	return ""
}

var bannerLine = lazyregexp.New(`^(\{(?:local-)?(?:master|backup|primary|secondary|linecard|line-card|hold|disabled|ineligible|lost|unknown)(?::[\w\-]+)?\})? *(\[edit[^\]]*\])?$|^\[vrf:[\w\-]+\]$`)

// isBanner reports whether a line stands over a prompt and belongs to it:
// {master:0}, {master:member0-re0}, [edit chassis], {master}[edit].
func isBanner(s string) bool {
	return s != "" && (s[0] == '{' || s[0] == '[') && len(s) < 200 && bannerLine.MatchString(s)
}

// under adds what the banner over a prompt says of who speaks.
func (p *prompt) under(banner string) {
	c := &p.Context
	if i := strings.Index(banner, "[edit"); i >= 0 {
		c.Mode = strings.TrimSpace(strings.TrimRight(banner[i+1:], "] "))
	}
	i, end := strings.IndexByte(banner, '{'), strings.IndexByte(banner, '}')
	if i < 0 || end < i || c.Part != "" {
		return
	}
	role, who, _ := strings.Cut(banner[i+1:end], ":")
	role = strings.TrimPrefix(role, "local-")
	switch {
	case role == "master" || role == "primary":
		p.master = true
	case strings.HasPrefix(role, "line"):
		c.Part = strings.TrimSpace("member " + strings.TrimPrefix(who, "member"))
	default:
		c.Part = "standby"
	}
}
