package scrapli

import (
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
)

// sshLog is what the ssh program logs: its errors, and at level DEBUG1 what was
// negotiated. It goes into a file of its own (-E), not between what the device
// says; the file has no name any more once the program has it open.
type sshLog struct {
	file *os.File
	once sync.Once
}

// maxLog is how much of it is read: the handshake is a few KB.
const maxLog = 256 << 10

func newLog() (*sshLog, error) {
	f, err := os.CreateTemp("", "headroom-ssh-")
	if err != nil {
		return nil, err
	}
	return &sshLog{file: f}, nil
}

// unlink takes the name away.
func (l *sshLog) unlink() { l.once.Do(func() { _ = os.Remove(l.file.Name()) }) }

// text is what was logged so far, "" after close.
func (l *sshLog) text() string {
	b, _ := io.ReadAll(io.NewSectionReader(l.file, 0, maxLog))
	return string(b)
}

// errors are the lines that are no debugging.
func (l *sshLog) errors() string {
	var out []string
	for line := range strings.Lines(l.text()) {
		if !strings.HasPrefix(line, "debug") {
			out = append(out, strings.TrimRight(line, "\r\n"))
		}
	}
	return strings.Join(out, "\n")
}

func (l *sshLog) close() {
	l.unlink()
	_ = l.file.Close()
}

// The lines of OpenSSH 9.2 that say what was negotiated; seen from the ssh
// program of Debian 12 against the servers of this package's tests. What an
// other version words otherwise is not recorded.
var (
	saysVersion = regexp.MustCompile(`(?m)^debug1: Remote protocol version (\S+), remote software version (.+?)\r?$`)
	saysKex     = regexp.MustCompile(`(?m)^debug1: kex: algorithm: (\S+)`)
	saysHostKey = regexp.MustCompile(`(?m)^debug1: Server host key: \S+ (SHA256:\S+)`)
	saysKeyAlgo = regexp.MustCompile(`(?m)^debug1: kex: host key algorithm: (\S+)`)
	saysCipher  = regexp.MustCompile(`(?m)^debug1: kex: server->client cipher: (\S+) MAC: (\S+)`)
)

// implicit is the MAC of a cipher that needs none.
const implicit = "<implicit>"

// negotiated adds to session what the last handshake agreed on. A jump host's
// is that of another ssh process, which logs elsewhere.
func (l *sshLog) negotiated(session map[string]string) {
	text := l.text()
	put := func(key string, re *regexp.Regexp, n int) {
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
