package yaml

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/inventory"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// refKinds are the kinds of reference that carry a value.
func refKinds() []string { return inventory.RefKinds() }

// passwords and keys are the kinds that a password and a key may be of.
func passwords() []string {
	return []string{"env", "file", "cmd", "keyring", "vault", "age", "cloginrc", "credential", "ask"}
}

func keys() []string {
	return []string{"key", "file", "env", "cmd", "keyring", "vault", "age", "credential", "agent"}
}

// whyRef explains a refused secret.
const whyRef = "a secret never stands in this file (it is copied, mailed and kept in git); " +
	"write env:NAME, file:PATH (mode 0600), vault:PATH#FIELD, cmd:COMMAND or ask (docs/secrets.md)"

var envName = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ref reads a reference of one of the kinds; the message never shows what stood
// there where it is none.
func (l *loader) ref(what string, s secret, kinds ...string) inventory.Ref {
	if !s.at.set() {
		return inventory.Ref{}
	}
	kind, value, found := strings.Cut(s.s, ":")
	switch {
	case !isReference(s.s, refKinds()):
		l.add(s.at, hintRef(what, s.s), "%s must be a reference, not the secret itself", what)
	case !slices.Contains(kinds, kind):
		l.add(s.at, elsewhere(kind, kinds), "%s cannot be had from %s", what, kind)
	case found && strings.TrimSpace(value) == "":
		l.add(s.at, "", "nothing stands after %s:", kind)
	case kind == "env" && !envName.MatchString(value):
		l.add(s.at, "letters, digits and _ only", "%q is no name of an environment variable", value)
	case strings.ContainsAny(value, "\n\r\x00"):
		l.add(s.at, "", "%s goes over more than one line", what)
	case !l.complete(s, kind, value):
	default:
		return inventory.Ref{Kind: kind, Value: value}
	}
	return inventory.Ref{}
}

// complete checks the parts of a reference that has parts.
func (l *loader) complete(s secret, kind, value string) bool {
	path, field, parts := strings.Cut(value, "#")
	service, user, two := strings.Cut(value, "/")
	switch {
	case kind == "vault" && (!parts || path == "" || field == "") && !strings.Contains(value, "/sign/"):
		l.add(s.at, "write vault:MOUNT/PATH#FIELD, or key: vault:ssh/sign/ROLE for a certificate", "%q names no field of a secret", kind+":"+value)
	case kind == "keyring" && (!two || service == "" || user == ""):
		l.add(s.at, "write keyring:SERVICE/USER", "%q names no service and user", kind+":"+value)
	case kind == "credential" && strings.ContainsAny(value, "/\\"):
		l.add(s.at, "the name that LoadCredential= has", "%q is no name of a credential of systemd", value)
	default:
		return true
	}
	return false
}

// elsewhere says where a reference of a kind belongs.
func elsewhere(kind string, kinds []string) string {
	switch kind {
	case "agent":
		return "write agent: true beside user"
	case "key":
		return "write key: key:PATH beside user"
	}
	return "use one of " + strings.Join(kinds, ", ")
}

// isReference reports whether s is a reference and nothing else: it may be
// shown, since it holds no secret.
func isReference(s string, kinds []string) bool {
	kind, _, found := strings.Cut(s, ":")
	return found && slices.Contains(kinds, kind) || s == "ask" || s == "agent"
}

// hintRef says which reference was probably meant.
func hintRef(what, s string) string {
	prefix, _, _ := strings.Cut(s, ":")
	switch {
	case strings.HasPrefix(s, "exec:"):
		return "write cmd:COMMAND"
	case strings.HasPrefix(s, "$"):
		return "write env:NAME for an environment variable"
	case what == "key" && strings.ContainsAny(s[:1], "~/."):
		return "write key:PATH"
	case what == "key":
		return "write key:PATH, env:NAME, cmd:COMMAND or agent"
	case slices.Contains([]string{"op", "plain", "pass", "bw"}, prefix):
		return prefix + ": is not known here; cmd:COMMAND runs any program that prints the secret"
	}
	return whyRef
}

// credential checks one entry of credentials.
func (l *loader) credential(c fileCredential) inventory.Credential {
	out := inventory.Credential{Name: c.name.s, User: c.User.s, Agent: c.Agent.b}
	out.Password = l.ref("password", c.Password, passwords()...)
	out.Key = l.ref("key", c.Key, keys()...)
	out.Passphrase = l.ref("passphrase", c.Passphrase, slices.DeleteFunc(passwords(), func(k string) bool { return k == "cloginrc" })...)
	if out.Key.Kind == "agent" {
		out.Key, out.Agent = inventory.Ref{}, true
	}
	if c.User.at.set() && strings.ContainsAny(c.User.s, " \t\r\n\x00") {
		l.add(c.User.at, "", "user has a blank in it")
	}
	if !c.spoilt && !c.Password.at.set() && !c.Key.at.set() && !out.Agent {
		l.add(c.name.at, "give it one of password, key, agent: true", "credential %s has no way to log in", c.name.s)
	}
	if c.Passphrase.at.set() && !c.Key.at.set() {
		l.add(c.Passphrase.at, "", "a passphrase needs a key")
	}
	return out
}
