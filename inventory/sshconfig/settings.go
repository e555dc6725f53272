package sshconfig

import (
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
)

// Host is what the configuration says of one host; the zero value of a field
// means that it says nothing.
type Host struct {
	Alias         string // as it was asked for
	HostName      string
	Port          int
	User          string
	IdentityFiles []string // in order, ~/ and tokens not expanded
	OwnKeysOnly   bool     // IdentitiesOnly yes
	ProxyJump     string   // "" and none alike
	ProxyCommand  string   // "" and none alike
	Kex           string
	Ciphers       string
	HostKeys      string
	Notes         []string // lines that count for this host and are not honoured
}

// evaluation is a lookup in progress: the first value of a key counts.
type evaluation struct {
	Host
	localUser string
	seen      map[string]bool
	final     bool
	noted     map[string]bool
}

// Lookup gives what counts for a host that a person would type as alias.
func (c *Config) Lookup(alias, localUser string) (Host, error) {
	e := &evaluation{Host: Host{Alias: alias}, localUser: localUser, seen: map[string]bool{}, noted: map[string]bool{}}
	if err := e.pass(c); err != nil {
		return Host{}, fmt.Errorf("ssh_config: %w", err)
	}
	if c.wantsFinal() {
		e.final = true
		if err := e.pass(c); err != nil {
			return Host{}, fmt.Errorf("ssh_config: %w", err)
		}
	}
	return e.Host, nil
}

// wantsFinal reports whether a Match asks for a second pass.
func (c *Config) wantsFinal() bool {
	return slices.ContainsFunc(c.entries, func(e entry) bool {
		return slices.ContainsFunc(e.conds, func(cond condition) bool {
			return slices.ContainsFunc(cond.match, func(w string) bool { return strings.EqualFold(strings.TrimPrefix(w, "!"), "final") })
		})
	})
}

func (e *evaluation) pass(c *Config) error {
	for i := range c.entries {
		en := &c.entries[i]
		if !e.holds(en.conds) {
			continue
		}
		if err := e.set(en); err != nil {
			return fmt.Errorf("%s: %w", en.where, err)
		}
	}
	return nil
}

func (e *evaluation) holds(conds []condition) bool {
	for _, c := range conds {
		if c.host != nil && !matchList(c.host, e.Alias) || c.match != nil && !e.matches(c.match) {
			return false
		}
	}
	return true
}

// matches decides a Match line; its criteria were checked when it was read.
func (e *evaluation) matches(args []string) bool {
	for i := 0; i < len(args); i++ {
		name, negated := strings.CutPrefix(strings.ToLower(args[i]), "!")
		hit := true
		switch name {
		case "all":
		case "final":
			hit = e.final
		case "canonical": // names are never made canonical here
			hit = false
		default:
			i++
			patterns, subject := args[i], e.subject(name)
			if strings.HasSuffix(name, "host") { // here case does not count; in Host, user and localuser it does: so ssh says
				patterns, subject = strings.ToLower(patterns), strings.ToLower(subject)
			}
			hit = matchList(strings.Split(patterns, ","), subject)
		}
		if hit == negated {
			return false
		}
	}
	return true
}

// subject is what a criterion of Match looks at.
func (e *evaluation) subject(criterion string) string {
	switch criterion {
	case "originalhost":
		return e.Alias
	case "localuser":
		return e.localUser
	case "user":
		if e.User != "" {
			return e.User
		}
		return e.localUser
	}
	return e.Target()
}

// Target is the name or address to connect to.
func (h *Host) Target() string {
	if h.HostName == "" {
		return h.Alias
	}
	return strings.NewReplacer("%%", "%", "%h", h.Alias).Replace(h.HostName)
}

// set takes one line over.
func (e *evaluation) set(en *entry) error {
	text := map[string]*string{
		"hostname": &e.HostName, "user": &e.User, "kexalgorithms": &e.Kex, "ciphers": &e.Ciphers, "hostkeyalgorithms": &e.HostKeys,
	}
	first := !e.seen[en.key]
	e.seen[en.key] = true
	switch to := text[en.key]; {
	case to != nil && first:
		*to = en.args[0]
	case to != nil, en.key == "ignoreunknown":
	case en.key == "port" && first:
		n, err := strconv.Atoi(en.args[0])
		if err != nil || n < 1 || n > 65535 {
			return fmt.Errorf("port %q does not exist", en.args[0])
		}
		e.Port = n
	case en.key == "identityfile":
		if !slices.Contains(e.IdentityFiles, en.args[0]) {
			e.IdentityFiles = append(e.IdentityFiles, en.args[0])
		}
	case en.key == "identitiesonly" && first:
		e.OwnKeysOnly = strings.EqualFold(en.args[0], "yes")
	case en.key == "proxyjump" || en.key == "proxycommand":
		e.proxy(en)
	case en.key == "port", en.key == "identitiesonly", slices.Contains(harmless, en.key):
	case !e.noted[en.where]:
		e.noted[en.where] = true
		e.Notes = append(e.Notes, en.where+": "+en.word+" is not honoured by transport ssh")
	}
	return nil
}

// proxy takes ProxyJump or ProxyCommand over: whichever comes first.
func (e *evaluation) proxy(en *entry) {
	if e.seen["proxy"] {
		return
	}
	e.seen["proxy"] = true
	switch {
	case strings.EqualFold(en.rest, "none"):
	case en.key == "proxyjump":
		e.ProxyJump = en.args[0]
	default:
		e.ProxyCommand = en.rest
	}
}

// harmless are keys that change nothing about which host is reached, how it is
// proven or who logs in; or where headroom has its own way (keepalive, time,
// terminal). ssh_config(5) has the list.
var harmless = strings.Fields(`addkeystoagent batchmode checkhostip clearallforwardings compression connectionattempts connecttimeout
	controlmaster controlpath controlpersist enableescapecommandline escapechar exitonforwardfailure forkafterauthentication forwardagent
	forwardx11 forwardx11timeout forwardx11trusted gatewayports gssapidelegatecredentials hashknownhosts ipqos localforward loglevel logverbose
	nohostauthenticationforlocalhost numberofpasswordprompts permitlocalcommand localcommand permitremoteopen remoteforward dynamicforward
	rekeylimit requesttty sendenv serveralivecountmax serveraliveinterval setenv stdinnull streamlocalbindmask streamlocalbindunlink syslogfacility
	tcpkeepalive tunnel tunneldevice updatehostkeys usekeychain visualhostkey xauthlocation`)

// LocalUser is the name of the person who runs the program, as ssh takes it:
// that of the user id, whatever the environment says.
func LocalUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}
