package ssh

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha1" // the hash of OpenSSH's hashed host names
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/inventory"
)

// HostKeys is the index of known host keys: a known_hosts file that is read
// once and looked up in a map (a look-up in a file of 10,000 lines costs
// milliseconds per connection: collector.md section 1.5). Addresses are written
// as host:port.
type HostKeys struct {
	path string

	mu      sync.Mutex
	keys    map[string][]xssh.PublicKey
	hashed  []hashedKey
	revoked [][]byte
	kept    []string // lines that are written back as they were
	dirty   bool
	saved   time.Time
}

type hashedKey struct {
	salt, sum []byte
	key       xssh.PublicKey
}

// saveEvery is how often new keys reach the file while a scan runs.
const saveEvery = 2 * time.Second

// LoadHostKeys reads a known_hosts file; one that is not there is empty, and ""
// is an index in memory.
func LoadHostKeys(path string) (*HostKeys, error) {
	h := &HostKeys{path: path, keys: map[string][]xssh.PublicKey{}}
	if path == "" {
		return h, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return nil, fmt.Errorf("host keys: %w", err)
	}
	return h, h.read(data)
}

func (h *HostKeys) read(data []byte) error {
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		if err := h.line(sc.Text()); err != nil {
			return fmt.Errorf("host keys: %s:%d: %w", h.path, n, err)
		}
	}
	return sc.Err()
}

func (h *HostKeys) line(line string) error {
	t := strings.TrimSpace(line)
	if t == "" || t[0] == '#' {
		h.kept = append(h.kept, line)
		return nil
	}
	marker, hosts, key, _, _, err := xssh.ParseKnownHosts([]byte(t))
	if err != nil {
		return err
	}
	switch marker {
	case "revoked":
		h.kept, h.revoked = append(h.kept, line), append(h.revoked, key.Marshal())
		return nil
	case "cert-authority":
		h.kept = append(h.kept, line) // certificates are not asked for
		return nil
	}
	for _, host := range hosts {
		switch {
		case strings.HasPrefix(host, "|1|"):
			parts := strings.Split(host, "|")
			if len(parts) != 4 {
				return errors.New("a hashed host name is not whole")
			}
			salt, err1 := base64.StdEncoding.DecodeString(parts[2])
			sum, err2 := base64.StdEncoding.DecodeString(parts[3])
			if err := errors.Join(err1, err2); err != nil {
				return err
			}
			h.hashed, h.kept = append(h.hashed, hashedKey{salt, sum, key}), append(h.kept, line)
		case strings.ContainsAny(host, "*?!"):
			h.kept = append(h.kept, line) // patterns are not followed: such a host counts as unknown
		default:
			a := normal(host)
			h.keys[a] = append(h.keys[a], key)
		}
	}
	return nil
}

// normal turns known_hosts' "[host]:port" or "host" into host:port.
func normal(host string) string {
	if strings.HasPrefix(host, "[") {
		if i := strings.LastIndex(host, "]:"); i > 0 {
			return strings.ToLower(joined(host[1:i], host[i+2:]))
		}
	}
	return strings.ToLower(joined(host, "22"))
}

func joined(host, port string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]:" + port
	}
	return host + ":" + port
}

// written is how known_hosts writes host:port.
func written(addr string) string {
	i := strings.LastIndexByte(addr, ':')
	host, port := strings.Trim(addr[:i], "[]"), addr[i+1:]
	if port == "22" {
		return host
	}
	return "[" + host + "]:" + port
}

// Known gives the keys of addr.
func (h *HostKeys) Known(addr string) []xssh.PublicKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known(strings.ToLower(addr))
}

func (h *HostKeys) known(addr string) []xssh.PublicKey {
	out := slices.Clone(h.keys[addr])
	for _, k := range h.hashed {
		m := hmac.New(sha1.New, k.salt)
		_, _ = m.Write([]byte(written(addr)))
		if hmac.Equal(m.Sum(nil), k.sum) {
			out = append(out, k.key)
		}
	}
	return out
}

// Set makes key the only one of addr: what `hostkeys accept` does.
func (h *HostKeys) Set(addr string, key xssh.PublicKey) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.keys[strings.ToLower(addr)] = []xssh.PublicKey{key}
	h.dirty = true
}

// Each gives every known address and its keys, in order.
func (h *HostKeys) Each(yield func(addr string, key xssh.PublicKey)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, addr := range h.addresses() {
		for _, k := range h.keys[addr] {
			yield(addr, k)
		}
	}
}

func (h *HostKeys) addresses() []string {
	out := make([]string, 0, len(h.keys))
	for a := range h.keys {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

// errChanged is a key that is not the one that was known.
var errChanged = errors.New("the host key changed")

// check decides about the key that addr shows. It runs before any password is
// sent.
func (h *HostKeys) check(addr string, key xssh.PublicKey, policy inventory.HostKeyPolicy) error {
	addr = strings.ToLower(addr)
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, r := range h.revoked {
		if bytes.Equal(r, key.Marshal()) {
			return fmt.Errorf("the key %s is revoked", xssh.FingerprintSHA256(key))
		}
	}
	if policy == inventory.Off {
		return nil
	}
	known := h.known(addr)
	for _, k := range known {
		if bytes.Equal(k.Marshal(), key.Marshal()) {
			return nil
		}
	}
	switch {
	case len(known) > 0:
		return fmt.Errorf("%w: known %s %s, shown %s %s", errChanged, known[0].Type(), xssh.FingerprintSHA256(known[0]), key.Type(), xssh.FingerprintSHA256(key))
	case policy != inventory.TOFU:
		return fmt.Errorf("the key %s %s is not known", key.Type(), xssh.FingerprintSHA256(key))
	}
	h.keys[addr] = append(h.keys[addr], key)
	h.dirty = true
	if h.path != "" && time.Since(h.saved) > saveEvery {
		return h.save()
	}
	return nil
}

// Save writes what is new to the file.
func (h *HostKeys) Save() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.save()
}

// save replaces the file at once: a reader sees the old one or the new one.
func (h *HostKeys) save() error {
	if !h.dirty || h.path == "" {
		return nil
	}
	var b bytes.Buffer
	for _, l := range slices.Compact(slices.Clone(h.kept)) {
		b.WriteString(l + "\n")
	}
	for _, addr := range h.addresses() {
		for _, k := range h.keys[addr] {
			b.WriteString(written(addr) + " " + string(xssh.MarshalAuthorizedKey(k)))
		}
	}
	if err := replace(h.path, b.Bytes()); err != nil {
		return fmt.Errorf("host keys: %w", err)
	}
	h.dirty, h.saved = false, time.Now()
	return nil
}

// replace writes a file beside path and moves it there.
func replace(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".hostkeys-*") // mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
