package report

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/inventory"
)

// Inventory is the document of `headroom inventory list`: headroom.inventory/1.
// Credentials are names, never secrets.
type Inventory struct {
	Schema  string            `json:"schema"`
	Devices []InventoryDevice `json:"devices"`
}

// InventoryDevice is one device with everything it inherits.
type InventoryDevice struct {
	Name       string   `json:"name"`
	Host       string   `json:"host"`
	Port       int      `json:"port"`
	OS         fact.OS  `json:"os,omitempty"` // left out = detected
	Site       string   `json:"site,omitempty"`
	Role       string   `json:"role,omitempty"`
	Pair       string   `json:"pair,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Credential string   `json:"credential,omitempty"`
	Jump       []string `json:"jump,omitempty"`
	Transport  string   `json:"transport"`
	HostKeys   string   `json:"host_keys"`
	Legacy     []string `json:"legacy,omitempty"`
	Window     string   `json:"window,omitempty"`
	Skip       bool     `json:"skip,omitempty"`
}

// NewInventory makes the document of some devices.
func NewInventory(devices []inventory.Device) Inventory {
	doc := Inventory{Schema: "headroom.inventory/1", Devices: make([]InventoryDevice, 0, len(devices))}
	for i := range devices {
		d := &devices[i]
		out := InventoryDevice{
			Name: d.Name, Host: d.Host, Port: d.Port, OS: d.OS, Site: d.Site, Role: d.Role, Pair: d.Pair, Tags: d.Tags,
			Credential: d.Credential, Jump: d.Jump, Transport: string(d.Transport), HostKeys: string(d.HostKeys), Window: d.Window, Skip: d.Skip,
		}
		for _, l := range d.Legacy {
			out.Legacy = append(out.Legacy, string(l))
		}
		doc.Devices = append(doc.Devices, out)
	}
	return doc
}

// DeviceForms are the forms of the devices of an inventory.
func DeviceForms() Formats[[]inventory.Device] {
	return Formats[[]inventory.Device]{
		Plain("table", func(w io.Writer, devices *[]inventory.Device) error { return listDevices(w, *devices) }),
		Plain("json", func(w io.Writer, devices *[]inventory.Device) error {
			return WriteJSON(w, NewInventory(*devices))
		}),
	}
}

func listDevices(w io.Writer, devices []inventory.Device) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tHOST\tPORT\tOS\tSITE\tROLE\tPAIR\tCREDENTIAL\tTRANSPORT\tVIA")
	for i := range devices {
		d := &devices[i]
		system := string(d.OS)
		if system == "" {
			system = "(detect)"
		}
		cells := []string{d.Name, d.Host, fmt.Sprint(d.Port), system, d.Site, d.Role, d.Pair, d.Credential, string(d.Transport), strings.Join(d.Jump, ">")}
		for j, c := range cells {
			if c == "" {
				c = "-"
			}
			cells[j] = string(safeterm.CleanLine(c))
		}
		fmt.Fprintln(t, strings.Join(cells, "\t"))
	}
	return t.Flush()
}

// ChangeForms are the forms of what would be another one in an inventory.
func ChangeForms() Formats[[]inventory.Change] {
	return Formats[[]inventory.Change]{
		Plain("text", func(w io.Writer, changes *[]inventory.Change) error { return writeChanges(w, *changes) }),
		Plain("json", func(w io.Writer, changes *[]inventory.Change) error {
			return WriteJSON(w, map[string]any{"schema": "headroom.inventory-diff/1", "changes": *changes})
		}),
	}
}

func writeChanges(w io.Writer, changes []inventory.Change) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "no difference")
		return err
	}
	kinds := map[string]int{}
	for _, c := range changes {
		kinds[c.Kind]++
		sign := map[string]string{"new": "+", "gone": "-", "changed": "~"}[c.Kind]
		fmt.Fprintf(w, "%s %s", sign, safeterm.CleanLine(c.Device))
		for i, f := range c.Fields {
			sep := ", "
			if i == 0 {
				sep = ": "
			}
			fmt.Fprintf(w, "%s%s %s → %s", sep, f.Key, safeterm.CleanLine(quoteEmpty(f.Before)), safeterm.CleanLine(quoteEmpty(f.After)))
		}
		fmt.Fprintln(w)
	}
	words := []string{}
	for _, k := range []string{"new", "gone", "changed"} {
		if kinds[k] > 0 {
			words = append(words, strconv.Itoa(kinds[k])+" "+k)
		}
	}
	_, err := fmt.Fprintln(w, strings.Join(slices.Clip(words), ", "))
	return err
}

func quoteEmpty(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
