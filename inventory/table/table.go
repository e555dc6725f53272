// Package table reads devices from files with one line per device: CSV and TSV with a
// header, router.db of RANCID and of Oxidized.
//
// What goes in: a file, and which column is what. What comes out: one device per line,
// with its line number. A line that is not understood is a note, never dropped in
// silence (inv:rancid, inv:oxidized).
package table

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// CSV is a file with a header.
type CSV struct{}

// Name is what it is called.
func (CSV) Name() string { return "csv" }

// Title says what it reads.
func (CSV) Title() string { return "the lines of a CSV or TSV file" }

// About says what is read and what is not carried over.
func (CSV) About() string {
	return `Reads a file whose first line names the columns: name, host (or ip, address), port,
platform (or os), site, role, tags, groups, pair, window, jump, user, hostname, transport.
--field says which column is what where they have other names: --field host=mgmt_ip.
The separator is that of the first line (comma, semicolon or tab) or --separator. A
password column is not carried over but named.`
}

// Preset is empty: every team calls it otherwise.
func (CSV) Preset() string { return "" }

// Takes are what it reads of a query.
func (CSV) Takes() []inventory.Want {
	return []inventory.Want{inventory.WantPlatforms, inventory.WantFields, inventory.WantSeparator}
}

// maxRow bounds a line.
const maxRow = 64 << 10

// Read gives the devices.
func (CSV) Read(_ context.Context, q inventory.Query, here inventory.Here) (*inventory.Inventory, error) {
	raw, err := text(q.Place, here)
	if err != nil {
		return nil, err
	}
	sep, err := separator(q.Separator, raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", q.Place, err)
	}
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.Comment, r.FieldsPerRecord, r.TrimLeadingSpace = sep, '#', -1, true
	if sep == '#' {
		r.Comment = 0
	}
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: its first line is no header: %w", q.Place, whyNot(err))
	}
	f := gather.New("csv", q, here.Person)
	columns, err := columnsOf(f, q, head)
	if err != nil {
		return nil, fmt.Errorf("%s:1: %w", q.Place, err)
	}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return f.Inventory()
		}
		line := 0
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			line = bad.StartLine
		} else if err == nil {
			line, _ = r.FieldPos(0)
		}
		place := q.Place + ":" + strconv.Itoa(line)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: %w", place, whyNot(err))
		case len(row) != len(head):
			f.Note(place, "it has %d columns, and the header has %d: the line is left out", len(row), len(head))
		default:
			f.Add(entry(place, row, columns, head))
		}
	}
}

// whyNot takes the text of an error of encoding/csv, without what stood there.
func whyNot(err error) error {
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return bad.Err
	}
	return err
}

// text is a file as text in UTF-8.
func text(place string, here inventory.Here) ([]byte, error) {
	raw, err := here.Open(place)
	if err != nil {
		return nil, err
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	n := 0
	for line := range bytes.Lines(raw) {
		n++
		if len(line) > maxRow || !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return nil, fmt.Errorf("%s:%d: this is no line of text in UTF-8", place, n)
		}
	}
	return raw, nil
}

// separator is what stands between the columns.
func separator(said string, raw []byte) (rune, error) {
	switch said {
	case "tab", `\t`:
		return '\t', nil
	case "":
		line, _, _ := bytes.Cut(raw, []byte("\n"))
		best, most := ',', 0
		for _, r := range ",;\t|" {
			if n := bytes.Count(line, []byte(string(r))); n > most {
				best, most = r, n
			}
		}
		return best, nil
	}
	r, size := utf8.DecodeRuneInString(said)
	if size != len(said) || r == '"' || r == '\n' || r == '\r' || r == utf8.RuneError {
		return 0, fmt.Errorf("separator %q is not one character", said)
	}
	return r, nil
}

// others are names that people give to columns.
func others() map[string]string {
	return map[string]string{
		"hostname": "name", "device": "name", "device_name": "name", "node": "name", "router": "name",
		"ip": "host", "address": "host", "ip_address": "host", "mgmt_ip": "host", "management_ip": "host", "mgmt": "host", "ansible_host": "host",
		"os": "platform", "network_os": "platform", "device_type": "platform", "model": "", "vendor": "", "username": "user", "login": "user",
		"location": "site", "tag": "tags", "group": "groups", "proxyjump": "jump", "jump_host": "jump", "jumphost": "jump", "bastion": "jump",
		"pass": "password", "pwd": "password", "secret": "password", "enable_password": "enable", "enable_secret": "enable", "maintenance_window": "window",
	}
}

// columnsOf says which column is what: by --field, else by its name.
func columnsOf(f *gather.Found, q inventory.Query, head []string) (map[int]string, error) {
	out, taken := map[int]string{}, map[string]bool{}
	for _, ours := range slices.Sorted(maps.Keys(q.Fields)) {
		i := slices.IndexFunc(head, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), q.Fields[ours]) })
		if n, err := strconv.Atoi(q.Fields[ours]); i < 0 && err == nil && n >= 1 && n <= len(head) {
			i = n - 1
		}
		if i < 0 {
			return nil, fmt.Errorf("there is no column %q", q.Fields[ours])
		}
		out[i], taken[ours] = ours, true
	}
	var unknown []string
	for i, h := range head {
		name := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(h)), " ", "_")
		ours, ok := others()[name]
		if slices.Contains(gather.Fields(), name) && name != "hostname" {
			ours, ok = name, true
		}
		switch {
		case out[i] != "" || ok && ours == "":
		case !ok:
			unknown = append(unknown, clean(h))
		case !taken[ours]:
			out[i], taken[ours] = ours, true
		}
	}
	if len(unknown) > 0 {
		f.Note(q.Place+":1", "columns that are not used: %s (--field says what one is)", strings.Join(unknown, ", "))
	}
	if !taken["name"] && !taken["host"] {
		return nil, errors.New("no column is the name or the address of a device: say which with --field name=COLUMN")
	}
	return out, nil
}

func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

func entry(place string, row []string, columns map[int]string, head []string) gather.Entry {
	e := gather.Entry{From: place, Said: map[string]string{}}
	for i, v := range row {
		if v = strings.TrimSpace(v); v != "" && columns[i] != "" {
			e.Set(columns[i], v)
			e.Said[columns[i]] = "column " + clean(head[i])
		}
	}
	return e
}
