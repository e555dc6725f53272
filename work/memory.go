package work

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// memory is the queue of one process: no server, no port, no file.
type memory struct {
	opts Options

	mu      sync.Mutex
	changed chan struct{} // closed and replaced when something may be taken
	seen    map[string]bool
	ready   []*job
	later   jobHeap // leased and delayed jobs, by the time they become ready
	closed  bool
}

// job is one id that is neither done nor failed.
type job struct {
	id       string
	attempts int
	due      time.Time // end of the lease, or of the delay
	leased   bool
	index    int // in later
}

// NewMemory gives an empty queue that lives in this process.
func NewMemory(opts Options) Queue {
	return &memory{opts: opts.withDefaults(), changed: make(chan struct{}), seen: map[string]bool{}}
}

func (m *memory) Put(id string) (duplicate bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.seen[id]:
		return true, nil
	case m.closed:
		return false, ErrClosed
	}
	m.seen[id] = true
	m.ready = append(m.ready, &job{id: id, index: -1})
	m.wake()
	return false, nil
}

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.wake()
	return nil
}

// wake tells every waiting Take to look again. The lock must be held.
func (m *memory) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *memory) Take(ctx context.Context) (Lease, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		l, failed, wait, err := m.try(time.Now())
		m.tell(failed)
		if l != nil || err != nil {
			return l, err
		}
		if err := wait.until(ctx); err != nil {
			return nil, err
		}
	}
}

// wait is what a Take waits for: a change, or the time at which a job is due.
type wait struct {
	changed <-chan struct{}
	due     time.Duration // < 0: nothing is due by itself
}

func (w wait) until(ctx context.Context) error {
	var timer <-chan time.Time
	if w.due >= 0 {
		t := time.NewTimer(w.due)
		defer t.Stop()
		timer = t.C
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-w.changed:
	case <-timer:
	}
	return nil
}

// try takes a job if one is ready now. failed are the jobs it gave up.
func (m *memory) try(now time.Time) (l Lease, failed []*job, w wait, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	failed = m.mature(now)
	if len(m.ready) > 0 {
		j := m.ready[0]
		m.ready = m.ready[1:]
		j.attempts++
		m.postpone(j, now.Add(m.opts.Lease), true)
		return &lease{queue: m, job: j, attempt: j.attempts}, failed, w, nil
	}
	if len(m.later) == 0 && m.closed {
		return nil, failed, w, ErrDrained
	}
	w = wait{changed: m.changed, due: -1}
	if len(m.later) > 0 {
		w.due = max(0, m.later[0].due.Sub(now))
	}
	return nil, failed, w, nil
}

// mature moves what is due to ready, and returns what has no attempts left.
func (m *memory) mature(now time.Time) (failed []*job) {
	for len(m.later) > 0 && !m.later[0].due.After(now) {
		j := heap.Pop(&m.later).(*job)
		j.leased = false
		if j.attempts >= m.opts.Attempts {
			failed = append(failed, j)
			continue
		}
		m.ready = append(m.ready, j)
	}
	if len(failed) > 0 || len(m.ready) > 1 {
		m.wake()
	}
	return failed
}

func (m *memory) postpone(j *job, due time.Time, leased bool) {
	j.due, j.leased = due, leased
	heap.Push(&m.later, j)
	m.wake() // a waiting Take may have to wake earlier
}

func (m *memory) tell(failed []*job) {
	if m.opts.Failed == nil {
		return
	}
	for _, j := range failed {
		m.opts.Failed(j.id, j.attempts, ErrAttempts)
	}
}

// lease is one hand-out of a job; attempt tells it from later ones.
type lease struct {
	queue   *memory
	job     *job
	attempt int
}

func (l *lease) ID() string   { return l.job.id }
func (l *lease) Attempt() int { return l.attempt }

// end takes the job out of the leases, or says that the lease is over. The lock
// must be held.
func (l *lease) end(now time.Time) error {
	j := l.job
	if !j.leased || j.attempts != l.attempt || !j.due.After(now) {
		return ErrLost
	}
	heap.Remove(&l.queue.later, j.index)
	j.leased = false
	return nil
}

func (l *lease) Done() error {
	l.queue.mu.Lock()
	defer l.queue.mu.Unlock()
	if err := l.end(time.Now()); err != nil {
		return err
	}
	l.queue.wake()
	return nil
}

func (l *lease) Extend() error {
	l.queue.mu.Lock()
	defer l.queue.mu.Unlock()
	now := time.Now()
	if err := l.end(now); err != nil {
		return err
	}
	l.queue.postpone(l.job, now.Add(l.queue.opts.Lease), true)
	return nil
}

func (l *lease) Retry(after time.Duration) error {
	l.queue.mu.Lock()
	now := time.Now()
	if err := l.end(now); err != nil {
		l.queue.mu.Unlock()
		return err
	}
	if l.attempt < l.queue.opts.Attempts {
		l.queue.postpone(l.job, now.Add(after), false)
		l.queue.mu.Unlock()
		return nil
	}
	l.queue.wake()
	l.queue.mu.Unlock()
	l.queue.tell([]*job{l.job})
	return nil
}

func (l *lease) Fail(cause error) error {
	l.queue.mu.Lock()
	err := l.end(time.Now())
	l.queue.wake()
	l.queue.mu.Unlock()
	if err == nil && l.queue.opts.Failed != nil {
		l.queue.opts.Failed(l.job.id, l.attempt, cause)
	}
	return err
}

// jobHeap orders jobs by the time they are due.
type jobHeap []*job

func (h jobHeap) Len() int           { return len(h) }
func (h jobHeap) Less(i, j int) bool { return h[i].due.Before(h[j].due) }
func (h jobHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *jobHeap) Push(x any) {
	j := x.(*job)
	j.index = len(*h)
	*h = append(*h, j)
}

func (h *jobHeap) Pop() any {
	old := *h
	j := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	j.index = -1
	return j
}
