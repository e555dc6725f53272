package netbox_test

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/rest"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/netbox"
	"github.com/headroom-audit/headroom/inventory/netbox/netboxtest"
	"github.com/headroom-audit/headroom/inventory/yaml"
)

const token = "nbt_abcDEF012345.ZYXWvutsrq9876543210ZYXWvutsrq9876543210"

func here() inventory.Here {
	return inventory.Here{
		Open:   os.ReadFile,
		Secret: func(context.Context, inventory.Ref) ([]byte, error) { return []byte(token), nil },
		Person: inventory.Person{User: "me"},
	}
}

func query(place string) inventory.Query {
	return inventory.Query{Place: place, Token: inventory.Ref{Kind: "env", Value: "T"}}
}

// quick does not wait.
func quick(waited *[]time.Duration) rest.Options {
	return rest.Options{Timeout: 2 * time.Second, Sleep: func(_ context.Context, d time.Duration) error {
		*waited = append(*waited, d)
		return nil
	}}
}

func serve(t *testing.T, s *netboxtest.Server) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return srv
}

func find(t *testing.T, inv *inventory.Inventory, name string) inventory.Device {
	t.Helper()
	for _, d := range inv.Devices {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("no device %s in %+v", name, inv.Devices)
	return inventory.Device{}
}

func TestDevices(t *testing.T) {
	vc := map[string]any{"id": 9, "name": "stack1", "master": map[string]any{"id": 4}, "member_count": 2}
	list := []map[string]any{
		netboxtest.Device(1, "edge1", "192.0.2.1/32", "cisco-ios-xr-7-9"),
		netboxtest.Device(2, "edge2", "2001:db8::2/64", "ios"),
		netboxtest.Device(3, "eos1", "192.0.2.3/24", "arista-eos"),
		netboxtest.Device(4, "stack1-1", "192.0.2.4/24", "iosxe"),
		netboxtest.Device(5, "stack1-2", "", "iosxe"),
		netboxtest.Device(6, "dark", "", "junos"),
		netboxtest.Device(7, "edge 7/a", "192.0.2.7/24", ""),
		netboxtest.Device(8, "EDGE1", "192.0.2.8/24", ""),
		netboxtest.Device(9, "far", "192.0.2.9/24", "xr-of-ours"),
		netboxtest.Device(10, "lost", "192.0.2.10/24", "junos"),
	}
	list[3]["virtual_chassis"], list[4]["virtual_chassis"] = vc, vc
	list[8]["custom_fields"] = map[string]any{"maintenance": "Sun 02:00-05:00 Europe/Berlin", "jump_host": map[string]any{"id": 1, "name": "noc@bastion.example.net:2222"}}
	list[9]["custom_fields"] = map[string]any{"jump_host": []any{1, 2}}
	nameless := netboxtest.Device(11, "", "192.0.2.11/24", "junos")
	nameless["name"] = nil
	s := &netboxtest.Server{Token: token, MostLimit: 3, Devices: append(list, nameless)}
	q := query(serve(t, s).URL)
	q.Platforms = map[string]fact.OS{"xr-of-ours": fact.IOSXR}
	q.Fields = map[string]string{"window": "maintenance", "jump": "jump_host"}
	inv, err := netbox.Source{}.Read(t.Context(), q, here())
	if err != nil {
		t.Fatal(err)
	}
	if s.Asked != 5 { // of 3 devices, of which one was read before
		t.Errorf("%d pages were asked for", s.Asked)
	}
	if d := find(t, inv, "edge1"); d.Host != "192.0.2.1" || d.OS != fact.IOSXR || d.Site != "fra3" || d.Role != "edge" || d.Tags[0] != "full-table" || d.Skip || !strings.Contains(d.From, "device 1") {
		t.Errorf("%+v", d)
	}
	if d := find(t, inv, "edge2"); d.Host != "2001:db8::2" || d.OS != "" || d.Skip {
		t.Errorf("ios is IOS or IOS XE, which is asked: %+v", d)
	}
	for name, why := range map[string]string{
		"eos1": "platform arista-eos", "dark": "no primary address", "stack1-2": "member of virtual chassis stack1", "lost": "the way to it", "netbox-device-11": "no name",
	} {
		if d := find(t, inv, name); !d.Skip || !strings.Contains(d.Why, why) {
			t.Errorf("%s: %+v", name, d)
		}
	}
	if d := find(t, inv, "stack1-1"); d.Skip {
		t.Errorf("the master is visited: %+v", d)
	}
	if d := find(t, inv, "edge-7-a"); d.Host != "192.0.2.7" {
		t.Errorf("%+v", d)
	}
	far := find(t, inv, "far")
	if far.OS != fact.IOSXR || len(far.Jump) != 1 || inv.Jumps[far.Jump[0]].Port != 2222 || inv.Windows[far.Window].From != "02:00" {
		t.Errorf("%+v %+v %+v", far, inv.Jumps, inv.Windows)
	}
	if notes := strings.Join(inv.Notes, "\n"); !strings.Contains(notes, "EDGE1 is listed twice") || !strings.Contains(notes, `"edge 7/a" is written edge-7-a`) {
		t.Error(notes)
	}
	var b bytes.Buffer
	if err := yaml.Write(&b, "netbox", inv, yaml.Login{}); err != nil {
		t.Fatal(err)
	}
	if again, err := yaml.Load("i.yaml", b.Bytes()); err != nil || len(again.Devices) != len(inv.Devices) {
		t.Errorf("%v\n%s", err, b.Bytes())
	}
}

func TestNautobot(t *testing.T) {
	s := &netboxtest.Server{Nautobot: true, Token: "0123456789abcdef0123456789abcdef01234567", Devices: []map[string]any{
		netboxtest.NautobotDevice("aaaa-1", "edge1", "192.0.2.1/32", "cisco_xr"),
		netboxtest.NautobotDevice("aaaa-2", "edge2", "", "juniper_junos"),
	}}
	h := here()
	h.Secret = func(context.Context, inventory.Ref) ([]byte, error) { return []byte(s.Token), nil }
	q := query(serve(t, s).URL)
	q.Filter = []string{"location=fra3"}
	inv, err := netbox.Source{Nautobot: true}.Read(t.Context(), q, h)
	if err != nil {
		t.Fatal(err)
	}
	if d := find(t, inv, "edge1"); d.OS != fact.IOSXR || d.Site != "fra3" || d.Role != "edge" || d.Tags[0] != "transit" || d.Host != "192.0.2.1" {
		t.Errorf("%+v", d)
	}
	if d := find(t, inv, "edge2"); !d.Skip {
		t.Errorf("%+v", d)
	}
}

// Each thing that goes wrong is told in a sentence; a token is in none.
func TestFaults(t *testing.T) {
	html := func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, "<!doctype html><form>Log In</form>")
		return true
	}
	half := func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "5000")
		fmt.Fprint(w, `{"count": 2, "next": null, "results": [{"id": 1, "na`)
		return true
	}
	cut := func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		fmt.Fprint(w, `{"count": 2, "next": null, "results": [{"id": 1, "na`)
		return true
	}
	status := func(code int, after string) netboxtest.Fault {
		return func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(code)
			return true
		}
	}
	slow := func(_ *netboxtest.Server, w http.ResponseWriter, r *http.Request) bool {
		fmt.Fprint(w, `{"count": 1,`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		return true
	}
	away := func(_ *netboxtest.Server, w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, "http://elsewhere.invalid/login", http.StatusFound)
		return true
	}
	changing := func(s *netboxtest.Server, _ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("offset") != "" { // a device went away: what follows moves up
			s.Devices = s.Devices[1:]
		}
		return false
	}
	other := func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		fmt.Fprint(w, `{"devices": []}`)
		return true
	}
	shape := func(_ *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		fmt.Fprint(w, `{"count": 1, "next": null, "results": [{"id": 1, "name": {"x": 1}}]}`)
		return true
	}
	for name, tt := range map[string]struct {
		fault netboxtest.Fault
		want  string
		asked int // least
	}{
		"login page":  {html, "web page", 1},
		"half":        {half, "ends in the middle", 1},
		"cut":         {cut, "ends in the middle", 1},
		"busy":        {status(429, "7"), "busy", 5},
		"too long":    {status(429, "3600"), "busy", 1},
		"sealed":      {status(503, ""), "busy", 5},
		"own fault":   {status(500, ""), "its own fault", 5},
		"forbidden":   {status(403, ""), "may not read", 1},
		"no token":    {status(401, ""), "still valid", 1},
		"no page":     {status(404, ""), "address", 1},
		"slow":        {slow, "not whole after", 1},
		"redirect":    {away, "redirects to http://elsewhere.invalid", 1},
		"changing":    {changing, "changed while", 4},
		"other json":  {other, "no list of devices", 1},
		"other shape": {shape, "another shape", 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := &netboxtest.Server{Token: token, MostLimit: 10, Fault: tt.fault}
			for i := range 60 {
				s.Devices = append(s.Devices, netboxtest.Device(i+1, fmt.Sprintf("r%d", i), fmt.Sprintf("192.0.2.%d/32", i+1), "junos"))
			}
			var waited []time.Duration
			o := quick(&waited)
			if name == "slow" {
				o.Timeout = 300 * time.Millisecond
			}
			_, err := netbox.Source{Options: o}.Read(t.Context(), query(serve(t, s).URL), here())
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "ZYXW") || s.Asked < tt.asked {
				t.Errorf("asked %d times: %v", s.Asked, err)
			}
			if name == "busy" && (len(waited) == 0 || waited[0] != 7*time.Second) {
				t.Errorf("Retry-After was not kept to: %v", waited)
			}
		})
	}
}

// A token that is refused is not in the error, though the server says it again.
func TestWrongToken(t *testing.T) {
	s := &netboxtest.Server{Token: "another"}
	_, err := netbox.Source{}.Read(t.Context(), query(serve(t, s).URL), here())
	if err == nil || strings.Contains(err.Error(), "ZYXW") || !strings.Contains(err.Error(), "Invalid token") {
		t.Error(err)
	}
}

// A server that is busy for a while, or whose list changes once, is read in the end.
func TestGoesOn(t *testing.T) {
	n := 0
	s := &netboxtest.Server{Token: token, MostLimit: 2, Fault: func(s *netboxtest.Server, w http.ResponseWriter, _ *http.Request) bool {
		n++
		if n == 2 { // between the first page and the second
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		if n == 3 {
			s.Devices = s.Devices[1:]
		}
		return false
	}}
	for i := range 6 {
		s.Devices = append(s.Devices, netboxtest.Device(i+1, fmt.Sprintf("r%d", i), fmt.Sprintf("192.0.2.%d/32", i+1), "junos"))
	}
	var waited []time.Duration
	inv, err := netbox.Source{Options: quick(&waited)}.Read(t.Context(), query(serve(t, s).URL), here())
	if err != nil || len(inv.Devices) != 5 || len(waited) != 1 {
		t.Errorf("%v, %v", err, waited)
	}
}

// A device that goes and one that comes between two pages leave the count as it is.
func TestMovesUp(t *testing.T) {
	n := 0
	s := &netboxtest.Server{Token: token, MostLimit: 4, Fault: func(s *netboxtest.Server, _ http.ResponseWriter, _ *http.Request) bool {
		if n++; n == 2 {
			s.Devices = append(s.Devices[1:], netboxtest.Device(99, "new", "192.0.2.99/32", "junos"))
		}
		return false
	}}
	for i := range 9 {
		s.Devices = append(s.Devices, netboxtest.Device(i+1, fmt.Sprintf("r%d", i), fmt.Sprintf("192.0.2.%d/32", i+1), "junos"))
	}
	inv, err := netbox.Source{}.Read(t.Context(), query(serve(t, s).URL), here())
	if err != nil || len(inv.Devices) != 9 {
		t.Fatal(err)
	}
	for i := 1; i < 9; i++ {
		find(t, inv, fmt.Sprintf("r%d", i))
	}
	find(t, inv, "new")
}

func TestOwnAuthority(t *testing.T) {
	s := &netboxtest.Server{Token: token, Devices: []map[string]any{netboxtest.Device(1, "r1", "192.0.2.1/32", "junos")}}
	srv := httptest.NewUnstartedServer(s)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	q := query(srv.URL)
	if _, err := (netbox.Source{}).Read(t.Context(), q, here()); err == nil || !strings.Contains(err.Error(), "name the file of the authority with ca") {
		t.Error(err)
	}
	q.CA = t.TempDir() + "/ca.pem"
	if err := os.WriteFile(q.CA, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if inv, err := (netbox.Source{}).Read(t.Context(), q, here()); err != nil || len(inv.Devices) != 1 {
		t.Error(err)
	}
}

func TestAddresses(t *testing.T) {
	for place, want := range map[string]string{
		"netbox.example.net": "no address like", "http://netbox.example.net": "not encrypted", "https://u:p4ssw0rd@netbox.example.net": "has a user in it", "ftp://x": "no address like",
	} {
		_, err := netbox.Source{}.Read(t.Context(), query(place), here())
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "p4ssw0rd") {
			t.Errorf("%s: %v", place, err)
		}
	}
	q := query("https://netbox.example.net")
	q.Filter = []string{"active"}
	if _, err := (netbox.Source{}).Read(t.Context(), q, here()); err == nil || !strings.Contains(err.Error(), "status=active") {
		t.Error(err)
	}
}

// Ten thousand devices in pages of 500 cost at most two seconds of CPU, and are the same
// twice.
func TestTenThousand(t *testing.T) {
	if testing.Short() {
		t.Skip("it counts CPU")
	}
	s := &netboxtest.Server{Token: token}
	for i := range 10_000 {
		s.Devices = append(s.Devices, netboxtest.Device(i+1, fmt.Sprintf("r%05d", i), fmt.Sprintf("10.%d.%d.1/32", i/250, i%250), "junos"))
	}
	q := query(serve(t, s).URL)
	read := func() []byte {
		inv, err := netbox.Source{}.Read(t.Context(), q, here())
		if err != nil || len(inv.Devices) != 10_000 {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := yaml.Write(&b, "netbox", inv, yaml.Login{}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	s.Keep = true
	first := read() // has the pages made
	runtime.GC()
	before := cpu(t)
	second := read()
	used := cpu(t) - before
	t.Logf("%d pages, %s of CPU, server and client", s.Asked, used)
	if used > 2*time.Second {
		t.Errorf("10,000 devices cost %s of CPU", used)
	}
	if s.Asked != 40 || !bytes.Equal(first, second) {
		t.Errorf("%d pages; or they are not the same twice", s.Asked)
	}
}

func cpu(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
