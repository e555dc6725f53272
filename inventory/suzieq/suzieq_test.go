package suzieq_test

import (
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/suzieq"
)

func read(t *testing.T, text string) (*inventory.Inventory, error) {
	t.Helper()
	h := inventory.Here{Open: func(string) ([]byte, error) { return []byte(text), nil }, Person: inventory.Person{User: "me"}}
	return suzieq.Source{}.Read(t.Context(), inventory.Query{Place: "f"}, h)
}

const sample = `
sources:
- name: native
  hosts:
  - url: ssh://noc@192.0.2.1:2022 keyfile=/keys/noc devtype=iosxr
  - url: ssh://192.0.2.2 username=noc password=Hidden-4711
  - url: https://noc@192.0.2.3 devtype=eos
  - url: ssh://192.0.2.4
  - url: ssh://u:Hidden-4711@192.0.2.5 what=x
  - url: "::"
- name: copy
  copy: native
- name: nb
  type: netbox
  token: Hidden-4711
devices:
- {name: far, transport: ssh, jump-host: ops@bastion.example.net, jump-host-key-file: /keys/jump}
auths:
- {name: e, username: env-user, password: env:SQ_PW}
- {name: p, username: p-user, password: plain:Hidden-4711}
- {name: f, type: cred-file, path: /x}
namespaces:
- {name: fra, source: native, device: far, auth: e}
- {name: nb, source: nb, auth: f}
- {name: none, source: nowhere}
`

func TestRead(t *testing.T) {
	inv, err := read(t, sample)
	if err != nil {
		t.Fatal(err)
	}
	d := inv.Devices
	if len(d) != 5 || d[0].Port != 2022 || d[0].Site != "fra" || inv.Credentials[d[0].Credential].Key.Value != "/keys/noc" || inv.Jumps[d[0].Jump[0]].Host != "bastion.example.net" {
		t.Fatalf("%+v", inv)
	}
	if c := inv.Credentials[d[3].Credential]; c.User != "env-user" || c.Password.String() != "env:SQ_PW" {
		t.Errorf("%+v", c)
	}
	if !d[2].Skip || d[1].Skip {
		t.Errorf("%+v", d)
	}
	notes := strings.Join(inv.Notes, "\n")
	for _, want := range []string{"f:9: what is not understood", "f:10: its url", "source nb is of type netbox", `there is no source "nowhere"`, "password of noc is not carried over"} {
		if !strings.Contains(notes, want) {
			t.Errorf("no %q in\n%s", want, notes)
		}
	}
	if strings.Contains(notes, "Hidden") {
		t.Error(notes)
	}
}

func TestRefused(t *testing.T) {
	for text, want := range map[string]string{"sources: x": "another kind", "a: [": "another kind", "{}": "lists no device"} {
		if _, err := read(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Fuzz(func(t *testing.T, text string) { _, _ = read(t, text) })
}
