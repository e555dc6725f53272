package textscan

import (
	"math"
	"strconv"
	"testing"
)

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		in   string
		want float64
		ok   bool
	}{
		{"0", 0, true},
		{"781632", 781632, true},
		{"1,234,567", 1234567, true},
		{"12.50", 12.5, true},
		{"44%", 44, true},
		{"(99%)", 99, true},
		{"16383.", 16383, true},
		{"4294633084", 4294633084, true},
		{"9007199254740992", 1 << 53, true},
		{"18446744073709551615", 0, false}, // does not fit a float64 exactly
		{"-5", 0, false},
		{"+5", 0, false},
		{"1,23", 0, false},
		{"1,2345", 0, false},
		{"1.2.3", 0, false},
		{"0x1f", 0, false},
		{"1e5", 0, false},
		{"12k", 0, false},
		{"", 0, false},
		{"%", 0, false},
		{".", 0, false},
		{",", 0, false},
		{"N/A", 0, false},
		{"NaN", 0, false},
		{"Inf", 0, false},
		{"0/0", 0, false},
		{"٣", 0, false},
	} {
		if got, ok := Number(c.in); got != c.want || ok != c.ok {
			t.Errorf("Number(%q) = %v, %v; want %v, %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestKilo(t *testing.T) {
	for _, c := range []struct {
		in   string
		want float64
		ok   bool
	}{{"512k", 524288, true}, {"0.25K", 256, true}, {"1.25K", 1280, true}, {"8192", 8192, true}, {"k", 0, false}, {"1M", 0, false}, {"-1k", 0, false}} {
		if got, ok := Kilo(c.in); got != c.want || ok != c.ok {
			t.Errorf("Kilo(%q) = %v, %v; want %v, %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

// FuzzNumber: a number is finite, not negative, and what strconv reads of its
// digits.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1", "1,234", "12.5%", "(3)", "00000000000000000001", "1,000.5", ",,", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := Number(s)
		if !ok {
			if v != 0 {
				t.Fatalf("no number, but %v", v)
			}
			return
		}
		if v < 0 || v > 1<<53 || math.IsNaN(v) {
			t.Fatalf("Number(%q) = %v", s, v)
		}
		digits := make([]byte, 0, len(s))
		for i := range s {
			if c := s[i]; c >= '0' && c <= '9' || c == '.' {
				digits = append(digits, c)
			}
		}
		for len(digits) > 0 && digits[len(digits)-1] == '.' {
			digits = digits[:len(digits)-1]
		}
		if want, err := strconv.ParseFloat(string(digits), 64); err != nil || want != v {
			t.Fatalf("Number(%q) = %v, its digits are %v (%v)", s, v, want, err)
		}
	})
}
