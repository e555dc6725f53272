package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/inventory/sources"
	"github.com/headroom-audit/headroom/inventory/yaml"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/notify"
	"github.com/headroom-audit/headroom/transcript"
	"github.com/headroom-audit/headroom/vendors/registry"
)

// shown is a command line that a page or a help text shows.
type shown struct{ where, line string }

// elsewhere are commands that are shown and not run here, each with what holds it.
var elsewhere = map[string]string{
	"headroom demo":                      "testdata/script/demo.txtar",
	"headroom lab":                       "testdata/script/lab.txtar; runs until Ctrl-C",
	"headroom tui":                       "tmux_test.go; needs a terminal",
	"headroom audit --git":               "testdata/script/audit_git.txtar; needs a repository of backups",
	"headroom hostkeys accept":           "testdata/script/hostkeys_live.txtar; needs a device that answers",
	"headroom inventory import netbox":   "testdata/script/netbox.txtar; needs a server",
	"headroom inventory import nautobot": "testdata/script/netbox.txtar; needs a server",
	"headroom inventory diff netbox":     "testdata/script/netbox.txtar; needs a server",
	"headroom inventory diff nautobot":   "testdata/script/netbox.txtar; needs a server",
	"headroom scan --resume":             "testdata/script/resume.txtar; needs a scan that was stopped",
	"headroom store init":                "store/postgres: TestOnAServer; needs a server",
	"headroom store copy":                "postgres_test.go; needs a server",
	"createdb":                           "a program of PostgreSQL",
	"psql":                               "a program of PostgreSQL; the roles are those of store/postgres: TestOnAServer",
	"go test":                            "is what runs this",
	"cd bench":                           "a module of its own; CI runs its tests",
	"go build":                           ".ci/run builds it for every system",
	"cp":                                 "copies the example, which inventory tests load",
	"ssh-keyscan":                        "another program; what follows the pipe is run",
	"zcat":                               "another program; what follows the pipe is run",
	"make":                               "all_test.go: targets stand in the Makefile",
}

// TestEveryCommandThatIsShownRuns runs what the pages, the README and the help of
// every verb tell people to type, in a folder that holds what they name. None may
// fail to run (exit 2).
func TestEveryCommandThatIsShownRuns(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: one thing after another, which the scripts run beside others")
	}
	all := append(inPages(t), inHelp(newRoot(stdio{}))...)
	if len(all) < 50 {
		t.Fatalf("only %d commands are shown: the search is broken", len(all))
	}
	desk(t)
	where := ""
	for _, s := range all {
		if s.where != where { // what another page scanned is not what this one speaks of
			where = s.where
			run(context.Background(), []string{"audit", "captures", "-q"}, stdio{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &bytes.Buffer{}})
		}
		for part := range strings.SplitSeq(s.line, " | ") {
			runShown(t, s.where, strings.TrimSpace(part))
		}
	}
}

func runShown(t *testing.T, where, line string) {
	t.Helper()
	line = strings.TrimSuffix(strings.TrimSpace(line), " &")
	line = strings.TrimPrefix(strings.Replace(line, "go run ./cmd/headroom", "headroom", 1), "./")
	line, to, _ := strings.Cut(line, " > ")
	line, _, _ = strings.Cut(line, " >> ")
	args := split(line)
	if reason := heldElsewhere(args); reason != "" {
		if args[0] == "headroom" {
			understood(t, where, args[1:])
		}
		return
	}
	if args[0] != "headroom" {
		t.Errorf("%s: %q is shown, and nothing holds that it works", where, line)
		return
	}
	var out, errs bytes.Buffer
	in := "edge1.log"
	if slices.Contains(args, "hostkeys") {
		in = "keyscan"
	}
	stdin, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	code := run(context.Background(), args[1:], stdio{in: stdin, out: &out, err: &errs})
	if code == exitUsage {
		t.Errorf("%s: %s: exit %d\n%s", where, line, code, errs.String())
	}
	if to, _, _ = strings.Cut(to, " "); to != "" {
		if _, err := os.Stat(to); err != nil { // what is there is needed by others
			lay(t, to, out.String())
		}
	}
}

func heldElsewhere(args []string) string {
	for prefix, reason := range elsewhere {
		p := strings.Fields(prefix)
		if len(args) >= len(p) && slices.Equal(args[:len(p)], p) {
			return reason
		}
	}
	if slices.Contains(args, "--resume") {
		return elsewhere["headroom scan --resume"]
	}
	return ""
}

// understood checks verbs and flags without running them.
func understood(t *testing.T, where string, args []string) {
	t.Helper()
	cmd, rest, err := newRoot(stdio{}).Find(args)
	if err == nil {
		err = cmd.ParseFlags(rest)
	}
	if err == nil {
		err = cmd.ValidateArgs(cmd.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s: headroom %s: %v", where, strings.Join(args, " "), err)
	}
}

// split cuts a line as a shell does where nothing but quotes around whole words is used.
func split(line string) []string {
	var out []string
	for _, w := range regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`).FindAllString(line, -1) {
		out = append(out, strings.Trim(w, `"'`))
	}
	return out
}

// desk is a folder with all the files that the commands name.
func desk(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	for k, v := range map[string]string{"XDG_STATE_HOME": dir + "/state", "XDG_CONFIG_HOME": dir + "/config", "HOME": dir, "SSH_AUTH_SOCK": ""} {
		t.Setenv(k, v)
	}
	t.Chdir(dir)
	const log = "show mls cef maximum-routes\nFIB TCAM maximum routes :\n=======================\nCurrent :-\n-------\n IPv4 + MPLS         - 512k (default)\n IPv6 + IP Multicast - 256k (default)\n"
	one := answering(t, "edge1#"+log+"edge1#\n")
	for name, text := range map[string]string{
		"inventory.yaml": one, "lab.yaml": one,
		"edge1.log": "edge1#" + log + "edge1#\n", "core2.transcript": "core2#" + log + "core2#\n",
		"rancid/configs/edge3": "edge3#" + log + "edge3#\n", "captures/a.log": "edge1#" + log + "edge1#\n", "captures/b.log": "edge2#" + log + "edge2#\n", "captures/c.log": "edge7609.ams1#" + log + "edge7609.ams1#\n",
		"capture.txt":    strings.TrimPrefix(log, "show mls cef maximum-routes\n"),
		"keyscan":        "edge1.example.net ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n",
		"notify.yaml":    "channels: [{name: noc, type: webhook, url: \"http://127.0.0.1:9/\", tries: 1}]\n",
		"bgp-active.txt": "1704067200 940000\n1714521600 956000\n1719792000 964000\n",
		"hosts.ini":      "[edge]\nedge1 ansible_host=192.0.2.1 site=fra3\n", "inventory/hosts.yaml": "edge1: {hostname: 192.0.2.1, data: {site: fra3}}\n",
		"inventory.yml": "sources: [{name: s, hosts: [{url: 'ssh://ops@192.0.2.1'}]}]\nnamespaces: [{name: fra, source: s}]\n",
		"routers.csv":   "name,mgmt_ip,site\nedge1.fra3,192.0.2.1,fra3\n", "router.db": "edge1:192.0.2.1:iosxr\n", "core/router.db": "edge1;cisco-xr;up\n",
		"live.yaml":   strings.Replace(one, "devices:", "sources: [{type: csv, place: routers.csv, fields: [host=mgmt_ip]}]\ndevices:", 1),
		".ssh/config": "Host edge1\n  HostName 192.0.2.1\n", ".ssh/known_hosts": "",
	} {
		lay(t, name, text)
	}
	for _, args := range [][]string{{"audit", "captures", "--now", "2026-11-23T12:00:00Z"}, {"audit", "captures", "--now", "2026-11-24T12:00:00Z"}, {"plan", "-o", "json", "--output-file", "plan.json"}} {
		if code := run(context.Background(), args, stdio{in: strings.NewReader(""), out: &bytes.Buffer{}, err: os.Stderr}); code == exitUsage {
			t.Fatalf("%v: exit %d", args, code)
		}
	}
}

// answering is the inventory of one router of the lab that answers as a log says.
func answering(t *testing.T, log string) string {
	t.Helper()
	devices, err := lab.FromDir(fstest.MapFS{"edge1.log": {Data: []byte(log)}}, func(t *transcript.Transcript) string { return string(registry.All().DetectTranscript(t)) })
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.Start(context.Background(), lab.Config{Devices: devices, Password: []byte("Lab-Secret-0815"), User: "lab"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	t.Setenv("LAB_PW", "Lab-Secret-0815")
	return fmt.Sprintf(`version: 1
defaults: {credential: noc, site: fra3, role: edge}
credentials: {noc: {user: lab, password: env:LAB_PW}}
devices:
  - {name: edge1.fra3, host: %s, port: %d}
`, l.Devices()[0].Address, l.Devices()[0].Port)
}

func lay(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// inHelp gives the examples of a verb and of those below it.
func inHelp(cmd *cobra.Command) []shown {
	var out []shown
	for line := range strings.SplitSeq(cmd.Example, "\n") {
		if line = uncommented(line); line != "" {
			out = append(out, shown{"help of " + cmd.CommandPath(), line})
		}
	}
	for _, c := range cmd.Commands() {
		out = append(out, inHelp(c)...)
	}
	return out
}

// uncommented cuts what explains a command behind it.
func uncommented(line string) string {
	line, _, _ = strings.Cut(line, " #")
	line, _, _ = strings.Cut(strings.TrimSpace(line), "    ")
	return strings.TrimSpace(line)
}

// inPages gives the commands of fenced and indented blocks. A fence of another
// kind than these would be looked at by nobody.
func inPages(t *testing.T) []shown {
	t.Helper()
	var out []shown
	for _, file := range pages(t) {
		kind := ""
		for line := range strings.SplitSeq(readPage(t, file), "\n") {
			mark, fence := strings.CutPrefix(line, "```")
			switch {
			case fence && kind != "":
				kind = ""
			case fence:
				if kind = mark; !slices.Contains([]string{"sh", "yaml", "text", "go", "csv", "sql"}, kind) {
					t.Errorf("%s: a fence of kind %q: sh, yaml, text, go, csv or sql", file, kind)
				}
			case kind == "sh" && uncommented(line) != "", kind == "" && strings.HasPrefix(line, "    headroom "):
				out = append(out, shown{file, uncommented(strings.TrimSpace(line))})
			}
		}
	}
	return out
}

func pages(t *testing.T) []string {
	t.Helper()
	files := []string{"../../README.md", "../../CONTRIBUTING.md"}
	err := filepath.WalkDir("../../docs", func(path string, e fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".md") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readPage(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Verbs and flags inside sentences are those that there are.
func TestEveryVerbInASentenceIsThere(t *testing.T) {
	span := regexp.MustCompile("`headroom ([^`]+)`")
	for _, file := range pages(t) {
		for _, m := range span.FindAllStringSubmatch(readPage(t, file), -1) {
			verb(t, file, strings.Fields(strings.ReplaceAll(m[1], `\|`, "|")))
		}
	}
}

func verb(t *testing.T, file string, args []string) {
	t.Helper()
	cmd := newRoot(stdio{})
	for i, a := range args {
		switch {
		case strings.HasPrefix(a, "--"):
			if flagOf(cmd, strings.TrimPrefix(a, "--")) == nil {
				t.Errorf("%s: `headroom %s`: no flag %s", file, strings.Join(args, " "), a)
			}
		case len(a) == 2 && a[0] == '-':
			if cmd.Flags().ShorthandLookup(a[1:]) == nil {
				t.Errorf("%s: `headroom %s`: no flag %s", file, strings.Join(args, " "), a)
			}
		case cmd.HasSubCommands() && (i == 0 || a == strings.ToLower(a) && !strings.Contains(args[i-1], "-")):
			cmd = below(t, file, cmd, a)
		}
	}
}

// below follows a verb, or each of a|b|c, and gives the last.
func below(t *testing.T, file string, cmd *cobra.Command, name string) *cobra.Command {
	t.Helper()
	next := cmd
	for one := range strings.SplitSeq(name, "|") {
		i := slices.IndexFunc(cmd.Commands(), func(c *cobra.Command) bool { return c.Name() == one })
		if i < 0 {
			if one == "help" || one == "completion" {
				continue
			}
			t.Errorf("%s: %s has no verb %q", file, cmd.CommandPath(), one)
			return cmd
		}
		next = cmd.Commands()[i]
	}
	return next
}

func flagOf(cmd *cobra.Command, name string) *pflag.Flag {
	cmd.InitDefaultHelpFlag()
	if f := cmd.Flag(name); f != nil {
		return f
	}
	return cmd.Root().PersistentFlags().Lookup(name)
}

// What a page shows as a file is one.
func TestFilesThatPagesShowAreRead(t *testing.T) {
	inventories := func(n string, b []byte) error { _, err := yaml.Load(n, b); return err }
	for file, load := range map[string]func(string, []byte) error{
		"../../docs/policy.md": func(n string, b []byte) error { _, err := policy.Load(n, b, rules.IDs()); return err },
		"../../docs/notify.md": func(_ string, b []byte) error {
			_, err := notify.Load("notify.md", b, func(string) ([]byte, error) { return []byte("{}"), nil })
			return err
		},
		"../../docs/inventory.md": inventories,
		"../../docs/sources.md":   inventories,
		"../../docs/secrets.md":   inventories,
	} {
		_, block, ok := strings.Cut(readPage(t, file), "```yaml\n")
		block, _, closed := strings.Cut(block, "```")
		if !ok || !closed {
			t.Errorf("%s shows no file", file)
		} else if err := load(file, []byte(block)); err != nil {
			t.Error(err)
		}
	}
}

// Every source and every reference is in the table of its page, with an example.
func TestEverySourceAndReferenceIsShown(t *testing.T) {
	page := readPage(t, "../../docs/sources.md")
	for _, s := range sources.Others() {
		if !strings.Contains(page, "\n| `"+s.Name()+"` | ") || !strings.Contains(page, "\nheadroom inventory import "+s.Name()+" ") {
			t.Errorf("docs/sources.md has no row or no example of %s", s.Name())
		}
	}
	page = readPage(t, "../../docs/secrets.md")
	for _, kind := range inventory.RefKinds() {
		if !strings.Contains(page, "\n| `"+kind+":") || !regexp.MustCompile(`(password|key): "?`+kind+":").MatchString(page) {
			t.Errorf("docs/secrets.md has no row or no example of %s:", kind)
		}
	}
}
