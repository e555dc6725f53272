// Package textfsm_test reads the same outputs with our parsers and with TextFSM.
package textfsm_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/sirikothe/gotextfsm"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// sideBySide is one output that both readers understand: ours, and TextFSM with
// a template of ours. (synthetic)
type sideBySide struct {
	name, command, template, column string
	os                              fact.OS
	text                            string
	rows                            int
}

func sides() []sideBySide {
	return []sideBySide{
		{"fed-tcam", "show platform hardware fed switch active fwd-asic resource tcam utilization", fedTemplate, "USED", fact.IOSXE, fedText(), 60},
		{"npu-resources", "show controllers npu resources lem location 0/0/CPU0", npuTemplate, "USED", fact.IOSXR, npuText(), 8},
	}
}

const fedTemplate = `Value Filldown ASIC (\d+)
Value Required TABLE (\S.*?)
Value SUBTYPE (\S+)
Value DIR (I|O|IO|NA)
Value MAX (\d+)
Value USED (\d+)
Value PERCENT (\S+)
Value V4 (\d+)
Value V6 (\d+)
Value MPLS (\d+)
Value OTHER (\d+)

Start
  ^CAM Utilization for ASIC\s+\[${ASIC}\]
  ^\s*${TABLE}\s+${SUBTYPE}\s+${DIR}\s+${MAX}\s+${USED}\s+${PERCENT}%\s+${V4}\s+${V6}\s+${MPLS}\s+${OTHER}\s*$$ -> Record
`

// fedText has two ASICs of thirty rows, as many as a Catalyst 9500 prints
// (format: ios:6.3).
func fedText() string {
	var b strings.Builder
	for asic := range 2 {
		fmt.Fprintf(&b, "CAM Utilization for ASIC  [%d]\n", asic)
		b.WriteString(" Table                  Subtype      Dir      Max     Used    %Used       V4       V6     MPLS    Other\n")
		b.WriteString(" " + strings.Repeat("-", 102) + "\n")
		for i := range 30 {
			limit, used := 1024*(i+1), 31*(i+1)+asic
			fmt.Fprintf(&b, " %-22s %-12s %-4s %9d %8d %7.2f%% %8d %8d %8d %8d\n",
				"Feature Table "+strconv.Itoa(i)+"a", "TCAM", "I", limit, used, 100*float64(used)/float64(limit), used-3, 2, 0, 1)
		}
	}
	return b.String()
}

const npuTemplate = `Value NAME (\S+)
Value Filldown NPU (\d+)
Value MAX (\d+)
Value STATE (\S+)
Value Required USED (\d+)
Value PERCENT (\d+)
Value IPROUTE (\d+)
Value IP6ROUTE (\d+)
Value LABEL (\d+)

Start
  ^\s+Name\s+: ${NAME}
  ^NPU-${NPU}
  ^\s+Estimated Max Entries\s+: ${MAX}
  ^\s+OOR State\s+: ${STATE}
  ^\s+Total In-Use\s+: ${USED}\s+\(${PERCENT} %\)
  ^\s+iproute\s+: ${IPROUTE}
  ^\s+ip6route\s+: ${IP6ROUTE}
  ^\s+mplslabel\s+: ${LABEL} -> Record
`

// npuText has eight NPUs (format: xr:3.1, F2).
func npuText() string {
	var b strings.Builder
	b.WriteString("HW Resource Information\n    Name                            : lem\n    Asic Type                       : Jericho Plus\n\n")
	for i := range 8 {
		fmt.Fprintf(&b, `NPU-%d
OOR Summary
        Estimated Max Entries       : 786432
        Red Threshold               : 95 %%
        Yellow Threshold            : 80 %%
        OOR State                   : Green

Current Usage
        Total In-Use                : %d   (60 %%)
        iproute                     : %d   (55 %%)
        ip6route                    : %d    (4 %%)
        mplslabel                   : %d        (0 %%)

`, i, 471999+i, 434567+i, 37001+i, 411+i)
	}
	return b.String()
}

// TestBothReadTheSame: a comparison of speed is one only where both find the
// same numbers.
func TestBothReadTheSame(t *testing.T) {
	for _, c := range sides() {
		var fsm gotextfsm.TextFSM
		if err := fsm.ParseString(c.template); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		var out gotextfsm.ParserOutput
		if err := out.ParseTextString(c.text, fsm, true); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(out.Dict) != c.rows {
			t.Fatalf("%s: TextFSM reads %d rows of %d", c.name, len(out.Dict), c.rows)
		}
		r, _, _ := registry.All().Find(c.os).ReadOutput(c.command, c.text, 0, false)
		ours := map[string]int{}
		for i := range r.Tables {
			ours[r.Tables[i].Used.String()]++
		}
		for _, record := range out.Dict {
			if used := fmt.Sprint(record[c.column]); ours[used] == 0 {
				t.Errorf("%s: TextFSM reads %s in use, we do not", c.name, used)
			}
		}
	}
}

var sink int // keeps what is measured from being left out

func BenchmarkSideBySide(b *testing.B) {
	for _, c := range sides() {
		b.Run(c.name+"/headroom", func(b *testing.B) {
			o := registry.All().Find(c.os)
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				r, _, _ := o.ReadOutput(c.command, c.text, 0, false)
				sink = len(r.Tables)
			}
		})
		b.Run(c.name+"/gotextfsm", func(b *testing.B) {
			var fsm gotextfsm.TextFSM
			if err := fsm.ParseString(c.template); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				var out gotextfsm.ParserOutput
				if err := out.ParseTextString(c.text, fsm, true); err != nil {
					b.Fatal(err)
				}
				sink = len(out.Dict)
			}
		})
	}
}
