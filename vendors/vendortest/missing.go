package vendortest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// missing is what each line of every fixture proves: the line is left blank, then its
// numbers are 0, and what is no longer known stands behind "-", what is said instead
// behind "+". A line that proves nothing is not listed.
func missing(t testing.TB, o *vendors.OS) string {
	t.Helper()
	var b strings.Builder
	for _, c := range Fixtures(t, fixtures) {
		fmt.Fprintf(&b, "== %s: %s\n", c.Name, c.Command)
		otherPlace(&b, o, c)
		b.WriteString(Missing(c.Text, func(text string) string {
			r, _, _ := o.ReadOutput(c.Command, text, 0, false)
			return Render(deviceOf(&r))
		}, func(int) bool { return true }))
	}
	return b.String()
}

// otherPlace asks the same of the next slot, module or instance: each number in the
// command is one higher. What then differs is where the facts are, and nothing else.
func otherPlace(b *strings.Builder, o *vendors.OS, c Capture) {
	read := func(command string) map[string]int {
		r, _, _ := o.ReadOutput(command, c.Text, 0, false)
		return count(Render(deviceOf(&r)))
	}
	whole := read(c.Command)
	for _, at := range digits.FindAllStringIndex(c.Command, -1) {
		n, _ := strconv.Atoi(c.Command[at[0]:at[1]])
		command := c.Command[:at[0]] + strconv.Itoa(n+1) + c.Command[at[1]:]
		fmt.Fprintf(b, "%s\n", command)
		differ(b, "in it", whole, read(command))
	}
}

var digits = regexp.MustCompile(`\d+`)

// deviceOf is a device of which one output is known.
func deviceOf(r *fact.Reading) *fact.Device {
	return &fact.Device{
		Family: r.Family, Identity: r.Identity, Carve: r.Carve, Boot: r.Boot, Redundancy: r.Redundancy, Tables: r.Tables, Flags: r.Flags,
		Exceptions: r.Exceptions, Histograms: r.Histograms, Pending: r.Pending, PendingKnown: r.PendingKnown, Unread: r.Unread,
	}
}

// Missing leaves each line of text blank in turn that is wanted (by its number, from
// 0), then puts 0 for its numbers, and says how what read gives of it (lines) differs
// from what it gives of the whole text.
func Missing(text string, read func(string) string, wanted func(int) bool) string {
	lines := strings.Split(text, "\n")
	var whole map[string]int
	var b strings.Builder
	for i := range lines {
		if strings.TrimSpace(lines[i]) == "" || !wanted(i) {
			continue
		}
		if whole == nil {
			whole = count(read(text))
		}
		instead := func(line string) map[string]int {
			other := slices.Clone(lines)
			other[i] = line
			return count(read(strings.Join(other, "\n")))
		}
		differ(&b, strconv.Itoa(i+1), whole, instead(""))
		if zero := digits.ReplaceAllString(lines[i], "0"); zero != lines[i] {
			differ(&b, strconv.Itoa(i+1)+" at 0", whole, instead(zero))
		}
	}
	return b.String()
}

// count says how often each line stands in text.
func count(text string) map[string]int {
	m := map[string]int{}
	for l := range strings.SplitSeq(text, "\n") {
		m[l]++
	}
	return m
}

// differ writes the lines that are in one of two texts only, those of the first by
// their first words.
func differ(b *strings.Builder, what string, was, is map[string]int) {
	var out []string
	for l, n := range was {
		if is[l] < n {
			out = append(out, "-"+l[:min(len(l), 36)])
		}
	}
	for l, n := range is {
		if was[l] < n {
			out = append(out, "+"+l)
		}
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(cmp.Compare(y[:1], x[:1]), cmp.Compare(x, y)) })
	for _, l := range out {
		fmt.Fprintf(b, "%s %s\n", what, l)
	}
}
