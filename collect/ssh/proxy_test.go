package ssh

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/inventory"
)

// relay is a proxy command that needs no program but bash: a connection over
// /dev/tcp.
const relay = `bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & exec cat >&3'`

func needsBash(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/bin/bash"); err != nil {
		t.Skip("there is no bash")
	}
}

func TestProxyCommand(t *testing.T) {
	needsBash(t)
	s := serve(t, edKey(t), nil)
	v := vault(t, "right-Pw-1")
	keys, _ := LoadHostKeys("")
	d := New(Config{Vault: v, HostKeys: keys})
	dev := device(s.addr)
	dev.ProxyCommand = relay
	tr, err := collector(t, d, v).Collect(t.Context(), collect.Job{Device: dev, Next: once("show version")})
	mustRead(t, tr, err)
	if len(keys.Known(s.addr)) != 1 {
		t.Error("its key is not known by its own address")
	}
	if k, err := d.Shown(t.Context(), dev); err != nil || k.Type != "ssh-ed25519" {
		t.Errorf("its key: %v %v", k, err)
	}
}

// TestProxyCommandOfJump: the outermost jump host is reached by a proxy command.
func TestProxyCommandOfJump(t *testing.T) {
	needsBash(t)
	dev, hop := serve(t, edKey(t), nil), serve(t, edKey(t), nil)
	h := device(hop.addr)
	v := vault(t, "right-Pw-1")
	d := New(Config{Vault: v, Jumps: map[string]inventory.Jump{"j": {Host: h.Host, Port: h.Port, Credential: "j", HostKeys: inventory.TOFU, ProxyCommand: relay}}})
	target := device(dev.addr)
	target.Jump = []string{"j"}
	tr, err := collector(t, d, v).Collect(t.Context(), collect.Job{Device: target, Next: once("show version")})
	mustRead(t, tr, err)
}

// TestProxyCommandIsGone: whatever happens, no process of it is left, not even
// one that it started and that ignores signals.
func TestProxyCommandIsGone(t *testing.T) {
	for name, cancel := range map[string]bool{"cancelled": true, "timeout": false} {
		t.Run(name, func(t *testing.T) {
			pid := filepath.Join(t.TempDir(), "pid")
			dev := device("127.0.0.1:22")
			dev.ProxyCommand = fmt.Sprintf("sh -c 'trap \"\" TERM HUP; sleep 300 & echo $! > %s; wait'", pid)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			if cancel {
				time.AfterFunc(200*time.Millisecond, stop)
			}
			start := time.Now()
			d := New(Config{Vault: vault(t, "right-Pw-1"), Timing: collect.Timing{Handshake: 400 * time.Millisecond}})
			_, err := d.Open(ctx, dev)
			if c := causeOf(err); cancel && c != collect.CauseCancelled || !cancel && c != collect.CauseJump {
				t.Errorf("%v", err)
			}
			if took := time.Since(start); took > 1500*time.Millisecond {
				t.Errorf("it took %s", took)
			}
			mustBeGone(t, pid)
		})
	}
}

func mustBeGone(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	for range 50 {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", n))
		if err != nil && syscall.Kill(n, 0) != nil || strings.Contains(string(stat), ") Z ") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Errorf("process %d is left", n)
}

func TestProxyCommandFails(t *testing.T) {
	for _, tt := range []struct {
		command, host string
		cause         collect.Cause
		says          string
	}{
		{"no-such-program %h %p", "127.0.0.1", collect.CauseJump, "not found"},
		{"sh -c 'echo no way to there >&2; exit 1'", "127.0.0.1", collect.CauseJump, "no way to there"},
		{"cat", "127.0.0.1", collect.CauseJump, ""},
		{"nc %h %p", "a;touch x", collect.CauseForbidden, "more than the characters of a host name"},
		{"nc %h %p", "$(touch x)", collect.CauseForbidden, "more than the characters of a host name"},
		{"nc %q", "127.0.0.1", collect.CauseForbidden, "not known"},
	} {
		dev := device("127.0.0.1:22")
		dev.Host, dev.ProxyCommand = tt.host, tt.command
		_, err := New(Config{Vault: vault(t, "right-Pw-1"), Timing: collect.Timing{Handshake: 2 * time.Second}}).Open(t.Context(), dev)
		if causeOf(err) != tt.cause && tt.says != "" || err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%q %q: %v", tt.command, tt.host, err)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a host name was run")
	}
}
