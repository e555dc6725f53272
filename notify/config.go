package notify

import (
	"bytes"
	"fmt"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/lazyregexp"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/inventory"
)

// Config is a file of channels.
type Config struct {
	Link     string // where people look on, put into every message; "" = nowhere
	Channels []Channel
}

// Channel is one way to tell people.
type Channel struct {
	Name     string // letters, digits, - and _: it is part of a file's name
	Type     Type
	When     When
	Least    audit.State   // the least bad state that is told
	URL      string        // plain, where it is no secret
	URLRef   inventory.Ref // where it is one
	Key      inventory.Ref // of HMAC, or the routing key of PagerDuty
	HTTP     bool          // plain HTTP is allowed
	From, To string        // of mail
	Sendmail string        // the program
	Template *template.Template
	Tries    int
	Timeout  time.Duration // of one try
}

// Type is a kind of channel.
type Type string

// The kinds of channel.
const (
	Webhook   Type = "webhook"
	Slack     Type = "slack"
	Teams     Type = "teams"
	PagerDuty Type = "pagerduty"
	Mail      Type = "mail"
)

func types() []string {
	return []string{string(Webhook), string(Slack), string(Teams), string(PagerDuty), string(Mail)}
}

// When says when a channel is told.
type When string

// Change is when something is new, got worse or better, or is gone; Always is after
// every scan.
const (
	Change When = "change"
	Always When = "always"
)

// Error is every mistake of a file of channels, each as file:line:column: what.
type Error struct{ Problems []string }

// Error gives one line per mistake.
func (e *Error) Error() string { return strings.Join(e.Problems, "\n") }

// Load reads a file of channels; templates lie beside it, and are read by read. All
// mistakes are told at once, as an *Error, and no message shows a secret that stands
// where a reference belongs.
func Load(name string, raw []byte, read func(path string) ([]byte, error)) (*Config, error) {
	l := &loader{file: name, read: read, out: &Config{}}
	var doc yaml.Node
	err := yaml.Load(raw, &doc)
	if len(bytes.TrimSpace(raw)) == 0 || err == nil && len(doc.Content) == 0 {
		return nil, &Error{[]string{name + ": it has no channels"}}
	}
	if err != nil {
		return nil, &Error{[]string{name + ": " + err.Error()}}
	}
	l.pairs(doc.Content[0], []string{"version", "link", "channels"}, func(key string, v *yaml.Node) {
		switch key {
		case "version":
			l.check(v, v.Value == "1", "version %q is not one this headroom reads (1)", v.Value)
		case "link":
			l.out.Link = v.Value
		case "channels":
			for _, n := range v.Content {
				l.channel(n)
			}
			l.check(v, v.Kind == yaml.SequenceNode && len(v.Content) > 0, "channels must be a list with at least one channel")
		}
	})
	if len(l.out.Channels) == 0 && len(l.problems) == 0 {
		l.problems = append(l.problems, name+": it has no channels")
	}
	if len(l.problems) > 0 {
		return nil, &Error{l.problems}
	}
	return l.out, nil
}

type loader struct {
	file     string
	read     func(path string) ([]byte, error)
	problems []string
	out      *Config
}

func (l *loader) check(n *yaml.Node, good bool, format string, args ...any) {
	if !good {
		l.problems = append(l.problems, fmt.Sprintf("%s:%d:%d: ", l.file, n.Line, n.Column)+fmt.Sprintf(format, args...))
	}
}

// pairs walks the keys of a mapping that are known, and refuses the others.
func (l *loader) pairs(n *yaml.Node, known []string, each func(key string, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		l.check(n, false, "keys and values belong here: %s", strings.Join(known, ", "))
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if !slices.Contains(known, k.Value) {
			hint := "; keys: " + strings.Join(known, " ")
			if near := query.Nearest(k.Value, known); near != "" {
				hint = fmt.Sprintf("; did you mean %q?", near)
			}
			l.check(k, false, "unknown key %q%s", k.Value, hint)
			continue
		}
		each(k.Value, v)
	}
}

// channelKeys are the keys of a channel, and which types have them; none = all.
var channelKeys = map[string][]Type{
	"name": nil, "type": nil, "when": nil, "least": nil, "template": nil, "tries": nil, "timeout": nil,
	"url": {Webhook, Slack, Teams, PagerDuty}, "allow_http": {Webhook}, "key": {Webhook, PagerDuty},
	"from": {Mail}, "to": {Mail}, "sendmail": {Mail},
}

func keys() []string {
	return []string{"name", "type", "when", "least", "template", "tries", "timeout", "url", "allow_http", "key", "from", "to", "sendmail"}
}

var channelName = lazyregexp.New(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)

// channel reads one channel.
func (l *loader) channel(n *yaml.Node) {
	c := Channel{When: Change, Least: audit.Stale, Tries: 4, Timeout: 10 * time.Second, Sendmail: "/usr/sbin/sendmail"}
	at := map[string]*yaml.Node{}
	l.pairs(n, keys(), func(key string, v *yaml.Node) {
		if at[key] = v; v.Kind != yaml.ScalarNode && (key != "to" || v.Kind != yaml.SequenceNode) {
			l.check(v, false, "%s is one value", key)
			return
		}
		l.value(&c, key, v)
	})
	for key, v := range at {
		if of := channelKeys[key]; of != nil && c.Type != "" && !slices.Contains(of, c.Type) {
			l.check(v, false, "a channel of type %s has no %s", c.Type, key)
		}
	}
	l.check(n, at["name"] != nil && at["type"] != nil, "a channel needs name and type (%s)", strings.Join(types(), ", "))
	l.check(n, !slices.ContainsFunc(l.out.Channels, func(o Channel) bool { return o.Name == c.Name }), "channel %q stands twice", c.Name)
	switch c.Type {
	case Mail:
		l.check(n, c.From != "" && c.To != "", "mail needs from and to")
	case PagerDuty:
		l.check(n, at["key"] != nil, "pagerduty needs key: a reference to the routing key of its integration")
		if at["url"] == nil {
			c.URL = "https://events.pagerduty.com/v2/enqueue"
		}
	default:
		l.check(n, at["url"] != nil, "a channel of type %s needs url", c.Type)
	}
	if v := at["url"]; v != nil && c.URL != "" {
		l.check(v, c.Type == Webhook || c.Type == PagerDuty, "who has the address of a %s channel can write into it: give a reference to it (env:NAME, file:PATH, credential:NAME, cmd:COMMAND)", c.Type)
		why := badURL(c.URL, c.HTTP)
		l.check(v, why == "", "url: %s", why)
	}
	l.out.Channels = append(l.out.Channels, c)
}

// value sets one key of a channel.
func (l *loader) value(c *Channel, key string, v *yaml.Node) {
	s := v.Value
	switch key {
	case "name":
		c.Name = s
		l.check(v, channelName.MatchString(s), "a name is of letters, digits, - and _")
	case "type":
		c.Type = Type(s)
		l.check(v, slices.Contains(types(), s), "type %q is none of %s", s, strings.Join(types(), ", "))
	case "when":
		c.When = When(s)
		l.check(v, c.When == Change || c.When == Always, "when is change or always")
	case "least":
		c.Least = audit.State(s)
		l.check(v, c.Least.Rank() < audit.OK.Rank(), "least is one of OVER, CRIT, PEND, WARN, UNKN, FAIL, STALE")
	case "url":
		if c.URLRef = reference(s); c.URLRef.IsZero() {
			c.URL = s
		}
	case "key":
		c.Key = reference(s)
		l.check(v, !c.Key.IsZero(), "key must be a reference, not the secret itself: env:NAME, file:PATH (mode 0600), credential:NAME (of a systemd unit) or cmd:COMMAND")
	case "allow_http":
		c.HTTP = s == "true"
		l.check(v, s == "true" || s == "false", "allow_http is true or false")
	case "tries":
		n, err := strconv.Atoi(s)
		c.Tries = n
		l.check(v, err == nil && n >= 1 && n <= 10, "tries is a number from 1 to 10")
	case "timeout":
		d, err := time.ParseDuration(s)
		c.Timeout = d
		l.check(v, err == nil && d > 0 && d <= time.Minute, "timeout is a time up to 1m, such as 10s")
	case "template":
		l.template(c, v)
	default:
		l.mail(c, key, v)
	}
}

// mail sets a key of a channel of mail.
func (l *loader) mail(c *Channel, key string, v *yaml.Node) {
	switch key {
	case "from":
		a, err := mail.ParseAddress(v.Value)
		if l.check(v, err == nil, "from is no address"); err == nil {
			c.From = a.String()
		}
	case "to":
		list := []string{v.Value}
		if v.Kind == yaml.SequenceNode {
			list = nil
			for _, n := range v.Content {
				list = append(list, n.Value)
			}
		}
		all, err := mail.ParseAddressList(strings.Join(list, ", "))
		l.check(v, err == nil, "to is no list of addresses")
		var to []string
		for _, a := range all {
			to = append(to, a.String())
		}
		c.To = strings.Join(to, ", ")
	case "sendmail":
		c.Sendmail = v.Value
		l.check(v, filepath.IsAbs(v.Value), "sendmail is the whole path of a program")
	}
}

func (l *loader) template(c *Channel, v *yaml.Node) {
	path := v.Value
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(l.file), path)
	}
	raw, err := l.read(path)
	if err == nil {
		c.Template, err = template.New(filepath.Base(path)).Funcs(functions()).Parse(string(raw))
	}
	l.check(v, err == nil, "template: %v", err)
}

// reference reads a reference to a secret; zero = it is none.
func reference(s string) inventory.Ref {
	kind, value, found := strings.Cut(s, ":")
	if !found || value == "" || !slices.Contains([]string{"env", "file", "cmd", "credential"}, kind) {
		return inventory.Ref{}
	}
	return inventory.Ref{Kind: kind, Value: value}
}

// badURL says why messages are not sent to an address; "" = they are.
func badURL(s string, plain bool) string {
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "":
		return "it is no address of the form https://HOST/PATH"
	case u.User != nil:
		return "it holds a name or a password: give a reference to the address (env:NAME, file:PATH, credential:NAME, cmd:COMMAND)"
	case u.Scheme == "https" || u.Scheme == "http" && (plain || local(u.Hostname())):
		return ""
	case u.Scheme == "http":
		return "it is not https (allow_http: true sends all the same)"
	}
	return "it is no address of the form https://HOST/PATH"
}

func local(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
