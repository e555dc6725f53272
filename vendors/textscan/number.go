package textscan

import (
	"strconv"
	"strings"
)

// Number reads a decimal number as routers print it: "1,234", "781632", "12.5",
// "44%", "(99 %)" without the blank, "16383." with a sentence's full stop. No
// sign is taken: a counter that printed a minus is garbage. ok is false where
// any other byte is in the way.
func Number(t string) (v float64, ok bool) {
	if n, plain := digits(t); plain {
		return n, true
	}
	return written(t)
}

// tens are the powers of ten that a short decimal is divided by: exact, so that
// the quotient is the float nearest to what is written.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// digits reads a number that is nothing but digits, or digits around one dot, as
// most are.
func digits(t string) (v float64, ok bool) {
	if t == "" || len(t) > 15 {
		return 0, false
	}
	var n int64
	dot := -1
	for i := 0; i < len(t); i++ {
		c := t[i] - '0'
		if c > 9 {
			if t[i] != '.' || dot >= 0 || i == 0 || i == len(t)-1 {
				return 0, false
			}
			dot = i
			continue
		}
		n = n*10 + int64(c)
	}
	if dot < 0 {
		return float64(n), true
	}
	return float64(n) / tens[len(t)-1-dot], true
}

// written reads every other form. What has no digit at all is none.
func written(t string) (v float64, ok bool) {
	if c := t; c == "" || (c[0]|0x20 >= 'a' && c[0]|0x20 <= 'z') {
		return 0, false
	}
	t = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(t, "()[],;:"), "."), "%")
	if t == "" || len(t) > 20 {
		return 0, false
	}
	digits, dot, plain := 0, 0, true
	for i := 0; i < len(t); i++ {
		switch c := t[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == ',' && i > 0 && groupedAt(t, i):
			plain = false
		case c == '.' && dot == 0 && i > 0:
			dot++
		default:
			return 0, false
		}
	}
	if digits == 0 {
		return 0, false
	}
	if dot == 0 && plain && digits <= 15 {
		var n int64
		for i := 0; i < len(t); i++ {
			n = n*10 + int64(t[i]-'0')
		}
		return float64(n), true
	}
	if !plain {
		t = strings.ReplaceAll(t, ",", "")
	}
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || v > 1<<53 {
		return 0, false
	}
	return v, true
}

// groupedAt reports whether the comma at t[i] has exactly three digits behind
// it before the next comma, dot or end.
func groupedAt(t string, i int) bool {
	n := 0
	for i++; i < len(t) && t[i] >= '0' && t[i] <= '9'; i++ {
		n++
	}
	return n == 3
}

// Kilo reads a template or carve figure, in which k and K mean 1024: "512k",
// "0.25K", "1.25K", "8192".
func Kilo(t string) (v float64, ok bool) {
	if n := len(t); n > 0 && (t[n-1] == 'k' || t[n-1] == 'K') {
		v, ok = Number(t[:n-1])
		return v * 1024, ok
	}
	return Number(t)
}

// IsNumber reports whether Number would take t.
func IsNumber(t string) bool { _, ok := Number(t); return ok }
