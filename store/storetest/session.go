package storetest

import (
	"testing"
	"time"
)

// session: what was kept last under a name comes back, and of no other name; what
// another has kept meanwhile is not written over.
func session(t *testing.T, open Open) {
	st := open(t, time.Now)
	var was []byte
	for _, doc := range []string{`{"ticks":1}`, `{"ticks":2}`} {
		if kept, err := st.KeepSession(t.Context(), "inventory.yaml", was, []byte(doc)); err != nil || !kept {
			t.Fatal(kept, err)
		}
		got, err := st.Session(t.Context(), "inventory.yaml")
		if err != nil || string(got) != doc {
			t.Errorf("kept %s, %v; want %s", got, err, doc)
		}
		was = got
	}
	for _, stale := range []string{`{"ticks":1}`, ""} {
		old := []byte(stale)
		if stale == "" {
			old = nil
		}
		if kept, err := st.KeepSession(t.Context(), "inventory.yaml", old, []byte(`{"ticks":3}`)); err != nil || kept {
			t.Errorf("over what another kept, %q: %v, %v", stale, kept, err)
		}
	}
	if got, _ := st.Session(t.Context(), "inventory.yaml"); string(got) != string(was) {
		t.Errorf("what another kept is gone: %s", got)
	}
	if got, err := st.Session(t.Context(), "other.yaml"); err != nil || got != nil {
		t.Errorf("kept %q, %v; want nothing", got, err)
	}
}
