//go:build unix

// Package pgtest starts PostgreSQL for tests: a cluster of its own in a folder of its
// own, reached over a unix socket.
//
// What goes in: a test. What comes out: URLs of empty databases. It needs the programs
// of Debian's postgresql package and starts none of its services. Where they are
// missing the test is skipped, unless HEADROOM_REQUIRE_POSTGRES is set.
package pgtest

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Cluster is a running PostgreSQL.
type Cluster struct {
	Dir  string // its folder, which is the host of URLs too
	Port int    // of the name of its socket, and of TCP where it listens

	bin  string
	data string
	as   *syscall.SysProcAttr
	args []string
	cmd  *exec.Cmd
	made atomic.Int32
}

// Start runs a cluster until the test ends. settings are as postgresql.conf has them:
// "listen_addresses=127.0.0.1".
func Start(t testing.TB, settings ...string) *Cluster {
	t.Helper()
	c := &Cluster{bin: programs(t), as: owner(t), Port: free(t)}
	var err error
	if c.Dir, err = os.MkdirTemp("", "hrpg"); err != nil { //nolint:usetesting // its server runs as another user, who may not enter t.TempDir
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Kill(); _ = os.RemoveAll(c.Dir) })
	if c.as.Credential != nil {
		if err := os.Chown(c.Dir, int(c.as.Credential.Uid), int(c.as.Credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	c.data = filepath.Join(c.Dir, "data")
	c.run(t, "initdb", "-D", c.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-N")
	c.args = []string{"-D", c.data, "-k", c.Dir, "-p", strconv.Itoa(c.Port), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB"}
	for _, s := range settings {
		c.args = append(c.args, "-c", s)
	}
	c.Run(t)
	return c
}

// Data is the folder of its files, for settings of who may log in.
func (c *Cluster) Data() string { return c.data }

// Run starts the server, also again, and waits until it answers.
func (c *Cluster) Run(t testing.TB) {
	t.Helper()
	log, err := os.OpenFile(filepath.Join(c.Dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	c.cmd = exec.Command(filepath.Join(c.bin, "postgres"), c.args...)
	c.cmd.SysProcAttr, c.cmd.Dir, c.cmd.Stdout, c.cmd.Stderr = c.as, c.Dir, log, log
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if exec.Command(filepath.Join(c.bin, "pg_isready"), "-q", "-h", c.Dir, "-p", strconv.Itoa(c.Port)).Run() == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	said, _ := os.ReadFile(filepath.Join(c.Dir, "log"))
	t.Fatalf("postgres does not answer: %s", said)
}

// Stop ends the server: fast, as an upgrade does.
func (c *Cluster) Stop() { c.signal(syscall.SIGINT) }

// Kill ends the server at once, as a crash does.
func (c *Cluster) Kill() { c.signal(syscall.SIGQUIT) }

func (c *Cluster) signal(s syscall.Signal) {
	if c.cmd == nil || c.cmd.Process == nil {
		return
	}
	_ = c.cmd.Process.Signal(s)
	_ = c.cmd.Wait()
	c.cmd = nil
}

// URL gives a new and empty schema: it costs less than a database.
func (c *Cluster) URL(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("fleet%d", c.made.Add(1))
	c.SQL(t, "postgres", "CREATE SCHEMA "+name)
	return c.Named("postgres", "postgres") + "&search_path=" + name
}

// Named is the URL of a database for a user.
func (c *Cluster) Named(database, user string) string {
	u := url.URL{Scheme: "postgres", User: url.User(user), Path: "/" + database}
	u.RawQuery = url.Values{"host": {c.Dir}, "port": {strconv.Itoa(c.Port)}}.Encode()
	return u.String()
}

// SQL runs statements as the superuser.
func (c *Cluster) SQL(t testing.TB, database, statements string) string {
	t.Helper()
	return c.run(t, "psql", "-h", c.Dir, "-p", strconv.Itoa(c.Port), "-U", "postgres", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statements)
}

func (c *Cluster) run(t testing.TB, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(filepath.Join(c.bin, name), args...)
	cmd.SysProcAttr, cmd.Dir = c.as, c.Dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, out)
	}
	return string(out)
}

// programs finds the newest PostgreSQL of this machine.
func programs(t testing.TB) string {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			found = []string{path}
		}
	}
	if len(found) == 0 {
		if os.Getenv("HEADROOM_REQUIRE_POSTGRES") != "" {
			t.Fatal("no PostgreSQL: install the package postgresql")
		}
		t.Skip("no PostgreSQL here")
	}
	slices.Sort(found)
	return filepath.Dir(found[len(found)-1])
}

// owner is who the server runs as: it refuses to run as root.
func owner(t testing.TB) *syscall.SysProcAttr {
	t.Helper()
	as := &syscall.SysProcAttr{}
	if os.Geteuid() != 0 {
		return as
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		t.Skip(err)
	}
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return as
}

func free(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // only its number was wanted
	return l.Addr().(*net.TCPAddr).Port
}

// Give makes a file belong to whom another one belongs to.
func Give(t testing.TB, path string, like os.FileInfo) {
	t.Helper()
	if st, ok := like.Sys().(*syscall.Stat_t); ok {
		if err := os.Chown(path, int(st.Uid), int(st.Gid)); err != nil {
			t.Fatal(err)
		}
	}
}
