package ansible

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
	"github.com/headroom-audit/headroom/inventory/gather"
)

var (
	section   = lazyregexp.New(`^\[([^:\]\s]+)(?::(\w+))?\]\s*(?:#.*)?$`)
	groupName = lazyregexp.New(`^([^:\]\s]+)\s*(?:#.*)?$`)
	withPort  = lazyregexp.New(`^((?:[^:\[\]]|\[[^\]]*\])*):([0-9]+)$`)
	bracketed = lazyregexp.New(`^\[(.+)\]:([0-9]+)$`)
	hostRange = lazyregexp.New(`\[([^:\[\]]*):([^:\[\]]*)(?::([^:\[\]]*))?\]`)
)

// ini reads a static file in INI.
func (t *tree) ini(raw []byte) error {
	name, kind := "ungrouped", "hosts"
	declared, wanted := map[string]bool{"all": true, "ungrouped": true}, map[string]int{}
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if m := section.FindStringSubmatch(line); m != nil {
			if name, kind = m[1], m[2]; kind == "" {
				kind = "hosts"
			}
			if !slices.Contains([]string{"hosts", "children", "vars"}, kind) {
				return placed{n, fmt.Sprintf("section [%s:%s] is neither hosts, children nor vars", name, kind)}
			}
			t.group(name)
			if kind == "vars" {
				if wanted[name] == 0 {
					wanted[name] = n
				}
			} else {
				declared[name] = true
			}
			continue
		}
		if line[0] == '[' && line[len(line)-1] == ']' {
			return placed{n, "this is no section: is a blank in it?"}
		}
		if err := t.iniLine(name, kind, line, n, wanted); err != nil {
			return err
		}
	}
	for g, n := range wanted {
		if !declared[g] {
			return placed{n, fmt.Sprintf("group %s is named and not declared anywhere", g)}
		}
	}
	return nil
}

func (t *tree) iniLine(name, kind, line string, n int, wanted map[string]int) error {
	place := ":" + strconv.Itoa(n)
	switch kind {
	case "vars":
		k, v, ok := strings.Cut(line, "=")
		if !ok {
			return placed{n, "a line of vars is KEY=VALUE"}
		}
		t.group(name).vars[strings.TrimSpace(k)] = value{literal(strings.TrimSpace(v)), place}
		return nil
	case "children":
		m := groupName.FindStringSubmatch(line)
		if m == nil {
			return placed{n, "this is no name of a group"}
		}
		t.group(name).children[m[1]] = true
		t.group(m[1])
		if wanted[m[1]] == 0 {
			wanted[m[1]] = n
		}
		return nil
	}
	words, err := split(line)
	if err != nil || len(words) == 0 {
		return placed{n, "a quote is not closed"}
	}
	hosts, port, err := expand(words[0])
	if err != nil {
		return placed{n, err.Error()}
	}
	for _, h := range hosts {
		host := t.host(h, place)
		if len(t.order) > gather.MaxDevices {
			return placed{n, "the range is too wide"}
		}
		t.group(name).hosts[h] = true
		if port != "" {
			host.vars["ansible_port"] = value{port, place}
		}
		for _, w := range words[1:] {
			k, v, ok := strings.Cut(w, "=")
			if !ok {
				return placed{n, "behind the name of a host stands KEY=VALUE"}
			}
			host.vars[k] = value{literal(v), place}
		}
	}
	return nil
}

// literal takes the quotes of a value off, as Python reads it.
func literal(s string) string {
	if len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] && !strings.ContainsRune(s[1:len(s)-1], rune(s[0])) {
		return strings.ReplaceAll(s[1:len(s)-1], `\\`, `\`)
	}
	return s
}

// split splits a line into words as a shell does; what follows a # that begins a word
// is a comment.
func split(line string) ([]string, error) {
	var out []string
	var b strings.Builder
	quote, in := byte(0), false
	for i := 0; i < len(line); i++ {
		c := line[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == '\'', quote == '"' && c != '\\':
			b.WriteByte(c)
		case quote == '"': // in double quotes only \" and \\ are escapes
			if i+1 < len(line) && (line[i+1] == '"' || line[i+1] == '\\') {
				i++
			}
			b.WriteByte(line[i])
		case c == '\'' || c == '"':
			quote, in = c, true
		case c == '\\' && i+1 < len(line):
			i++
			in = true
			b.WriteByte(line[i])
		case c == ' ' || c == '\t':
			if in {
				out = append(out, b.String())
				b.Reset()
			}
			in = false
		case c == '#':
			if in {
				out = append(out, b.String())
			}
			return out, nil
		default:
			in = true
			b.WriteByte(c)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote is not closed")
	}
	if in {
		out = append(out, b.String())
	}
	return out, nil
}

// expand gives the hosts of a pattern such as edge[01:20].fra:2022, and its port.
func expand(pattern string) (hosts []string, port string, err error) {
	if m := bracketed.FindStringSubmatch(pattern); m != nil && !hostRange.MatchString(pattern) {
		pattern, port = m[1], m[2]
	} else if m := withPort.FindStringSubmatch(pattern); m != nil {
		pattern, port = m[1], m[2]
	}
	hosts, err = ranges(pattern)
	return hosts, port, err
}

// ranges puts in what stands in [first:last:step], every range of a name with every
// other.
func ranges(pattern string) ([]string, error) {
	m := hostRange.FindStringSubmatchIndex(pattern)
	if m == nil {
		return []string{pattern}, nil
	}
	part := func(i int) string {
		if m[i] < 0 {
			return ""
		}
		return pattern[m[i]:m[i+1]]
	}
	members, err := members(part(2), part(4), part(6))
	if err != nil {
		return nil, err
	}
	rest, err := ranges(pattern[m[1]:])
	if err != nil {
		return nil, err
	}
	if len(members)*len(rest) > gather.MaxDevices {
		return nil, fmt.Errorf("the range %s is too wide", pattern[m[0]:m[1]])
	}
	out := make([]string, 0, len(members)*len(rest))
	for _, a := range members {
		for _, b := range rest {
			out = append(out, pattern[:m[0]]+a+b)
		}
	}
	return out, nil
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// members are what a range stands for.
func members(first, last, step string) ([]string, error) {
	by := 1
	if step != "" {
		n, err := strconv.Atoi(step)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("the step %q of a range is no number from 1", step)
		}
		by = n
	}
	if first == "" {
		first = "0"
	}
	var out []string
	a, b := strings.Index(letters, first), strings.Index(letters, last)
	if len(first) == 1 && len(last) == 1 && a >= 0 && b >= 0 {
		if a > b {
			return nil, fmt.Errorf("the range %s:%s ends before it begins", first, last)
		}
		for i := a; i <= b; i += by {
			out = append(out, letters[i:i+1])
		}
		return out, nil
	}
	lo, err1 := strconv.Atoi(first)
	hi, err2 := strconv.Atoi(last)
	switch {
	case err1 != nil || err2 != nil || lo < 0:
		return nil, fmt.Errorf("the range %s:%s is neither of numbers nor of letters", first, last)
	case first[0] == '0' && len(first) > 1 && len(first) != len(last):
		return nil, fmt.Errorf("the range %s:%s has ends of different length", first, last)
	case (hi-lo)/by > gather.MaxDevices:
		return nil, fmt.Errorf("the range %s:%s is too wide", first, last)
	}
	for i := lo; i <= hi; i += by {
		if first[0] == '0' && len(first) > 1 {
			out = append(out, fmt.Sprintf("%0*d", len(first), i))
			continue
		}
		out = append(out, strconv.Itoa(i))
	}
	return out, nil
}
