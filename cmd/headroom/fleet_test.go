package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
	"github.com/headroom-audit/headroom/transcript"
)

// synthetic is a switch pending a reload, written for these tests.
const synthetic = `sw1#show sdm prefer
 The current template is "desktop default" template.
 The selected template optimizes the resources in
 the switch to support this level of features for
 8 routed interfaces and 1024 VLANs.

  number of unicast mac addresses:                  6K
  number of IPv4 unicast routes:                    8K
    number of directly-connected IPv4 hosts:        6K
    number of indirect IPv4 routes:                 2K

 On next reload, template will be "desktop routing" template.
sw1#show version
Cisco IOS Software, C3560 Software (C3560-IPSERVICESK9-M), Version 12.2(55)SE12, RELEASE SOFTWARE (fc2)
sw1#
`

// rig is a lab in this process and headroom in others, with a state of its own.
type rig struct {
	t   *testing.T
	lab *lab.Lab
	dir string
}

func newRig(t *testing.T, devices []lab.Device) *rig {
	t.Helper()
	l, err := lab.Start(context.Background(), lab.Config{Devices: devices, Password: []byte("Lab-Secret-0815")})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t, l, t.TempDir()}
	t.Cleanup(func() { _ = l.Close() })
	r.write("lab.yaml", l.Inventory("env:LAB_PW"))
	return r
}

func (r *rig) write(name string, data []byte) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.dir, name), data, 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// command is headroom with the password of the lab, or another one.
func (r *rig) command(password string, args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	cmd = exec.Command("headroom", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = r.dir, out, errs
	cmd.Env = append(os.Environ(), "LAB_PW="+password, "XDG_STATE_HOME="+r.dir+"/state", "XDG_CONFIG_HOME="+r.dir+"/config", "HOME="+r.dir)
	return cmd, out, errs
}

// scan runs headroom to its end and gives its document.
func (r *rig) scan(password string, args ...string) *report.Scan {
	r.t.Helper()
	cmd, out, errs := r.command(password, append([]string{"scan", "-i", "lab.yaml", "-q", "-o", "json"}, args...)...)
	_ = cmd.Run()
	doc, err := report.ReadScan(out.Bytes())
	if err != nil {
		r.t.Fatalf("%v\n%s", err, errs)
	}
	return doc
}

func (r *rig) store() store.Store {
	r.t.Helper()
	st, err := sqlite.Open(context.Background(), filepath.Join(r.dir, "state", "headroom", "headroom.db"))
	if err != nil {
		r.t.Fatal(err)
	}
	return st
}

func switches(t *testing.T, n int) []lab.Device {
	t.Helper()
	tr, err := transcript.ParseLog([]byte(synthetic))
	if err != nil {
		t.Fatal(err)
	}
	return lab.Generate([]lab.Device{{Name: "sw1", OS: "cisco_ios", Site: "fra3", Transcript: tr}}, n)
}

// fleetSize is how many devices the tests of fleets have: HEADROOM_SCAN_DEVICES
// (make scan-10000), else few.
func fleetSize(t *testing.T) int {
	t.Helper()
	if s := os.Getenv("HEADROOM_SCAN_DEVICES"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return 300
}

// everyFault gives one in twenty devices a fault, each fault at least once.
// What pauses, pauses less.
func everyFault(t *testing.T, devices []lab.Device) []lab.Device {
	t.Helper()
	short := map[string]string{lab.FaultSlowLogin: "=500ms", lab.FaultDrip: "=1ms"}
	var shares []lab.Share
	for _, name := range lab.Faults() {
		shares = append(shares, lab.Share{Percent: 5 / float64(len(lab.Faults())), Fault: lab.Fault(name + short[name])})
	}
	out, err := lab.Apply(devices, shares)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// One bad password that a thousand devices share is tried once, at most twice.
func TestABadPasswordIsNotTriedOnTheFleet(t *testing.T) {
	const n = 1000
	r := newRig(t, switches(t, n))
	doc := r.scan("wrong", "--workers", "200", "--no-store")
	rejected := 0
	for _, d := range r.lab.Devices() {
		rejected += d.Rejected
	}
	if rejected < 1 || rejected > 2 {
		t.Errorf("the fleet counted %d rejected logins, want 1 or 2", rejected)
	}
	if f := doc.Metrics.Failed; doc.Metrics.AuthRejects != rejected || f["auth"] != rejected || f["breaker"] != n-rejected {
		t.Errorf("%d rejected at the fleet; metrics say %d, causes %v", rejected, doc.Metrics.AuthRejects, f)
	}
}

// A scan of a fleet with faults of every kind is killed twice and resumed: each
// device is there exactly once, what was visited is not visited again, and the
// counts add up.
func TestAFleetIsScannedThoughKilledTwice(t *testing.T) {
	n := fleetSize(t)
	devices := everyFault(t, switches(t, n))
	r := newRig(t, devices)
	args := []string{"--workers", strconv.Itoa(min(500, max(20, n/20))), "--no-retry", "--timeout", "5s"}
	began := time.Now()
	stored := map[string]int{} // device -> logins when it was stored
	for i := range 2 {
		resume := []string{"scan", "-i", "lab.yaml", "-q"}
		if i > 0 {
			resume = append(resume, "--resume")
		}
		r.kill(append(resume, args...), (i+1)*n/4)
		time.Sleep(200 * time.Millisecond) // the lab sees the connections end
		r.mark(stored)
	}
	doc := r.scan("Lab-Secret-0815", append(args, "--resume")...)
	took := time.Since(began)
	r.once(doc, stored)
	checkCounts(t, doc, devices)
	t.Logf("%d devices in %s: %+v", n, took.Round(100*time.Millisecond), *doc.Metrics)
}

// kill runs headroom until the store has so many visits, then kills it.
func (r *rig) kill(args []string, visits int) {
	r.t.Helper()
	cmd, _, errs := r.command("Lab-Secret-0815", args...)
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	st := r.store()
	defer st.Close()
	for late := time.After(10 * time.Minute); ; {
		if sc, err := st.Newest(context.Background()); err == nil && sc.Visited >= visits && r.rejectionsStored(st, sc.ID) {
			break
		}
		select {
		case err := <-ended:
			r.t.Fatalf("it ended before it was killed: %v\n%s", err, errs)
		case <-late:
			r.t.Fatalf("it did not store %d visits in time\n%s", visits, errs)
		case <-time.After(5 * time.Millisecond):
		}
	}
	_ = cmd.Process.Kill()
	<-ended
}

// rejectionsStored reports whether every rejection that the fleet counted is in
// the store. What a process knew in the moment that it is killed nobody can know
// after it: a rejection of that moment is tried once more, which is not what the
// test is about.
func (r *rig) rejectionsStored(st store.Store, id string) bool {
	read, err := st.Read(context.Background(), id)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(r.lab.Devices(), func(d lab.Running) bool {
		_, ok := read[d.Name]
		return d.Rejected > 0 && !ok
	})
}

// mark notes how often each device that is stored and done with now was logged
// in to.
func (r *rig) mark(stored map[string]int) {
	r.t.Helper()
	ctx, st := context.Background(), r.store()
	defer st.Close()
	head, err := st.Newest(ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	read, err := st.Read(ctx, head.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, d := range r.lab.Devices() {
		if cause, ok := read[d.Name]; ok && scan.Visited(cause) {
			if _, before := stored[d.Name]; !before {
				stored[d.Name] = d.Logins + d.Rejected
			}
		}
	}
}

// once checks that the document has every device of the lab exactly once, and
// that none was visited again after it was stored.
func (r *rig) once(doc *report.Scan, stored map[string]int) {
	r.t.Helper()
	seen := map[string]int{}
	for i := range doc.Devices {
		seen[doc.Devices[i].Name]++
	}
	for _, d := range r.lab.Devices() {
		if seen[d.Name] != 1 {
			r.t.Errorf("%s is %d times in the answer", d.Name, seen[d.Name])
		}
		if was, ok := stored[d.Name]; ok && d.Logins+d.Rejected != was {
			r.t.Errorf("%s was stored after %d logins and has %d now", d.Name, was, d.Logins+d.Rejected)
		}
		if d.Rejected > 1 {
			r.t.Errorf("%s rejected %d logins", d.Name, d.Rejected)
		}
	}
	if len(seen) != len(r.lab.Devices()) {
		r.t.Errorf("%d devices, want %d", len(seen), len(r.lab.Devices()))
	}
}

// checkCounts checks that the sums of a document agree with each other and that
// only devices with a fault failed.
func checkCounts(t *testing.T, doc *report.Scan, devices []lab.Device) {
	t.Helper()
	faulty := map[string]bool{}
	for _, d := range devices {
		faulty[d.Name] = d.Fault != ""
	}
	states, failed, causes := 0, 0, 0
	for _, k := range doc.Summary.States {
		states += k
	}
	for i := range doc.Devices {
		d := &doc.Devices[i]
		if d.Failure != nil {
			failed++
			if !faulty[d.Name] {
				t.Errorf("%s has no fault and failed: %+v", d.Name, d.Failure)
			}
		}
	}
	for _, k := range doc.Metrics.Failed {
		causes += k
	}
	m := doc.Metrics
	if states != len(devices) || causes != failed || m.Planned != len(devices) || m.Visited != len(devices) || doc.Scan.Interrupted || m.Runs != 3 || m.Killed != 2 {
		raw, _ := json.Marshal(m)
		t.Errorf("%d devices, states of %d, %d failed with %d causes; interrupted %v; metrics %s", len(devices), states, failed, causes, doc.Scan.Interrupted, raw)
	}
}
