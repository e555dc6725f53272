package replay

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/transcript"
)

// capture is a synthetic log of a terminal.
const capture = "edge1#show version\nCisco IOS Software, synthetic\nedge1#show module\nMod Ports\n1 48\nedge1#\n"

func TestCollect(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "edge1.log"), []byte(capture), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	rounds := 0
	tr, err := c.Collect(t.Context(), collect.Job{Device: inventory.Device{Name: "edge1"}, Next: func(tr *transcript.Transcript) []collect.Command {
		rounds++
		return [][]collect.Command{{{Text: "show version"}}, {{Text: "show none"}, {Text: "show other", Instead: "show module"}}, nil}[rounds-1]
	}})
	if err != nil {
		t.Fatal(err)
	}
	asked, whole := tr.Commands()
	if asked != 3 || whole != 2 || rounds != 3 {
		t.Errorf("%d asked, %d whole, %d rounds", asked, whole, rounds)
	}
	_, err = c.Collect(t.Context(), collect.Job{Device: inventory.Device{Name: "edge2"}})
	var e *collect.Error
	if !errors.As(err, &e) || e.Cause != collect.CauseUnreach {
		t.Errorf("%v", err)
	}
}
