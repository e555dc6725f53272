package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/sqlite"
)

// doctor says what would keep a scan from being had, before it is begun.
func TestDoctorOfAnInventory(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	t.Setenv("SSH_AUTH_SOCK", "")
	t.Setenv("SET", "x")
	put(t, filepath.Join(dir, "open"), "s3cret\n")
	put(t, filepath.Join(dir, "inv.yaml"), `version: 1
credentials:
  good: {user: u, password: env:SET}
  unset: {user: u, password: env:NOT_SET}
  file: {user: u, password: file:`+dir+`/open}
  cmd: {user: u, password: "cmd:no-such-program-7 show noc"}
  agent: {user: u, agent: true}
  unused: {user: u, password: env:NOT_SET_EITHER}
devices:
  - {name: a, host: 192.0.2.1, credential: good}
  - {name: b, host: 192.0.2.2, credential: unset}
  - {name: c, host: 192.0.2.3, credential: file, enable: cmd}
  - {name: d, host: 192.0.2.4, credential: agent, proxy_command: no-such-program-8 %h %p}
  - {name: e, host: 192.0.2.5, credential: unused, skip: true}
`)
	if err := os.Chmod(filepath.Join(dir, "open"), 0o644); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := runMain([]string{"doctor", "-i", filepath.Join(dir, "inv.yaml")}, &out, &errs); code != exitUsage {
		t.Errorf("exit %d: %s", code, errs.String())
	}
	got := out.String()
	for _, want := range []string{
		"ok    credential    good: env:SET", "bad   credential    unset: env:NOT_SET", "chmod 600",
		"bad   credential    cmd: cmd:no-such-program-7 show noc: there is no program no-such-program-7",
		"bad   credential    agent: ssh-agent: ", "bad   way           d: there is no program no-such-program-8",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "s3cret") || strings.Contains(got, "unused") {
		t.Error(got)
	}
}

// The state: a folder that others may enter, a clock behind the newest scan, a
// damaged page.
func TestDoctorOfTheState(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	state := filepath.Join(dir, "headroom")
	st, err := sqlite.Open(t.Context(), filepath.Join(state, "headroom.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Begin(t.Context(), store.Scan{ID: "s1", Started: time.Now().Add(time.Hour), Source: "ssh"}); err != nil {
		t.Fatal(err)
	}
	if err := st.Append(t.Context(), "s1", &store.Visit{Device: "r1"}); err != nil {
		t.Fatal(err)
	}
	if err := st.Finish(t.Context(), "s1", time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	path := st.Path()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	_ = os.Chmod(state, 0o755)
	doctor := func() string {
		var out, errs bytes.Buffer
		runMain([]string{"doctor", "--store", path}, &out, &errs)
		return out.String()
	}
	if got := doctor(); !strings.Contains(got, "chmod 700 "+state) || !strings.Contains(got, "the clock of this host says") {
		t.Error(got)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 4096; at < len(raw); at += 4096 { // every page but the first
		copy(raw[at:], bytes.Repeat([]byte{0xff}, 64))
	}
	put(t, path, string(raw))
	if got := doctor(); !strings.Contains(got, "bad   store") {
		t.Error(got)
	}
}
