package ssh

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/headroom-audit/headroom/collect/screen"

	xssh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"

	"github.com/headroom-audit/headroom/collect"
)

var (
	errRejected = errors.New("the login was rejected")
	errQuestion = errors.New("the device asks a question that has no answer here")
	errEnded    = errors.New("the connection ended during the login")
)

// maxAgentKeys is how many keys of an agent are tried: OpenSSH lets six go
// wrong in all, routers fewer.
const maxAgentKeys = 5

// auth chooses the methods of one login: keys first, then one attempt with the
// password, by whichever method the device takes; never a second one, since
// each may count towards locking the account out (collector:4).
type auth struct {
	login   collect.Login
	signers []xssh.Signer
	keys    bool     // tried
	asked   bool     // the password was used
	sending func()   // is called before it goes out
	methods []string // that may be used, in this order; none = all
	method  string   // by which it went out
	other   bool     // the device takes another method, which was not tried
	err     error
}

// password gives the password, once.
func (a *auth) password(method string) string {
	a.asked, a.method = true, method
	a.sending()
	return string(a.login.Password)
}

// next is the AuthCallback.
func (a *auth) next(c *xssh.ClientAuthContext) (xssh.AuthMethod, error) {
	can := func(m string) bool {
		return slices.Contains(c.AllowedMethods, m) && (len(a.methods) == 0 || slices.Contains(a.methods, m))
	}
	kbdFirst := slices.Index(a.methods, "keyboard-interactive") < slices.Index(a.methods, "password") && can("keyboard-interactive")
	keysLast := slices.Index(a.methods, "publickey") > 0 && !a.asked && len(a.login.Password) > 0 && (can("password") || can("keyboard-interactive"))
	switch {
	case a.err != nil:
		return nil, a.err
	case len(c.AllowedMethods) == 0: // the device never said what it takes
		return nil, errEnded
	case !a.keys && len(a.signers) > 0 && can("publickey") && !keysLast:
		a.keys = true
		return xssh.PublicKeys(a.signers...), nil
	case !a.asked && len(a.login.Password) > 0 && can("password") && !kbdFirst:
		return xssh.PasswordCallback(func() (string, error) { return a.password("password"), nil }), nil
	case !a.asked && len(a.login.Password) > 0 && can("keyboard-interactive"):
		return xssh.KeyboardInteractive(a.answer), nil
	}
	if len(c.PartialSuccessMethods) > 0 {
		return nil, fmt.Errorf("%w: %s was taken, and it wants %s besides", errQuestion, strings.Join(c.PartialSuccessMethods, ", "), strings.Join(c.AllowedMethods, ", "))
	}
	if a.asked || a.keys { // and the library tells what came instead, where that was no refusal
		a.err = fmt.Errorf("%w; it takes %s", errRejected, strings.Join(c.AllowedMethods, ", "))
		a.other = a.method == "password" && can("keyboard-interactive")
		return nil, nil
	}
	return nil, fmt.Errorf("%w: it takes %s only, and %s has none of that", errRejected, strings.Join(c.AllowedMethods, ", "), a.login)
}

// asksFor is a question that has no answer here.
type asksFor struct {
	text string
	what screen.Question
}

func (e asksFor) Error() string { return fmt.Sprintf("it asks %.80q", e.text) }

// answer is the keyboard-interactive challenge. Only a question for the password
// or the user gets an answer, the first only once; one for another secret, or one
// that stands alone, ends the login before anything is sent. What stands beside
// the question for the password stays empty.
func (a *auth) answer(_, _ string, questions []string, echos []bool) ([]string, error) {
	out := make([]string, len(questions))
	at, open := -1, -1
	for i, q := range questions {
		switch asks := screen.Asks(q); {
		case asks == screen.ForPassword && a.asked:
			a.err = fmt.Errorf("%w: it asks again", errRejected)
		case asks == screen.ForPassword && at < 0:
			at = i
		case asks.Secret():
			a.err = asksFor{q, asks}
		case asks == screen.ForUser:
			out[i] = a.login.User
		case asks != screen.NoQuestion || i < len(echos) && !echos[i]:
			open = i
		}
		if a.err != nil {
			return nil, a.err
		}
	}
	if at < 0 && open >= 0 {
		what := screen.ForOther
		if open >= len(echos) || !echos[open] { // hidden: a secret of a kind that is not known
			what = screen.ForCode
		}
		a.err = asksFor{questions[open], what}
		return nil, a.err
	}
	if at >= 0 {
		out[at] = a.password("keyboard-interactive")
	}
	return out, nil
}

// signers gives the keys of a login, and the connection to the agent that signs
// with some of them, nil = none; it is to be closed after the handshake, and
// closes itself when ctx ends.
func signers(ctx context.Context, l collect.Login) (keys []xssh.Signer, a *agentConn, err error) {
	if len(l.Key) > 0 {
		k, err := privateKey(l)
		switch {
		case errors.Is(err, errPassphrase) && l.Agent: // the agent has it open
		case err != nil:
			return nil, nil, err
		default:
			if keys, err = certified(l, k); err != nil {
				return nil, nil, err
			}
		}
	}
	if !l.Agent {
		return keys, nil, nil
	}
	sock := os.Getenv("SSH_AUTH_SOCK")
	if sock == "" {
		return nil, nil, errors.New("there is no ssh-agent (SSH_AUTH_SOCK is not set)")
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", sock)
	if err != nil {
		return nil, nil, fmt.Errorf("ssh-agent: %w", err)
	}
	a = &agentConn{Conn: c}
	a.stop = context.AfterFunc(ctx, func() { _ = c.Close() })
	held, err := agent.NewClient(a).Signers()
	if err == nil && len(held) == 0 && len(keys) == 0 && len(l.Password) == 0 {
		err = errors.New("it holds no key")
	}
	if err != nil {
		_ = a.Close()
		return nil, nil, fmt.Errorf("ssh-agent: %w", err)
	}
	return append(keys, held[:min(len(held), maxAgentKeys)]...), a, nil
}

// AgentKeys asks the ssh-agent how many keys it holds.
func AgentKeys(ctx context.Context) (int, error) {
	sock := os.Getenv("SSH_AUTH_SOCK")
	if sock == "" {
		return 0, errors.New("SSH_AUTH_SOCK is not set")
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", sock)
	if err != nil {
		return 0, err
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer func() { stop(); _ = c.Close() }()
	keys, err := agent.NewClient(c).List()
	if ctx.Err() != nil {
		err = errors.New("it does not answer")
	}
	return len(keys), err
}

// agentConn is a connection to an ssh-agent. It may wait for a person before it
// signs, for longer than a login may take.
type agentConn struct {
	net.Conn
	stop    func() bool // of the close when the context ends
	waiting atomic.Bool // a question has no answer yet
}

// Write asks.
func (a *agentConn) Write(p []byte) (int, error) {
	a.waiting.Store(true)
	return a.Conn.Write(p)
}

// Read takes what comes as the answer.
func (a *agentConn) Read(p []byte) (int, error) {
	n, err := a.Conn.Read(p)
	if n > 0 {
		a.waiting.Store(false)
	}
	return n, err
}

// Close ends the connection; there may be none.
func (a *agentConn) Close() error {
	if a == nil {
		return nil
	}
	a.stop()
	return a.Conn.Close()
}

// silent reports whether the agent did not answer; there may be none.
func (a *agentConn) silent() bool { return a != nil && a.waiting.Load() }

// certified gives the ways to use a key: with its certificate, where it has
// one, then alone.
func certified(l collect.Login, key xssh.Signer) ([]xssh.Signer, error) {
	if len(l.Cert) == 0 {
		return []xssh.Signer{key}, nil
	}
	path := l.KeyPath + "-cert.pub"
	if l.KeyPath == "" {
		path = "that was signed for this scan"
	}
	pub, _, _, _, err := xssh.ParseAuthorizedKey(l.Cert)
	cert, ok := pub.(*xssh.Certificate)
	if err != nil || !ok || cert.CertType != xssh.UserCert {
		return nil, fmt.Errorf("%s is no certificate of a user", path)
	}
	now := uint64(time.Now().Unix())
	if cert.ValidBefore != xssh.CertTimeInfinity && now >= cert.ValidBefore {
		return nil, fmt.Errorf("the certificate %s expired on %s: have a new one signed, or take it away", path, time.Unix(int64(cert.ValidBefore), 0).UTC().Format(time.RFC3339))
	}
	with, err := xssh.NewCertSigner(cert, key)
	if err != nil {
		return nil, fmt.Errorf("%s is the certificate of another key", path)
	}
	if l.KeyPath == "" { // nobody knows the key without it
		return []xssh.Signer{with}, nil
	}
	return []xssh.Signer{with, key}, nil
}

// errPassphrase is an encrypted key without a way to open it.
var errPassphrase = errors.New("the private key needs a passphrase (passphrase: in the inventory)")

func privateKey(l collect.Login) (xssh.Signer, error) {
	if len(l.Passphrase) > 0 {
		k, err := xssh.ParsePrivateKeyWithPassphrase(l.Key, l.Passphrase)
		if err != nil {
			return nil, fmt.Errorf("the private key cannot be opened with its passphrase: %w", err)
		}
		return k, nil
	}
	k, err := xssh.ParsePrivateKey(l.Key)
	var missing *xssh.PassphraseMissingError
	if errors.As(err, &missing) {
		return nil, errPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("the private key: %w", err)
	}
	return k, nil
}
