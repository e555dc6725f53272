// Package notify tells people what changed between scans: webhooks, chats, pagers
// and mail.
//
// What goes in: the document of a scan, the channels of a file, a way to secrets. What
// comes out: messages that were sent, and why others were not. What a channel was told
// is kept in a file of its own, so that a message that failed is sent by the next scan.
// It never decides an exit code, and imports nothing right of report.
package notify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/report"
)

// Sender sends the messages of a scan.
type Sender struct {
	// Secret resolves a reference; the bytes belong to the caller.
	Secret func(ctx context.Context, r inventory.Ref) ([]byte, error)
	// Dir is the folder of what channels were told.
	Dir string
	Now func() time.Time
	// Pause waits between two tries; nil = by the clock.
	Pause func(ctx context.Context, d time.Duration) error
}

// limit is how long all tries of one channel may take together.
const limit = 90 * time.Second

// Outcome says what became of one channel.
type Outcome struct {
	Channel string
	Sent    int   // messages that were taken
	Err     error // why not all of them were; never holds a secret
}

// Send tells every channel what is new to it, all at once: one that hangs keeps no
// other waiting.
func (s *Sender) Send(ctx context.Context, c *Config, doc *report.Scan) []Outcome {
	out := make([]Outcome, len(c.Channels))
	var all sync.WaitGroup
	for i := range c.Channels {
		all.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			out[i].Channel = c.Channels[i].Name
			out[i].Sent, out[i].Err = s.channel(ctx, c, &c.Channels[i], doc)
		})
	}
	all.Wait()
	return out
}

// channel tells one channel, while no other process does.
func (s *Sender) channel(ctx context.Context, c *Config, ch *Channel, doc *report.Scan) (sent int, err error) {
	path := s.path(ch)
	l := flock.New(path + ".lock")
	if held, err := l.TryLockContext(ctx, 50*time.Millisecond); err == nil && held {
		defer func() { _ = l.Close() }()
	} else if ctx.Err() != nil {
		return 0, fmt.Errorf("another headroom tells this channel: %w", ctx.Err())
	} // a file system without locks is taken as it is
	was, damaged := readTold(path)
	m, now := compare(c, ch, doc, was)
	if !m.worth(ch.When) {
		return 0, damaged
	}
	posts, err := ch.posts(m)
	if err != nil {
		return 0, err
	}
	for i := range posts {
		if err := s.deliver(ctx, ch, &posts[i]); err != nil {
			return sent, errors.Join(damaged, partly(sent, len(posts), err))
		}
		sent++
		was.note(&posts[i], now)
		if err := was.write(path, s.Now()); err != nil {
			return sent, errors.Join(damaged, fmt.Errorf("it was sent, and will be again: %w", err))
		}
	}
	return sent, damaged
}

func partly(sent, of int, err error) error {
	if of == 1 {
		return err
	}
	return fmt.Errorf("%d of %d events were sent: %w", sent, of, err)
}

// path is where it is kept what a channel was told.
func (s *Sender) path(ch *Channel) string { return filepath.Join(s.Dir, "notify-"+ch.Name+".json") }

// Show writes what Send would send, without a secret and without sending it.
func (s *Sender) Show(w io.Writer, c *Config, doc *report.Scan) error {
	var errs []error
	for i := range c.Channels {
		ch := &c.Channels[i]
		was, damaged := readTold(s.path(ch))
		m, _ := compare(c, ch, doc, was)
		errs = append(errs, damaged)
		if !m.worth(ch.When) {
			_, err := fmt.Fprintf(w, "# %s: nothing changed since it was told last, nothing is sent\n", ch.Name)
			errs = append(errs, err)
			continue
		}
		posts, err := ch.posts(m)
		errs = append(errs, err)
		for j := range posts {
			_, err := fmt.Fprintf(w, "# %s: %s\n%s\n", ch.Name, posts[j].whither(ch), strings.TrimRight(string(posts[j].body), "\n"))
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
