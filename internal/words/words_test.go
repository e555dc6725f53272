package words_test

import (
	"testing"

	"github.com/headroom-audit/headroom/internal/words"
)

func TestThousands(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 1048576: "1,048,576", -524288: "-524,288", 1234.5: "1,234.5"} {
		if got := words.Thousands(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}

func TestPlural(t *testing.T) {
	for _, c := range []struct {
		n         int
		one, want string
	}{{0, "line", "0 lines"}, {1, "line", "1 line"}, {1024, "entry", "1,024 entries"}, {2, "other instance", "2 other instances"}} {
		if got := words.Plural(c.n, c.one); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
