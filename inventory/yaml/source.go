package yaml

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/headroom-audit/headroom/inventory"
)

// Source is an inventory file as a source of devices.
type Source struct{}

// Name is what it is called.
func (Source) Name() string { return "yaml" }

// Title says what it reads.
func (Source) Title() string { return "the devices of an inventory file" }

// About says what it does with what is inherited.
func (Source) About() string { return "Defaults and groups are applied to each device." }

// Preset is the name that an inventory has where no other is given.
func (Source) Preset() string { return "inventory.yaml" }

// Read loads a file; the error is Errors where it holds mistakes.
func (Source) Read(place string, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := here.Open(place)
	if err != nil {
		return nil, err
	}
	return Load(place, raw)
}

// Write prints the devices that another source gave as an inventory file: what people
// go on from. from is where they were read. Credentials are not in it.
func Write(w io.Writer, from string, inv *inventory.Inventory) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# The hosts of %s. Take out what is no router; headroom inventory check says what is wrong.\nversion: 1\n", strconv.Quote(from))
	writeCredentials(&b, inv)
	shared := ""
	if d := inv.Devices; len(d) > 0 && !slices.ContainsFunc(d, func(x inventory.Device) bool { return x.SSHConfig != d[0].SSHConfig }) {
		shared = d[0].SSHConfig
	}
	if shared != "" {
		fmt.Fprintf(&b, "defaults:\n  ssh_config: %s   # says how each is reached; a credential here would stand above it\n", strconv.Quote(shared))
	}
	b.WriteString("devices:\n")
	for i := range inv.Devices {
		writeDevice(&b, &inv.Devices[i], shared)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writeCredentials prints who logs in, by reference.
func writeCredentials(b *bytes.Buffer, inv *inventory.Inventory) {
	if len(inv.Credentials) == 0 {
		return
	}
	b.WriteString("credentials:\n")
	for _, name := range sorted(inv.Credentials) {
		c := inv.Credentials[name]
		fmt.Fprintf(b, "  %s:\n    user: %s\n", strconv.Quote(name), strconv.Quote(c.User))
		for _, r := range []struct {
			key string
			ref inventory.Ref
		}{{"password", c.Password}, {"key", c.Key}, {"passphrase", c.Passphrase}} {
			switch {
			case r.ref.IsZero():
			case r.key == "key":
				fmt.Fprintf(b, "    key: %s\n", strconv.Quote(r.ref.Value))
			default:
				fmt.Fprintf(b, "    %s: %s\n", r.key, strconv.Quote(r.ref.String()))
			}
		}
		if c.Agent && c.Key.IsZero() {
			b.WriteString("    agent: true\n")
		}
	}
}

// writeDevice prints what a source said of a device, and nothing that is the default.
func writeDevice(b *bytes.Buffer, d *inventory.Device, shared string) {
	fmt.Fprintf(b, "  - name: %s\n", strconv.Quote(d.Name))
	for _, kv := range []struct{ key, value, preset string }{
		{"host", d.Host, d.Name},
		{"platform", string(d.OS), ""},
		{"site", d.Site, ""},
		{"role", d.Role, ""},
		{"credential", d.Credential, ""},
		{"ssh_config", d.SSHConfig, shared},
	} {
		if kv.value != kv.preset {
			fmt.Fprintf(b, "    %s: %s\n", kv.key, strconv.Quote(kv.value))
		}
	}
	if d.Given.Port {
		fmt.Fprintf(b, "    port: %d\n", d.Port)
	}
	if len(d.Tags) > 0 {
		b.WriteString("    tags:\n")
		for _, t := range d.Tags {
			fmt.Fprintf(b, "      - %s\n", strconv.Quote(t))
		}
	}
}
