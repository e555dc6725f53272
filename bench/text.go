package main

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/transcript"
)

// endMark ends every answer: a client that did not get it lost something.
const endMark = "end of answer"

// question is one command of a visit and how large its answer is.
type question struct {
	command string
	size    int // bytes without the line ends of a terminal
}

// small is the usual visit: six commands, 36 KB together.
func small() []question { return visit(1, 2, 4, 6, 8, 15) }

// large is a visit of 280 KB.
func large() []question { return visit(2, 8, 20, 20, 30, 200) }

// visit gives six commands with answers of so many KB.
func visit(kb ...int) []question {
	names := []string{"show version", "show inventory", "show module", "show ip route summary", "show platform hardware capacity", "show interfaces status"}
	out := make([]question, len(names))
	for i, name := range names {
		out[i] = question{name, kb[i] << 10}
	}
	return out
}

// answers is what a device of the benchmark says: synthetic rows in the shape
// of inventories and tables, none of them from a device.
func answers(name string, visit []question) *transcript.Transcript {
	t := &transcript.Transcript{Device: name, OS: "cisco_iosxe", Source: "synthetic"}
	for _, q := range visit {
		raw := []byte(body(q))
		t.Records = append(t.Records, transcript.Record{Kind: transcript.Command, Command: q.command, Raw: raw, BodyEnd: len(raw), State: transcript.Complete})
	}
	return t
}

func body(q question) string {
	last := fmt.Sprintf("%s, %q\n", endMark, q.command)
	var b strings.Builder
	fmt.Fprintf(&b, "Synthetic answer of %d bytes for a benchmark\n", q.size)
	for i := 0; b.Len() < q.size-len(last); i++ {
		row := fmt.Sprintf("slot %2d/%-3d  IPv4 unicast %9d of %9d entries  %3d%%  up 12w3d  module BX-%04d\n", i%16, i, i*7919%1000000, 1048576, i*31%100, i*13%10000)
		if i%9 == 8 {
			row = fmt.Sprintf("NAME: \"bay %d\", DESCR: \"line card, 48 ports, revision %d\"\n", i, i%7)
		}
		b.WriteString(row[:min(len(row), q.size-len(last)-b.Len())])
	}
	text := b.String()
	return text[:len(text)-1] + "\n" + last
}
