package collect

import (
	"errors"
	"strings"
	"testing"
)

func TestAllowed(t *testing.T) {
	for _, c := range []string{
		"", "exit", "quit", "show version", "show mls cef maximum-routes", "show route 10.0.0.0/8", "admin show platform",
		"display version", "terminal length 0", "terminal width 511", "set cli screen-length 0", "set cli screen-width 511",
		"show running-config | include hw-module|profile"[:len("show running-config | include hw-module")],
		"show chassis hardware | no-more", "show configuration | display set | match profile", `show logging | include "TCAM full"`,
		"remote command switch show bootvar", "show controllers npu resources all location 0/0/CPU0",
		"show platform hardware fed switch active fwd-asic resource tcam utilization",
		"show icam resource fib_tcam module 1 inst 0 | json", "show log messages | last 100",
	} {
		if err := (Policy{}).Check(c); err != nil {
			t.Errorf("%q: %v", c, err)
		}
	}
}

func TestQuotedPatternsMayHoldBars(t *testing.T) {
	for _, c := range []string{
		`show running-config | include "system routing|tcam region|hardware profile|urpf"`, `show logging logfile | include "IPFIB|UFDM|ACLQOS"`,
	} {
		if err := (Policy{}).Check(c); err != nil {
			t.Error(err)
		}
	}
}

// The log of Cisco IOS through an unquoted expression: it stands alone, behind show
// logging only, and no piece of it reads like a filter.
func TestTheLogByFilter(t *testing.T) {
	for c, want := range map[string]bool{
		"show logging | include FIB|CEF.MEM|Buffer.log":          true,
		"show logging | include FIB|CEF | redirect flash:x":      false,
		"show logging | include FIB|CEF |redirect flash:x":       false,
		"show logging | include FIB|redirect flash:x":            false,
		"show logging | include FIB|redirect":                    false,
		"show logging | include FIB|Redirect":                    false,
		"show logging | include FIB|red":                         false,
		"show logging | include FIB|tee":                         false,
		"show logging | include FIB|a":                           false,
		"show logging | include FIB|append":                      false,
		"show logging | include FIB|filex":                       false,
		"show logging | include redirect|FIB":                    false,
		"show logging | include FIB||CEF":                        false,
		"show logging | include FIB|":                            false,
		"show logging | include FIB|CEF ":                        false,
		"show logging | include FIB| CEF":                        false,
		"show logging | include FIB|CEF | begin x":               false,
		"show logging | begin FIB|CEF":                           false,
		"show logging | exclude FIB|CEF":                         false,
		"show running-config | include FIB|CEF":                  false,
		"show logging | include FIB|CEF\nreload":                 false,
		"show logging | include FIB|CEF;reload":                  false,
		"show logging | include FIB|C[EF]":                       false,
		"show logging | include FIB|CEF$":                        false,
		"do show logging | include FIB|CEF":                      false,
		"show logging | include FIB|" + strings.Repeat("C", 240): false,
	} {
		if err := (Policy{}).Check(c); (err == nil) != want {
			t.Errorf("%q: %v", c, err)
		}
	}
}

func TestSmuggling(t *testing.T) {
	for _, c := range []string{
		`show version | include "a|redirect flash:x"`, `show version | include "a| tee flash:x"`, `show version | include "a|sav x"`, `show version | include "a|| file x"`,
		`show version | include "a|b" | redirect x`, `show version | include "a|b`, `show version "| redirect x"`, `show version | include 'a|b'`,
		"reload", "conf t", "configure terminal", "write memory", "copy running-config startup-config", "clear counters", "debug all", "test x",
		"monitor session 1", "request system reboot", "start shell", "bash", "run bash", "enable", "show", "show ", " show version", "show version ",
		"show version\nreload", "show version\rreload", "show version\x00", "show version\x03", "show version\x1b[A", "show version\x7f", "show version\t",
		"show version;reload", "show version ; conf t", "show version | redirect flash:x", "show version | tee flash:x", "show version | append flash:x",
		"show version | save x", "show version | file x", "show version | include a | redirect tftp://h/x", "show version |redirect x", "show version | REDIRECT x",
		"show version > x", "show version >> x", "show version | json > bootflash:x", "show version | vsh", "show version | no-more | bash", "show version |", "show version | ",
		"show `reload`", "show $(reload)", "show version && reload", "show version | sed s/a/b/w", "show ?", "show \\x", "showversion", "SHOW version",
		"terminal length 0 ", "terminal length 0; reload", "terminal monitor", "terminal length -1", "terminal length 99999", "set cli screen-length 0 extra",
		"set system host-name x", "set cli idle-timeout 0", "admin reload", "admin show", "admin  show version\n", "admin config",
		"remote command switch reload", "remote command switch show bootvar | redirect x", "remote login switch", "remote command switch show bootvar\nreload", "remote command all show version",
		`request pfe execute target fpc0 command "show jnh 0 pool"`, "show vérsion", "exit\n", "exit now", "exit;reload", "quit\r", "do show version", "no show version",
		"show " + strings.Repeat("x", 300), `show log | include "a`, `show version "x"`, "show version # x", "show version !reload", "show version -x",
	} {
		if err := (Policy{}).Check(c); !errors.Is(err, ErrForbidden) {
			t.Errorf("%q was let through (%v)", c, err)
		}
	}
}

func TestPFE(t *testing.T) {
	p := Policy{PFE: true, Enable: true}
	for c, want := range map[string]bool{
		`request pfe execute target fpc0 command "show jnh 0 pool summary"`: true,
		`request pfe execute target fpc0 command "set jnh 0"`:               false,
		`request pfe execute target fpc0 command "show x" "reboot"`:         false,
		`request pfe execute target fpc0 command "show x" | save y`:         false,
		`request pfe execute target fpc0 command "show x" timeout 1`:        false,
		`request pfe execute target fpc0 command show jnh`:                  false,
		"enable": true, "enable 15": false, "disable": false,
	} {
		if err := p.Check(c); (err == nil) != want {
			t.Errorf("%q: %v", c, err)
		}
	}
}

func FuzzAllow(f *testing.F) {
	f.Add("show version | include x")
	f.Add("show version\nreload")
	f.Fuzz(func(t *testing.T, line string) {
		if (Policy{}).Check(line) != nil {
			return
		}
		if strings.ContainsAny(line, "\r\n;>\x00\x1b") {
			t.Fatalf("%q was let through", line)
		}
		for _, w := range []string{"redirect", "tee", "append", "save", "file"} {
			for _, part := range strings.Split(line, "|")[1:] {
				if fs := strings.Fields(part); len(fs) > 0 && fs[0] == w {
					t.Fatalf("%q was let through", line)
				}
			}
		}
	})
}
