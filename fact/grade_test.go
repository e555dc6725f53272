package fact

import (
	"encoding/json"
	"testing"
)

// The zero value of the ladder is the weakest rung, and what is not confirmed proves
// nothing.
func TestGrade(t *testing.T) {
	var zero Grade
	for i, word := range grades() {
		g := Grade(i)
		var back Grade
		if err := back.UnmarshalText([]byte(word)); err != nil || back != g || g.String() != word {
			t.Errorf("%q: %v %v, %v", word, g, back, err)
		}
		if zero > g || g.Confirmed() != (g != UnknownGrade && g != Unverified) {
			t.Errorf("%v: confirmed %v", g, g.Confirmed())
		}
	}
	if b, err := json.Marshal(struct{ G Grade }{Proven}); err != nil || string(b) != `{"G":"proven"}` {
		t.Errorf("%s, %v", b, err)
	}
	for _, word := range []string{"", "unverifed", "Proven", "n/a"} {
		if err := zero.UnmarshalText([]byte(word)); err == nil || zero != UnknownGrade {
			t.Errorf("%q was taken as %v", word, zero)
		}
	}
	if s := Grade(200).String(); s != "Grade(200)" {
		t.Error(s)
	}
}
