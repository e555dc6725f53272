package report

import (
	"github.com/headroom-audit/headroom/fact"
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
