// Package gather makes an inventory of what a source says, entry by entry.
//
// What goes in: entries as text, each with its place. What comes out: plain values
// that an inventory may hold. A reader of a source knows its syntax only; what a name,
// an address, a port or a platform may be, what becomes of a secret and of a double
// entry is decided here, once for all of them. Nothing is dropped: what cannot be
// visited is listed with the reason, what is not understood is a note with its place.
package gather

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lazyregexp"
	"github.com/headroom-audit/headroom/inventory"
)

// MaxDevices is how many devices one source may give: more is a mistake of a range
// or of a filter.
const MaxDevices = 200_000

// Entry is one device as its source has it; "" = not said.
type Entry struct {
	Name, Host, Hostname string
	Port                 string
	Platform             string
	Site, Role, Pair     string
	Window               string // the name of a window, or a window: sun 02:00-04:00 UTC
	Tags, Groups         []string
	User, KeyFile        string
	Agent                bool
	// Password, Passphrase and Enable are secrets that stand in the source. They are
	// told apart, never kept: the credential refers to an environment variable.
	Password, Passphrase, Enable string
	// PasswordRef and PassphraseRef are references that the source has itself.
	PasswordRef, PassphraseRef inventory.Ref
	Jump                       string // [user@]host[:port],…
	JumpKey                    string // key file of the jump hosts
	ProxyCommand               string
	Transport                  string // ssh, telnet
	AAARealm                   string
	Why                        string            // why it is not to be visited
	From                       string            // its place
	Said                       map[string]string // key of the inventory -> where in the source its value stood
}

// Found is what was gathered.
type Found struct {
	Source string // its name, for names that are made of it
	more   map[string]fact.OS
	user   string // of the person, where a source leaves it open
	inv    *inventory.Inventory
	seen   map[string]*inventory.Device // by name in lower case
	at     map[string]string            // address -> name
	logins map[string]string            // what tells a login apart -> its name
	notes  map[string]bool
}

// New starts to gather from a place.
func New(source string, q inventory.Query, who inventory.Person) *Found {
	return &Found{
		Source: source, more: q.Platforms, user: who.User,
		inv: &inventory.Inventory{
			Path: q.Place, Credentials: map[string]inventory.Credential{}, Jumps: map[string]inventory.Jump{}, Windows: map[string]inventory.Window{},
		},
		seen: map[string]*inventory.Device{}, at: map[string]string{}, logins: map[string]string{}, notes: map[string]bool{},
	}
}

// Note keeps what is not understood, once.
func (f *Found) Note(place, format string, args ...any) {
	n := place + ": " + fmt.Sprintf(format, args...)
	if !f.notes[n] {
		f.notes[n] = true
		f.inv.Notes = append(f.inv.Notes, n)
	}
}

// Full reports whether no more devices are taken.
func (f *Found) Full() bool { return len(f.inv.Devices) >= MaxDevices }

// Inventory gives what was gathered; an error where there is no device at all.
func (f *Found) Inventory() (*inventory.Inventory, error) {
	if len(f.inv.Devices) == 0 {
		why := "it lists no device"
		if len(f.inv.Notes) > 0 {
			why += ": " + f.inv.Notes[0]
		}
		return nil, fmt.Errorf("%s: %s", f.inv.Path, why)
	}
	if f.Full() {
		return nil, fmt.Errorf("%s: more than %d devices: is a range or a filter too wide?", f.inv.Path, MaxDevices)
	}
	return f.inv, nil
}

var (
	unfit    = lazyregexp.New(`[^A-Za-z0-9._:@+-]+`)
	unfitKey = lazyregexp.New(`[^A-Za-z0-9._@+-]+`)
)

// fit makes a name of a text that the inventory takes.
func fit(s string, not *lazyregexp.Regexp) string {
	s = not.ReplaceAllString(strings.TrimSpace(s), "-")
	return strings.TrimLeft(strings.TrimRight(s, "-"), "-.:@+")
}

// Add takes one entry.
func (f *Found) Add(e Entry) {
	if f.Full() {
		return
	}
	name := f.name(&e)
	if name == "" {
		return
	}
	d := inventory.Device{
		Name: name, Host: cmp.Or(e.Host, name), Site: plain(e.Site), Role: plain(e.Role), Pair: e.Pair, Why: e.Why, From: e.From, Said: e.Said,
		AAARealm: plain(e.AAARealm), Groups: f.names(e.Groups), Tags: f.names(e.Tags),
	}
	f.host(&d, e)
	f.system(&d, e)
	f.port(&d, e)
	f.login(&d, e)
	f.way(&d, e)
	f.window(&d, e)
	f.once(&d, e)
	d.Skip = d.Why != ""
	f.inv.Devices = append(f.inv.Devices, d)
}

// name gives the name of an entry, "" where another one has it already.
func (f *Found) name(e *Entry) string {
	name := fit(cmp.Or(e.Name, e.Host), unfit)
	switch {
	case name == "":
		f.Note(e.From, "an entry without name and address")
		return ""
	case e.Name != "" && name != e.Name:
		f.Note(e.From, "the name %q is written %s", clip(e.Name), name)
		e.Hostname = ""
	}
	low := strings.ToLower(name)
	if other := f.seen[low]; other != nil {
		f.Note(e.From, "%s is listed twice, first in %s: the first one counts", name, other.From)
		return ""
	}
	f.seen[low] = &inventory.Device{Name: name, From: e.From}
	return name
}

// names are names of groups and tags, each once.
func (f *Found) names(list []string) []string {
	var out []string
	for _, s := range list {
		if s = fit(s, unfitKey); s != "" && s != "none" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// host checks the address. A zone stays: it names the interface of this host.
func (f *Found) host(d *inventory.Device, e Entry) {
	if p, err := netip.ParsePrefix(d.Host); err == nil {
		d.Host = p.Addr().String()
	}
	switch msg, _ := inventory.HostProblem(d.Host); {
	case d.Why != "":
	case msg != "":
		d.Why = "its address is none: " + msg
	}
	if msg, _ := inventory.HostProblem(d.Host); msg != "" {
		d.Host = d.Name
	}
	if h := e.Hostname; h != "" && !strings.EqualFold(h, d.Name) {
		d.Hostname = h
	}
}

// system finds the operating system; one that is not read is listed.
func (f *Found) system(d *inventory.Device, e Entry) {
	os, known := inventory.SystemOf(e.Platform, f.more)
	d.OS = os
	if !known && d.Why == "" {
		d.Why = fmt.Sprintf("platform %s is not one that headroom reads", clip(plain(e.Platform)))
	}
}

func (f *Found) port(d *inventory.Device, e Entry) {
	switch strings.ToLower(e.Transport) {
	case "", "ssh":
	case "telnet":
		d.Transport = inventory.Telnet
	default:
		f.Note(e.From, "transport %q is not known: ssh is used", clip(e.Transport))
	}
	if e.Port == "" {
		return
	}
	n, err := strconv.Atoi(e.Port)
	if err != nil || n < 1 || n > 65535 {
		if d.Why == "" {
			d.Why = fmt.Sprintf("port %q does not exist", clip(e.Port))
		}
		return
	}
	d.Port, d.Given.Port = n, true
}

// once lists a second entry of one address without visiting it: it is one router, and
// would get two sessions at once.
func (f *Found) once(d *inventory.Device, e Entry) {
	if d.Why != "" {
		return
	}
	key := fmt.Sprintf("%s|%d|%s|%s", strings.ToLower(d.Host), d.Port, d.Jump, d.ProxyCommand)
	if other := f.at[key]; other != "" {
		d.Why = "it has the address of " + other
		return
	}
	f.at[key] = d.Name
}

// plain makes one line of a text without control characters.
func plain(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xfffd }), " ")
}

// clip shortens a text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
