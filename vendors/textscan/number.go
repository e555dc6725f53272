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
