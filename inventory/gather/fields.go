package gather

import (
	"slices"
	"strings"
)

// Fields are what a column or a field of a source may be mapped to.
func Fields() []string {
	return []string{"name", "host", "port", "platform", "site", "role", "pair", "hostname", "window", "jump", "user", "key", "password", "enable", "transport", "tags", "groups", "aaa_realm", "skip"}
}

// Set gives a value to a part of an entry; false where there is no such part.
func (e *Entry) Set(field, value string) bool {
	parts := map[string]*string{
		"name": &e.Name, "host": &e.Host, "port": &e.Port, "platform": &e.Platform, "site": &e.Site, "role": &e.Role, "pair": &e.Pair,
		"hostname": &e.Hostname, "window": &e.Window, "jump": &e.Jump, "user": &e.User, "key": &e.KeyFile, "password": &e.Password,
		"enable": &e.Enable, "transport": &e.Transport, "aaa_realm": &e.AAARealm,
	}
	switch to := parts[field]; {
	case to != nil:
		*to = value
	case field == "tags":
		e.Tags = append(e.Tags, list(value)...)
	case field == "groups":
		e.Groups = append(e.Groups, list(value)...)
	case field == "skip":
		if yes(value) {
			e.Why = "its source says so"
		}
	default:
		return false
	}
	return true
}

// list is a list in one cell.
func list(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' || r == ' ' || r == '|' })
}

func yes(s string) bool {
	return slices.Contains([]string{"1", "true", "yes", "y", "x", "down", "disabled"}, strings.ToLower(strings.TrimSpace(s)))
}
