package ssh

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/internal/atomicfile"
	"github.com/headroom-audit/headroom/inventory"
)

// HostKeys is the index of known host keys: a known_hosts file that is read
// once and looked up in a map (a look-up in a file of 10,000 lines costs
// milliseconds per connection: collector:1.5). Addresses are written
// as host:port.
type HostKeys struct {
	path     string
	patience time.Duration // with another program that holds the lock
	saving   sync.Mutex    // one writes at a time; taken before mu

	mu      sync.Mutex // not held while the disk is waited for
	file    *knownHosts
	changes []change // not in the file yet
	saved   time.Time
}

// change is one decision about the keys of an address. It is made again on the
// file as it is when it is saved: other programs may have written to it.
type change struct {
	addr string
	key  xssh.PublicKey
	only bool   // takes the place of all other keys of addr
	line string // a whole line instead: of an import
}

// saveEvery is how often new keys reach the file while a scan runs.
const saveEvery = 2 * time.Second

// lockPatience is how long another headroom may take to write the file.
const lockPatience = 3 * time.Second

// LoadHostKeys reads a known_hosts file; one that is not there is empty, and ""
// is an index in memory.
func LoadHostKeys(path string) (*HostKeys, error) {
	h := &HostKeys{path: path, patience: lockPatience}
	var err error
	h.file, err = h.load()
	return h, err
}

func (h *HostKeys) load() (*knownHosts, error) {
	if h.path == "" {
		return parseKnownHosts("", nil)
	}
	data, err := os.ReadFile(h.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("host keys: %w", err)
	}
	return parseKnownHosts(h.path, data)
}

// Known gives the keys of addr.
func (h *HostKeys) Known(addr string) []xssh.PublicKey {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.file.known(strings.ToLower(addr))
}

// authorities reports whether a @cert-authority speaks for addr.
func (h *HostKeys) authorities(addr string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.file.authorities(strings.ToLower(addr))) > 0
}

// Set makes key the only one of addr: what `hostkeys accept` does.
func (h *HostKeys) Set(addr string, key xssh.PublicKey) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.change(change{addr: strings.ToLower(addr), key: key, only: true})
}

func (h *HostKeys) change(c change) {
	h.file.apply(c)
	h.changes = append(h.changes, c)
}

// Why a key is refused, where that is not because it is unknown.
var (
	errChanged = errors.New("the host key changed")
	errRevoked = errors.New("is revoked")
	errCert    = errors.New("its certificate")
)

// check decides about the key that addr shows; host is the name of the device
// in certificates. It runs before any password is sent.
func (h *HostKeys) check(addr, host string, key xssh.PublicKey, policy inventory.HostKeyPolicy) error {
	addr = strings.ToLower(addr)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file.isRevoked(key) {
		return fmt.Errorf("the key %s %w", xssh.FingerprintSHA256(key), errRevoked)
	}
	if policy == inventory.Off {
		return nil
	}
	if cert, ok := key.(*xssh.Certificate); ok {
		return h.file.certified(addr, host, cert)
	}
	known := h.file.known(addr)
	for _, k := range known {
		if bytes.Equal(k.Marshal(), key.Marshal()) {
			return nil
		}
	}
	switch {
	case len(known) > 0:
		return fmt.Errorf("%w: known %s, shown %s", errChanged, brief(known[0]), brief(key))
	case policy != inventory.TOFU:
		return fmt.Errorf("the key %s is not known", brief(key))
	}
	h.change(change{addr: addr, key: key})
	h.saveSoon()
	return nil
}

// saveSoon starts to save, where the last time is long enough ago. The login
// does not wait for it: a file that cannot be written, or is locked, says
// nothing about the key. Save tells the error, at the end.
func (h *HostKeys) saveSoon() {
	if h.path == "" || time.Since(h.saved) <= saveEvery || !h.saving.TryLock() {
		return
	}
	h.saved = time.Now()
	go func() {
		defer h.saving.Unlock()
		_ = h.save()
	}()
}

// brief names a key as people compare it: type and fingerprint.
func brief(k xssh.PublicKey) string { return k.Type() + " " + xssh.FingerprintSHA256(k) }

// certified checks a host certificate against the authorities of addr.
func (f *knownHosts) certified(addr, host string, cert *xssh.Certificate) error {
	trusted := slices.ContainsFunc(f.authorities(addr), func(ca xssh.PublicKey) bool { return bytes.Equal(ca.Marshal(), cert.SignatureKey.Marshal()) })
	if !trusted {
		return fmt.Errorf("%w is signed by %s, which is no @cert-authority for it", errCert, brief(cert.SignatureKey))
	}
	checker := &xssh.CertChecker{
		IsHostAuthority: func(xssh.PublicKey, string) bool { return true },
		IsRevoked:       func(c *xssh.Certificate) bool { return f.isRevoked(c.SignatureKey) || f.isRevoked(c.Key) },
	}
	if err := checker.CheckHostKey(joined(host, "22"), nil, cert); err != nil {
		return fmt.Errorf("%w is not accepted: %s", errCert, strings.TrimPrefix(err.Error(), "ssh: "))
	}
	return nil
}

// Save writes what is new to the file. Where that fails, what is new stays in
// memory and the error says why.
func (h *HostKeys) Save() error {
	h.saving.Lock()
	defer h.saving.Unlock()
	return h.save()
}

// save makes the changes on the file as it is now and replaces it at once: a
// reader sees the old one or the new one. saving is held.
func (h *HostKeys) save() error {
	h.mu.Lock()
	changes := slices.Clone(h.changes)
	h.mu.Unlock()
	if len(changes) == 0 || h.path == "" {
		return nil
	}
	unlock, err := lock(h.path, h.patience)
	if err != nil {
		return fmt.Errorf("host keys: %w", err)
	}
	defer unlock()
	f, err := h.load()
	if err != nil {
		return err
	}
	for _, c := range changes {
		f.apply(c)
	}
	if err := atomicfile.Write(h.path, f.bytes(), 0o600); err != nil {
		return fmt.Errorf("host keys: %w", err)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.file, h.changes = f, h.changes[len(changes):]
	for _, c := range h.changes { // they came while it was written
		f.apply(c)
	}
	return nil
}
