package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// JSON means the same as before and holds nothing that a terminal obeys.
func TestPlainJSON(t *testing.T) {
	in := map[string]string{"a": "r1\u009b2J\u202egpj\u2028\U000e0041é漢\x7f\x1b[K", "b": "plain"}
	var b bytes.Buffer
	if err := WriteJSON(&b, in); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\u009b\u202e\u2028\U000e0041\x7f\x1b") || !strings.Contains(b.String(), "é漢") {
		t.Errorf("%q", b.String())
	}
	var out map[string]string
	if err := json.Unmarshal(b.Bytes(), &out); err != nil || out["a"] != in["a"] || out["b"] != in["b"] {
		t.Errorf("%v %q", err, out)
	}
}
