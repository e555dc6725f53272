package ssh

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"github.com/headroom-audit/headroom/inventory"
)

// HostKey is one key of one address, for people and programs.
type HostKey struct {
	Address     string // host:port, "" where Hashed; patterns as they are written
	Hashed      bool   // the file tells no name
	Marker      string // "", revoked, cert-authority
	Type        string // ssh-ed25519 …
	Fingerprint string // SHA256:…
	Bits        int    // of an RSA key, else 0

	key xssh.PublicKey
}

func hostKey(addr, marker string, key xssh.PublicKey) HostKey {
	return HostKey{Address: addr, Marker: marker, Type: key.Type(), Fingerprint: xssh.FingerprintSHA256(key), Bits: rsaBits(key), key: key}
}

// Equal reports whether two keys are the same.
func (k HostKey) Equal(o HostKey) bool {
	return k.key != nil && o.key != nil && bytes.Equal(k.key.Marshal(), o.key.Marshal())
}

// String is type and fingerprint.
func (k HostKey) String() string { return k.Type + " " + k.Fingerprint }

// KeyAddress is the address under which the key of a device is known.
func KeyAddress(dev inventory.Device) string {
	return strings.ToLower(targetOf(dev).keyName(dev.Jump))
}

// List gives every key there is, by address; what has no address stands last.
func (h *HostKeys) List() []HostKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []HostKey
	for _, l := range h.file.lines {
		if l.key == nil {
			continue
		}
		for _, host := range l.hosts {
			addr := strings.ToLower(host)
			switch {
			case isHashed(host):
				addr = ""
			case l.marker == "" && !isPattern(host):
				addr = normal(host)
			}
			k := hostKey(addr, l.marker, l.key)
			k.Hashed = isHashed(host)
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b HostKey) int {
		if (a.Address == "") != (b.Address == "") {
			return strings.Compare(b.Address, a.Address)
		}
		return strings.Compare(a.Address, b.Address)
	})
	return out
}

// Of gives the keys of addr, hashed and by pattern too.
func (h *HostKeys) Of(addr string) []HostKey {
	var out []HostKey
	for _, k := range h.Known(addr) {
		out = append(out, hostKey(addr, "", k))
	}
	return out
}

// Accept makes k the only key of addr.
func (h *HostKeys) Accept(addr string, k HostKey) { h.Set(addr, k.key) }

// Revoked reports whether a @revoked line names the key.
func (h *HostKeys) Revoked(k HostKey) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return k.key != nil && h.file.isRevoked(k.key)
}

// ParseHostKey reads one public key: "ssh-ed25519 AAAA…", as a .pub file, or as
// ssh-keyscan and known_hosts print it. More than one key is an error.
func ParseHostKey(text []byte) (HostKey, error) {
	var found []HostKey
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); len(line) == 0 || line[0] == '#' {
			continue
		}
		key, _, _, _, err := xssh.ParseAuthorizedKey(line)
		if err != nil {
			_, _, key, _, _, err = xssh.ParseKnownHosts(line)
		}
		if err != nil {
			return HostKey{}, fmt.Errorf("%.40q is no public key", line)
		}
		if k := hostKey("", "", key); !slices.ContainsFunc(found, k.Equal) {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		return HostKey{}, errors.New("it holds no public key")
	case 1:
		return found[0], nil
	}
	return HostKey{}, fmt.Errorf("it holds %d keys, and a device is known by one", len(found))
}

// errShown ends a handshake when the key was seen.
var errShown = errors.New("the key was shown")

// Shown gives the host key that a device shows now. The handshake ends there:
// nobody logs in, and no password is read. A device that is known is asked for
// a key of the known types first, so that an old one is recognised.
func (d *Dialer) Shown(ctx context.Context, dev inventory.Device) (HostKey, error) {
	t := targetOf(dev)
	known := d.cfg.HostKeys.Known(t.keyName(dev.Jump))
	k, err := d.shown(ctx, t, dev.Jump, known)
	var none *xssh.AlgorithmNegotiationError
	if len(known) > 0 && errors.As(err, &none) {
		k, err = d.shown(ctx, t, dev.Jump, nil)
	}
	return k, err
}

func (d *Dialer) shown(ctx context.Context, t target, via []string, known []xssh.PublicKey) (HostKey, error) {
	nc, release, err := d.connect(ctx, t, via)
	if err != nil {
		return HostKey{}, err
	}
	defer release()
	defer func() { _ = nc.Close() }()
	ctx, stop := context.WithTimeout(ctx, d.cfg.Timing.Handshake)
	defer stop()
	cut := context.AfterFunc(ctx, func() { _ = nc.Close() })
	defer cut()
	h := &handshake{keys: d.cfg.HostKeys, target: t, wire: &wire{Conn: nc}}
	a := offer(t.legacy).forKeys(known)
	var key xssh.PublicKey
	conf := &xssh.ClientConfig{
		Config:            xssh.Config{KeyExchanges: a.kex, Ciphers: a.ciphers, MACs: a.macs},
		HostKeyAlgorithms: a.hostKeys,
		HostKeyCallback:   func(_ string, _ net.Addr, k xssh.PublicKey) error { key = k; return errShown },
		ClientVersion:     clientVersion,
	}
	_, _, _, err = xssh.NewClientConn(h.wire, t.addr(), conf)
	if key == nil {
		return HostKey{}, proxyFailed(nc, h.why(ctx, err))
	}
	return hostKey(t.keyName(via), "", key), nil
}

// Imported is what became of a file of host keys.
type Imported struct {
	Added    int      // keys that were not known
	Known    int      // lines that say what was known
	Marked   []string // @revoked and @cert-authority lines, in words
	Conflict []string // addresses that are known with another key: kept as they were
	Bad      []string // lines that are no known_hosts lines
}

// Import adds the lines of a known_hosts file. A key that contradicts the one
// that is known is not taken over, unless replace says so.
func (h *HostKeys) Import(data []byte, replace bool) Imported {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out Imported
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		l, err := parseKnownLine(sc.Text())
		switch {
		case err != nil:
			out.Bad = append(out.Bad, fmt.Sprintf("line %d: %s", n, strings.TrimPrefix(err.Error(), "ssh: ")))
		case l.key != nil:
			h.take(l, replace, &out)
		}
	}
	if err := sc.Err(); err != nil {
		out.Bad = append(out.Bad, err.Error())
	}
	return out
}

// take imports one line. Hashed names and patterns do not tell which addresses
// they mean, so the line is asked about every address that is known.
func (h *HostKeys) take(l *knownLine, replace bool, out *Imported) {
	if h.file.has(l) {
		out.Known++
		return
	}
	same := func(k xssh.PublicKey) bool { return bytes.Equal(k.Marshal(), l.key.Marshal()) }
	sameType := func(k xssh.PublicKey) bool { return k.Type() == l.key.Type() }
	if l.marker != "" {
		h.change(change{line: l.raw})
		out.Marked = append(out.Marked, "@"+l.marker+" "+strings.Join(l.hosts, ",")+" "+brief(l.key))
		return
	}
	if slices.ContainsFunc(l.hosts, func(x string) bool { return isHashed(x) || isPattern(x) }) {
		var against []string
		for _, addr := range h.file.addresses() {
			if !l.matches(addr) {
				continue
			}
			known := h.file.known(addr)
			switch i := slices.IndexFunc(known, sameType); {
			case i < 0 || slices.ContainsFunc(known, same):
			case replace:
				h.change(change{addr: addr, key: l.key, only: true})
			default:
				against = append(against, fmt.Sprintf("%s: known %s, in the file %s", addr, brief(known[i]), brief(l.key)))
			}
		}
		if out.Conflict = append(out.Conflict, against...); len(against) == 0 {
			h.change(change{line: l.raw})
			out.Added++
		}
		return
	}
	for _, host := range l.hosts {
		addr := normal(host)
		known := h.file.known(addr)
		switch {
		case slices.ContainsFunc(known, same):
			out.Known++
		case slices.ContainsFunc(known, sameType) && !replace:
			out.Conflict = append(out.Conflict, fmt.Sprintf("%s: known %s, in the file %s", addr, brief(known[slices.IndexFunc(known, sameType)]), brief(l.key)))
		default:
			h.change(change{addr: addr, key: l.key, only: replace && slices.ContainsFunc(known, sameType)})
			out.Added++
		}
	}
}

// Export gives the keys as a known_hosts file; hash hides the names as ssh does
// with HashKnownHosts.
func (h *HostKeys) Export(hash bool) []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	var b bytes.Buffer
	for _, l := range h.file.lines {
		if l.key == nil {
			continue
		}
		if !hash || l.marker != "" || slices.ContainsFunc(l.hosts, isPattern) {
			b.WriteString(l.raw + "\n")
			continue
		}
		for _, host := range l.hosts {
			if !isHashed(host) {
				host = knownhosts.HashHostname(written(normal(host)))
			}
			b.WriteString(host + " " + string(xssh.MarshalAuthorizedKey(l.key)))
		}
	}
	return b.Bytes()
}
