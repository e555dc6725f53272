package cloginrc

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/inventory"
)

// Expand gives every device whose credential is in a .cloginrc the credential of the
// lines that fit it: who logs in, by what method, whether to enable. Devices of the
// same lines share one, so that an account that is refused is not tried on. The secrets
// themselves are read when a session needs them.
func Expand(inv *inventory.Inventory) error {
	x := expander{inv: inv, files: map[string]*File{}}
	for i := range inv.Devices {
		if err := x.device(&inv.Devices[i]); err != nil {
			return err
		}
	}
	return nil
}

type expander struct {
	inv   *inventory.Inventory
	files map[string]*File
}

func (x *expander) file(path string) (*File, error) {
	if f := x.files[path]; f != nil {
		return f, nil
	}
	f, err := Load(path)
	if err != nil {
		return nil, fmt.Errorf("cloginrc:%s: %w", path, err)
	}
	x.files[path] = f
	return f, nil
}

func (x *expander) device(d *inventory.Device) error {
	c := x.inv.Credentials[d.Credential]
	if e := x.inv.Credentials[d.Enable]; e.Password.Kind == "cloginrc" && e.Password.For == "" {
		f, err := x.file(e.Password.Value)
		if err != nil {
			return err
		}
		d.Enable = x.add(e, f, d.Name, "enable")
	}
	if c.Password.Kind != "cloginrc" || c.Password.For != "" {
		return nil
	}
	f, err := x.file(c.Password.Value)
	if err != nil {
		return err
	}
	d.Credential = x.add(c, f, d.Name, "")
	if d.Enable == "" && f.Enables(d.Name) {
		d.Enable = x.add(c, f, d.Name, "enable")
	}
	f.method(d)
	return nil
}

// add gives the name of the credential of a router.
func (x *expander) add(c inventory.Credential, f *File, router, part string) string {
	name := c.Name + ":" + filepath.Base(c.Password.Value) + f.key(router)
	if part != "" {
		name += "-" + part
	}
	if _, ok := x.inv.Credentials[name]; ok {
		return name
	}
	c.Name, c.Password.For, c.Password.Part = name, router, part
	if u := f.User(router); u != "" {
		c.User = u
	}
	x.inv.Credentials[name] = c
	return name
}

// method takes the transport and the port of the first method that is used here. Telnet
// is used only where ssh is not named: clogin would try it first, and the password
// would be seen on the way.
func (f *File) method(d *inventory.Device) {
	methods := f.values("method", d.Name)
	for _, want := range []inventory.Transport{inventory.SSH, inventory.Telnet} {
		for _, m := range methods {
			name, port, _ := strings.Cut(strings.TrimSpace(m), ":")
			if name != string(want) {
				continue
			}
			if d.Transport == inventory.SSH && want == inventory.Telnet {
				d.Transport = want
				if !d.Given.Port {
					d.Port = 23
				}
			}
			if n, err := strconv.Atoi(strings.TrimPrefix(port, "-")); err == nil && n > 0 && n < 65536 && !d.Given.Port {
				d.Port, d.Given.Port = n, true
			}
			return
		}
	}
}
