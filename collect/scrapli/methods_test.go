package scrapli

import (
	"os"
	"slices"
	"testing"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// The ssh program logs in by the ways of the inventory, in their order.
func TestMethods(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	files, err := newFiles()
	if err != nil {
		t.Fatal(err)
	}
	defer files.close()
	for _, tt := range []struct {
		given []string
		want  string
	}{
		{nil, "PreferredAuthentications=publickey,password,keyboard-interactive"},
		{[]string{"keyboard-interactive", "publickey"}, "PreferredAuthentications=keyboard-interactive,publickey"},
	} {
		got, err := Config{}.options(inventory.Device{Methods: tt.given}, collect.Login{}, os.DevNull, files)
		if err != nil || !slices.Contains(got, tt.want) {
			t.Errorf("%q, %v", got, err)
		}
	}
}
