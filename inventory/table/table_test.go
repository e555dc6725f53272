package table_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/table"
)

func read(t *testing.T, s inventory.Source, text string, fields map[string]string, sep string) (*inventory.Inventory, error) {
	t.Helper()
	h := inventory.Here{Open: func(string) ([]byte, error) { return []byte(text), nil }, Person: inventory.Person{User: "me"}}
	return s.Read(t.Context(), inventory.Query{Place: "f", Fields: fields, Separator: sep}, h)
}

func TestCSV(t *testing.T) {
	for name, text := range map[string]string{
		"comma":     "Name,IP Address,OS,Location,Tags,Window,Password\nr1,192.0.2.1,iosxr,fra3,\"a, b\",sun 02:00-04:00 UTC,Hidden-4711\n",
		"semicolon": "\xef\xbb\xbfname;ip_address;os;location;tags;window;password\r\nr1;192.0.2.1;iosxr;fra3;a b;sun 02:00-04:00 UTC;Hidden-4711\r\n",
		"tab":       "# synthetic\nname\tip_address\tos\tlocation\ttags\twindow\tpassword\nr1\t192.0.2.1\tiosxr\tfra3\ta|b\tsun 02:00-04:00 UTC\tHidden-4711\n",
	} {
		sep := ""
		if name == "tab" {
			sep = "tab"
		}
		inv, err := read(t, table.CSV{}, text, nil, sep)
		if err != nil {
			t.Fatal(name, err)
		}
		d := inv.Devices[0]
		if d.Name != "r1" || d.Host != "192.0.2.1" || d.OS != fact.IOSXR || d.Site != "fra3" || len(d.Tags) != 2 || inv.Windows[d.Window].Zone != "UTC" || d.Credential == "" || strings.Contains(strings.Join(inv.Notes, " "), "Hidden") {
			t.Errorf("%s: %+v %v", name, d, inv.Notes)
		}
	}
}

// What cannot be visited is listed with the reason, what is not understood told with
// its line.
func TestListed(t *testing.T) {
	inv, err := read(t, table.CSV{}, strings.Join([]string{
		"name,host,port,platform,jump,skip", "ok,192.0.2.1,,,,", "eos,192.0.2.2,,arista_eos,,", "port,192.0.2.3,70000,,,", "addr,192.0.2.999,,,,", "same,192.0.2.1,,,,",
		"OK,192.0.2.4,,,,", "way,192.0.2.5,,,bad host;x,", "skip,192.0.2.6,,,,yes", ",,,,,", "v6,fe80::1%eth0,,,,", "v6z,fe80::1%$(x),,,,", "short,192.0.2.7",
	}, "\n"), nil, "")
	if err != nil {
		t.Fatal(err)
	}
	why := map[string]string{"eos": "platform arista_eos", "port": "does not exist", "addr": "address", "same": "the address of ok", "way": "the way to it", "skip": "its source says so", "v6z": "address"}
	for _, d := range inv.Devices {
		if want := why[d.Name]; (want == "") == d.Skip || !strings.Contains(d.Why, want) {
			t.Errorf("%s: skip %v, %q", d.Name, d.Skip, d.Why)
		}
	}
	notes := strings.Join(inv.Notes, "\n")
	for _, want := range []string{"f:7: OK is listed twice, first in f:2", "f:10: an entry without name", "f:13: it has 2 columns"} {
		if !strings.Contains(notes, want) {
			t.Errorf("no note %q in\n%s", want, notes)
		}
	}
	if len(inv.Devices) != 9 {
		t.Errorf("%d devices", len(inv.Devices))
	}
}

func TestRouterDB(t *testing.T) {
	inv, err := read(t, table.Rancid{}, "# synthetic\nr1.example.net;cisco-xr;up;comment; more\nr2:juniper:up\nr3;cisco;down;ticket\nr4;arista;up\nr5;cisco\n", nil, "")
	if err != nil || len(inv.Devices) != 4 || inv.Devices[0].OS != fact.IOSXR || inv.Devices[1].OS != fact.Junos || inv.Devices[2].Why != "its state is down" || !inv.Devices[3].Skip {
		t.Errorf("%+v %v", inv, err)
	}
	if !strings.Contains(strings.Join(inv.Notes, " "), "f:6: a line is NAME;TYPE;STATE") {
		t.Error(inv.Notes)
	}
	fields := map[string]string{"name": "0", "host": "1", "platform": "2", "user": "3", "password": "4", "enable": "5"}
	inv, err = read(t, table.Oxidized{}, "# synthetic\nr1,192.0.2.1,iosxr,ox,5ecret-One,Ena-One\nr2,192.0.2.2,junos,ox,5ecret-One\nr3,192.0.2.3,junos,ox,5ecret-Two\nr4\n", fields, ",")
	if err != nil || len(inv.Devices) != 3 {
		t.Fatal(inv, err)
	}
	d := inv.Devices
	if d[0].Credential != d[1].Credential || d[1].Credential == d[2].Credential || d[0].Enable == "" || d[1].Enable != "" {
		t.Errorf("devices of one secret share a credential: %+v", d)
	}
	if notes := strings.Join(inv.Notes, " "); strings.Contains(notes, "5ecret") || strings.Contains(notes, "Ena-") || !strings.Contains(notes, "f:5: it has 1 columns") {
		t.Error(notes)
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		s      inventory.Source
		text   string
		fields map[string]string
		sep    string
		want   string
	}{
		{table.CSV{}, "", nil, "", "no header"},
		{table.CSV{}, "a,b\n1,2\n", nil, "", "--field name=COLUMN"},
		{table.CSV{}, "name\nr1\n", map[string]string{"host": "ip"}, "", `no column "ip"`},
		{table.CSV{}, "name\nr1\n", nil, "::", "not one character"},
		{table.CSV{}, "name,x\n\"r1,2\n", nil, "", "f:2"},
		{table.CSV{}, "name\n\x00\n", nil, "", "f:2: this is no line of text"},
		{table.CSV{}, "name\n\xff\xfe\n", nil, "", "f:2: this is no line of text"},
		{table.CSV{}, "name\n" + strings.Repeat("x", 70_000) + "\n", nil, "", "f:2"},
		{table.CSV{}, "name\n", nil, "", "lists no device"},
		{table.Rancid{}, "# nothing\n", nil, "", "lists no device"},
		{table.Oxidized{}, "r1:ios\n", map[string]string{"name": "first"}, "", "a number from 0"},
		{table.Oxidized{}, "r1:ios\n", map[string]string{"name": "0", "host": "0"}, "", "both"},
	} {
		if _, err := read(t, tt.s, tt.text, tt.fields, tt.sep); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.40q: %v, want %q", tt.text, err, tt.want)
		}
	}
}

// Fifty thousand devices are no burden.
func TestFiftyThousand(t *testing.T) {
	var b strings.Builder
	b.WriteString("name,host\n")
	for i := range 50_000 {
		b.WriteString("r" + strconv.Itoa(i) + ",10." + strconv.Itoa(i/62500) + "." + strconv.Itoa(i/250%250) + "." + strconv.Itoa(i%250) + "\n")
	}
	inv, err := read(t, table.CSV{}, b.String(), nil, "")
	if err != nil || len(inv.Devices) != 50_000 || len(inv.Notes) > 0 || len(inv.Unvisited()) > 0 {
		t.Error(err, inv.Notes[:min(3, len(inv.Notes))], inv.Unvisited())
	}
}

func FuzzRead(f *testing.F) {
	f.Add("name,ip,tags\nr1,192.0.2.1,\"a,b\"\n", ",")
	f.Add("r1;cisco;up;x\nr2:juniper:up\n", ";")
	f.Fuzz(func(t *testing.T, text, sep string) {
		for _, s := range []inventory.Source{table.CSV{}, table.Rancid{}, table.Oxidized{}} {
			inv, err := read(t, s, text, nil, sep)
			if err != nil {
				continue
			}
			for _, d := range inv.Devices {
				if !d.Skip && inventory.CheckHost(d.Host) != nil {
					t.Errorf("%q would be visited at %q", d.Name, d.Host)
				}
			}
		}
	})
}
