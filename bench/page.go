package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/headroom-audit/headroom/internal/words"
)

// pageOf writes docs/performance.md.
func pageOf(r *results, s *setting) string {
	var b strings.Builder
	b.WriteString("# What reading routers costs\n\n<!-- Written by `make bench-collect`. Do not edit: run it again. -->\n\n")
	fmt.Fprintf(&b, "Written by `make bench-collect` on %s, headroom %s.\n", s.when.Format("2006-01-02 15:04 UTC"), s.version)
	fmt.Fprintf(&b, "Machine: %s. Load %s before, %s after.\n", s.machine, s.loadBefore, s.load)
	if !s.pinned {
		b.WriteString("**There was no taskset: nothing was pinned to a core, and the figures are not comparable.**\n")
	}
	if s.quick {
		b.WriteString("**A quick run: few devices, for a first look.**\n")
	}
	b.WriteString(how)
	writeGoals(&b, r.goals())
	writeVisits(&b, r)
	writeHold(&b, r.hold)
	writePeers(&b, r)
	writeScan(&b, &r.scan)
	b.WriteString(definitions)
	return b.String()
}

// how says what was done; definitions, at the end, what the words mean.
const how = `
The lab (simulated routers over real SSH) has one core, the program that is measured has another. Round trip 20 ms, every
command takes 100 ms, a visit is a login and six commands, answers come in writes of 1,400 bytes as over Ethernet; the text
is synthetic. headroom is its real collector (retries,
credential breaker, limits, redaction) with the limits set so high that they never hold. "unknown" is what was not measured.
`

const definitions = `
## What the words mean

- **x/crypto alone (bare)**: the limit. A client of golang.org/x/crypto/ssh that logs in, sends the six commands and counts bytes
  up to the known end of each answer: no prompt is looked for, nothing is kept, redacted or retried.
- **CPU**: user and system time of the program and all processes below it, as the kernel counts it when they end, over
  the devices. "Without start" takes off what the program needs for an empty list: what is left of it in a fleet that is
  large enough. Middle of three runs; one run of 10,000 devices, and of the programs below netmiko in the table. A row in
  which a device failed has no figures: a visit that was cut short is cheap. The goals are about the whole program.
- **At once**: scrapligo, netmiko and asyncssh have 500 sessions open at once, as the goals have; a fleet of 10,000 is read
  in half a minute so. netmiko has a thread for each; with 100 it takes less CPU and four times as long, which is a row of
  its own. headroom always has as many as the program beside it.
- **Ideal**: devices ÷ sessions × a lone visit, which is measured in the same run. A lone visit of headroom holds 600 ms of
  the six commands, 150 ms of silence until a line counts as the first prompt, and round trips.
- **Memory**: the largest resident set; of several processes their sum, in which shared pages count for each.
- **Memory per session**: sessions that wait for the answer to their first command, all at once, against the same process
  before the first one.
- Each program checks that the end of every answer came. None of them is tuned: they do what their documentation shows.
`

func writeGoals(b *strings.Builder, goals []goal) {
	b.WriteString("\n## Goals\n\n| goal | at | measured | |\n|---|---:|---:|---|\n")
	for _, g := range goals {
		word := "most"
		if g.least {
			word = "least"
		}
		measured := "unknown"
		if !math.IsNaN(g.measured) {
			measured = figure(g.measured) + " " + g.unit
		}
		fmt.Fprintf(b, "| %s | %s %s %s | %s | %s |\n", g.text, word, figure(g.bound), g.unit, measured, g.verdict())
	}
}

func writeVisits(b *strings.Builder, r *results) {
	b.WriteString("\n## headroom\n\n| KB | devices | at once | read | CPU ms per device | wall s | ideal s | wall ÷ ideal | memory MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, v := range append(append([]row{}, r.visits...), r.large) {
		fmt.Fprintf(b, "| %d | %s | %d | %s | **%s** | %s | %s | %s | %s |\n", v.kb, thousands(v.devices), v.sessions, thousands(v.ok),
			figure(v.cpuMS()), figure(v.wallS()), figure(v.idealS()), figure(v.overIdeal()), figure(v.memory()))
	}
	u := r.usual()
	fmt.Fprintf(b, "\nA lone visit takes %s ms. Starting the program takes %s ms of CPU.\n", figure(u.lone), figure(ms(u.starting)))
}

func writeHold(b *strings.Builder, h holding) {
	if h.sessions == 0 {
		return
	}
	fmt.Fprintf(b, "\n%d sessions that wait for an answer take %s KB each and %s ms of CPU per second each. When the scan is cancelled, the last\ndescriptor is closed after %s ms; %d stay open.\n",
		h.sessions, figure(h.rssKB), figure(h.waitingMS), figure(h.closedMS), h.leaked)
}

func writePeers(b *strings.Builder, r *results) {
	if len(r.peers) == 0 {
		return
	}
	b.WriteString("\n## Side by side\n\nThe same visit of 36 KB, against the same lab; each program and headroom in turn.\n\n")
	b.WriteString("| program | version | devices | at once | read | CPU ms per device | headroom | times | without start, ms | headroom | times | wall s | headroom | memory MB | headroom |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, both := range r.peers {
		p, h := both.peer, both.own
		if p.devices == 0 {
			fmt.Fprintf(b, "| %s | %s | | | | unknown | | unknown | unknown | | unknown | | | | |\n", p.name, cell(p.why))
			continue
		}
		fmt.Fprintf(b, "| %s | %s | %s | %d | %s | %s | %s | **%s** | %s | %s | %s | %s | %s | %s | %s |\n", p.name, p.version, thousands(p.devices), p.sessions, thousands(p.ok),
			figure(p.cpuMS()), figure(h.cpuMS()), figure(p.times(h)), figure(p.bareMS()), figure(h.bareMS()), figure(p.timesBare(h)),
			figure(p.wallS()), figure(h.wallS()), figure(p.memory()), figure(h.memory()))
	}
}

func writeScan(b *strings.Builder, s *scanned) {
	if s.devices == 0 {
		return
	}
	fmt.Fprintf(b, `
## A whole scan

%s of %s routers of the demo fleet, %s commands and %s KB each in the mean: `+"`headroom scan`"+` asks, parses, judges, keeps and reports
them in %s s with **%s ms of CPU per device** and %s MB of memory. The same transcripts from files (`+"`headroom audit`"+`: read,
parse, judge, report) take %s ms. Starting the program is in both.
`, thousands(s.ok), thousands(s.devices), figure(s.commands), figure(s.kb), figure(s.wallS()), figure(s.cpuMS()), figure(s.memory()), figure(s.files.cpuMS()))
	if s.parse > 0 {
		fmt.Fprintf(b, "\n| station | CPU ms per device |\n|---|---:|\n")
		for _, station := range []struct {
			name string
			cost float64
		}{{"collect", s.collect}, {"parse", s.parse}, {"judge", s.judge}, {"keep", s.keep}, {"report", s.report}} {
			fmt.Fprintf(b, "| %s | %s |\n", station.name, figure(station.cost))
		}
	}
}

// figure prints a number with three digits that count; "unknown" where there is none.
func figure(x float64) string {
	switch {
	case math.IsNaN(x):
		return "unknown"
	case math.IsInf(x, 0):
		return "never"
	case x >= 100:
		return thousands(int(math.Round(x)))
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 0.1 || x == 0:
		return fmt.Sprintf("%.2f", x)
	}
	return fmt.Sprintf("%.4f", x)
}

// thousands prints a count with commas.
func thousands(n int) string { return words.Thousands(float64(n)) }

// cell is a text in one cell of a table.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}
