package lab_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/headroom-audit/headroom/internal/lab"
)

// dial logs in to the device i of a lab with a bare client.
func dial(t *testing.T, l *lab.Lab, i int, auth ...ssh.AuthMethod) (*ssh.Client, error) {
	t.Helper()
	d := l.Devices()[i]
	pin, _, _, _, err := ssh.ParseAuthorizedKey([]byte(d.HostKey))
	if err != nil {
		t.Fatal(err)
	}
	c, err := ssh.Dial("tcp", net.JoinHostPort(d.Address, strconv.Itoa(d.Port)), &ssh.ClientConfig{
		User: l.User(), Auth: auth, HostKeyCallback: ssh.FixedHostKey(pin), HostKeyAlgorithms: []string{pin.Type()}, Timeout: 5 * time.Second,
	})
	if err == nil {
		t.Cleanup(func() { _ = c.Close() })
	}
	return c, err
}

// terminal is a shell on a pty.
type terminal struct {
	t   *testing.T
	in  io.WriteCloser
	out io.Reader
}

func shell(t *testing.T, l *lab.Lab) *terminal {
	t.Helper()
	c, err := dial(t, l, 0, ssh.Password(string(l.Password())))
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if err := errors.Join(s.RequestPty("vt100", 24, 80, nil), s.Shell()); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(10*time.Second, func() { _ = c.Close() })
	t.Cleanup(func() { late.Stop() })
	return &terminal{t, in, out}
}

// until types text and reads until the end of what came is want.
func (c *terminal) until(typed, want string) string {
	c.t.Helper()
	if _, err := io.WriteString(c.in, typed); err != nil {
		c.t.Fatal(err)
	}
	var got bytes.Buffer
	for b := make([]byte, 1); !strings.HasSuffix(got.String(), want); {
		if _, err := c.out.Read(b); err != nil {
			c.t.Fatalf("typed %q, got %q, then %v; want %q at its end", typed, got.String(), err, want)
		}
		got.Write(b)
	}
	return got.String()
}

// A session as a person sees it, per OS, byte for byte.
func TestSession(t *testing.T) {
	const caretIOS = "% Invalid input detected at '^' marker.\r\n\r\n"
	type step struct{ typed, want string }
	for _, tt := range []struct {
		os, prompt string
		steps      []step
	}{
		{"cisco_ios", "core6500-1#", []step{
			{"terminal length 0\n", "terminal length 0\r\ncore6500-1#"},
			{"\r\n", "\r\ncore6500-1#"},
			{"SHOW   Version\r", "SHOW   Version\r\nCisco IOS Software, synthetic\r\n\r\ncore6500-1#"},
			{"sh ver\n", "sh ver\r\nCisco IOS Software, synthetic\r\n\r\ncore6500-1#"},
			{"show vX\b \x15show virsion\n", "show vX\b \b " + strings.Repeat("\b \b", 7) + "show virsion\r\n" + strings.Repeat(" ", 16) + "^\r\n" + caretIOS + "core6500-1#"},
			{"show version 1\n", "show version 1\r\n" + strings.Repeat(" ", 24) + "^\r\n" + caretIOS + "core6500-1#"},
			{"set cli screen-length 0\n", "set cli screen-length 0\r\n" + strings.Repeat(" ", 11) + "^\r\n" + caretIOS + "core6500-1#"},
		}},
		{"cisco_iosxe", "core9500-1>", []step{
			{"enable\n", "enable\r\nPassword: "},
			{"wrong\n", "\r\n% Bad secrets\r\n\r\ncore9500-1>"},
			{"enable\n", "enable\r\nPassword: "},
			{"PASSWORD\n", "\r\ncore9500-1#"},
			{"enable\n", "enable\r\ncore9500-1#"},
			{"show version\n", "show version\r\nCisco IOS XE Software, synthetic\r\ncore9500-1#"},
		}},
		{"cisco_iosxr", "RP/0/RP0/CPU0:pe5500-1#", []step{
			{"terminal length 0\n", "terminal length 0\r\nTIME\r\nRP/0/RP0/CPU0:pe5500-1#"},
			{"show version\n", "show version\r\nTue Nov 24 10:00:00.123 UTC\r\nCisco IOS XR Software, synthetic\r\nRP/0/RP0/CPU0:pe5500-1#"},
			{"show controllers npu resources lem location 0/0/CPU1\n", "show controllers npu resources lem location 0/0/CPU1\r\nTIME\r\n" + strings.Repeat(" ", 67) + "^\r\n" + caretIOS + "RP/0/RP0/CPU0:pe5500-1#"},
		}},
		{"cisco_nxos", "leaf9k-1# ", []step{
			{"terminal width 511\n", "terminal width 511\r\nleaf9k-1# "},
			{"shwo version\n", "shwo version\r\n          ^\r\n% Invalid command at '^' marker.\r\nleaf9k-1# "},
			{"show hard cap forw\n", "show hard cap forw\r\n\r\nIPv4 routes  100   85%\r\nleaf9k-1# "},
		}},
		{"juniper_junos", "{master:0}\r\nheadroom@mx960-1> ", []step{
			{"set cli screen-length 0\n", "set cli screen-length 0\r\nScreen length set to 0\r\n\r\n{master:0}\r\nheadroom@mx960-1> "},
			{"set cli complete-on-space off\n", "set cli complete-on-space off\r\n\r\n{master:0}\r\nheadroom@mx960-1> "},
			{"show version\n", "show version\r\nModel: synthetic\r\n\r\n{master:0}\r\nheadroom@mx960-1> "},
			{"shwo version\n", "shwo version\r\n                  ^\r\nunknown command.\r\n\r\n{master:0}\r\nheadroom@mx960-1> "},
			{"show vorsion\n", "show vorsion\r\n                       ^\r\nsyntax error.\r\n\r\n{master:0}\r\nheadroom@mx960-1> "},
		}},
	} {
		t.Run(tt.os, func(t *testing.T) {
			var d lab.Device
			for _, l := range logs {
				if l.os == tt.os {
					d = lab.Device{Name: l.name, OS: l.os, Transcript: log(t, l.text)}
				}
			}
			l := start(t, lab.Config{Devices: []lab.Device{d}})
			c := shell(t, l)
			c.until("", tt.prompt)
			for _, s := range tt.steps {
				typed := strings.ReplaceAll(s.typed, "PASSWORD", string(l.Password()))
				prompt := s.want[strings.LastIndexByte(s.want, '\n')+1:]
				got := xrTime.ReplaceAllString(c.until(typed, prompt), "\r\nTIME\r\n$1")
				if got != s.want {
					t.Errorf("typed %q\n got %q\nwant %q", s.typed, got, s.want)
				}
			}
			if end := c.until("exit\n", "exit\r\n\r\n"); end != "exit\r\n\r\n" {
				t.Errorf("exit gives %q", end)
			}
			if n, err := c.out.Read(make([]byte, 1)); err != io.EOF {
				t.Errorf("after exit: %d bytes, %v; want the end", n, err)
			}
		})
	}
}

// xrTime is the line that IOS-XR prints before an answer that the lab makes
// itself: of today, not of the log.
var xrTime = regexp.MustCompile(`\r\n[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]{2} [0-9:.]{12} UTC\r\n(RP|  )`)

// Pages: a blank gives the next page, RETURN a line, q the prompt; the text
// without the pager's bytes is the answer.
func TestPages(t *testing.T) {
	for _, tt := range []struct{ os, prompt, more string }{
		{"cisco_ios", "r1#", " --More-- "},
		{"cisco_nxos", "r1# ", "\x1b[7m--More--\x1b[27m"},
		{"juniper_junos", "headroom@r1> ", "---(more)---"},
	} {
		t.Run(tt.os, func(t *testing.T) {
			l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", OS: tt.os, Transcript: log(t, "r1#show long\n"+table()+"r1#")}}})
			c := shell(t, l)
			c.until("", tt.prompt)
			count := func(s string) int { return strings.Count(s, "IPv4 region") }
			for _, s := range []struct {
				typed, want string
				lines       int
			}{
				{"show long\n", tt.more, 23},
				{"\n", tt.more, 1},
				{" ", tt.more, 23},
				{" ", tt.prompt, 13},
				{"show long\n", tt.more, 23},
				{"q", tt.prompt, 0},
			} {
				if got := c.until(s.typed, s.want); count(got) != s.lines {
					t.Errorf("typed %q: %d lines, want %d: %q", s.typed, count(got), s.lines, got)
				}
			}
		})
	}
}

// One password attempt is enough to be let in by each method, and nobody is
// without.
func TestAuthentication(t *testing.T) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	devices := []lab.Device{{Name: "r1"}, {Name: "r2", User: "other"}, {Name: "r3", Fault: lab.FaultAuth}}
	l := start(t, lab.Config{Devices: devices, Password: []byte("Lab-Pw-1"), AuthorizedKeys: ssh.MarshalAuthorizedKey(signer.PublicKey())})
	answer := func(pw string) ssh.AuthMethod {
		return ssh.KeyboardInteractive(func(_, _ string, q []string, _ []bool) ([]string, error) {
			out := make([]string, len(q))
			for i := range q {
				out[i] = pw
			}
			return out, nil
		})
	}
	for _, tt := range []struct {
		name   string
		device int
		auth   ssh.AuthMethod
		ok     bool
	}{
		{"password", 0, ssh.Password("Lab-Pw-1"), true},
		{"wrong password", 0, ssh.Password("Lab-Pw-2"), false},
		{"keyboard-interactive", 0, answer("Lab-Pw-1"), true},
		{"wrong answer", 0, answer("x"), false},
		{"key", 0, ssh.PublicKeys(signer), true},
		{"another user", 1, ssh.Password("Lab-Pw-1"), false},
		{"key of another user", 1, ssh.PublicKeys(signer), false},
		{"rejects all", 2, ssh.Password("Lab-Pw-1"), false},
		{"rejects all keys", 2, ssh.PublicKeys(signer), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := dial(t, l, tt.device, tt.auth); (err == nil) != tt.ok {
				t.Errorf("err is %v", err)
			}
		})
	}
	for i, want := range [][2]int{{3, 2}, {0, 2}, {0, 2}} {
		d := l.Devices()[i]
		// The client knows that it is in a moment before the device counts it.
		for end := time.Now().Add(5 * time.Second); d.Logins < want[0] && time.Now().Before(end); d = l.Devices()[i] {
			time.Sleep(time.Millisecond)
		}
		if d.Logins != want[0] || d.Rejected != want[1] {
			t.Errorf("%s counts %d logins and %d rejected, want %v", d.Name, d.Logins, d.Rejected, want)
		}
	}
}

// A program that is asked for gives nothing, and the whole connection ends.
func TestExecEndsTheConnection(t *testing.T) {
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", Transcript: log(t, logs[0].text)}}})
	c, err := dial(t, l, 0, ssh.Password(string(l.Password())))
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if out, err := s.Output("show version"); err == nil || len(out) > 0 {
		t.Errorf("got %q, %v", out, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("the connection is still open")
		_ = c.Close()
		<-ended
	}
}

// An answer that was recorded several times is given in that order, the last
// one again and again; latency comes before each.
func TestRepeatedAnswersAndLatency(t *testing.T) {
	tr := log(t, "r1#show counters\ndrops 1\nr1#show counters\ndrops 2\nr1#")
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", Transcript: tr, Latency: 30 * time.Millisecond}}, PerCommand: 30 * time.Millisecond, RTT: 20 * time.Millisecond})
	c := shell(t, l)
	c.until("", "r1#")
	for _, want := range []string{"drops 1", "drops 2", "drops 2"} {
		began := time.Now()
		if got := c.until("show counters\n", "r1#"); !strings.Contains(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if took := time.Since(began); took < 80*time.Millisecond {
			t.Errorf("it took %s, want 80 ms or more", took)
		}
	}
}

// What stood before the first command of a log is the message of the day.
func TestMessageOfTheDay(t *testing.T) {
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", Transcript: log(t, "\nSynthetic router\nauthorised use only\nr1#\nr1#show x\ny\nr1#")}}})
	got := shell(t, l).until("", "r1#")
	if want := "Synthetic router\r\nauthorised use only\r\n\r\nr1#"; got != want {
		t.Errorf("greets with %q, want %q", got, want)
	}
}

// Abbreviations of several commands are ambiguous, and numbers are no
// abbreviations.
func TestAmbiguousAndNumbers(t *testing.T) {
	tr := log(t, "r1#show module 10\nten\nr1#show ipv4 routes\nv4\nr1#show ipv6 routes\nv6\nr1#sh platform cap\nabbreviated\nr1#sh power cap\nwatts\nr1#")
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", Transcript: tr}}})
	c := shell(t, l)
	c.until("", "r1#")
	for _, s := range []struct{ typed, want string }{
		{"sho mod 10", "ten\r\n"},
		{"show module 1", "              ^\r\n% Invalid input"},
		{"show ip routes", "       ^\r\n% Invalid input"},
		{"show ipv4 r", "v4\r\n"},
		{"sho ipv4 rout", "v4\r\n"},
		{"s p c", "% Ambiguous"},
		{"s i r", "% Invalid"},
		{"show routes", "% Invalid"},
		{"show platform capacity", "abbreviated\r\n"},
		{"show", "% Invalid"},
	} {
		if got := c.until(s.typed+"\n", "r1#"); !strings.Contains(got, s.want) {
			t.Errorf("%q gives %q, want %q", s.typed, got, s.want)
		}
	}
}

// A filter that was not recorded is applied to the answer that was.
func TestFilters(t *testing.T) {
	tr := log(t, "r1#show logging\nOOR red\nlink up\nOOR green\nr1#show route | no-more\ninet.0\nr1#show run | i hw\nrecorded\nr1#")
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", Transcript: tr}}})
	c := shell(t, l)
	c.until("", "r1#")
	for _, s := range []struct{ typed, want string }{
		{"show logging | include OOR", "OOR red\r\nOOR green\r\n"},
		{"show logging | include red|green", "OOR red\r\nOOR green\r\n"},
		{`show logging | include "red|up"`, "OOR red\r\nlink up\r\n"},
		{"show logging | match green$", "OOR green\r\n"},
		{"show logging | exc OOR", "link up\r\n"},
		{"show logging | include *", ""},
		{"show logging | no-more", "OOR red\r\nlink up\r\nOOR green\r\n"},
		{"show route", "inet.0\r\n"},
		{"show running-config | include hw-module", "recorded\r\n"},
		{"show logging | count", strings.Repeat(" ", 16) + "^\r\n% Invalid input detected at '^' marker.\r\n\r\n"},
	} {
		want := s.typed + "\r\n" + s.want + "r1#"
		if got := c.until(s.typed+"\n", "r1#"); got != want {
			t.Errorf("%q gives %q, want %q", s.typed, got, want)
		}
	}
}

// A command that was not recorded is answered by recorded ones that hold it.
func TestCovering(t *testing.T) {
	tr := log(t, "RP/0/RP0/CPU0:r1#show controllers npu resources lem location 0/0/cpu0\nzero\nRP/0/RP0/CPU0:r1#show controllers npu resources lem location 0/1/cpu0\none\n"+
		"RP/0/RP0/CPU0:r1#show platform\ncards\nRP/0/RP0/CPU0:r1#show running-config | i hw\nhw-module a\nhw-other b\nRP/0/RP0/CPU0:r1#")
	l := start(t, lab.Config{Devices: []lab.Device{{Name: "r1", OS: "cisco_iosxr", Transcript: tr}}})
	c := shell(t, l)
	c.until("", "CPU0:r1#")
	for _, s := range []struct{ typed, want string }{
		{"show controllers npu resources lem location all", "HW Resource Information For Location: 0/0/CPU0\r\nzero\r\nHW Resource Information For Location: 0/1/CPU0\r\none\r\n"},
		{"show running-config | include hw-module", "hw-module a\r\nhw-other b\r\n"},
		{"show running-config | include x.hw", ""},
		{"show platform detail", "% Invalid input"},
		{"show controllers npu resources lem location 0/2/cpu0", "% Invalid input"},
	} {
		got := c.until(s.typed+"\n", "CPU0:r1#")
		if !strings.Contains(got, s.want) || s.want != "" && !strings.HasPrefix(s.want, "%") && got != s.typed+"\r\n"+s.want+"RP/0/RP0/CPU0:r1#" {
			t.Errorf("%q gives %q, want %q", s.typed, got, s.want)
		}
	}
}
