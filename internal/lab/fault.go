package lab

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is what is wrong with a device: the name of a fault, perhaps with how
// long it takes ("slow-login=2s"). "" = nothing.
type Fault string

// The faults (collector.md sections 2.5 and 6).
const (
	FaultRefused         = "refused"
	FaultSilent          = "silent"
	FaultReset           = "reset"
	FaultGarbageVersion  = "garbage-version"
	FaultSSH1            = "ssh1"
	FaultLegacy          = "legacy"
	FaultWeakKey         = "weak-key"
	FaultHostKey         = "hostkey"
	FaultAuth            = "auth"
	FaultKbdTwo          = "kbd-two"
	FaultPasswordExpired = "password-expired"
	FaultMaxSessions     = "max-sessions"
	FaultSlowLogin       = "slow-login"
	FaultBannerTrap      = "banner-trap"
	FaultNoEcho          = "no-echo"
	FaultDoubleEcho      = "double-echo"
	FaultPaging          = "paging"
	FaultHang            = "hang"
	FaultDrip            = "drip"
	FaultCut             = "cut"
	FaultNoPrompt        = "no-prompt"
	FaultEndless         = "endless"
	FaultIdleKick        = "idle-kick"
	FaultPromptLike      = "prompt-like"
	FaultOwnPrompt       = "own-prompt-pause"
	FaultPercentLines    = "percent-lines"
	FaultGlued           = "glued"
	FaultNUL             = "nul"
	FaultANSI            = "ansi"
	FaultSplitANSI       = "split-ansi"
	FaultOSC             = "osc"
	FaultSyslogAfter     = "syslog-after"
	FaultSyslogInside    = "syslog-inside"
	FaultBroadcast       = "broadcast"
	FaultDebugAfter      = "debug-after"
	FaultTracebackAfter  = "traceback-after"
	FaultSendAfter       = "send-after"
	FaultSyslogdAfter    = "syslogd-after"
	FaultShutdownAfter   = "shutdown-after"
	FaultDebugSetup      = "debug-setup"
	FaultSlowFirst       = "slow-first"
	FaultPromptChange    = "prompt-change"
	FaultInvalidUTF8     = "invalid-utf8"
	FaultTellsSecret     = "tells-secret"
	FaultMarkedSecret    = "marked-secret"
	FaultPreLines        = "pre-lines"
	FaultSSH199          = "ssh199"
	FaultKexMismatch     = "kex-mismatch"
	FaultCBCOnly         = "cbc-only"
	FaultAES256CBC       = "aes256-cbc"
	FaultNewKeyType      = "new-key-type"
	FaultPartialSuccess  = "partial-success"
	FaultEchoWrap        = "echo-wrap"
	FaultEchoRedraw      = "echo-redraw"
	FaultEchoCR          = "echo-cr"
	FaultTypeAhead       = "type-ahead"
	FaultNoEchoPause     = "no-echo-pause"
	FaultTypeAheadPause  = "type-ahead-pause"
	FaultPagerAngle      = "pager-angle"
	FaultHostChange      = "host-change"
	FaultInvalidInput    = "invalid-input"
	FaultUnauthorized    = "unauthorized"
	FaultRefusalInside   = "refusal-inside"
	FaultBEL             = "bel"
	FaultLongLine        = "long-line"
	FaultRekey           = "rekey"
	FaultWindowStall     = "window-stall"
	FaultJumpDies        = "jump-dies"
	FaultLoginCut        = "login-cut"
	FaultLoginHang       = "login-hang"
	FaultMaxStartups     = "max-startups"
	FaultDisconnect      = "disconnect"
	FaultKbdHost         = "kbd-host"
	FaultKbdUser         = "kbd-user"
	FaultKbdNotice       = "kbd-notice"
	FaultKbdCode         = "kbd-code"
	FaultPasswordDead    = "password-dead"
	FaultShellRefused    = "shell-refused"
	FaultExecDenied      = "exec-denied"
	FaultSessionLimit    = "session-limit"
	FaultStandby         = "standby-console"
	FaultPressReturn     = "press-return"
	FaultShellPassword   = "shell-password"
	FaultShellExpired    = "shell-expired"
	FaultShellCode       = "shell-code"
	FaultShellUser       = "shell-user"
	FaultConsent         = "consent"
	FaultPending         = "pending-confirm"
	FaultEnableHang      = "enable-hang"
	FaultEnableNone      = "enable-none"
	FaultEnableUser      = "enable-user"
	FaultDisconnect2     = "disconnect-protocol"
	FaultDisconnect11    = "disconnect-application"
	FaultPTYRefused      = "pty-refused"
	FaultConsole         = "console"
	FaultOddPrompt       = "odd-prompt"
	FaultCountPrompt     = "counting-prompt"
	FaultClockPrompt     = "clock-prompt"
	FaultCustomPrompt    = "custom-prompt"
	FaultMutePrompt      = "mute-prompt"
	FaultPagerParen      = "pager-words"
	FaultPagerLess       = "pager-less"
	FaultPagerLines      = "pager-lines"
	FaultPagerKey        = "pager-key"
	FaultConfigStuck     = "config-stuck"
)

// FaultInfo describes a fault for people.
type FaultInfo struct {
	Name  string
	Does  string
	Wants string        // what a careful client makes of it
	Takes time.Duration // how long its pauses are where the fault does not say; 0 = it has none
}

// faultTable gives every fault in the order of a session.
func faultTable() []FaultInfo {
	return slices.Concat(connectFaults(), loginFaults(), answerFaults(), textFaults())
}

// connectFaults are those before anybody logs in.
func connectFaults() []FaultInfo {
	return []FaultInfo{
		{FaultRefused, "the port is closed", "refused; tried again later", 0},
		{FaultSilent, "TCP is accepted and nothing is said", "timeout", 0},
		{FaultReset, "the connection is reset after it was accepted, as with all lines busy", "refused; tried again later", 0},
		{FaultGarbageVersion, "lines and a long piece that are not SSH, then the end", "not an SSH server", 0},
		{FaultPreLines, "1,024 lines stand before the version", "not an SSH server", 0},
		{FaultSSH1, "a server of SSH 1.5", "not an SSH server that is spoken; never a password", 0},
		{FaultSSH199, "a server of SSH 1.99, which is 2 as well", "read", 0},
		{FaultLegacy, "group1-sha1, CBC and ssh-rsa only", "no common algorithm, with the flag that allows it", 0},
		{FaultKexMismatch, "a key exchange that Go does not know is the only one", "no common algorithm, with the transport that may know it", 0},
		{FaultCBCOnly, "ciphers in CBC mode only", "no common algorithm, with the flag that allows it", 0},
		{FaultAES256CBC, "aes256-cbc is the only cipher, which Go does not know", "no common algorithm, with the transport that may know it", 0},
		{FaultWeakKey, "an RSA host key of 768 bits (1024 where the program cannot make it)", "refused unless the device is allowed weak keys", 0},
		{FaultHostKey, "another host key than the inventory pins", "stops before the password", 0},
		{FaultNewKeyType, "a host key of another type than the one pinned", "stops before the password", 0},
	}
}

// loginFaults are those from the login to the first prompt.
func loginFaults() []FaultInfo {
	return []FaultInfo{
		{FaultAuth, "every login is rejected", "one attempt, then the credential is not tried elsewhere", 0},
		{FaultLoginCut, "the connection ends when the password comes", "taken as a rejection: one attempt", 0},
		{FaultLoginHang, "the password gets no answer (its AAA server is away)", "taken as a rejection: one attempt", 0},
		{FaultKbdTwo, "keyboard-interactive with two questions, of which one is for the password", "read", 0},
		{FaultPartialSuccess, "after the password it wants a code besides", "rejected: a second factor has no answer here", 0},
		{FaultPasswordExpired, "after the password it wants a new one", "rejected, nothing is changed", 0},
		{FaultMaxSessions, "the login stands and no session is given", "refused; tried again later", 0},
		{FaultMaxStartups, "it says `Exceeded MaxStartups` and closes", "refused, quoted; tried again later", 0},
		{FaultDisconnect, "it disconnects with reason 12 before the keys", "refused, quoted; tried again later", 0},
		{FaultDisconnect11, "it disconnects with reason 11 before the keys", "refused, quoted; tried again later", 0},
		{FaultDisconnect2, "it disconnects with reason 2 before the keys", "lost, quoted; tried again once", 0},
		{FaultKbdHost, "keyboard-interactive asks for the password of a user on a host whose name has `old` in it", "read", 0},
		{FaultKbdUser, "keyboard-interactive asks for user and password", "read", 0},
		{FaultKbdNotice, "after the password it says that it will expire, and to press RETURN", "read", 0},
		{FaultKbdCode, "keyboard-interactive asks for a code, hidden and alone", "no secret is sent", 0},
		{FaultPasswordDead, "it offers password and takes keyboard-interactive only", "one attempt, then rejected, with the setting that helps", 0},
		{FaultShellRefused, "the login stands and the shell is refused", "refused; tried again later", 0},
		{FaultPTYRefused, "the login stands, a terminal is refused and a shell is given", "read, and said", 0},
		{FaultExecDenied, "instead of a prompt `% Authorization failed.` and the end", "denied, quoted", 0},
		{FaultSessionLimit, "instead of a prompt that the maximum number of sessions is reached, and the end", "refused, quoted; tried again later", 0},
		{FaultStandby, "`Standby console disabled` and silence", "denied, quoted", 0},
		{FaultPressReturn, "`Press RETURN to get started.` and silence until then", "read: RETURN is sent once", 0},
		{FaultConsole, "silence until a line end wakes it, as on a console", "read: RETURN is sent once", 0},
		{FaultShellPassword, "the terminal asks for a password again", "nothing is typed, and the credential is not tried elsewhere", 0},
		{FaultShellExpired, "the terminal asks for the current password, since it expired", "nothing is typed, and the credential is not tried elsewhere", 0},
		{FaultShellCode, "the terminal asks for a passcode", "nothing is typed, and the credential is not tried elsewhere", 0},
		{FaultShellUser, "the terminal asks who logs in", "nothing is typed", 0},
		{FaultConsent, "the terminal asks to accept terms, yes or no", "nothing is typed", 0},
		{FaultPending, "somebody left `Proceed with reload? [confirm]` on the console", "nothing is typed", 0},
		{FaultEnableHang, "the secret of enable gets no answer (its AAA server is away)", "taken as a rejection: one attempt", 0},
		{FaultEnableNone, "enable is answered by `% No password set`", "denied, quoted; no secret is sent", 0},
		{FaultEnableUser, "enable asks who wants it before it asks for the secret", "read, with the user of its credential", 0},
		{FaultOddPrompt, "the prompt stands in brackets", "read: it is what the device repeats after an empty line", 0},
		{FaultCountPrompt, "the prompt counts", "read", 0},
		{FaultClockPrompt, "the time stands before the prompt", "read: it is what the device repeats after an empty line", 0},
		{FaultCustomPrompt, "a prompt that says nothing of its system: `r1 (noc) > `", "read: it is what the device repeats after an empty line", 0},
		{FaultMutePrompt, "a prompt without the mark of one: `r1 ready:`", "timeout, quoted, with the setting that helps", 0},
		{FaultSlowLogin, "the first prompt comes late", "read", 8 * time.Second},
		{FaultBannerTrap, "banner and message of the day full of prompts, with a pause behind one", "read", 80 * time.Millisecond},
	}
}

// answerFaults are those of echoes and answers that pause, or do not come whole.
func answerFaults() []FaultInfo {
	return []FaultInfo{
		{FaultNoEcho, "what is typed is not shown", "read", 0},
		{FaultDoubleEcho, "what is typed is shown twice", "read, with the second echo as its first line", 0},
		{FaultEchoWrap, "what is typed is folded at 80 columns", "read", 0},
		{FaultEchoRedraw, "what is typed is rubbed out and drawn again", "read", 0},
		{FaultEchoCR, "the line is drawn again from its start before RETURN", "read", 0},
		{FaultTypeAhead, "what is typed is shown at once, also inside an answer", "read", 0},
		{FaultNoEchoPause, "nothing typed is shown, and the own prompt inside an answer with a pause", "healed: an empty line shows whether it waits", 400 * time.Millisecond},
		{FaultTypeAheadPause, "what is typed is shown at once, and the own prompt inside an answer with a pause", "healed: an empty line shows whether it waits", 400 * time.Millisecond},
		{FaultPaging, "pages of 24 lines that cannot be switched off", "read page by page, marked paged", 0},
		{FaultPagerAngle, "the same with <--- More --->", "read page by page, marked paged", 0},
		{FaultPagerParen, "the same with what may be typed behind it in parentheses", "read page by page, marked paged", 0},
		{FaultPagerKey, "the same with `Press any key to continue`", "read page by page, marked paged", 0},
		{FaultPagerLess, "the same with `:` and `(END)`, as less does", "read page by page, left with q, marked paged", 0},
		{FaultPagerLines, "the same with `lines 1-23`", "read page by page, marked paged", 0},
		{FaultInvalidInput, "no command is known", "rejected", 0},
		{FaultUnauthorized, "no command is allowed to this account", "rejected", 0},
		{FaultHang, "half an answer, then nothing", "timeout, the half is kept", 0},
		{FaultDrip, "one byte at a time", "timeout in all, what came is kept", 20 * time.Millisecond},
		{FaultCut, "the connection ends inside an answer", "truncated, what came is kept", 0},
		{FaultNoPrompt, "the answer is whole and no prompt follows", "timeout, never taken as whole", 0},
		{FaultEndless, "an answer that does not end", "too big, kept up to the cap", 0},
		{FaultIdleKick, "instead of an answer the session is closed with a message", "truncated", 0},
		{FaultWindowStall, "in the middle of an answer the connection takes and gives nothing any more", "timeout, what came is kept", 0},
		{FaultJumpDies, "a jump host (Device.Jump) ends inside an answer of the device behind it", "truncated, what came is kept", 0},
		{FaultRekey, "new keys every 256 bytes", "read", 0},
	}
}

// textFaults are those of what stands in and around an answer.
func textFaults() []FaultInfo {
	return []FaultInfo{
		{FaultPromptLike, "a line that looks like another device's prompt, and a pause", "read", 60 * time.Millisecond},
		{FaultOwnPrompt, "the device's own prompt inside an answer, and a pause", "healed when the next command is echoed", 60 * time.Millisecond},
		{FaultPercentLines, "lines that end in % and $, and a pause behind each", "read", 60 * time.Millisecond},
		{FaultRefusalInside, "a line inside the answer reads like a refusal", "read", 0},
		{FaultLongLine, "a line of 1 MB inside the answer", "read", 0},
		{FaultGlued, "the prompt stands behind the last line without a line end", "read, with a note", 0},
		{FaultNUL, "NUL bytes between the lines", "read", 0},
		{FaultBEL, "the bell at every line", "read", 0},
		{FaultANSI, "colours in the answer", "read", 0},
		{FaultSplitANSI, "colours whose bytes come in several packets", "read", 5 * time.Millisecond},
		{FaultOSC, "window titles in front of prompts and inside answers", "read", 0},
		{FaultSyslogAfter, "a message of the system behind the prompt", "read, the message is no part of it", 0},
		{FaultSyslogInside, "a message of the system inside the answer", "read, the message is one line of it", 0},
		{FaultBroadcast, "a message to all terminals that a reload comes, behind the prompt", "read, the message is no part of it", 0},
		{FaultDebugAfter, "a line of debugging behind the prompt, in its packet", "read: an empty line shows that it waits", 0},
		{FaultTracebackAfter, "a message with its traceback behind the prompt, in its packet", "read: an empty line shows that it waits", 0},
		{FaultSendAfter, "words of another user to all terminals behind the prompt, in its packet", "read: an empty line shows that it waits", 0},
		{FaultSyslogdAfter, "a message of syslogd behind the prompt, in its packet", "read: an empty line shows that it waits", 0},
		{FaultShutdownAfter, "the words that the system goes down behind the prompt, in its packet", "read: an empty line shows that it waits", 0},
		{FaultDebugSetup, "a line of debugging behind the prompt of the set-up", "read: an empty line shows that it waits", 0},
		{FaultSlowFirst, "silence behind the heading of an answer, as while a configuration is put together", "read, where it was waited for long enough", 20 * time.Second},
		{FaultConfigStuck, "half a configuration, then silence until a line end", "timeout, the half is kept, and the next question is asked", 0},
		{FaultPromptChange, "the prompt changes its mode after an answer", "read, with a note", 0},
		{FaultHostChange, "the host name changes after an answer", "timeout, never taken as whole", 0},
		{FaultInvalidUTF8, "bytes that are not UTF-8", "read, each such byte one U+FFFD", 0},
		{FaultTellsSecret, "the message of the day and the question of enable show the password", "read, the password is taken out before anything is written", 0},
		{FaultMarkedSecret, "the message of the day shows the password with NUL, a backspace and colours inside", "read, the password is taken out before anything is written", 0},
	}
}

// Faults gives the names of all faults, in the order of a session.
func Faults() []string {
	var out []string
	for _, f := range faultTable() {
		out = append(out, f.Name)
	}
	return out
}

// Name is the fault without its duration.
func (f Fault) Name() string {
	name, _, _ := strings.Cut(string(f), "=")
	return name
}

func (f Fault) is(name string) bool { return f.Name() == name }

// takes is how long its pauses are.
func (f Fault) takes() time.Duration {
	_, value, ok := strings.Cut(string(f), "=")
	if d, err := time.ParseDuration(value); ok && err == nil {
		return d
	}
	for _, info := range faultTable() {
		if f.is(info.Name) {
			return info.Takes
		}
	}
	return 0
}

// ParseFault checks the name of a fault and its duration.
func ParseFault(s string) (Fault, error) {
	name, value, timed := strings.Cut(s, "=")
	for _, info := range faultTable() {
		if info.Name != name {
			continue
		}
		if !timed {
			return Fault(s), nil
		}
		if info.Takes == 0 {
			return "", fmt.Errorf("fault %q takes no duration", name)
		}
		if d, err := time.ParseDuration(value); err != nil || d < 0 {
			return "", fmt.Errorf("fault %q: %q is no duration (write 500ms or 8s)", name, value)
		}
		return Fault(s), nil
	}
	return "", fmt.Errorf("there is no fault %q; there are %s", s, strings.Join(Faults(), " "))
}

// Share says which devices get a fault: a part of all of them, or one by name.
type Share struct {
	Percent float64 // of the devices, spread evenly; 0 = by name
	Device  string
	Fault   Fault
}

// ParseFaults reads a list as `headroom lab --faults` takes it:
// "5%:hang,2%:auth,edge1:cut,slow-login=2s". A fault without a share is for
// every device.
func ParseFaults(s string) ([]Share, error) {
	var out []Share
	sum := 0.0
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		sh := Share{Percent: 100}
		name := part
		if i := strings.LastIndexByte(part, ':'); i >= 0 {
			whose := strings.TrimSpace(part[:i])
			name = strings.TrimSpace(part[i+1:])
			if err := sh.whose(whose); err != nil {
				return nil, fmt.Errorf("fault %q: %w", part, err)
			}
		}
		f, err := ParseFault(name)
		if err != nil {
			return nil, err
		}
		sh.Fault = f
		if sum += sh.Percent; sum > 100+1e-9 {
			return nil, fmt.Errorf("faults %q: the shares are more than 100%% in all", s)
		}
		out = append(out, sh)
	}
	return out, nil
}

func (s *Share) whose(text string) error {
	value, percent := strings.CutSuffix(text, "%")
	if !percent {
		if text == "" {
			return errors.New("it does not say whose: write 5%:NAME or DEVICE:NAME")
		}
		s.Percent, s.Device = 0, text
		return nil
	}
	p, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(p) || p <= 0 || p > 100 {
		return fmt.Errorf("%q is no share between 0%% and 100%%", text)
	}
	s.Percent = p
	return nil
}

// Apply gives the devices with their faults: named ones first, then each share
// of those that have none yet, spread evenly over the list and at least one.
// The same input gives the same output. A name that no device has is an error.
func Apply(devices []Device, shares []Share) ([]Device, error) {
	out := append([]Device(nil), devices...)
	for _, s := range shares {
		if s.Device == "" {
			continue
		}
		found := false
		for i := range out {
			if out[i].Name == s.Device {
				out[i].Fault, found = s.Fault, true
			}
		}
		if !found {
			return nil, fmt.Errorf("fault %q: there is no device %q", s.Fault, s.Device)
		}
	}
	for _, s := range shares {
		if s.Device == "" {
			spread(out, s)
		}
	}
	return out, nil
}

// spread gives the fault to its share of the devices that have none.
func spread(devices []Device, s Share) {
	var free []int
	for i := range devices {
		if devices[i].Fault == "" {
			free = append(free, i)
		}
	}
	want := min(len(free), max(1, int(math.Round(float64(len(devices))*s.Percent/100))))
	for k := range want {
		devices[free[k*len(free)/want]].Fault = s.Fault
	}
}
