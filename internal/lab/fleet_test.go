package lab_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

func TestFromDir(t *testing.T) {
	rec := transcript.Marshal(&transcript.Transcript{Device: "recorded", OS: "cisco_nxos", Records: []transcript.Record{{Kind: transcript.Command, Command: "show version", Raw: []byte("x\n"), BodyEnd: 2, State: transcript.Complete}}})
	fsys := fstest.MapFS{"README.md": {Data: []byte("not a capture")}, "deep/rec.transcript": {Data: rec}, "x/second.log": {Data: []byte(logs[0].text)}}
	for _, l := range logs {
		fsys[l.name+".log"] = &fstest.MapFile{Data: []byte(l.text)}
	}
	detect := func(tr *transcript.Transcript) string {
		if strings.Contains(tr.Records[0].Text(), "IOS XE") {
			return "cisco_iosxe"
		}
		return ""
	}
	devices, err := lab.FromDir(fsys, detect)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, d := range devices {
		got[d.Name] = d.OS
	}
	want := map[string]string{
		"core6500-1": "cisco_ios", "core9500-1": "cisco_iosxe", "pe5500-1": "cisco_iosxr", "leaf9k-1": "cisco_nxos", "mx960-1": "juniper_junos",
		"recorded": "cisco_nxos", "second": "cisco_ios",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("devices (-want +got):\n%s", diff)
	}
}

// A file that is none is named, and the others are devices all the same.
func TestFromDirBadFile(t *testing.T) {
	devices, err := lab.FromDir(fstest.MapFS{"a.log": {Data: []byte(logs[0].text)}, "bad.log": {Data: []byte("no prompt\n")}, "cut.transcript": {Data: []byte("headroom transcript 1\n???\n")}}, nil)
	if len(devices) != 1 || err == nil || !strings.Contains(err.Error(), "bad.log") || !strings.Contains(err.Error(), "cut.transcript") {
		t.Errorf("%d devices, %v", len(devices), err)
	}
}

func TestGenerate(t *testing.T) {
	base := []lab.Device{{Name: "a", Pair: "b"}, {Name: "b", Pair: "a"}, {Name: "c"}}
	var got []string
	for _, d := range lab.Generate(base, 5) {
		got = append(got, d.Name+" "+d.Pair)
	}
	if diff := cmp.Diff([]string{"a b", "b a", "c ", "a-0002 b-0002", "b-0002 a-0002"}, got); diff != "" {
		t.Error(diff)
	}
	if got := lab.Generate(nil, 5); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}

func TestParseFaults(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []lab.Share
		err  string
	}{
		{text: "", want: nil},
		{text: "5%:hang, 2%:auth", want: []lab.Share{{Percent: 5, Fault: "hang"}, {Percent: 2, Fault: "auth"}}},
		{text: "edge1:cut,0.5%:slow-login=2s", want: []lab.Share{{Device: "edge1", Fault: "cut"}, {Percent: 0.5, Fault: "slow-login=2s"}}},
		{text: "paging", want: []lab.Share{{Percent: 100, Fault: "paging"}}},
		{text: "hnag", err: `no fault "hnag"`},
		{text: "5%:", err: `no fault ""`},
		{text: ":cut", err: "does not say whose"},
		{text: "0%:cut", err: "no share"},
		{text: "NaN%:cut", err: "no share"},
		{text: "101%:cut", err: "no share"},
		{text: "60%:cut,60%:hang", err: "more than 100%"},
		{text: "cut=2s", err: "takes no duration"},
		{text: "drip=fast", err: "no duration"},
		{text: "drip=-1s", err: "no duration"},
	} {
		got, err := lab.ParseFaults(tt.text)
		if diff := cmp.Diff(tt.want, got); diff != "" && tt.err == "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
		if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%q: %v, want %q", tt.text, err, tt.err)
		}
	}
}

// Shares are spread evenly, named faults come first, and nothing of the input
// changes.
func TestApply(t *testing.T) {
	base := lab.Generate([]lab.Device{{Name: "r"}}, 100)
	shares, err := lab.ParseFaults("5%:hang,2%:auth,r-0007:cut,0.1%:nul")
	if err != nil {
		t.Fatal(err)
	}
	got, err := lab.Apply(base, shares)
	if err != nil {
		t.Fatal(err)
	}
	count := map[lab.Fault]int{}
	for i, d := range got {
		count[d.Fault]++
		if base[i].Fault != "" {
			t.Errorf("the input has changed at %d", i)
		}
	}
	if diff := cmp.Diff(map[lab.Fault]int{"": 91, "hang": 5, "auth": 2, "cut": 1, "nul": 1}, count); diff != "" {
		t.Error(diff)
	}
	if got[6].Fault != "cut" {
		t.Errorf("r-0007 has %q", got[6].Fault)
	}
	if _, err := lab.Apply(base, []lab.Share{{Device: "nobody", Fault: "cut"}}); err == nil {
		t.Error("a device that is not there gets a fault")
	}
}

// The inventory is valid, says what the devices say, and leaves some platforms
// out.
func TestInventory(t *testing.T) {
	var devices []lab.Device
	for i := range 8 {
		devices = append(devices, lab.Device{
			Name: fmt.Sprintf("r%d", i), OS: "cisco_iosxr", Site: "it's #1: fra", Role: "edge", Pair: fmt.Sprintf("r%d", i^1), Tags: []string{"full-table", "transit"},
		})
	}
	devices[6].Fault = lab.FaultAuth
	devices[4].Pair, devices[5].Pair, devices[5].User = "elsewhere", "", "other"
	l := start(t, lab.Config{Devices: devices})
	inv, err := yaml.Load("lab.yaml", l.Inventory("env:HEADROOM_LAB_PASSWORD"))
	if err != nil {
		t.Fatal(err)
	}
	running, detected := l.Devices(), 0
	for i, d := range inv.Devices {
		want := inventory.Device{
			Name: devices[i].Name, Host: "127.0.0.1", Port: running[i].Port, Site: "it's #1: fra", Role: "edge", Pair: devices[i].Pair, Tags: devices[i].Tags,
			Credential: "lab", Transport: inventory.SSH, HostKeys: inventory.Strict, HostKey: running[i].HostKey, OS: fact.IOSXR, From: d.From, Given: inventory.Given{Port: true}, Window: "nightly",
		}
		switch i {
		case 3, 7:
			want.OS = ""
			detected++
		case 4:
			want.Pair = ""
		case 5:
			want.Credential = "lab-2"
		case 6:
			want.Credential = "lab-rejected"
		}
		if diff := cmp.Diff(want, d); diff != "" {
			t.Errorf("device %d (-want +got):\n%s", i, diff)
		}
	}
	if c := inv.Credentials["lab-2"]; c.User != "other" || c.Password.String() != "env:HEADROOM_LAB_PASSWORD" {
		t.Errorf("credential lab-2 is %+v", c)
	}
	if detected != 2 {
		t.Errorf("%d platforms are left out", detected)
	}
	if strings.Contains(string(l.Inventory("env:X")), string(l.Password())) {
		t.Error("the password stands in the inventory")
	}
}

func TestStartRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		cfg  lab.Config
		err  string
	}{
		{"no name", lab.Config{Devices: []lab.Device{{}}}, "no name"},
		{"twice", lab.Config{Devices: []lab.Device{{Name: "a"}, {Name: "a"}}}, `"a"`},
		{"no fault", lab.Config{Devices: []lab.Device{{Name: "a", Fault: "hnag"}}}, "hnag"},
		{"address", lab.Config{Devices: []lab.Device{{Name: "a"}}, Listen: "192.0.2.1"}, "192.0.2.1"},
		{"keys", lab.Config{AuthorizedKeys: []byte("rubbish")}, "authorized keys"},
	} {
		l, err := lab.Start(context.Background(), tt.cfg)
		if err == nil {
			_ = l.Close()
		}
		if err == nil || !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.err)
		}
	}
}

// The end of the context ends the lab, in the middle of whatever it does, and
// Close may be called again.
func TestContextEndsTheLab(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	l, err := lab.Start(ctx, lab.Config{Devices: []lab.Device{{Name: "r1", Fault: lab.FaultHang, Transcript: log(t, logs[0].text)}}})
	if err != nil {
		t.Fatal(err)
	}
	c := shell(t, l)
	c.until("show version\n", "Cisco IOS")
	cancel()
	if _, err := c.out.Read(make([]byte, 4096)); err == nil {
		for err == nil {
			_, err = c.out.Read(make([]byte, 4096))
		}
	}
	for range 2 {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}
