package notify

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// again is an error after which another try may help, not before wait.
type again struct {
	err  error
	wait time.Duration
}

func (e *again) Error() string { return e.err.Error() }

// deliver sends a post, and tries again where that may help.
func (s *Sender) deliver(ctx context.Context, ch *Channel, p *post) error {
	pause := s.Pause
	if pause == nil {
		pause = sleep
	}
	for try := 1; ; try++ {
		err := s.once(ctx, ch, p)
		var more *again
		switch {
		case err == nil:
			return nil
		case !errors.As(err, &more):
			return err
		case try >= ch.Tries:
			return fmt.Errorf("%w (tried %d times)", err, try)
		}
		wait := max(more.wait, time.Second<<(2*min(try-1, 3))) // 1, 4, 16, 64 s
		if until, ok := ctx.Deadline(); ok && time.Until(until) < wait {
			return fmt.Errorf("%w (tried %d times; another try would come after %s)", err, try, wait)
		}
		if pause(ctx, wait) != nil {
			return fmt.Errorf("%w (tried %d times, then stopped)", err, try)
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// once tries a post once.
func (s *Sender) once(ctx context.Context, ch *Channel, p *post) error {
	ctx, cancel := context.WithTimeout(ctx, ch.Timeout)
	defer cancel()
	if ch.Type == Mail {
		return mailOnce(ctx, ch, p)
	}
	to, key, err := s.secrets(ctx, ch)
	if err != nil {
		return err
	}
	defer clear(key)
	body := p.body
	if ch.Type == PagerDuty {
		quoted, err := json.Marshal(string(key))
		if err != nil {
			return err
		}
		place := []byte(`"` + keyPlace + `"`)
		at := bytes.LastIndex(body, place) // routing_key is the last of its keys, whatever a device is called
		body = slices.Concat(body[:at], quoted, body[at+len(place):])
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return errors.New("its address is none")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "headroom")
	if ch.Type == Webhook {
		s.sign(req, p, body, key)
	}
	return post1(ch, req, to, string(key))
}

// secrets gives the address of a channel and its key.
func (s *Sender) secrets(ctx context.Context, ch *Channel) (to string, key []byte, err error) {
	if to = ch.URL; to == "" {
		raw, err := s.Secret(ctx, ch.URLRef)
		if err != nil {
			return "", nil, fmt.Errorf("url: %w", err)
		}
		to = strings.TrimSpace(string(raw))
		if why := badURL(to, ch.HTTP); why != "" {
			return "", nil, fmt.Errorf("what %s gives: %s", ch.URLRef, why)
		}
	}
	if !ch.Key.IsZero() {
		if key, err = s.Secret(ctx, ch.Key); err != nil {
			return "", nil, fmt.Errorf("key: %w", err)
		}
	}
	return to, key, nil
}

// sign puts on a request what the other side checks: the time, the body and the key
// make the signature; the idempotency key is the same for each try.
func (s *Sender) sign(req *http.Request, p *post, body, key []byte) {
	req.Header.Set("Idempotency-Key", p.id)
	if len(key) == 0 {
		return
	}
	at := strconv.FormatInt(s.Now().Unix(), 10)
	mac := hmac.New(sha256.New, key)
	_, _ = io.WriteString(mac, at+".") // a hash takes everything
	_, _ = mac.Write(body)
	req.Header.Set("X-Headroom-Timestamp", at)
	req.Header.Set("X-Headroom-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
}

// post1 sends a request; no error holds its address or a key.
func post1(ch *Channel, req *http.Request, secrets ...string) error {
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // the address is the secret of many channels
		}
		if errors.Is(err, context.DeadlineExceeded) {
			err = fmt.Errorf("no answer within %s", ch.Timeout)
		}
		return &again{err: err}
	}
	defer resp.Body.Close() //nolint:errcheck // it was read
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		return nil
	}
	err = fmt.Errorf("%s answered %d%s", req.URL.Hostname(), resp.StatusCode, quote(string(said), append(secrets, req.URL.RequestURI())))
	switch {
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusRequestTimeout, resp.StatusCode >= 500:
		return &again{err: err, wait: retryAfter(resp.Header.Get("Retry-After"))}
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		err = fmt.Errorf("%w: a redirection is not followed, give the address it leads to", err)
	}
	return err
}

// quote shows the first line of an answer, without what is secret.
func quote(said string, secrets []string) string {
	for _, s := range secrets {
		if s != "" {
			said = strings.ReplaceAll(said, s, "…")
		}
	}
	line, _, _ := strings.Cut(strings.TrimSpace(said), "\n")
	if line = string(safeterm.CleanLine(cut(line, 160))); line == "" {
		return ""
	}
	return ": " + line
}

// retryAfter reads seconds or a date; 0 = nothing is said.
func retryAfter(v string) time.Duration {
	if n, err := strconv.Atoi(v); err == nil && n > 0 && n < 86400 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

// tempFail is what sendmail exits with where it may work later.
const tempFail = 75

func mailOnce(ctx context.Context, ch *Channel, p *post) error {
	cmd := exec.CommandContext(ctx, ch.Sendmail, "-t", "-i")
	cmd.Stdin = bytes.NewReader(p.body)
	cmd.WaitDelay = time.Second // a child of it may hold the pipe
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return &again{err: fmt.Errorf("%s did not end within %s", ch.Sendmail, ch.Timeout)}
	case errors.As(err, &exit) && exit.ExitCode() == tempFail:
		return &again{err: fmt.Errorf("%s: %w%s", ch.Sendmail, err, quote(string(said), nil))}
	}
	return fmt.Errorf("%s: %w%s", ch.Sendmail, err, quote(string(said), nil))
}
