package cloginrc

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
)

// sample is synthetic, in the format of RANCID's file.
const sample = `# synthetic
  # a comment behind blanks

add user	edge1.* {noc}
add password edge1.* {vty-One} {ena-One}
add user		edge2* noc2
add userpassword edge2* {user\ Two}
add password edge2* "vty Two" {ena\}Two}
add method edge2* {ssh:2222} {telnet}
add autoenable edge2* {1}
add password {[a-c]ore?} {vty-Three}
add method {[a-c]ore?} {telnet:2001}
add password *.example.net {a\&b\ c} plain\ ena
add noenable *.example.net {1}
add user * {last}
add password * {last-vty} {last-ena}
`

func routers() []string {
	return []string{"edge1.fra", "EDGE1.FRA", "edge1", "edge2", "edge22.x", "core1", "acore", "bcore2", "score1", "x.example.net", "Core12"}
}

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cloginrc")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What clogin itself finds for a router is what is found here: its procedures are taken
// out of the script of the system and run.
func TestSameAsClogin(t *testing.T) {
	clogin, err1 := exec.LookPath("clogin")
	expect, err2 := exec.LookPath("expect")
	if err1 != nil || err2 != nil {
		if os.Getenv("HEADROOM_REQUIRE_TOOLS") != "" {
			t.Fatal("rancid and expect are needed here")
		}
		t.Skip("no rancid")
	}
	raw, err := os.ReadFile(clogin)
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	script.WriteString("set do_cloginrcdbg 0\nset int_file {}\nset int_lineno {}\n")
	for _, name := range []string{"add", "include", "find", "source_password_file"} {
		_, body, ok := strings.Cut(string(raw), "\nproc "+name+" ")
		body, _, closed := strings.Cut(body, "\n}\n")
		if !ok || !closed {
			t.Fatalf("clogin has no proc %s", name)
		}
		script.WriteString("proc " + name + " " + body + "\n}\n")
	}
	path := write(t, sample)
	script.WriteString("source_password_file {" + path + "}\nforeach router {" + strings.Join(routers(), " ") + `} {
		set pswd [find password $router]
		set passwd [join [lindex $pswd 0] ""]
		set userpswd [join [find userpassword $router] ""]
		if { "$userpswd" == "" } { set userpswd $passwd }
		puts "$router|[join [find user $router] ""]|$userpswd|[join [lindex $pswd 1] ""]|[find method $router]"
	}
	exit 0
`)
	cmd := exec.Command(expect, "-f", write(t, script.String()))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	f, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	var ours strings.Builder
	for _, r := range routers() {
		pw, err1 := f.Password(r)
		ena, err2 := f.Enable(r)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		ours.WriteString(r + "|" + f.User(r) + "|" + pw + "|" + ena + "|" + strings.Join(f.values("method", r), " ") + "\n")
	}
	if theirs := strings.ReplaceAll(string(out), "\r", ""); theirs != ours.String() {
		t.Errorf("clogin says\n%s\nand it is read as\n%s", theirs, ours.String())
	}
}

// What is more than add and include stops everything: skipping it could send the
// password of another router.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"add password * {s3cret\n":                  "is not closed",
		"set x s3cret\n":                            ":1: only add",
		"add password * [exec cat s3cret]\n":        "more Tcl than words",
		"add password * $s3cret\n":                  "more Tcl than words",
		"add password a {s3cret}; add user b c\n":   "behind a closing brace",
		"\nadd password * {a}s3cret\n":              ":2: something stands",
		"include {/nowhere/s3cret-is-not-here}\n":   ":1: open",
		"add password\n":                            "only add",
		"add password * \"s3cret\n":                 "is not closed",
		"if {1} {\nadd password * {s3cret}\n}\n":    "is not closed",
		"add password * s3cret;add user x y\n":      "more Tcl",
		"add password * {ok}\nputs {s3cret here}\n": ":2: only add",
	} {
		_, err := Load(write(t, text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(strings.ReplaceAll(err.Error(), "/nowhere/s3cret", ""), "s3cret") {
			t.Errorf("%q: %v", text, err)
		}
	}
	path := write(t, sample)
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Error(err)
	}
	loop := write(t, "")
	if err := os.WriteFile(loop, []byte("include {"+loop+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(loop); err == nil || !strings.Contains(err.Error(), "include each other") {
		t.Error(err)
	}
}

func TestExpand(t *testing.T) {
	path := write(t, sample)
	inv := &inventory.Inventory{Credentials: map[string]inventory.Credential{"r": {Name: "r", User: "me", Password: inventory.Ref{Kind: "cloginrc", Value: path}}}}
	for _, name := range []string{"edge1.fra", "edge1.ams", "edge2", "core1", "acore", "x.example.net"} {
		inv.Devices = append(inv.Devices, inventory.Device{Name: name, Host: name, Port: 22, Transport: inventory.SSH, Credential: "r"})
	}
	inv.Devices = append(inv.Devices, inventory.Device{Name: "own", Port: 22, Transport: inventory.SSH, Credential: "other"})
	if err := Expand(inv); err != nil {
		t.Fatal(err)
	}
	d := inv.Devices
	if d[0].Credential != d[1].Credential || d[0].Credential == d[2].Credential || d[0].Enable == "" || inv.Credentials[d[0].Credential].User != "noc" {
		t.Errorf("devices of the same lines share a credential: %+v %+v", d[:3], inv.Credentials)
	}
	if d[2].Port != 2222 || d[2].Transport != inventory.SSH || d[2].Enable != "" {
		t.Errorf("ssh is used where it is named, and autoenable does not enable: %+v", d[2])
	}
	if d[4].Port != 22 || d[4].Transport != inventory.SSH {
		t.Errorf("without a method it is ssh: %+v", d[4])
	}
	if d[5].Enable != "" || d[6].Credential != "other" {
		t.Errorf("%+v %+v", d[5], d[6])
	}
	set := secret.Set{Provider{}}
	for i, want := range map[int]string{0: "vty-One", 2: `user\ Two`, 5: "a&b c"} {
		if b, err := set.Get(t.Context(), secret.Request{Ref: inv.Credentials[d[i].Credential].Password}); err != nil || string(b) != want {
			t.Errorf("%s: %q %v", d[i].Name, b, err)
		}
	}
	if b, err := set.Get(t.Context(), secret.Request{Ref: inv.Credentials[d[0].Enable].Password}); err != nil || string(b) != "ena-One" {
		t.Errorf("%q %v", b, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample, "edge1.fra")
	f.Add("add password {a b} {x\\}y}\n", "a b")
	f.Add("add password [a-]* {\"x\" y}\n", "ab")
	f.Fuzz(func(_ *testing.T, text, router string) {
		file := &File{}
		if strings.Contains(text, "include") {
			return
		}
		_ = file.parse("f", []byte(text), 0)
		_, _ = file.Password(router)
		_, _ = file.Enable(router)
		file.Enables(router)
		if len(file.list) > 0 {
			file.key(router)
		}
	})
}
