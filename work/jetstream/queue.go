// Package jetstream is work.Queue over a network: NATS JetStream, in this process or
// elsewhere.
//
// What goes in: ids, each with the bytes of a job. What comes out: leases on them, on any
// machine that is connected. An id that is put again within ten minutes is a duplicate; a
// lease is extended by heartbeats (InProgress); one that runs out is handed on, and after
// the last attempt the job is ended and told of, so that no job goes round for ever. The
// queue is never the truth: what is left is planned − stored. Nothing outside this folder
// imports nats.
package jetstream

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/headroom-audit/headroom/work"
)

// Remember is how long an id is known after it was put.
const Remember = 10 * time.Minute

// year stands for work.Forever: servers count in nanoseconds.
const year = 365 * 24 * time.Hour

// Config says which queue of a server it is.
type Config struct {
	Name    string // of the stream and its consumer: letters, digits, - and _
	Most    int64  // jobs that wait at most; Put fails with ErrFull beyond. 0 = no limit
	Memory  bool   // not on the disk
	Options work.Options
}

// ErrFull is returned where a queue holds as many jobs as it may: put it again later.
var ErrFull = errors.New("jetstream: the queue is full")

// Queue is one stream of jobs; it is a work.Queue. Closing it closes this end only: the
// others go on.
type Queue struct {
	js       jetstream.JetStream
	cfg      Config
	stream   jetstream.Stream
	consumer jetstream.Consumer

	once    sync.Once
	closing chan struct{}
}

// Open makes the queue on the server, or takes the one that is there.
func Open(ctx context.Context, conn *nats.Conn, cfg Config) (*Queue, error) {
	cfg.Options = settled(cfg.Options)
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, fmt.Errorf("open queue %s: %w", cfg.Name, err)
	}
	q := &Queue{js: js, cfg: cfg, closing: make(chan struct{})}
	storage := jetstream.FileStorage
	if cfg.Memory {
		storage = jetstream.MemoryStorage
	}
	most := cfg.Most
	if most == 0 {
		most = -1
	}
	q.stream, err = js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: cfg.Name, Subjects: []string{q.subject()}, Retention: jetstream.WorkQueuePolicy, Storage: storage,
		Duplicates: Remember, MaxMsgs: most, Discard: jetstream.DiscardNew,
	})
	if err == nil {
		// The attempts are counted by us: a job that the server gave up would lie in the
		// stream, and nobody would be told.
		q.consumer, err = q.stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: cfg.Name, AckPolicy: jetstream.AckExplicitPolicy, AckWait: cfg.Options.Lease, MaxAckPending: 4096, MaxDeliver: -1,
		})
	}
	if err != nil {
		return nil, fmt.Errorf("open queue %s: %w", cfg.Name, err)
	}
	return q, nil
}

func settled(o work.Options) work.Options {
	if o.Lease <= 0 {
		o.Lease = work.DefaultLease
	}
	o.Lease = min(o.Lease, year)
	if o.Attempts <= 0 {
		o.Attempts = work.DefaultAttempts
	}
	return o
}

func (q *Queue) subject() string { return "jobs." + q.cfg.Name }

// Put adds an id that is its own job.
func (q *Queue) Put(id string) (duplicate bool, err error) { return q.PutJob(id, nil) }

// PutJob adds an id with the bytes of its job.
func (q *Queue) PutJob(id string, job []byte) (duplicate bool, err error) {
	select {
	case <-q.closing:
		return false, work.ErrClosed
	default:
	}
	ctx, stop := context.WithTimeout(context.Background(), answerWithin)
	defer stop()
	msg := &nats.Msg{Subject: q.subject(), Header: nats.Header{headerID: {id}}, Data: job}
	ack, err := q.js.PublishMsg(ctx, msg, jetstream.WithMsgID(id))
	var said *jetstream.APIError
	if errors.As(err, &said) && said.ErrorCode == maximumMessages {
		err = ErrFull
	}
	if err != nil {
		return false, fmt.Errorf("put %s: %w", id, err)
	}
	return ack.Duplicate, nil
}

const (
	headerID     = "Headroom-Id"
	answerWithin = 30 * time.Second
	// maximumMessages is the server's JSStreamStoreFailedF: the stream takes no more.
	maximumMessages jetstream.ErrorCode = 10077
)

// Close says that nothing will be put any more at this end.
func (q *Queue) Close() error {
	q.once.Do(func() { close(q.closing) })
	return nil
}

// slice is how long one question for work waits on the server.
const slice = time.Second

// Take waits for the next id.
func (q *Queue) Take(ctx context.Context) (work.Lease, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		wait := slice
		select {
		case <-q.closing:
			if over, err := q.drained(ctx); err != nil || over {
				return nil, errors.Join(err, ended(over))
			}
			wait = slice / 20
		default:
		}
		l, err := q.next(ctx, wait)
		if l != nil || err != nil {
			return l, err
		}
	}
}

func ended(over bool) error {
	if over {
		return work.ErrDrained
	}
	return nil
}

// drained reports whether nothing waits and nothing is leased.
func (q *Queue) drained(ctx context.Context) (bool, error) {
	info, err := q.stream.Info(ctx)
	if err != nil {
		return false, err
	}
	return info.State.Msgs == 0, nil
}

// next asks for one job; nil, nil where none came. A job without attempts left is ended.
func (q *Queue) next(ctx context.Context, wait time.Duration) (work.Lease, error) {
	asking, stop := context.WithTimeout(ctx, wait)
	defer stop()
	msg, err := q.consumer.Next(jetstream.FetchContext(asking))
	switch {
	case ctx.Err() != nil && msg == nil:
		return nil, ctx.Err()
	case errors.Is(err, nats.ErrTimeout), errors.Is(err, jetstream.ErrNoMessages), errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrNoResponders),
		errors.Is(err, jetstream.ErrInvalidOption): // no time was left to ask in
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("take from %s: %w", q.cfg.Name, err)
	}
	meta, err := msg.Metadata()
	if err != nil {
		return nil, err
	}
	l := &Lease{queue: q, msg: msg, id: msg.Headers().Get(headerID), attempt: int(meta.NumDelivered)}
	l.renew()
	if l.attempt > q.cfg.Options.Attempts {
		if err := msg.TermWithReason("attempts are used up"); err != nil {
			return nil, err
		}
		q.told(l.id, q.cfg.Options.Attempts, work.ErrAttempts)
		return nil, nil
	}
	return l, nil
}

func (q *Queue) told(id string, attempts int, cause error) {
	if q.cfg.Options.Failed != nil {
		q.cfg.Options.Failed(id, attempts, cause)
	}
}
