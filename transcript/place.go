package transcript

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// said is what the commands so far tell of the prompts that follow.
type said struct {
	last    string // the last command that was entered
	leaves  bool   // it leads to another prompt: exit, ssh, switchto vdc
	name    string // the host name that was configured last
	renames bool   // the last command may have changed the host name
	reboots bool
	part    string // the part that the last command goes to: "vdc PEER"
	fpc     string // the card whose shell was asked for last
	mode    string // configuration mode of the latest prompt
}

var (
	leaving  = lazyregexp.New(`(?i)^(do |run |admin )?(ssh|telnet|slogin|rlogin|exit|quit|q|logout|logoff|bye|connect|session|attach|resume|disconnect|switchto|switchb\w*|switch\w* vdc|end|abort|start shell|vty|cli-pfe|cli|bash|run bash|run$|admin$|sysadmin|remote login|request session|request routing-engine login|request pfe|reload|boot|reset|reboot|request system re|request system power)\b`)
	hostSets = lazyregexp.New(`(?i)^(?:ho\w*|switchname|sysname|set (?:groups \S+ )?system host-name)\s+"?([^\s"]+)"?$`)
	renaming = lazyregexp.New(`(?i)^(?:do )?(?:commit|load|rollback|copy .*\brun|conf\w* repl|conf\w* (?:net|mem)|no ho|delete (?:groups \S+ )?system host-name)`)
	rebooted = lazyregexp.New(`(?i)^(?:do |run )?(?:reload|boot|reset|i$|continue|request system reboot|write erase)`)
	goesTo   = lazyregexp.New(`(?i)^(do |run )?(ssh|telnet|slogin|rlogin|connect)\b`)
	vdcOf    = lazyregexp.New(`(?i)^switch\w*\s+vdc\s+(\S+)`)
	fpcOf    = lazyregexp.New(`(?i)\bfpc\s?(\d+)`)
	memberOf = lazyregexp.New(`(?i)^session\s+(?:switch\s+)?(\d+)$`)
	reOf     = lazyregexp.New(`(?i)[-.]?re([01])$`)
	nameless = lazyregexp.New(`^(Router|Switch|switch|router|ios|Amnesiac)$`)
	reading  = lazyregexp.New(`(?i)^(do |run )?(more|type|cat|file show|show file|tail|less)\b`)
)

// entered notes a command.
func (s *said) entered(cmd string) {
	s.last, s.leaves, s.part = cmd, leaving.MatchString(cmd), ""
	s.renames, s.reboots = renaming.MatchString(cmd), rebooted.MatchString(cmd)
	if m := hostSets.FindStringSubmatch(cmd); m != nil && s.mode != "" {
		s.name = m[1]
	}
	if m := vdcOf.FindStringSubmatch(cmd); m != nil {
		s.part = "vdc " + m[1]
	}
	if m := memberOf.FindStringSubmatch(cmd); m != nil {
		s.part = "member " + m[1]
	}
	if m := fpcOf.FindStringSubmatch(cmd); m != nil {
		s.fpc = m[1]
	}
}

// at notes whose prompt it is now: what the last command told was for that one.
func (s *said) at(c Context) {
	s.mode, s.leaves, s.renames, s.part = c.Mode, false, false, ""
	s.reboots = s.reboots && c.Part == "boot loader"
}

// place says whose prompt m is; false where it only looks like one, and is part
// of the text. idle: no command is open.
func (r *reader) place(m *mark, idle bool) (place, bool) {
	if p, ok := r.known(m, idle); ok {
		if r.part(m, &p); m.Host != "" {
			p.dev.last = max(p.dev.last, r.hosts[m.Host].last)
		}
		return p, true
	}
	if m.Host != "" && r.cur != nil {
		if p, ok := r.renamed(m); ok {
			r.name(m.Host, p)
			p.dev.last = max(p.dev.last, r.hosts[m.Host].last)
			r.part(m, &p)
			return p, true
		}
	}
	if !r.stranger(m, idle) {
		return place{}, false
	}
	return r.meet(m), true
}

// elsewhere reports whether m is the prompt of a computer: the shell of a host
// that has no other prompt.
func (r *reader) elsewhere(m *mark) bool {
	return m.Part == "shell" && m.Host != "" && r.hosts[m.Host].shells == r.hosts[m.Host].lines
}

var (
	asksConfig = lazyregexp.New(`(?i)^(?:do |run |admin )?sh\w* (?:run|star|conf|arch)`)
	bannerText = lazyregexp.New(`^banner \w+ (\^?\S)`)
)

// quoted reports whether m stands in a banner of a configuration that is being
// shown: behind its head and before its end.
func (r *reader) quoted(m *mark) bool {
	if r.cmd == "" {
		return false
	}
	before := r.data[max(r.body, m.start-4096):m.start]
	at := bytes.LastIndex(before, []byte("\nbanner ")) + 1
	head := bannerText.FindSubmatchIndex(before[at:])
	if head == nil || !asksConfig.MatchString(r.cmd) {
		return false
	}
	end, said := before[at+head[2]:at+head[3]], before[at+head[3]:]
	return !bytes.Contains(said, end) && bytes.Contains(r.data[m.start:min(len(r.data), m.start+4096)], append([]byte{'\n'}, end...))
}

// known finds the device of a prompt that was seen before, or that names none.
func (r *reader) known(m *mark, idle bool) (place, bool) {
	if m.Host == "" {
		if !m.own && r.cur == nil {
			return place{}, false
		}
		if r.cur == nil {
			r.cur = r.device("", m.at)
		}
		return place{r.cur, ""}, true
	}
	p, ok := r.names[m.Host]
	if !ok || p.dev == r.cur || idle || r.said.leaves || m.asks || m.own {
		return p, ok
	}
	// A bare prompt of another device inside an answer: only where it goes on.
	return p, p.dev.last > m.at && r.cur.last <= m.at
}

// part settles what the prompt and the commands before it tell of the part.
func (r *reader) part(m *mark, p *place) {
	switch {
	case m.Part == "pfe" && r.said.fpc != "":
		p.part = "pfe fpc" + r.said.fpc
	case m.Part != "":
		p.part = m.Part
	}
}

// renamed finds the device that goes on under another name: a new host name, the
// name with the part behind it, the name cut short in configuration mode.
func (r *reader) renamed(m *mark) (place, bool) {
	s, host := &r.said, r.ctx.Host
	here := place{r.cur, r.names[host].part}
	switch {
	case m.Host == s.name && s.name != "":
		return here, true
	case m.own && strings.HasPrefix(m.Part, "pfe") && s.leaves && !goesTo.MatchString(s.last):
		return here, true // its card calls the router otherwise
	case s.part != "":
		here.part = s.part
		return here, true
	case m.Mode != "" && len(m.Host) >= 10 && strings.HasPrefix(host, m.Host):
		return here, true
	case s.mode != "" && m.Mode != "" && !s.leaves, s.renames && !s.leaves:
		return here, true
	case s.reboots && nameless.MatchString(m.Host), r.cur.t.Device == "":
		if r.cur.t.Device == "" {
			r.cur.t.Device = m.Host
		}
		return here, true
	case s.reboots && nameless.MatchString(host):
		return here, true
	}
	return r.related(m)
}

// related finds the device whose part a prompt names by its end: sw1-sdby,
// r1-sp, r1-dfc3, edge1-re1.
func (r *reader) related(m *mark) (place, bool) {
	if p, ok := r.names[m.base]; ok && m.suffix != "" {
		p.part = partOf(m.suffix)
		return p, p.part != ""
	}
	if p, ok := r.vdc(m); ok {
		return p, true
	}
	re := reOf.FindStringSubmatch(m.Host)
	if re == nil {
		return place{}, false
	}
	p, ok := r.engines[strings.TrimSuffix(m.Host, re[0])]
	if p.part = "re" + re[1]; m.master {
		p.part = ""
	}
	return p, ok
}

// vdc finds the switch whose VDC a prompt names by its end, where no line shows who
// went there: the log says that "PEER" of dc1-PEER is a VDC. A session may start in
// one, too: then the switch's own prompt comes later.
func (r *reader) vdc(m *mark) (place, bool) {
	for i := range len(m.Host) {
		if m.Host[i] != '-' {
			continue
		}
		name := m.Host[i+1:]
		if p, ok := r.names[m.Host[:i]]; ok && p.part == "" && r.isVDC(name) {
			p.part = "vdc " + name
			return p, true
		}
	}
	inside := r.ctx.Host
	name, ok := strings.CutPrefix(inside, m.Host+"-")
	if p := r.names[inside]; ok && p.part == "" && (back.MatchString(r.said.last) || r.isVDC(name)) {
		r.names[inside] = place{p.dev, "vdc " + name}
		p.dev.t.Device, r.ctx.Part = m.Host, "vdc "+name
		for i := range p.dev.t.Records {
			if c := &p.dev.t.Records[i].Context; c.Host == inside && c.Part == "" {
				c.Part = "vdc " + name
			}
		}
		return p, true
	}
	return place{}, false
}

var back = lazyregexp.New(`(?i)^switchb`)

var vdcNamed = lazyregexp.New(`(?m)^(?:Current vdc is \d+ - (\S+)|\d+ +(\S+) +(?:active|suspended|failed)\b)`)

// isVDC reports whether a line of the log says that a VDC has that name.
func (r *reader) isVDC(name string) bool {
	if r.vdcs == nil {
		r.vdcs = map[string]bool{}
		for _, m := range vdcNamed.FindAllSubmatch(r.data, -1) {
			r.vdcs[string(m[1])+string(m[2])] = true
		}
	}
	return r.vdcs[name]
}

// name notes what a name in a prompt stands for.
func (r *reader) name(host string, p place) {
	r.names[host] = p
	if re := reOf.FindString(host); re != "" && re != host {
		r.engines[strings.TrimSuffix(host, re)] = p
	}
}

// partOf names the part that the end of a host name tells.
func partOf(suffix string) string {
	switch {
	case suffix == "sp":
		return "sp"
	case strings.HasPrefix(suffix, "dfc"):
		return "module " + suffix[len("dfc"):]
	case strings.HasPrefix(suffix, "fpc"):
		return ""
	}
	return "standby"
}

// stranger reports whether a prompt of a host that was not met before is one:
// that host was asked something somewhere in the log, and it does not stand in
// the middle of an answer that goes on behind it.
func (r *reader) stranger(m *mark, idle bool) bool {
	h := r.hosts[m.Host]
	switch {
	case r.cur == nil:
		return h.asks > 0 || m.own
	case h.asks == 0 && !(m.own && (idle || r.said.leaves)):
		return false
	case idle || r.said.leaves && !reading.MatchString(r.said.last):
		return true
	case r.cur.last <= m.at:
		return true
	}
	return (m.asks || m.rest == "") && h.lines > 1 && !reading.MatchString(r.said.last)
}

// meet makes the device of a host that was not met before.
func (r *reader) meet(m *mark) place {
	host, part := m.Host, m.Part
	if m.suffix != "" && partOf(m.suffix) == "standby" {
		host, part = m.base, "standby"
	}
	d := r.device(host, r.hosts[m.Host].last)
	p := place{d, ""}
	if host != m.Host {
		r.name(host, p)
		p.part = part
	}
	r.name(m.Host, p)
	r.part(m, &p)
	if r.said.leaves {
		r.said = said{leaves: true, last: r.said.last}
	}
	return p
}
