package work_test

import (
	"context"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"github.com/headroom-audit/headroom/work"
	"github.com/headroom-audit/headroom/work/worktest"
)

func TestMemory(t *testing.T) {
	defer goleak.VerifyNone(t)
	worktest.Run(t, func(_ *testing.T, o work.Options) work.Queue { return work.NewMemory(o) })
}

func BenchmarkPutTakeDone(b *testing.B) {
	q := work.NewMemory(work.Options{})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := q.Put(strconv.Itoa(i)); err != nil {
			b.Fatal(err)
		}
		l, err := q.Take(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		if err := l.Done(); err != nil {
			b.Fatal(err)
		}
	}
}
