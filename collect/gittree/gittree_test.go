package gittree

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, 1, 1, 2, 0, 0, 0, time.UTC)

// repo makes a repository out of steps: one commit a day.
func repo(tb testing.TB, steps ...map[string]string) string {
	tb.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		tb.Skip("the program git is not installed")
	}
	dir := tb.TempDir()
	var in strings.Builder
	for i, files := range steps {
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter r <r@example.net> %d +0000\ndata 1\nx\n", start.AddDate(0, 0, i).Unix())
		for name, body := range files {
			if body == "" {
				fmt.Fprintf(&in, "D %s\n", strconv.Quote(name))
				continue
			}
			fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", strconv.Quote(name), len(body), body)
		}
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main", dir}, {"-C", dir, "fast-import", "--quiet"}} {
		cmd := exec.Command("git", args...)
		cmd.Stdin = strings.NewReader(in.String())
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null")
		if out, err := cmd.CombinedOutput(); err != nil {
			tb.Fatalf("%v: %s", err, out)
		}
	}
	return dir
}

func read(t *testing.T, dir string, since time.Time) ([]string, Stats) {
	t.Helper()
	var out []string
	stats, err := Read(context.Background(), dir, since, func(v *Version) error {
		what := string(v.Data)
		if v.Gone {
			what = "gone"
		}
		out = append(out, v.At.Format("01-02")+" "+v.File+" "+what)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, stats
}

func TestEveryVersionComesOnceAndInOrder(t *testing.T) {
	dir := repo(t, map[string]string{"a": "one"}, map[string]string{"b \"x\"\n": "other", "a": "two"}, map[string]string{"a": ""})
	got, stats := read(t, dir, time.Time{})
	want := "01-01 a one|01-02 a two|01-02 b \"x\"\n other|01-03 a gone"
	if strings.Join(got, "|") != want || stats.Commits != 3 || !stats.Last.Equal(start.AddDate(0, 0, 2)) {
		t.Errorf("%q, %+v", got, stats)
	}
	got, stats = read(t, dir, start.AddDate(0, 0, 1).Add(time.Hour))
	if strings.Join(got, "|") != "01-02 a two|01-02 b \"x\"\n other|01-03 a gone" || stats.Commits != 1 {
		t.Errorf("since the second day, with what was there: %q, %+v", got, stats)
	}
}

// A hook of another repository may run this: what it sets is not followed.
func TestTheRepositoryIsTheOneThatIsNamed(t *testing.T) {
	dir, other := repo(t, map[string]string{"a": "one"}), repo(t, map[string]string{"b": "two"})
	t.Setenv("GIT_DIR", filepath.Join(other, ".git"))
	if got, _ := read(t, dir, time.Time{}); strings.Join(got, "|") != "01-01 a one" {
		t.Errorf("%q", got)
	}
}

func TestWhatIsNoRepositoryIsSaid(t *testing.T) {
	dir := repo(t, map[string]string{"a": "one"})
	for name, c := range map[string]struct{ dir, want string }{
		"a folder":     {t.TempDir(), "no git repository with a commit"},
		"nothing":      {filepath.Join(dir, "none"), "no git repository"},
		"a lost blob":  {broken(t), "git does not have its content"},
		"a repository": {dir, ""},
	} {
		_, err := Read(context.Background(), c.dir, time.Time{}, func(*Version) error { return nil })
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// broken is a repository in which the content of a file is gone.
func broken(t *testing.T) string {
	t.Helper()
	dir := repo(t, map[string]string{"a": "one"})
	run := func(args ...string) string {
		out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).Output()
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	hash := run("rev-parse", "HEAD:a")
	loose := filepath.Join(dir, ".git", "objects", hash[:2], hash[2:])
	if err := os.Remove(loose); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A hook or a program that the repository configures is not run.
func TestNothingOfTheRepositoryIsRun(t *testing.T) {
	dir := repo(t, map[string]string{"a": "one", ".gitattributes": "* diff=x textconv=x\n"}, map[string]string{"a": "two"})
	trap := filepath.Join(dir, "ran")
	config := fmt.Sprintf("[core]\n\tfsmonitor = touch %s\n\tpager = touch %s\n[diff \"x\"]\n\ttextconv = touch %s; cat\n\tcommand = touch %s\n[diff]\n\texternal = touch %s\n", trap, trap, trap, trap, trap)
	f, err := os.OpenFile(filepath.Join(dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString(config)
	_ = f.Close()
	read(t, dir, time.Time{})
	if _, err := os.Stat(trap); err == nil {
		t.Error("a program of the repository's configuration was run")
	}
}
