package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the golden parts of the scripts again")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"headroom": func() {
			os.Exit(run(context.Background(), os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
		},
	})
}

// TestScripts runs testdata/script: every verb and every exit code, as a user
// would type it. Each has its own state folder.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/config")
			env.Setenv("HOME", env.WorkDir)
			return nil
		},
		Cmds:      map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "serves": serves, "hook": hook},
		Condition: condition,
	})
}

// condition tells whether a small file system can be mounted; CI insists on it.
func condition(name string) (bool, error) {
	if name != "tmpfs" {
		return false, fmt.Errorf("no condition %q", name)
	}
	can := exec.Command("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt").Run() == nil
	if !can && os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
		return false, errors.New("a small file system cannot be mounted, and the full disk is not tested")
	}
	return can, nil
}

// hook starts a webhook that keeps what it is sent in a file, and answers with the codes
// one after the other, 200 after the last; its address stands in HOOK: hook FILE CODE…
func hook(ts *testscript.TestScript, _ bool, args []string) {
	file, codes := ts.MkAbs(args[0]), args[1:]
	var one sync.Mutex
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		body, _ := io.ReadAll(r.Body)
		code := http.StatusOK
		if len(codes) > 0 {
			code, _ = strconv.Atoi(codes[0])
			codes = codes[1:]
		}
		if code == http.StatusOK {
			_ = os.WriteFile(file, body, 0o600)
		}
		w.WriteHeader(code)
	}))
	ts.Defer(s.Close)
	ts.Setenv("HOOK", s.URL)
}

// exits runs a command and checks its exit code: exits 3 headroom audit x.log
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = exitCode(err)
	}
	if code != args[0] {
		ts.Fatalf("%v exited %s, want %s", args[1:], code, args[0])
	}
}

func exitCode(err error) string {
	var exit interface{ ExitCode() int }
	if errors.As(err, &exit) {
		return strconv.Itoa(exit.ExitCode())
	}
	return err.Error()
}
