package scrapli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// sshFiles is a folder for one ssh process: its log, the host keys that the
// inventory pins, and a script and a log for each jump host. The log holds its
// errors and, at level DEBUG1, what was negotiated; it is a file of its own (-E)
// so that none of it stands between what the device says, and has no name any
// more once the program has it open.
type sshFiles struct {
	dir  string
	log  *os.File
	once sync.Once
}

// maxLog is how much of the log is read: the handshake is a few KB.
const maxLog = 256 << 10

func newFiles() (*sshFiles, error) {
	dir, err := os.MkdirTemp("", "headroom-ssh-")
	if err != nil {
		return nil, err
	}
	f := &sshFiles{dir: dir}
	if f.log, err = os.OpenFile(filepath.Join(dir, "log"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return f, nil
}

// pin writes the one host key that is accepted, under the name alias.
func (f *sshFiles) pin(alias, key string) (path string, err error) {
	path = filepath.Join(f.dir, "known_hosts."+alias)
	return path, os.WriteFile(path, []byte(alias+" "+key+"\n"), 0o600)
}

// jumpLog is what the ssh of the jump host n of a chain prints.
func (f *sshFiles) jumpLog(n int) string { return filepath.Join(f.dir, fmt.Sprintf("jump%d.log", n)) }

// unlink takes the name of the log away.
func (f *sshFiles) unlink() { f.once.Do(func() { _ = os.Remove(f.log.Name()) }) }

func (f *sshFiles) close() {
	_ = f.log.Close()
	_ = os.RemoveAll(f.dir)
}

// text is what was logged so far, "" after close.
func (f *sshFiles) text() string {
	b, _ := io.ReadAll(io.NewSectionReader(f.log, 0, maxLog))
	return string(b)
}

// errors are the lines that are no debugging.
func (f *sshFiles) errors() string {
	var out []string
	for line := range strings.Lines(f.text()) {
		if !strings.HasPrefix(line, "debug") {
			out = append(out, strings.TrimRight(line, "\r\n"))
		}
	}
	return strings.Join(out, "\n")
}

// The lines of OpenSSH 9.2 that say what was negotiated; seen from the ssh
// program of Debian 12 against the servers of this package's tests. What another
// version words otherwise is not recorded.
var (
	saysVersion = lazyregexp.New(`(?m)^debug1: Remote protocol version (\S+), remote software version (.+?)\r?$`)
	saysKex     = lazyregexp.New(`(?m)^debug1: kex: algorithm: (\S+)`)
	saysHostKey = lazyregexp.New(`(?m)^debug1: Server host key: \S+ (SHA256:\S+)`)
	saysKeyAlgo = lazyregexp.New(`(?m)^debug1: kex: host key algorithm: (\S+)`)
	saysCipher  = lazyregexp.New(`(?m)^debug1: kex: server->client cipher: (\S+) MAC: (\S+)`)
)

// implicit is the MAC of a cipher that needs none.
const implicit = "<implicit>"

// negotiated adds to session what the last handshake agreed on. A jump host's
// is that of another ssh process, which logs elsewhere.
func (f *sshFiles) negotiated(session map[string]string) {
	text := f.text()
	put := func(key string, re *lazyregexp.Regexp, n int) {
		if m := re.FindAllStringSubmatch(text, -1); len(m) > 0 && m[len(m)-1][n] != implicit {
			session[key] = m[len(m)-1][n]
		}
	}
	put("kex", saysKex, 1)
	put("hostkey", saysKeyAlgo, 1)
	put("fingerprint", saysHostKey, 1)
	put("cipher", saysCipher, 1)
	put("mac", saysCipher, 2)
	if m := saysVersion.FindStringSubmatch(text); m != nil {
		session["version"] = "SSH-" + m[1] + "-" + m[2]
	}
}
