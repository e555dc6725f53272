// Package rest asks a JSON interface over HTTP.
//
// What goes in: an address, headers that open it, a certificate authority of one's
// own. What comes out: the decoded answer, or an error that says what to do and never
// holds a header. Every request ends in its time, an answer has a largest size, and
// nothing is ever sent to another host than the one that was named.
package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Options are how an interface is asked; zero values are the usual ones.
type Options struct {
	CA       []byte            // PEM of the certificate authority; nil = those of the system
	Header   map[string]string // sent with every request; secret
	Timeout  time.Duration     // of one request, its answer included; 0 = 30 s
	Patience time.Duration     // for waiting in all where it says that it is busy; 0 = 60 s
	MaxBody  int64             // bytes of one answer; 0 = 64 MiB
	Plain    bool              // http:// may leave this host
	Sleep    func(ctx context.Context, d time.Duration) error
}

// Client asks one interface.
type Client struct {
	base *url.URL
	opt  Options
	http *http.Client
}

// Error is why there is no answer.
type Error struct {
	Where  string // method and address without a query
	Status int    // of HTTP; 0 = none came
	Msg    string
	Hint   string
	Err    error
}

func (e *Error) Error() string {
	s := e.Where + ": " + e.Msg
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes a client for an address such as https://netbox.example.net/prefix.
func New(address string, o Options) (*Client, error) {
	u, err := url.Parse(strings.TrimRight(address, "/"))
	switch {
	case err != nil:
		return nil, errors.New("the address is no URL")
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, fmt.Errorf("%q is no address like https://host.example.net", address)
	case u.User != nil:
		return nil, fmt.Errorf("the address of %s has a user in it: a secret is named by a reference", u.Host)
	case u.Scheme == "http" && !o.Plain && !loopback(u.Hostname()):
		return nil, fmt.Errorf("http://%s is not encrypted: use https", u.Host)
	}
	u.RawQuery, u.Fragment = "", ""
	o.Timeout, o.Patience = or(o.Timeout, 30*time.Second), or(o.Patience, time.Minute)
	if o.MaxBody == 0 {
		o.MaxBody = 64 << 20
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	pool, err := roots(o.CA)
	if err != nil {
		return nil, err
	}
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		DialContext: (&net.Dialer{Timeout: 10 * time.Second}).DialContext, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 2,
	}
	return &Client{base: u, opt: o, http: &http.Client{Transport: t, CheckRedirect: stay}}, nil
}

func or(d, preset time.Duration) time.Duration {
	if d == 0 {
		return preset
	}
	return d
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func roots(ca []byte) (*x509.CertPool, error) {
	if ca == nil {
		return nil, nil
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, errors.New("the file of ca holds no certificate in PEM")
	}
	return pool, nil
}

// stay follows a redirection only where it leads to the same host: a header that opens
// an interface goes nowhere else.
func stay(req *http.Request, via []*http.Request) error {
	first := via[0].URL
	if req.URL.Host != first.Host || req.URL.Scheme != first.Scheme || len(via) > 3 {
		return fmt.Errorf("it redirects to %s://%s, which is not asked", req.URL.Scheme, req.URL.Host)
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Host is the host that is asked.
func (c *Client) Host() string { return c.base.Host }

// Get asks for a path below the address and decodes the answer.
func (c *Client) Get(ctx context.Context, path string, query url.Values, into any) error {
	return c.do(ctx, http.MethodGet, path, query, nil, into)
}

// Post sends a body as JSON and decodes the answer.
func (c *Client) Post(ctx context.Context, path string, body, into any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	defer clear(raw)
	return c.do(ctx, http.MethodPost, path, nil, raw, into)
}

// Raw gives an answer as it came, of whatever type.
func (c *Client) Raw(ctx context.Context, path string, query url.Values) ([]byte, error) {
	var raw []byte
	err := c.do(ctx, http.MethodGet, path, query, nil, &raw)
	return raw, err
}

// tries is how often a request is sent in all.
const tries = 5

// do sends a request, again where the server says that it is busy or fails.
func (c *Client) do(ctx context.Context, method, path string, query url.Values, body []byte, into any) error {
	u := *c.base
	u.Path = strings.TrimRight(u.Path, "/") + "/" + strings.TrimLeft(path, "/")
	where := method + " " + u.String()
	u.RawQuery = query.Encode()
	waited := time.Duration(0)
	for n := 1; ; n++ {
		wait, err := c.once(ctx, method, where, &u, body, into)
		if err == nil || wait < 0 || n == tries {
			return err
		}
		if wait == 0 {
			wait = time.Second << (n - 1)
		}
		if waited += wait; waited > c.opt.Patience {
			return err
		}
		if serr := c.opt.Sleep(ctx, wait); serr != nil {
			return errors.Join(err, serr)
		}
	}
}

// once sends a request. wait is how long to wait before the next try: 0 = as long as
// is usual, negative = there is no use.
func (c *Client) once(ctx context.Context, method, where string, u *url.URL, body []byte, into any) (wait time.Duration, err error) {
	ctx, stop := context.WithTimeout(ctx, c.opt.Timeout)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return -1, &Error{Where: where, Msg: "the address is no URL"}
	}
	req.Header.Set("Accept", "application/json")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for k, v := range c.opt.Header {
		req.Header.Set(k, v)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return -1, c.unreached(where, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(res.Body, c.opt.MaxBody+1))
	defer clear(raw)
	switch {
	case res.StatusCode >= 300:
		return c.refused(where, res, raw)
	case err != nil && ctx.Err() != nil:
		return -1, &Error{Where: where, Status: res.StatusCode, Msg: fmt.Sprintf("the answer was not whole after %s", c.opt.Timeout), Hint: "raise timeout, or ask for less", Err: err}
	case err != nil:
		return -1, &Error{Where: where, Status: res.StatusCode, Msg: "the answer ends in the middle: " + cause(err), Err: err}
	case int64(len(raw)) > c.opt.MaxBody:
		return -1, &Error{Where: where, Status: res.StatusCode, Msg: fmt.Sprintf("the answer is larger than %d bytes", c.opt.MaxBody)}
	}
	return -1, c.decode(where, res, raw, into)
}

// decode reads an answer of status 2xx.
func (c *Client) decode(where string, res *http.Response, raw []byte, into any) error {
	if out, ok := into.(*[]byte); ok {
		*out = bytes.Clone(raw)
		return nil
	}
	if web(res, raw) {
		return &Error{Where: where, Status: res.StatusCode, Msg: "it answers with a web page, not with JSON", Hint: "a login page, or an address that is not that of the interface"}
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	err := d.Decode(into)
	if err == nil && d.More() {
		err = errors.New("something follows the JSON")
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Where: where, Status: res.StatusCode, Msg: "the answer ends in the middle", Err: err}
	case errors.As(err, &syntax):
		return &Error{Where: where, Status: res.StatusCode, Msg: fmt.Sprintf("the answer is no JSON (byte %d)", syntax.Offset), Err: err}
	case err != nil: // the text of a json error may hold a value
		return &Error{Where: where, Status: res.StatusCode, Msg: "the answer has another shape than this interface has"}
	}
	return nil
}

func web(res *http.Response, raw []byte) bool {
	return strings.Contains(res.Header.Get("Content-Type"), "html") || bytes.HasPrefix(bytes.TrimSpace(raw), []byte("<"))
}

// unreached is an error without an answer.
func (c *Client) unreached(where string, err error) *Error {
	e := &Error{Where: where, Msg: cause(err), Err: err}
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	switch {
	case errors.As(err, &authority):
		e.Msg, e.Hint = "its certificate is of an authority that is not known here", "name the file of the authority with ca"
	case errors.As(err, &name):
		e.Msg, e.Hint = "its certificate is for another name", "use the name that the certificate is for"
	case errors.Is(err, context.DeadlineExceeded):
		e.Msg, e.Hint = fmt.Sprintf("no answer after %s", c.opt.Timeout), "is it up, and is there a way to it?"
	}
	return e
}

// cause is the innermost text of an error of the network.
func cause(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return err.Error()
}

// refused is an answer that is none.
func (c *Client) refused(where string, res *http.Response, raw []byte) (time.Duration, error) {
	e := &Error{Where: where, Status: res.StatusCode, Msg: "it answers " + res.Status}
	if said := c.said(res, raw); said != "" {
		e.Msg += ": " + said
	}
	switch code := res.StatusCode; {
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		e.Hint = "it is busy: try again later"
		return after(res.Header.Get("Retry-After")), e
	case code >= 500:
		e.Hint = "its own fault: look at its logs"
		return 0, e
	case code == http.StatusUnauthorized:
		e.Hint = "is the token right, and still valid?"
	case code == http.StatusForbidden:
		e.Hint = "the token is wrong, or may not read this"
	case code == http.StatusNotFound:
		e.Hint = "is the address that of the interface, and the name right?"
	case code < 400:
		e.Hint = "it redirects: use the address that it redirects to"
	}
	return -1, e
}

// after reads Retry-After: seconds, or a date; 0 = not said.
func after(s string) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

// said is the reason that a JSON interface gives, without what was sent.
func (c *Client) said(res *http.Response, raw []byte) string {
	var body struct {
		Detail string   `json:"detail"`
		Errors []string `json:"errors"`
	}
	if web(res, raw) || json.Unmarshal(raw, &body) != nil {
		return ""
	}
	text := strings.TrimSpace(body.Detail + " " + strings.Join(body.Errors, "; "))
	for _, v := range c.opt.Header {
		for _, word := range append(strings.Fields(v), v) {
			if len(word) > 7 {
				text = strings.ReplaceAll(text, word, "…")
			}
		}
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	if r := []rune(text); len(r) > 200 {
		text = string(r[:200]) + "…"
	}
	return text
}
