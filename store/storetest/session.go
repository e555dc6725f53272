package storetest

import (
	"testing"
	"time"
)

// session: what was kept last under a name comes back, and of no other name.
func session(t *testing.T, open Open) {
	st := open(t, time.Now)
	for _, doc := range []string{`{"ticks":1}`, `{"ticks":2}`} {
		if err := st.KeepSession(t.Context(), "inventory.yaml", []byte(doc)); err != nil {
			t.Fatal(err)
		}
		if got, err := st.Session(t.Context(), "inventory.yaml"); err != nil || string(got) != doc {
			t.Errorf("kept %s, %v; want %s", got, err, doc)
		}
	}
	if got, err := st.Session(t.Context(), "other.yaml"); err != nil || got != nil {
		t.Errorf("kept %q, %v; want nothing", got, err)
	}
}
