package html_test

import (
	"bytes"
	"context"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/plan"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/report/html"
	"github.com/headroom-audit/headroom/solve"
)

// chromium finds the browser; CI has it.
func chromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is started")
	}
	path, err := exec.LookPath("chromium")
	if err != nil && os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	return path
}

// pages are the two pages that people open: a scan and a plan.
func pages(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../forms/testdata/scan.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := report.ReadScan(raw)
	if err != nil {
		t.Fatal(err)
	}
	var scan, todo bytes.Buffer
	p := plan.Plan{Made: doc.Scan.Started, Devices: []plan.Device{{Name: "edge1", State: audit.Pend, Action: solve.Reload, Steps: []plan.Step{{Phase: plan.ReloadIt, Command: "reload"}}}}}
	if err := html.WriteScan(&scan, doc); err != nil {
		t.Fatal(err)
	}
	if err := report.WritePlanHTML(&todo, &p); err != nil {
		t.Fatal(err)
	}
	dir, out := t.TempDir(), map[string]string{}
	for name, b := range map[string]*bytes.Buffer{"scan": &scan, "plan": &todo} {
		out[name] = filepath.Join(dir, name+".html")
		if err := os.WriteFile(out[name], b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// browse opens a page and gives what the browser said of it.
func browse(t *testing.T, program, page string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--user-data-dir=" + t.TempDir()}, args...)
	out, err := exec.CommandContext(ctx, program, append(args, "file://"+page)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// The pages open without a word on the console, are drawn at the width of a telephone
// and of a desk, by day and by night, and print.
func TestPagesInABrowser(t *testing.T) {
	program := chromium(t)
	dark := "--blink-settings=preferredColorScheme=0"
	for name, page := range pages(t) {
		means := map[string]float64{}
		for shot, args := range map[string][]string{
			"480": {"--window-size=480,900"}, "1200": {"--window-size=1200,900"}, "dark": {"--window-size=1200,900", "--force-dark-mode", dark},
		} {
			file := filepath.Join(t.TempDir(), "shot.png")
			said := browse(t, program, page, append(args, "--screenshot="+file)...)
			if strings.Contains(said, "CONSOLE") {
				t.Errorf("%s at %s: %s", name, shot, said)
			}
			colours, mean := look(t, file)
			if colours < 20 {
				t.Errorf("%s at %s is blank: %d colours", name, shot, colours)
			}
			means[shot] = mean
		}
		if means["dark"] > 0.4*means["1200"] {
			t.Errorf("%s: by night it is as bright as by day: %v", name, means)
		}
		file := filepath.Join(t.TempDir(), "page.pdf")
		browse(t, program, page, "--print-to-pdf="+file)
		if pdf, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) || len(pdf) < 5000 {
			t.Errorf("%s: a PDF of %d bytes, %v", name, len(pdf), err)
		}
	}
}

// A page that does what ours may not is caught.
func TestTheBrowserTells(t *testing.T) {
	program := chromium(t)
	page := filepath.Join(t.TempDir(), "bad.html")
	if err := os.WriteFile(page, []byte(`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><script>alert(1)</script>`), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := browse(t, program, page, "--screenshot="+filepath.Join(t.TempDir(), "x.png")); !strings.Contains(said, "CONSOLE") {
		t.Errorf("nothing was said: %s", said)
	}
}

// look counts the colours of a picture, and says how bright it is.
func look(t *testing.T, file string) (colours int, mean float64) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	seen, sum, n := map[[3]uint32]bool{}, 0.0, 0
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
			sum, n = sum+float64(r+g+b), n+1
		}
	}
	return len(seen), sum / float64(max(1, n))
}
