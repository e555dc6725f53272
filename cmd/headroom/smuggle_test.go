package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/collect"
)

// listener is a router that writes down every line it is sent, and everything
// else that a client may ask of a session.
type listener struct {
	port int
	mu   sync.Mutex
	got  []string
}

func listen(t *testing.T) *listener {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	conf := &ssh.ServerConfig{PasswordCallback: func(_ ssh.ConnMetadata, p []byte) (*ssh.Permissions, error) {
		if string(p) != "right" {
			return nil, errors.New("no")
		}
		return nil, nil
	}}
	conf.AddHostKey(signer)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ln.Close() })
	l := &listener{port: ln.Addr().(*net.TCPAddr).Port}
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go l.serve(c, conf)
		}
	}()
	return l
}

func (l *listener) note(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, line)
}

func (l *listener) serve(c net.Conn, conf *ssh.ServerConfig) {
	defer c.Close()
	conn, chans, reqs, err := ssh.NewServerConn(c, conf)
	if err != nil {
		return
	}
	defer conn.Close()
	go ssh.DiscardRequests(reqs)
	for nc := range chans {
		ch, reqs, err := nc.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range reqs {
				if r.Type != "pty-req" && r.Type != "shell" {
					l.note("request " + r.Type + " " + string(r.Payload))
				}
			}
		}()
		_, _ = io.WriteString(ch, "\r\nedge1#")
		for in := bufio.NewScanner(ch); in.Scan(); {
			l.note(in.Text())
			if in.Text() == "exit" {
				return
			}
			_, _ = fmt.Fprintf(ch, "%s\r\nCisco IOS Software, C3750 Software, synthetic\r\nedge1#", in.Text())
		}
	}
}

// TestNothingIsSmuggledToADevice: inventories, policies, ssh_config files, flags
// and the environment with hostile text in them run through the program; what
// arrives at the device reads, and nothing else.
func TestNothingIsSmuggledToADevice(t *testing.T) {
	l := listen(t)
	dir := t.TempDir()
	t.Setenv("XDG_STATE_HOME", filepath.Join(dir, "state"))
	t.Setenv("HOME", dir)
	t.Setenv("PW", "right")
	t.Chdir(dir)
	arrived := 0
	for _, text := range []string{"x\nreload", "x;reload", "x | redirect flash:y", "conf t", "reload", "\x1b[Areload", "$(reload)"} {
		q := strconv.Quote(text) // a double-quoted text of YAML reads the same
		for name, run := range map[string]func() []string{
			"nothing":  func() []string { return l.inventory(t, "") },
			"name":     func() []string { return l.inventory(t, "name: "+q) },
			"host":     func() []string { return l.inventory(t, "host: "+q) },
			"site":     func() []string { return l.inventory(t, "site: "+q+", role: "+q+", tags: ["+q+"], aaa_realm: "+q) },
			"platform": func() []string { return l.inventory(t, "platform: "+q) },
			"user":     func() []string { return l.inventory(t, "", "user: "+q) },
			"jump":     func() []string { return l.inventory(t, "jump: "+q) },
			"enable":   func() []string { return l.inventory(t, "enable: "+q) },
			"legacy":   func() []string { return l.inventory(t, "legacy: ["+q+"]") },
			"proxy":    func() []string { return l.inventory(t, "host: "+q+`, proxy_command: "true %h %p"`) },
			"config": func() []string {
				put(t, "conf", "Host edge1\n HostName 127.0.0.1\n User "+text+"\n")
				return l.inventory(t, "ssh_config: conf")
			},
			"policy": func() []string {
				put(t, "policy.yaml", "waivers: [{rule: "+q+", device: "+q+", reason: "+q+", until: 2099-01-01}]\n")
				return append(l.inventory(t, ""), "--policy", "policy.yaml")
			},
			"filter": func() []string { return append(l.inventory(t, ""), "--filter", text) },
			"record": func() []string {
				return append(l.inventory(t, ""), "--record", filepath.Join(dir, strings.ReplaceAll(text, "/", "")))
			},
			"store": func() []string {
				return append(l.inventory(t, ""), "--store", filepath.Join(dir, "s"+strings.ReplaceAll(text, "/", "")))
			},
			"now":      func() []string { return append(l.inventory(t, ""), "--now", text) },
			"argument": func() []string { return append(l.inventory(t, ""), text) },
		} {
			l.got = nil
			var out, errs bytes.Buffer
			args := append([]string{"scan", "-q", "--no-retry", "--timeout", "5s"}, run()...)
			code := runMain(args, &out, &errs)
			l.mu.Lock()
			arrived += len(l.got)
			for _, line := range l.got {
				if err := (collect.Policy{}).Check(line); err != nil || strings.Contains(line, "reload") || strings.Contains(line, "conf") && !strings.HasPrefix(line, "show running-config") {
					t.Errorf("%s %q: %q arrived at the device (%v)", name, text, line, err)
				}
			}
			l.mu.Unlock()
			if name == "nothing" && code != exitIncomplete || code == exitOK {
				t.Errorf("%s %q: exit code %d\n%s%s", name, text, code, &out, &errs)
			}
		}
	}
	if arrived < 100 {
		t.Errorf("the test proves nothing: %d lines arrived", arrived)
	}
}

func runMain(args []string, out, errs io.Writer) int {
	return run(context.Background(), args, stdio{in: strings.NewReader(""), out: out, err: errs})
}

// inventory writes one with a device that has the fields, and gives the flags
// that name it.
func (l *listener) inventory(t *testing.T, fields string, credential ...string) []string {
	t.Helper()
	user := "user: ops"
	if len(credential) > 0 {
		user = credential[0]
	}
	if !strings.Contains(fields, "name:") {
		fields = "name: edge1, " + fields
	}
	if !strings.Contains(fields, "host:") {
		fields += ", host: 127.0.0.1"
	}
	fields = strings.ReplaceAll(fields, ", ,", ",")
	put(t, "inv.yaml", fmt.Sprintf("limits: {logins_per_second: 1000}\ncredentials: {c: {%s, password: \"env:PW\"}}\ndefaults: {credential: c}\ndevices: [{%s, port: %d}]\n", user, fields, l.port))
	return []string{"-i", "inv.yaml"}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
