package lab_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/transcript"
)

// logs are synthetic terminal logs, one per OS.
var logs = []struct{ os, name, text string }{
	{"cisco_ios", "core6500-1", "core6500-1#show version\nCisco IOS Software, synthetic\n\ncore6500-1#show mls cef maximum-routes\nFIB TCAM maximum routes :\n=======================\nCurrent :-\n-------\n IPv4 + MPLS         - 512k (default)\n\t end\ncore6500-1#"},
	{"cisco_iosxe", "core9500-1", "core9500-1>show version\nCisco IOS XE Software, synthetic\ncore9500-1>show sdm prefer\nShowing SDM Template Info\n\n  Number of unicast routes: 48% \n\ncore9500-1>"},
	{"cisco_iosxr", "pe5500-1", "RP/0/RP0/CPU0:pe5500-1#show version\nTue Nov 24 10:00:00.123 UTC\nCisco IOS XR Software, synthetic\nRP/0/RP0/CPU0:pe5500-1#sh contr npu resources lem loc 0/0/CPU0\nTue Nov 24 10:00:01.123 UTC\nHW Resource Information\n    Name                            : lem\nRP/0/RP0/CPU0:pe5500-1#"},
	{"cisco_nxos", "leaf9k-1", "leaf9k-1# show version\nNexus, synthetic\nleaf9k-1# show hardware capacity forwarding\n\nIPv4 routes  100   85%\nleaf9k-1# "},
	{"juniper_junos", "mx960-1", "noc@mx960-1> show version\nModel: synthetic\n\n{master:0}\nnoc@mx960-1> show system resource-monitor fpc | no-more\nFPC Resource Usage Summary\n  0   90 %\n\n{master:0}\nnoc@mx960-1> "},
}

// What the collector reads from the lab is what the log holds, to the byte, and
// what it reads from a lab made of that is the same again.
func TestRoundTrip(t *testing.T) {
	for _, tt := range logs {
		t.Run(tt.os, func(t *testing.T) {
			first := log(t, tt.text)
			want := texts(first)
			second := collectAll(t, lab.Device{Name: tt.name, OS: tt.os, Transcript: first}, first)
			if diff := cmp.Diff(want, texts(second)); diff != "" {
				t.Errorf("over SSH (-log +got):\n%s", diff)
			}
			third := collectAll(t, lab.Device{Name: tt.name, Transcript: second}, first)
			if diff := cmp.Diff(want, texts(third)); diff != "" {
				t.Errorf("of a recorded transcript (-log +got):\n%s", diff)
			}
		})
	}
}

// texts are the answers of a transcript by command. The line {master:0} is of
// the prompt, though a log has it at the end of an answer.
func texts(t *transcript.Transcript) map[string]string {
	out := map[string]string{}
	for _, r := range answers(t) {
		out[r.Command] = strings.TrimSuffix(r.Text(), "{master:0}\n")
	}
	return out
}

func collectAll(t *testing.T, d lab.Device, log *transcript.Transcript) *transcript.Transcript {
	t.Helper()
	l := start(t, lab.Config{Devices: []lab.Device{d}})
	var commands []string
	for _, r := range answers(log) {
		commands = append(commands, r.Command)
	}
	if strings.Contains(commands[1], "sh contr") { // not on the allow-list: spelled out
		commands[1] = "show controllers npu resources lem location 0/0/CPU0"
	}
	got, err := newReach(t, l, patience).visit(context.Background(), 0, commands...)
	if err != nil {
		t.Fatalf("%v\n%+v", err, got)
	}
	for i := range got.Records {
		r := &got.Records[i]
		if r.Kind == transcript.Command && r.State != transcript.Complete {
			t.Errorf("%q is %s: %v", r.Command, r.State, r.Notes)
		}
		if strings.HasPrefix(r.Command, "show contr") {
			r.Command = "sh contr npu resources lem loc 0/0/CPU0"
		}
	}
	return got
}
