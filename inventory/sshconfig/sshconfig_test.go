package sshconfig

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// config writes a configuration of several files and gives the path of the
// first, in a home of its own.
func config(t *testing.T, files ...string) (path, home string) {
	t.Helper()
	home = t.TempDir()
	if err := os.Mkdir(filepath.Join(home, ".ssh"), 0o700); err != nil {
		t.Fatal(err)
	}
	for i, text := range files {
		name := "config"
		if i > 0 {
			name = fmt.Sprintf("part%d.conf", i)
		}
		if err := os.WriteFile(filepath.Join(home, ".ssh", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(home, ".ssh", "config"), home
}

// configs are read by ssh -G too, which must say the same.
var configs = map[string][]string{
	"first value counts": {"Host a\n  Port 22\nHost a b\n  Port 2222\n  User second\nHost *\n  User third\n", "a", "b", "c"},
	"patterns":           {"Host edge*.example.net !edge9.example.net\n  User ops\nHost edge?\n  User one\nHost 192.0.2.*\n Port 2022\n", "edge1.example.net", "edge9.example.net", "edge1", "edge12", "192.0.2.9", "EDGE1"},
	"writing":            {"host=a\nPORT = 2201\n\tUser\t\"ops\"\n# comment\nHostName=192.0.2.1\n", "a"},
	"host name":          {"Host *.core\n  HostName %h.example.net\nHost x\n  HostName 2001:db8::1\n", "r1.core", "x", "y"},
	"match":              {"Match host *.example.net user ops\n  Port 2022\nMatch originalhost a,b !host 192.0.2.1\n  Port 2023\nHost a\n  HostName 192.0.2.1\n  User ops\nMatch host 192.0.2.1\n  Port 2024\nMatch all\n  Port 2025\n", "a", "b", "c.example.net"},
	"final":              {"Match final host *.example.net\n  User last\n  Port 2029\nHost a\n  HostName a.example.net\n", "a", "b"},
	"identities":         {"Host a\n  IdentityFile ~/.ssh/one\nHost *\n  IdentityFile ~/.ssh/two\n  IdentitiesOnly yes\n", "a", "b"},
	"proxies":            {"Host a\n  ProxyJump ops@bastion:2222,inner\n  ProxyCommand nc %h %p\nHost b\n  ProxyCommand nc -X connect \"%h\" %p # not a comment\n  ProxyJump bastion\nHost c\n  ProxyJump none\nHost *\n  ProxyJump last\n", "a", "b", "c", "d"},
	"upper case":         {"Match originalhost Edge1\n  Port 2031\nMatch host Edge2\n  Port 2032\nMatch user Ops\n  Port 2033\nHost Edge3\n  User ops\nHost *\n  User Ops\n", "Edge1", "edge1", "Edge2", "edge2", "Edge3", "edge3"},
	"nothing":            {"\n# only this\n", "a"},
}

// TestAsSSHSays compares with the ssh program: what it prints with -G is what
// it would do.
func TestAsSSHSays(t *testing.T) {
	ssh, err := exec.LookPath("ssh")
	if err != nil {
		if os.Getenv("HEADROOM_REQUIRE_SSHD") == "1" {
			t.Fatal(err)
		}
		t.Skip("there is no ssh program to compare with")
	}
	for name, c := range configs {
		path, home := config(t, c[0])
		for _, host := range c[1:] {
			t.Run(name+" "+host, func(t *testing.T) {
				conf, err := Load(path, home)
				if err != nil {
					t.Fatal(err)
				}
				h, err := conf.Lookup(host, "me")
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(asked(t, ssh, path, host), told(&h)); diff != "" {
					t.Errorf("- ssh -G, + ours:\n%s", diff)
				}
			})
		}
	}
}

// asked is what ssh -G says of the keys that are honoured.
func asked(t *testing.T, ssh, path, host string) map[string]string {
	t.Helper()
	cmd := exec.Command(ssh, "-G", "-F", path, "-o", "User=me", "-l", "me", host)
	cmd.Args = slices.DeleteFunc(cmd.Args, func(a string) bool { return a == "User=me" || a == "-o" || a == "-l" || a == "me" })
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("ssh -G: %v", err)
	}
	said := map[string]string{}
	for sc := bufio.NewScanner(bytes.NewReader(out)); sc.Scan(); {
		key, value, _ := strings.Cut(sc.Text(), " ")
		switch key {
		case "hostname", "port", "user", "proxyjump", "proxycommand", "identitiesonly":
			said[key] = value
		case "identityfile":
			said[key] += value + " "
		}
	}
	return said
}

// told is the same of ours, with the defaults of ssh put in.
func told(h *Host) map[string]string {
	said := map[string]string{"hostname": strings.ToLower(h.Target()), "port": "22", "user": h.User, "identitiesonly": "no"}
	if h.Port != 0 {
		said["port"] = fmt.Sprint(h.Port)
	}
	if h.User == "" {
		said["user"] = systemUser()
	}
	if h.OwnKeysOnly {
		said["identitiesonly"] = "yes"
	}
	for key, value := range map[string]string{"proxyjump": h.ProxyJump, "proxycommand": h.ProxyCommand} {
		if value != "" {
			said[key] = value
		}
	}
	files := h.IdentityFiles
	if len(files) == 0 {
		files = []string{"~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ecdsa_sk", "~/.ssh/id_ed25519", "~/.ssh/id_ed25519_sk", "~/.ssh/id_xmss", "~/.ssh/id_dsa"}
	}
	for _, f := range files {
		said["identityfile"] += f + " "
	}
	return said
}

func systemUser() string {
	out, _ := exec.Command("id", "-un").Output()
	return strings.TrimSpace(string(out))
}

func TestInclude(t *testing.T) {
	path, home := config(t, "Host a\n  Include part1.conf\nHost *\n  User outer\nInclude part*.conf\n", "Port 2201\nHost b\n  Port 2202\n")
	c, err := Load(path, home)
	if err != nil {
		t.Fatal(err)
	}
	for alias, port := range map[string]int{"a": 2201, "b": 2201, "c": 2201} {
		if h, err := c.Lookup(alias, "me"); err != nil || h.Port != port || h.User != "outer" {
			t.Errorf("%s: %+v %v", alias, h, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for text, says := range map[string]string{
		"Host a\nMatch exec \"touch /tmp/x\"\n":     "config:2: a Match exec is not honoured",
		"Match tagged x\n":                          "config:1: a Match tagged is not understood",
		"Match user\n":                              "config:1: a Match user has no value",
		"Port\n":                                    "config:1: Port has no value",
		"User \"ops\n":                              "config:1: a quote is not closed",
		"Port ssh\n":                                "config:1: port \"ssh\" does not exist",
		"Host a\n\nPort 0\nHost *\nPort 99999\n":    "config:5: port \"99999\" does not exist",
		"Include part1.conf\n\x00Include config2\n": "",
	} {
		path, home := config(t, text)
		c, err := Load(path, home)
		if err == nil {
			_, err = c.Lookup("b", "me")
		}
		if says == "" {
			continue // whatever it is, it is no crash
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
	path, home := config(t, "Include config\n")
	if _, err := Load(path, home); err == nil || !strings.Contains(err.Error(), "deeper") {
		t.Errorf("a file that includes itself: %v", err)
	}
	path, home = config(t, "Port 22\n")
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path, home); err == nil || !strings.Contains(err.Error(), "chmod") {
		t.Errorf("a file that everybody may write to: %v", err)
	}
	if _, err := Load(filepath.Join(home, "none"), home); err == nil {
		t.Error("a file that is not there")
	}
	if _, err := Load("/dev/zero", home); err == nil || !strings.Contains(err.Error(), "no regular file") {
		t.Errorf("a device file: %v", err)
	}
	if _, err := Load(os.DevNull, home); err != nil {
		t.Errorf("no configuration, as ssh has it: %v", err)
	}
}

func TestNotes(t *testing.T) {
	path, home := config(t, "Host a\n  ForwardAgent yes\n  GSSAPIAuthentication yes\nHost b\n  StrictHostKeyChecking no\n")
	c, err := Load(path, home)
	if err != nil {
		t.Fatal(err)
	}
	h, _ := c.Lookup("a", "me")
	if len(h.Notes) != 1 || !strings.HasSuffix(h.Notes[0], "config:3: GSSAPIAuthentication is not honoured by transport ssh") {
		t.Errorf("%q", h.Notes)
	}
}

func TestExpandProxy(t *testing.T) {
	for _, tt := range []struct{ command, host, user, want string }{
		{"nc %h %p", "edge1.example.net", "ops", "nc edge1.example.net 22"},
		{"nc -x 100%% %h %r", "2001:db8::1", "ops@corp", "nc -x 100% 2001:db8::1 ops@corp"},
		{"nc %p", "a;reload", "x y", "nc 22"},
		{"nc %h", "a;reload", "ops", ""},
		{"nc %h", "$(reboot)", "ops", ""},
		{"nc %h", "-oProxyCommand=x", "ops", ""},
		{"nc %h", "a\nreload", "ops", ""},
		{"nc %h", "a`x`", "ops", ""},
		{"nc %h", "", "ops", ""},
		{"nc %r", "a", "ops;reload", ""},
		{"nc %r", "a", "-x", ""},
		{"nc %C", "a", "ops", ""},
		{"nc %", "a", "ops", ""},
	} {
		got, err := ExpandProxy(tt.command, tt.host, tt.host, 22, tt.user)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%q %q %q: %q %v", tt.command, tt.host, tt.user, got, err)
		}
	}
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct {
		pattern, name string
		want          bool
	}{
		{"*", "", true},
		{"**", "x", true},
		{"a*b*c", "a-b-b-c", true},
		{"a*b*c", "a-b-b", false},
		{"?", "", false},
		{"a?", "ab", true},
		{"a", "", false},
		{"", "a", false},
		{strings.Repeat("*a", 40) + "b", strings.Repeat("a", 200), false}, // and soon
	} {
		if got := Glob(tt.pattern, tt.name); got != tt.want {
			t.Errorf("%q %q: %v", tt.pattern, tt.name, got)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, c := range configs {
		f.Add(c[0])
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(strings.ToLower(text), "include") {
			return
		}
		path, home := config(t, text)
		c, err := Load(path, home)
		if err != nil {
			return
		}
		_, _ = c.Lookup("edge1", "me")
	})
}
