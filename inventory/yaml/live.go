package yaml

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/gather"
)

// What a copy of a source is good for where the file does not say: it is not read again
// for five minutes, since check, scan and plan follow each other; and after a month it
// says nothing.
const (
	defaultFresh  = 5 * time.Minute
	defaultMaxAge = 30 * 24 * time.Hour
)

// kinds of sources that a file may name, each with what it takes.
func takes() map[string][]inventory.Want {
	net := []inventory.Want{inventory.WantToken, inventory.WantCA, inventory.WantFilter, inventory.WantPlatforms, inventory.WantFields}
	list := []inventory.Want{inventory.WantPlatforms, inventory.WantFields}
	return map[string][]inventory.Want{
		"calendar": {inventory.WantCA, inventory.WantFilter}, "netbox": net, "nautobot": net, "ansible": list, "nornir": list, "suzieq": {inventory.WantPlatforms},
		"csv": append(list, inventory.WantSeparator), "rancid": {inventory.WantPlatforms}, "oxidized": append(list, inventory.WantSeparator),
	}
}

// SourceTypes are the types of sources that a file may name.
func SourceTypes() []string { return sorted(takes()) }

// sources checks what the file says of its sources.
func (l *loader) sources() {
	names := map[string]bool{}
	for _, f := range l.file.Sources {
		s := inventory.LiveSource{Name: f.Name.s, Type: f.Type.s, From: l.from(f.at), Fresh: defaultFresh, MaxAge: defaultMaxAge}
		if s.Name == "" {
			s.Name = s.Type
		}
		if names[s.Name] && f.at.set() {
			l.add(f.at, "give each a name", "two sources are called %q", s.Name)
		}
		names[s.Name] = true
		l.oneOf("type", f.Type, SourceTypes())
		l.query(f, &s)
		l.ages(f, &s)
		l.inv.Sources = append(l.inv.Sources, s)
	}
}

func (l *loader) query(f fileSource, s *inventory.LiveSource) {
	if !f.Place.at.set() && f.Type.at.set() {
		l.add(f.at, "place: https://netbox.example.net, or the path of a file", "source %s has no place", s.Name)
	}
	q := inventory.Query{Place: f.Place.s, CA: f.CA.s, Filter: f.Filter.plain(), Separator: f.Separator.s, Fields: map[string]string{}}
	q.Token = l.ref("token", f.Token, slices.DeleteFunc(passwords(), func(k string) bool { return k == "cloginrc" })...)
	for _, t := range f.Platforms.list {
		if err := q.AddPlatform(t.s); err != nil {
			l.add(t.at, "", "%s", err)
		}
	}
	for _, t := range f.Fields.list {
		ours, theirs, ok := strings.Cut(t.s, "=")
		if !ok || !slices.Contains(gather.Fields(), ours) || theirs == "" {
			l.add(t.at, "what can be named: "+strings.Join(gather.Fields(), " "), "%q is not like window=maintenance", t.s)
			continue
		}
		q.Fields[ours] = theirs
	}
	for want, at := range map[inventory.Want]pos{
		inventory.WantToken: f.Token.at, inventory.WantCA: f.CA.at, inventory.WantFilter: f.Filter.at, inventory.WantPlatforms: f.Platforms.at,
		inventory.WantFields: f.Fields.at, inventory.WantSeparator: f.Separator.at,
	} {
		if can, ok := takes()[f.Type.s]; ok && at.set() && !slices.Contains(can, want) {
			l.add(at, "", "a source of type %s takes no %s", f.Type.s, want)
		}
	}
	s.Query = q
}

func (l *loader) ages(f fileSource, s *inventory.LiveSource) {
	for _, x := range []struct {
		what string
		t    text
		to   *time.Duration
		most time.Duration
	}{{"fresh", f.Fresh, &s.Fresh, 24 * time.Hour}, {"max_age", f.MaxAge, &s.MaxAge, 366 * 24 * time.Hour}} {
		if !x.t.at.set() {
			continue
		}
		d, err := age(x.t.s)
		if err != nil || d < 0 || d > x.most {
			l.add(x.t.at, "write 0s, 15m, 12h or 30d", "%s %q is out of range or no duration", x.what, x.t.s)
			continue
		}
		*x.to = d
	}
}

// age reads a duration that may be in days.
func age(s string) (time.Duration, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		h, err := time.ParseDuration(days + "h")
		return 24 * h, err
	}
	return time.ParseDuration(s)
}

// live reads the sources.
func (l *loader) live(read inventory.Reads) error {
	l.found.devices = map[string]*sourced{}
	if read == nil {
		return nil
	}
	for _, s := range l.inv.Sources {
		inv, err := read(s, l.inv.Secrets)
		if err != nil {
			return fmt.Errorf("%s: source %s: %w", s.From, s.Name, err)
		}
		l.found.answers = append(l.found.answers, answer{s.Name, inv})
	}
	return nil
}

// logins are the ways to log in to a Vault.
func logins() []string { return []string{"token", "approle", "jwt", "kubernetes"} }

// secrets checks where secrets are got from.
func (l *loader) secrets() {
	f := l.file.Secrets.Vault
	local := []string{"env", "file", "cmd", "keyring", "age", "credential", "ask"}
	l.oneOf("auth", f.Auth, logins())
	l.inv.Secrets.Vault = inventory.VaultLogin{
		Address: f.Address.s, Namespace: f.Namespace.s, CA: f.CA.s, Auth: f.Auth.s, Mount: f.Mount.s, KVMount: f.KVMount.s, Role: f.Role.s,
		Token: l.ref("token", f.Token, local...), SecretID: l.ref("secret_id", f.SecretID, local...), JWT: l.ref("jwt", f.JWT, local...),
		Timeout: l.timeout("timeout", f.Timeout),
	}
	if f.Auth.at.set() && f.Auth.s != "token" && !f.Role.at.set() {
		l.add(f.Auth.at, "add role", "login %s needs a role", f.Auth.s)
	}
	for _, t := range l.file.Secrets.Age.Identities.list {
		r, ok := inventory.ParseRef(t.s)
		if !ok || !slices.Contains([]string{"file", "credential", "env", "cmd", "keyring"}, r.Kind) {
			l.mask(t.at.line, t.at.line)
			l.add(t.at, "write file:PATH or credential:NAME", "an identity must be a reference")
			continue
		}
		l.inv.Secrets.AgeIdentities = append(l.inv.Secrets.AgeIdentities, r)
	}
}
