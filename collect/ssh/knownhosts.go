package ssh

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // the hash of OpenSSH's hashed host names
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/inventory/sshconfig"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// knownHosts is a file in OpenSSH's format (sshd(8), SSH_KNOWN_HOSTS FILE
// FORMAT). Lines that are not touched are written back as they were.
type knownHosts struct {
	lines []*knownLine
	plain map[string][]*knownLine // host:port -> lines without marker, hash or pattern
	other []*knownLine            // all the rest
}

type knownLine struct {
	raw    string // as it stands in the file
	marker string // "", revoked, cert-authority
	hosts  []string
	key    xssh.PublicKey // nil = a comment or a blank line
}

func parseKnownHosts(path string, data []byte) (*knownHosts, error) {
	f := &knownHosts{plain: map[string][]*knownLine{}}
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		l, err := parseKnownLine(sc.Text())
		if err != nil {
			return nil, fmt.Errorf("host keys: %s:%d: %w", path, n, err)
		}
		f.add(l)
	}
	return f, sc.Err()
}

func parseKnownLine(raw string) (*knownLine, error) {
	t := strings.TrimSpace(raw)
	l := &knownLine{raw: raw}
	if t == "" || t[0] == '#' {
		return l, nil
	}
	var err error
	if l.marker, l.hosts, l.key, _, _, err = xssh.ParseKnownHosts([]byte(t)); err != nil {
		return nil, err
	}
	l.hosts = slices.DeleteFunc(l.hosts, func(h string) bool { return h == "" })
	if len(l.hosts) == 0 {
		return nil, errors.New("it names no host")
	}
	for _, h := range l.hosts {
		if _, _, ok := hashParts(h); isHashed(h) && !ok {
			return nil, errors.New("a hashed host name is not whole")
		}
		if !isHashed(h) && strings.ContainsAny(h, "[]") && !bracketed.MatchString(h) {
			return nil, fmt.Errorf("%.40q is no host: brackets stand as in [host]:port", h)
		}
	}
	return l, nil
}

// bracketed is a host, or a pattern of hosts, with a port of its own.
var bracketed = lazyregexp.New(`^!?\[[^\[\]]+\]:[0-9*?]+$`)

func isHashed(host string) bool  { return strings.HasPrefix(host, "|1|") }
func isPattern(host string) bool { return strings.ContainsAny(host, "*?!") }

// hashParts are salt and sum of |1|salt|sum.
func hashParts(host string) (salt, sum []byte, ok bool) {
	parts := strings.Split(host, "|")
	if len(parts) != 4 {
		return nil, nil, false
	}
	salt, err1 := base64.StdEncoding.DecodeString(parts[2])
	sum, err2 := base64.StdEncoding.DecodeString(parts[3])
	return salt, sum, errors.Join(err1, err2) == nil
}

func (f *knownHosts) add(l *knownLine) {
	f.lines = append(f.lines, l)
	switch {
	case l.key == nil:
	case l.marker != "" || slices.ContainsFunc(l.hosts, func(h string) bool { return isHashed(h) || isPattern(h) }):
		f.other = append(f.other, l)
	default:
		for _, h := range l.hosts {
			a := normal(h)
			f.plain[a] = append(f.plain[a], l)
		}
	}
}

// matches reports whether a line speaks for addr, by name, hash or pattern.
func (l *knownLine) matches(addr string) bool {
	name, hit := written(addr), false
	for _, h := range l.hosts {
		switch not, negated := strings.CutPrefix(h, "!"); {
		case isHashed(h):
			salt, sum, _ := hashParts(h)
			m := hmac.New(sha1.New, salt)
			_, _ = m.Write([]byte(name))
			hit = hit || hmac.Equal(m.Sum(nil), sum)
		case negated && sshconfig.Glob(strings.ToLower(not), name):
			return false
		case !negated && isPattern(h):
			hit = hit || sshconfig.Glob(strings.ToLower(h), name)
		case !negated:
			hit = hit || normal(h) == addr
		}
	}
	return hit
}

func (f *knownHosts) known(addr string) []xssh.PublicKey {
	var out []xssh.PublicKey
	for _, l := range f.plain[addr] {
		out = append(out, l.key)
	}
	for _, l := range f.other {
		if l.marker == "" && l.matches(addr) {
			out = append(out, l.key)
		}
	}
	return out
}

func (f *knownHosts) authorities(addr string) []xssh.PublicKey {
	var out []xssh.PublicKey
	for _, l := range f.other {
		if l.marker == "cert-authority" && l.matches(addr) {
			out = append(out, l.key)
		}
	}
	return out
}

// isRevoked holds for every host, whatever stands before the key: a key that
// somebody else may have is good for none.
func (f *knownHosts) isRevoked(key xssh.PublicKey) bool {
	for _, l := range f.other {
		if l.marker == "revoked" && bytes.Equal(l.key.Marshal(), key.Marshal()) {
			return true
		}
	}
	return false
}

// apply makes one change.
func (f *knownHosts) apply(c change) {
	switch {
	case c.line != "":
		l, err := parseKnownLine(c.line)
		if err == nil && !f.has(l) {
			f.add(l)
		}
		return
	case c.only:
		f.forget(c.addr)
	case slices.ContainsFunc(f.known(c.addr), func(k xssh.PublicKey) bool { return bytes.Equal(k.Marshal(), c.key.Marshal()) }):
		return
	}
	host := written(c.addr)
	f.add(&knownLine{raw: host + " " + strings.TrimSpace(string(xssh.MarshalAuthorizedKey(c.key))), hosts: []string{host}, key: c.key})
}

// addresses are those whose keys stand in the file by name, in order.
func (f *knownHosts) addresses() []string {
	var out []string
	for _, l := range f.lines {
		for _, h := range l.hosts {
			if l.marker == "" && !isHashed(h) && !isPattern(h) {
				out = append(out, normal(h))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// has reports whether the same line is there already.
func (f *knownHosts) has(l *knownLine) bool {
	return slices.ContainsFunc(f.lines, func(o *knownLine) bool {
		return o.key != nil && o.marker == l.marker && slices.Equal(o.hosts, l.hosts) && bytes.Equal(o.key.Marshal(), l.key.Marshal())
	})
}

// forget takes addr out of every line that names it, hashed or not; patterns
// speak for others too and stay.
func (f *knownHosts) forget(addr string) {
	delete(f.plain, addr)
	names := func(h string) bool { return !isPattern(h) && (&knownLine{hosts: []string{h}}).matches(addr) }
	f.lines = slices.DeleteFunc(f.lines, func(l *knownLine) bool {
		if l.key == nil || l.marker != "" || !slices.ContainsFunc(l.hosts, names) {
			return false
		}
		l.hosts = slices.DeleteFunc(l.hosts, names)
		l.raw = strings.Join(l.hosts, ",") + " " + strings.TrimSpace(string(xssh.MarshalAuthorizedKey(l.key)))
		return len(l.hosts) == 0
	})
	f.other = slices.DeleteFunc(f.other, func(l *knownLine) bool { return len(l.hosts) == 0 })
}

func (f *knownHosts) bytes() []byte {
	var b bytes.Buffer
	for _, l := range f.lines {
		b.WriteString(l.raw + "\n")
	}
	return b.Bytes()
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

// lock keeps other headrooms from writing path until unlock is called. It waits
// no longer than patience for one that writes: that one may be stopped.
func lock(path string, patience time.Duration) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	l := flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDWR))
	held, err := l.TryLock() // once, however short the patience
	if !held && err == nil {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		held, err = l.TryLockContext(ctx, lockAgain)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("another program holds the lock %s (fuser shows which)", l.Path())
	}
	if !held {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

// lockAgain is the time between two looks at a lock.
const lockAgain = 20 * time.Millisecond
