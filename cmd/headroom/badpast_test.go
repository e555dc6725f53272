package main

import (
	"bytes"
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // opens the store as another program does
)

// twoScans are two whole scans of one inventory with two routers each, as
// 'headroom history export' writes them.
const twoScans = `{"schema":"headroom.past-scan/1","id":"one","started":"2026-01-01T02:00:00Z","finished":"2026-01-01T02:01:00Z","source":"ssh","inventory":"a.yaml","planned":2}
{"schema":"headroom.past-reading/1","scan":"one","device":"x","at":"2026-01-01T02:00:00Z","verdict":{"state":"ok","complete":true,"rules":"t"},"pools":[{"name":"IPv4","unit":"entries","kind":"carve","used":100,"cap":200,"max":null}]}
{"schema":"headroom.past-reading/1","scan":"one","device":"y","at":"2026-01-01T02:00:00Z","verdict":{"state":"ok","complete":true,"rules":"t"},"pools":[{"name":"IPv4","unit":"entries","kind":"carve","used":100,"cap":200,"max":null}]}
{"schema":"headroom.past-scan/1","id":"two","started":"2026-01-02T02:00:00Z","finished":"2026-01-02T02:01:00Z","source":"ssh","inventory":"a.yaml","planned":2}
{"schema":"headroom.past-reading/1","scan":"two","device":"x","at":"2026-01-02T02:00:00Z","verdict":{"state":"ok","complete":true,"rules":"t"},"pools":[{"name":"IPv4","unit":"entries","kind":"carve","used":100,"cap":200,"max":null}]}
{"schema":"headroom.past-reading/1","scan":"two","device":"y","at":"2026-01-02T02:00:00Z","verdict":{"state":"CRIT","complete":true,"rules":"t"},"pools":[{"name":"IPv4","unit":"entries","kind":"carve","used":196,"cap":200,"max":null}]}
`

// said runs a verb on a store, and gives its exit status and all that it printed.
func said(store string, args ...string) (int, string) {
	var out, errs bytes.Buffer
	code := run(context.Background(), append(args, "--store", store), stdio{in: strings.NewReader(""), out: &out, err: &errs})
	return code, out.String() + errs.String()
}

// storedPast makes a store of twoScans, and opens it beside headroom.
func storedPast(t *testing.T) (path string, db *sql.DB) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", dir)
	path = filepath.Join(dir, "past.db")
	put(t, filepath.Join(dir, "past.jsonl"), twoScans)
	if code, text := said(path, "history", "import", filepath.Join(dir, "past.jsonl")); code != 0 {
		t.Fatal(code, text)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return path, db
}

// Another program that writes does not stop the past from being read, and what it has
// not finished yet is not seen.
func TestThePastIsReadWhileAnotherProgramWrites(t *testing.T) {
	path, db := storedPast(t)
	verbs := [][]string{{"history"}, {"history", "y"}, {"diff"}, {"history", "export"}}
	var before []string
	for _, v := range verbs {
		_, text := said(path, v...)
		before = append(before, text)
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, q := range []string{"BEGIN IMMEDIATE", "DELETE FROM reading", "DELETE FROM judged"} {
		if _, err := conn.ExecContext(context.Background(), q); err != nil {
			t.Fatal(q, err)
		}
	}
	for i, v := range verbs {
		if code, text := said(path, v...); code != 0 || text != before[i] || text == "" {
			t.Errorf("%v while another program writes: exit %d\n%s\nbefore:\n%s", v, code, text, before[i])
		}
	}
	if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
}

// A damaged row is a router that is not read any more, in every verb that shows the past;
// the other router is shown as ever.
func TestADamagedRowIsSaid(t *testing.T) {
	path, db := storedPast(t)
	if _, err := db.Exec(`UPDATE reading SET used = x'ff' WHERE device = (SELECT min(device) FROM reading) AND scan = (SELECT max(scan) FROM reading)`); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args []string
		code int
		want []string
	}{
		{[]string{"diff"}, 0, []string{"not read any more  x     damaged, was ok", "worse              y     CRIT, was ok"}},
		{[]string{"diff", "--fail-on", "worse"}, 1, nil},
		{[]string{"history"}, 0, []string{"CRIT 1  ok 1"}}, // the verdict of that day is whole
		{[]string{"history", "x"}, 0, []string{"x: 2 readings from 2026-01-01 to 2026-01-02, now UNKN"}},
		{[]string{"history", "y"}, 0, []string{"y: 2 readings from 2026-01-01 to 2026-01-02, now CRIT"}},
	} {
		code, text := said(path, tt.args...)
		if code != tt.code {
			t.Errorf("%v: exit %d, want %d: %s", tt.args, code, tt.code, text)
		}
		for _, w := range tt.want {
			if !strings.Contains(text, w) {
				t.Errorf("%v does not say %q:\n%s", tt.args, w, text)
			}
		}
	}
	if _, err := db.Exec(`UPDATE judged SET doc = '{' WHERE device = (SELECT min(device) FROM judged)`); err != nil {
		t.Fatal(err)
	}
	if _, text := said(path, "history"); !strings.Contains(text, "UNKN 1") || strings.Contains(text, "ok 2") {
		t.Errorf("a damaged verdict counts:\n%s", text)
	}
}
