package fleet

import (
	"fmt"
	"strings"
)

// Layout is a way in which people hand over a session.
type Layout struct {
	Name string
	Make func(log string) string // the same session in it
	// Less: it tells less than the log.
	Less bool
}

// Layouts are those that tests try.
func Layouts() []Layout {
	return []Layout{
		{Name: "as it is", Make: func(s string) string { return s }},
		{Name: "carriage returns", Make: eachLine(func(_ int, l string) string { return l + "\r" })},
		{Name: "doubled line ends", Make: func(s string) string { return strings.ReplaceAll(s, "\n", "\n\n") }},
		{Name: "moved to the right", Make: eachLine(func(_ int, l string) string { return "   " + l })},
		{Name: "blanks behind the lines", Make: eachLine(func(_ int, l string) string { return l + "   " })},
		{Name: "time stamps in front", Make: eachLine(func(i int, l string) string { return fmt.Sprintf("[2026-11-24 12:%02d:%02d] %s", i/60%60, i%60, l) })},
		{Name: "quoted in a mail", Make: eachLine(func(_ int, l string) string { return "> " + l })},
		{Name: "byte order mark", Make: func(s string) string { return "\ufeff" + s }},
		{Name: "no end of the last line", Make: func(s string) string { return strings.TrimRight(s, "\n") }},
		{Name: "coloured", Make: eachLine(func(_ int, l string) string { return "\x1b[32m" + l + "\x1b[0m" })},
		{Name: "twice", Make: func(s string) string { return s + "\n" + s }},
		{Name: "first line missing", Less: true, Make: func(s string) string { _, rest, _ := strings.Cut(s, "\n"); return rest }},
		{Name: "cut in the middle", Less: true, Make: func(s string) string { return s[:len(s)/2] }},
		{Name: "pager prompts", Less: true, Make: eachLine(pager)},
		{Name: "wrapped at 80", Less: true, Make: eachLine(wrap)},
		{Name: "tabs for blanks", Less: true, Make: eachLine(func(_ int, l string) string { return strings.ReplaceAll(l, "        ", "\t") })},
		{Name: "one blank for many", Less: true, Make: eachLine(func(_ int, l string) string { return strings.Join(strings.Fields(l), " ") })},
		{Name: "in capitals", Less: true, Make: strings.ToUpper},
	}
}

func eachLine(change func(i int, line string) string) func(string) string {
	return func(log string) string {
		all := strings.Split(log, "\n")
		for i, l := range all {
			all[i] = change(i, l)
		}
		return strings.Join(all, "\n")
	}
}

// pager puts the prompt of a pager, rubbed out, in front of every 24th line.
func pager(i int, line string) string {
	if i%24 == 23 {
		return " --More-- \b\b\b\b\b\b\b\b\b\b          \b\b\b\b\b\b\b\b\b\b" + line
	}
	return line
}

func wrap(_ int, line string) string {
	if len(line) > 80 {
		return line[:80] + "\n" + line[80:]
	}
	return line
}
