package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// resultsName is the stream of all results, and its one reader.
const resultsName = "results"

// again is how long a result waits that could not be kept yet.
const again = time.Second

// Results is where regions send what they read.
type Results struct {
	js       jetstream.JetStream
	conn     *nats.Conn
	consumer jetstream.Consumer
}

// Result is one, as it came.
type Result struct {
	Region string // by its subject, which the server lets only that region write
	ID     string
	Body   []byte
	Stored time.Time // by the clock of the server
}

// ErrRefused is returned by who gets a result that will never be taken.
var ErrRefused = errors.New("jetstream: this result is refused")

// OpenResults makes the stream of results on the server, or takes the one that is there.
func OpenResults(ctx context.Context, conn *nats.Conn) (*Results, error) {
	r, err := sender(conn)
	if err != nil {
		return nil, err
	}
	stream, err := r.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: resultsName, Subjects: []string{resultsName + ".>"}, Retention: jetstream.WorkQueuePolicy, Duplicates: Remember,
	})
	if err == nil {
		r.consumer, err = stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: resultsName, AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Minute, MaxAckPending: 1024,
		})
	}
	if err != nil {
		return nil, fmt.Errorf("open results: %w", err)
	}
	return r, nil
}

func sender(conn *nats.Conn) (*Results, error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, fmt.Errorf("open results: %w", err)
	}
	return &Results{js: js, conn: conn}, nil
}

// Send publishes a result, and waits until the server has it. Where the server is away
// it is sent again until ctx ends: the server takes it once.
func (r *Results) Send(ctx context.Context, region, id string, body []byte) error {
	for wait := again / 10; ; wait = min(2*wait, 10*time.Second) {
		one, stop := context.WithTimeout(ctx, answerWithin)
		msg := &nats.Msg{Subject: resultsName + "." + region, Header: nats.Header{headerID: {id}}, Data: body}
		// With its region: no region can use up the name of another one's result.
		_, err := r.js.PublishMsg(one, msg, jetstream.WithMsgID(region+"/"+id))
		stop()
		if err == nil || errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, nats.ErrConnectionClosed) {
			return err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("send the result of %s: %w", id, err)
		}
	}
}

// Each calls keep with every result until ctx ends, several at a time. What keep kept is
// done with; what it refuses (ErrRefused) is dropped; anything else comes again.
func (r *Results) Each(ctx context.Context, keep func(Result) error) error {
	running, err := r.consumer.Consume(func(msg jetstream.Msg) { go r.one(msg, keep) }, jetstream.PullMaxMessages(256))
	if err != nil {
		return fmt.Errorf("read results: %w", err)
	}
	<-ctx.Done()
	running.Stop()
	<-running.Closed()
	return nil
}

func (r *Results) one(msg jetstream.Msg, keep func(Result) error) {
	res := Result{Region: strings.TrimPrefix(msg.Subject(), resultsName+"."), ID: msg.Headers().Get(headerID), Body: msg.Data()}
	meta, err := msg.Metadata()
	if err == nil {
		res.Stored = meta.Timestamp
		err = keep(res)
	}
	switch {
	case err == nil:
		_ = msg.Ack() // one that is lost comes again, and is known
	case errors.Is(err, ErrRefused):
		_ = msg.Term()
	default:
		_ = msg.NakWithDelay(again)
	}
}

// alive is the subject of the signs of life.
const alive = "alive."

// Alive says that a region's collector is there.
func (r *Results) Alive(region string) error { return r.conn.Publish(alive+region, nil) }

// Watch calls seen with a region whenever its collector says that it is there.
func (r *Results) Watch(seen func(region string)) (stop func(), err error) {
	sub, err := r.conn.Subscribe(alive+"*", func(m *nats.Msg) { seen(strings.TrimPrefix(m.Subject, alive)) })
	if err != nil {
		return nil, err
	}
	return func() { _ = sub.Unsubscribe() }, nil
}
