package ssh

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/collect/screen"

	xssh "golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// handshake is one login in progress.
type handshake struct {
	auth    auth
	agent   *agentConn // nil = none
	keys    *HostKeys
	target  target
	name    string // under which the host key is known
	banner  []byte
	session map[string]string
	keyErr  error
	pinned  bool
	shown   bool // it showed its key
	wire    *wire
	offer   algorithms
	asked   int64       // what was heard before the password was sent, and one; 0 = it was not
	settle  func(error) // tells what came of the login, once it was its turn; nil = it was not
	noTurn  error       // why it was not
}

// config is what the SSH layer needs for the login; ctx is its time.
func (h *handshake) config(ctx context.Context) (*xssh.ClientConfig, error) {
	h.auth.sending = func() { h.asked = h.wire.heard.Load() + 1 }
	h.session = map[string]string{"host_keys": string(h.target.policy)}
	if h.target.pinned != "" {
		h.session["host_keys"] = "pinned"
	}
	known := h.keys.Known(h.name)
	if h.target.pinned != "" {
		k, _, _, _, err := xssh.ParseAuthorizedKey([]byte(h.target.pinned))
		if err != nil {
			return nil, &collect.Error{Cause: collect.CauseHostKey, Msg: "host_key of the inventory is no public key", Err: err}
		}
		known = []xssh.PublicKey{k}
	}
	if h.target.policy == inventory.Off && h.target.pinned == "" {
		known = nil
	}
	h.pinned = len(known) > 0
	a := offer(h.target.legacy).forKeys(known)
	if h.target.pinned == "" && h.keys.authorities(h.name) {
		a.hostKeys = append(certificates(), a.hostKeys...)
	}
	h.offer = a
	return &xssh.ClientConfig{
		Config:            xssh.Config{KeyExchanges: a.kex, Ciphers: a.ciphers, MACs: a.macs},
		User:              h.auth.login.User,
		AuthCallback:      func(c *xssh.ClientAuthContext) (xssh.AuthMethod, error) { return h.method(ctx, c) },
		HostKeyAlgorithms: a.hostKeys,
		HostKeyCallback:   func(_ string, _ net.Addr, key xssh.PublicKey) error { return h.key(key, known) },
		BannerCallback: func(m string) error {
			h.banner = append(h.banner, m[:min(len(m), maxBanner-len(h.banner))]...)
			return nil
		},
		ClientVersion: clientVersion,
	}, nil
}

// method chooses the method, while there is time, once it is the turn of this
// host to be sent the secret.
func (h *handshake) method(ctx context.Context, c *xssh.ClientAuthContext) (xssh.AuthMethod, error) {
	if h.settle == nil && ctx.Err() == nil {
		if h.settle, h.noTurn = collect.Turn(ctx, h.target.credential, h.target.jump); h.noTurn != nil {
			return nil, h.noTurn
		}
	}
	if ctx.Err() != nil && !h.auth.asked { // we closed the connection: the device rejected nothing
		return nil, errEnded
	}
	return h.auth.next(c)
}

// decided tells what came of the login, where it was its turn. e may be nil.
func (h *handshake) decided(e *collect.Error) {
	switch {
	case h.settle == nil:
	case e == nil:
		h.settle(nil)
	default:
		h.settle(e)
	}
}

// unanswered reports whether nothing came since the password was sent.
func (h *handshake) unanswered() bool { return h.asked > 0 && h.wire.heard.Load() < h.asked }

// smallRSA is the size under which an RSA key needs a permission.
const smallRSA = 1024

// key checks the key that the device shows.
func (h *handshake) key(key xssh.PublicKey, known []xssh.PublicKey) error {
	h.shown = true
	h.session["fingerprint"] = xssh.FingerprintSHA256(key)
	if bits := rsaBits(key); bits > 0 {
		h.session["hostkey_bits"] = strconv.Itoa(bits)
		if bits < smallRSA && !slices.Contains(h.target.legacy, inventory.LegacySmallRS) {
			h.keyErr = errSmall(bits)
			return h.keyErr
		}
	}
	if h.target.pinned != "" {
		if !slices.Equal(key.Marshal(), known[0].Marshal()) {
			h.keyErr = fmt.Errorf("%w: the inventory pins %s, shown %s", errChanged, xssh.FingerprintSHA256(known[0]), xssh.FingerprintSHA256(key))
		}
		return h.keyErr
	}
	h.keyErr = h.keys.check(h.name, h.target.host, key, h.target.policy)
	return h.keyErr
}

// rsaBits is the size of an RSA key, 0 of any other.
func rsaBits(key xssh.PublicKey) int {
	if c, ok := key.(xssh.CryptoPublicKey); ok {
		if r, ok := c.CryptoPublicKey().(*rsa.PublicKey); ok {
			return r.N.BitLen()
		}
	}
	return 0
}

// errSmall is the refusal of a small RSA key.
type errSmall int

func (e errSmall) Error() string {
	return fmt.Sprintf("the RSA host key has %d bits only", int(e))
}

// why explains a handshake that failed.
func (h *handshake) why(ctx context.Context, err error) *collect.Error {
	var small errSmall
	var asks asksFor
	cut := err.Error()
	change := strings.Contains(cut, "unexpected message type 60") // SSH_MSG_USERAUTH_PASSWD_CHANGEREQ (RFC 4252, section 8)
	if h.auth.err != nil && !errors.Is(err, h.auth.err) {
		err = h.auth.err
	}
	text := err.Error()
	e := &collect.Error{Cause: collect.CauseProtocol, Msg: strings.TrimPrefix(text, "ssh: "), Err: err}
	var turn *collect.Error
	if errors.As(h.noTurn, &turn) {
		return turn
	}
	switch {
	case errors.As(h.keyErr, &small) || strings.Contains(text, "-bit keys are insecure"):
		e.Cause, e.Hint = collect.CauseAlgorithms, "allow it on this device: legacy: [rsa<1024], or make a larger key there"
		if h.keyErr != nil {
			e.Msg = h.keyErr.Error()
		}
	case h.keyErr != nil:
		e.Cause, e.Msg = collect.CauseHostKey, h.keyErr.Error()
		e.Hint = "no password was sent; " + h.next()
	case errors.Is(context.Cause(ctx), context.Canceled): // the connection was closed by us: nobody rejected anything
		e.Cause, e.Msg = collect.CauseCancelled, "stopped during the handshake"
	case h.auth.asked && change:
		e.Cause, e.Credential, e.Asked = collect.CauseAuth, h.target.credential, screen.ForNewPassword
		e.Msg, e.Hint = "it took the password and wants a new one (it expired)", "log in once by hand and change the password"
	case errors.As(err, &asks):
		e = collect.Unanswered(e, asks.text, asks.what)
		e.Credential = h.target.credential
	case errors.Is(err, errQuestion):
		// Of the target, which may be a jump host: not that of the device behind it.
		e.Cause, e.Credential, e.Asked = collect.CauseAuth, h.target.credential, screen.ForCode
		e.Msg = strings.TrimPrefix(text, "ssh: handshake failed: ")
	case errors.Is(err, errRejected) && h.unanswered():
		// It may be a rejection all the same, and is not tried again.
		e.Cause, e.Credential = collect.CauseAuth, h.target.credential
		e.Msg = "it ended the connection instead of an answer to the password"
		if ctx.Err() != nil {
			e.Msg = "it did not answer to the password in time"
		}
		e.Hint = "taken as a rejection, so that no account is locked out; is its AAA server reachable?"
	case errors.Is(err, errRejected) || strings.Contains(text, "unable to authenticate") || h.auth.asked && strings.Contains(text, "disconnect"):
		h.rejected(e, err, cut)
	case oldSSH(h.wire.said()):
		e.Msg, e.Hint = "it speaks SSH 1 only", "turn SSH 2 on there (ip ssh version 2), or use transport: telnet"
	case ctx.Err() != nil:
		e.Cause, e.Msg = collect.CauseTimeout, "no end of the handshake in time"
		switch {
		case len(h.wire.said()) == 0:
			e.Hint = "it accepts connections and says nothing: is it SSH?"
		case h.agent.silent():
			e.Hint = agentHint
		}
	case errors.Is(err, errEnded):
		e.Cause, e.Msg = collect.CauseLost, errEnded.Error()
	default:
		if n := noCommon(err, h.pinned, h.wire.said(), h.offer); n != nil {
			return n
		}
		return h.broken(e, text)
	}
	return e
}

// rejected says who was rejected, with the words of the device; cut is the error that
// ended the connection.
func (h *handshake) rejected(e *collect.Error, err error, cut string) {
	e.Cause, e.Credential = collect.CauseAuth, h.target.credential
	e.Msg = fmt.Sprintf("%s as %s was rejected", h.auth.login, h.auth.login.User)
	if errors.Is(err, errRejected) {
		e.Msg += strings.TrimPrefix(h.tail(err.Error()), errRejected.Error())
	}
	if _, told := disconnected(cut); told != "" {
		e.Msg += fmt.Sprintf("; it says %.120q", told)
	}
	if h.auth.other {
		e.Hint = "where the device takes it by keyboard-interactive only: auth_methods: [keyboard-interactive]"
	}
}

// agentHint is why a login waited for this side.
const agentHint = "the ssh-agent did not answer: does it wait for a person?"

func firstLine(said []byte) string {
	line, _, _ := bytes.Cut(said, []byte("\n"))
	return strings.TrimSpace(string(line))
}

// next says what to do about a key that was refused.
func (h *handshake) next() string {
	switch {
	case h.target.pinned != "":
		return "compare the fingerprint on the console, then write the new key into host_key of the inventory"
	case errors.Is(h.keyErr, errRevoked):
		return "known_hosts marks the key as @revoked: the device needs another one"
	case errors.Is(h.keyErr, errCert):
		return "the device needs a new certificate, or its @cert-authority line goes"
	}
	return "compare the fingerprint on the console, then accept it (headroom hostkeys accept " + h.target.name + ")"
}

// oldSSH reports whether the greeting is that of a server without SSH 2.
func oldSSH(said []byte) bool {
	return bytes.HasPrefix(said, []byte("SSH-1.")) && !bytes.HasPrefix(said, []byte("SSH-1.99"))
}

func (h *handshake) tail(text string) string {
	if i := strings.Index(text, errRejected.Error()); i >= 0 {
		return text[i:]
	}
	return ""
}

// disconnect is SSH_MSG_DISCONNECT as the library tells it.
var disconnect = lazyregexp.New(`(?s)disconnect, reason (\d+): (.*)`)

// disconnected gives the reason and the words with which a device ended the
// connection, "" where it said nothing.
func disconnected(text string) (reason, told string) {
	if m := disconnect.FindStringSubmatch(text); m != nil {
		told = strings.TrimSpace(m[2])
		if plain, err := strconv.Unquote(told); err == nil {
			told = plain
		}
		return m[1], told
	}
	return "", ""
}

// broken tells a connection that ended apart from a host that is no SSH server.
func (h *handshake) broken(e *collect.Error, text string) *collect.Error {
	var ne *net.OpError
	reason, told := disconnected(text)
	line, cause, hint := collect.Refusing(cmp.Or(told, string(h.wire.said())))
	switch {
	case !h.shown && line != "" && (told != "" || !bytes.Contains(h.wire.said(), []byte("SSH-"))):
		e.Cause, e.Msg, e.Hint = cause, fmt.Sprintf("it says %.120q", line), hint
	case reason == "11" || reason == "12": // by application, too many connections (RFC 4253, section 11.1)
		e.Cause, e.Msg, e.Hint = collect.CauseRefused, fmt.Sprintf("it ended the connection (reason %s): it says %.120q", reason, told), "it takes no login now"
	case reason != "":
		e.Cause, e.Msg = collect.CauseLost, fmt.Sprintf("it ended the connection (reason %s): it says %.120q", reason, told)
	case len(h.wire.said()) > 0 && !h.shown && !bytes.Contains(h.wire.said(), []byte("SSH-")):
		e.Msg, e.Hint = fmt.Sprintf("it is no SSH server: it says %.60q", firstLine(h.wire.said())), "check host and port"
	case strings.Contains(text, "reset by peer"):
		e.Cause, e.Msg, e.Hint = collect.CauseRefused, h.target.addr()+" reset the connection", "all lines may be busy, or an access list forbids this host"
	case !h.shown && strings.HasSuffix(text, "EOF"):
		e.Cause, e.Hint = collect.CauseRefused, "it closed the connection at once: all lines may be busy"
	case strings.HasSuffix(text, "EOF") || errors.As(e.Err, &ne):
		e.Cause = collect.CauseLost
	case strings.Contains(text, "version"):
		e.Hint = "it may be no SSH 2 server; SSH 1 is not spoken"
	}
	return e
}
