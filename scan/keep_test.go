package scan_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/transcript"
)

// Whatever devices are called, each has its own transcript in the folder.
func TestEveryDeviceHasItsOwnFile(t *testing.T) {
	long := strings.Repeat("x", 300)
	files := map[string]string{ // device -> file, "" = any
		"edge1.fra3_a-b": "edge1.fra3_a-b", "a_b": "a_b", "a:b": "a%3Ab", "a+b": "a%2Bb", "a@b": "a%40b", "a%3Ab": "a%253Ab",
		"..": "%2E.", "../up": "%2E.%2Fup", "ü": "%C3%BC", long + "1": "", long + "2": "",
	}
	collector, names := script{}, []string{}
	for name := range files {
		collector[name] = log(t, latched)
		names = append(names, name)
	}
	p := pipeline(collector)
	p.Record = filepath.Join(t.TempDir(), "rec")
	if _, err := p.Run(context.Background(), scan.SourceSSH, devices(names...)); err != nil {
		t.Fatal(err)
	}
	found, err := os.ReadDir(p.Record)
	if err != nil || len(found) != len(files) {
		t.Errorf("%d devices, %d files, %v", len(files), len(found), err)
	}
	for name, file := range files {
		if file == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(p.Record, file+transcript.Extension)); err != nil {
			t.Errorf("device %s: %v", name, err)
		}
	}
}
