package netbox

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// device is what is read of a device. NetBox names related objects by slug, Nautobot
// by name; before NetBox 3.6 the role is called device_role.
type device struct {
	ID             json.RawMessage            `json:"id"`
	Name           *string                    `json:"name"`
	Platform       *object                    `json:"platform"`
	Role           *object                    `json:"role"`
	DeviceRole     *object                    `json:"device_role"`
	Site           *object                    `json:"site"`
	Location       *object                    `json:"location"`
	Primary        *address                   `json:"primary_ip"`
	Primary4       *address                   `json:"primary_ip4"`
	Primary6       *address                   `json:"primary_ip6"`
	Tags           []object                   `json:"tags"`
	VirtualChassis *chassis                   `json:"virtual_chassis"`
	Position       *int                       `json:"vc_position"`
	Custom         map[string]json.RawMessage `json:"custom_fields"`
}

type object struct {
	ID     json.RawMessage `json:"id"`
	Name   string          `json:"name"`
	Slug   string          `json:"slug"`
	Driver string          `json:"network_driver"`
}

func (o *object) word() string {
	if o == nil {
		return ""
	}
	return cmp.Or(o.Slug, o.Name)
}

type address struct {
	Address string `json:"address"`
}

type chassis struct {
	ID     json.RawMessage `json:"id"`
	Name   string          `json:"name"`
	Master *object         `json:"master"`
}

func (c *chassis) key() string { return string(c.ID) + c.Name }

func (d *device) key() string { return strings.Trim(string(d.ID), `"`) }

// inventory makes the inventory of a list.
func (s Source) inventory(list []device, q inventory.Query, here inventory.Here, host string) (*inventory.Inventory, error) {
	f := gather.New(s.Name(), q, here.Person)
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: no device is left by the filters, or the token may see none", s.Name())
	}
	heads := masters(list)
	for i := range list {
		f.Add(s.entry(f, &list[i], q, heads, s.Name()+" "+host+" device "+list[i].key()))
	}
	return f.Inventory()
}

// masters finds who speaks for each virtual chassis: its master, else the only member
// that has an address.
func masters(list []device) map[string]string {
	out := map[string]string{}
	addressed := map[string][]string{}
	for i := range list {
		d := &list[i]
		switch vc := d.VirtualChassis; {
		case vc == nil:
		case vc.Master != nil && len(vc.Master.ID) > 0:
			out[vc.key()] = strings.Trim(string(vc.Master.ID), `"`)
		case d.host() != "":
			addressed[vc.key()] = append(addressed[vc.key()], d.key())
		}
	}
	for name, keys := range addressed {
		if len(keys) == 1 && out[name] == "" {
			out[name] = keys[0]
		}
	}
	return out
}

// host is the primary address, without the length of its network.
func (d *device) host() string {
	for _, a := range []*address{d.Primary, d.Primary4, d.Primary6} {
		if a != nil && a.Address != "" {
			host, _, _ := strings.Cut(a.Address, "/")
			return host
		}
	}
	return ""
}

func (s Source) entry(f *gather.Found, d *device, q inventory.Query, heads map[string]string, from string) gather.Entry {
	e := gather.Entry{From: from, Host: d.host(), Site: cmp.Or(d.Site.word(), d.Location.word()), Role: cmp.Or(d.Role.word(), d.DeviceRole.word())}
	e.Said = map[string]string{"host": "primary address", "platform": "platform", "site": "site", "role": "role", "tags": "tags"}
	if s.Nautobot {
		e.Said["site"] = "location"
	}
	if d.Name != nil {
		e.Name = *d.Name
	}
	if strings.TrimSpace(e.Name) == "" {
		e.Name = s.Name() + "-device-" + d.key()
		e.Why = "it has no name"
	}
	if p := d.Platform; p != nil {
		e.Platform = cmp.Or(p.Driver, p.Slug, p.Name)
		if _, ok := q.Platforms[strings.ToLower(p.Name)]; ok {
			e.Platform = p.Name
		}
	}
	for _, t := range d.Tags {
		e.Tags = append(e.Tags, t.word())
	}
	if e.Host == "" && e.Why == "" {
		e.Why = "it has no primary address"
	}
	if vc := d.VirtualChassis; vc != nil && heads[vc.key()] != "" && heads[vc.key()] != d.key() {
		e.Why = "it is a member of virtual chassis " + vc.Name + ", which is visited through its master"
	}
	for _, ours := range slices.Sorted(maps.Keys(q.Fields)) {
		custom(f, &e, ours, q.Fields[ours], d.Custom)
	}
	return e
}

// custom takes one custom field.
func custom(f *gather.Found, e *gather.Entry, ours, theirs string, fields map[string]json.RawMessage) {
	raw, there := fields[theirs]
	if !there || string(raw) == "null" {
		return
	}
	value, ok := text(raw)
	if !ok || !e.Set(ours, value) {
		f.Note(e.From, "custom field %s is not understood as %s", theirs, ours)
		if ours == "jump" { // the direct way may lead to another router
			e.Why = cmp.Or(e.Why, "the way to it is not understood")
		}
		return
	}
	e.Said[ours] = "custom field " + theirs
}

// text is the value of a custom field as text: a text, a number, a choice, an object.
func text(raw json.RawMessage) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s), true
	}
	var n json.Number
	if json.Unmarshal(raw, &n) == nil {
		_, err := strconv.Atoi(n.String())
		return n.String(), err == nil
	}
	var o struct {
		Value string `json:"value"`
		Name  string `json:"name"`
		Label string `json:"label"`
	}
	if json.Unmarshal(raw, &o) == nil {
		s = cmp.Or(o.Value, o.Name, o.Label)
	}
	return s, s != ""
}
