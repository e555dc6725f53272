package postgres

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// errPassword is why a URL with a secret in it is refused.
var errPassword = errors.New("a password in the URL is seen by everybody on this machine: leave it out and use ?password=env:NAME, file:PATH or cmd:COMMAND, PGPASSWORD or ~/.pgpass")

// Reference takes the reference to the password out of a URL; "" = there is none. A
// password that stands in it is refused.
func Reference(name string) (without, ref string, err error) {
	u, err := url.Parse(name)
	if err != nil {
		return "", "", errors.New("the URL of the store cannot be read: it looks like postgres://USER@HOST:5432/DATABASE")
	}
	if _, has := u.User.Password(); has {
		return "", "", errPassword
	}
	q := u.Query()
	ref = q.Get("password")
	if kind, value, _ := strings.Cut(ref, ":"); ref != "" && (value == "" || kind != "env" && kind != "file" && kind != "cmd") {
		return "", "", errPassword
	}
	q.Del("password")
	u.RawQuery = q.Encode()
	return u.String(), ref, nil
}

// config reads a URL. Over a network TLS is demanded, and the server must prove who it
// is, unless the URL says otherwise.
func config(name string, password []byte, readOnly bool) (cfg *pgxpool.Config, path string, err error) {
	u, err := url.Parse(name)
	if err != nil || u.Scheme == "" {
		return nil, "", errors.New("the URL of the store cannot be read: it looks like postgres://USER@HOST:5432/DATABASE")
	}
	if _, has := u.User.Password(); has {
		return nil, "", errPassword
	}
	q := u.Query()
	cfg, err = pgxpool.ParseConfig(u.String())
	if !q.Has("sslmode") && (err != nil || !local(&cfg.ConnConfig.Config)) {
		q.Set("sslmode", "verify-full")
		u.RawQuery = q.Encode()
		cfg, err = pgxpool.ParseConfig(u.String())
	}
	if err != nil {
		return nil, "", fmt.Errorf("the URL of the store: %w", err)
	}
	if password != nil {
		cfg.ConnConfig.Password = string(password)
	}
	if !q.Has("pool_max_conns") {
		cfg.MaxConns = maxConns
	}
	run := cfg.ConnConfig.RuntimeParams
	if run["application_name"] == "" {
		run["application_name"] = "headroom"
	}
	// A host that vanished must not keep its lock on a scan for hours.
	run["tcp_keepalives_idle"], run["tcp_keepalives_interval"], run["tcp_keepalives_count"] = "30", "10", "3"
	if readOnly {
		run["default_transaction_read_only"] = "on"
	}
	path = u.Scheme + "://" + cfg.ConnConfig.User + "@" + cfg.ConnConfig.Host + "/" + cfg.ConnConfig.Database
	return cfg, path, nil
}

// maxConns is how many connections one program has at most.
const maxConns = 8

// local reports whether all hosts that are tried are this machine: unix sockets or
// loopback. They may come from the URL, its ?host=, PGHOST or a service file.
func local(c *pgconn.Config) bool {
	hosts := []string{c.Host}
	for _, f := range c.Fallbacks {
		hosts = append(hosts, f.Host)
	}
	return !slices.ContainsFunc(hosts, func(host string) bool {
		ip, err := netip.ParseAddr(host)
		return !strings.HasPrefix(host, "/") && host != "localhost" && (err != nil || !ip.IsLoopback())
	})
}
