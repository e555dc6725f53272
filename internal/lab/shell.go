package lab

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"
	"time"
)

// session is one terminal.
type session struct {
	ctx      context.Context
	l        *Lab
	r        *router
	user     string
	in       *bufio.Reader
	ch       io.ReadWriter
	out      bytes.Buffer // not sent yet
	gone     error
	length   int  // lines of a page; 0 = no pages
	enabled  bool // enable was given
	lastCR   bool
	asked    map[int]int // how often each answer was given
	mode     string      // (standby) of a prompt that changed
	name     string      // in the prompt
	stall    func()      // makes the connection take and give nothing any more
	settings int         // of the terminal, that were taken
	slow     int         // answers that came late
	column   int         // where the cursor stands in the line that is typed
	shown    int         // prompts
}

const (
	pageLength = 24
	maxLine    = 1024
)

func newSession(ctx context.Context, l *Lab, r *router, user string, ch io.ReadWriter, stall func()) *session {
	s := &session{ctx: ctx, l: l, r: r, user: user, ch: ch, length: pageLength, asked: map[int]int{}, name: r.Name, stall: stall}
	var in io.Reader = ch
	if r.Fault.typesAhead() {
		in = newTTY(ctx, ch)
	}
	s.in = bufio.NewReaderSize(in, 512)
	return s
}

// run greets, then answers lines until the client or the device ends it.
func (s *session) run() {
	if s.r.Fault.is(FaultSlowLogin) && !sleep(s.ctx, s.r.Fault.takes()) {
		return
	}
	g, stands := s.r.Fault.obstacle()
	if stands && !s.greeted(g) {
		return
	}
	if s.r.Telnet && !stands && !s.loggedIn() {
		return
	}
	s.greet()
	s.prompt()
	for s.gone == nil {
		line, err := s.readLine(true)
		if err != nil || !s.execute(line) {
			break
		}
	}
	s.flush()
}

// print queues text for the terminal.
func (s *session) print(text string) { s.out.WriteString(text) }

// flush sends what is queued.
func (s *session) flush() {
	if s.out.Len() == 0 || s.gone != nil {
		return
	}
	for left := s.out.Bytes(); len(left) > 0 && s.gone == nil; {
		n := len(left)
		if s.l.cfg.MaxWrite > 0 {
			n = min(n, s.l.cfg.MaxWrite)
		}
		_, s.gone = s.ch.Write(left[:n])
		left = left[n:]
	}
	s.out.Reset()
}

// rest sends what is queued and waits; false = the session is over.
func (s *session) rest(d time.Duration) bool {
	s.flush()
	if s.gone == nil && !sleep(s.ctx, d) {
		s.gone = s.ctx.Err()
	}
	return s.gone == nil
}

func (s *session) readByte() (byte, error) {
	if s.in.Buffered() == 0 {
		s.flush()
	}
	if s.gone != nil {
		return 0, s.gone
	}
	return s.in.ReadByte()
}

// readLine reads what is typed until RETURN, as a terminal of a router does:
// with rubbing out, ^U, and ^C, which gives an empty line.
func (s *session) readLine(show bool) (string, error) {
	silent := s.r.Fault.is(FaultNoEcho) || s.r.Fault.is(FaultNoEchoPause) || s.r.Fault.typesAhead()
	show = show && !silent
	s.column = len(s.promptLineText())
	var line []byte
	for {
		c, err := s.readByte()
		if err != nil {
			return "", err
		}
		cr := s.lastCR
		s.lastCR = c == '\r'
		switch {
		case c == '\n' && cr:
		case c == '\r' || c == '\n':
			if s.r.Fault.is(FaultEchoCR) && len(line) > 0 {
				s.echo(show, "\r"+s.promptLineText()+string(line))
			}
			if !silent {
				s.print("\r\n")
			}
			return string(line), nil
		case c == '\b' || c == 0x7f:
			if len(line) > 0 {
				line = line[:len(line)-1]
				s.echo(show, "\b \b")
			}
		case c == 0x15: // ^U
			s.echo(show, strings.Repeat("\b \b", len(line)))
			line = line[:0]
		case c == 0x03: // ^C
			s.echo(show, "^C\r\n")
			return "", nil
		case c == 0x04 && len(line) == 0: // ^D
			return "exit", nil
		case c == 0x1b:
			err = s.skipEscape()
		case c >= 0x20 && len(line) < maxLine:
			line = append(line, c)
			s.typed(show, c)
		}
		if err != nil {
			return "", err
		}
	}
}

func (s *session) echo(show bool, text string) {
	if show {
		s.print(text)
	}
}

// typed shows a letter, folded or drawn twice where the terminal does that.
func (s *session) typed(show bool, c byte) {
	s.column++
	s.echo(show, string(c))
	switch {
	case s.r.Fault.is(FaultEchoWrap) && s.column%80 == 0:
		s.echo(show, "\r\n")
	case s.r.Fault.is(FaultEchoRedraw) && s.column%7 == 0:
		s.echo(show, "\b \b"+string(c))
	}
}

// skipEscape reads past a cursor key.
func (s *session) skipEscape() error {
	c, err := s.readByte()
	for err == nil && (c == '[' || c >= 0x20 && c < 0x40) {
		c, err = s.readByte()
	}
	return err
}

// execute answers a line; false = the session is over.
func (s *session) execute(line string) bool {
	line = strings.TrimSpace(line)
	if s.r.Fault.is(FaultDoubleEcho) && line != "" {
		s.print(line + "\r\n")
	}
	key := normal(line)
	switch {
	case key == "" || strings.HasPrefix(key, "!"):
	case key == "exit" || key == "quit" || key == "logout":
		s.print("\r\n")
		return false
	case key == "enable" && s.r.OS != junos:
		return s.enable()
	case strings.HasPrefix(key, "terminal ") || strings.HasPrefix(key, "set cli "):
		s.set(key, line)
	default:
		return s.answer(line)
	}
	s.prompt()
	if s.settings == 2 && s.r.Fault.is(FaultDebugSetup) {
		s.print(crlf(debugging))
		s.settings++
	}
	return s.gone == nil
}

// enable asks for the password of the lab.
func (s *session) enable() bool {
	if s.r.Fault.is(FaultEnableNone) {
		s.print("% No password set\r\n")
		s.prompt()
		return s.gone == nil
	}
	if s.r.script.prompt.mark == ">" && !s.enabled {
		if s.r.Fault.is(FaultEnableUser) {
			s.print("Username: ")
			if user, err := s.readLine(true); err != nil || user != s.r.User {
				return false
			}
		}
		s.print("Password: ")
		secret, err := s.readLine(s.r.Fault.is(FaultTellsSecret))
		if err != nil {
			return false
		}
		if s.r.Fault.is(FaultEnableHang) { // and its AAA server counts it
			s.r.rejected.Add(1)
			s.flush()
			sleep(s.ctx, maxHandshake)
			return false
		}
		if err := (authenticator{l: s.l, r: s.r}).may(s.r.User, []byte(secret)); err != nil {
			s.r.rejected.Add(1)
			s.print("% Bad secrets\r\n\r\n")
		} else {
			s.enabled = true
		}
	}
	s.prompt()
	return s.gone == nil
}

// set takes the settings of a terminal.
func (s *session) set(key, line string) {
	w := words(key)
	cisco := s.r.OS != junos
	what, n := "", -1
	if len(w) > 2 {
		what = w[len(w)-2]
		n, _ = strconv.Atoi(w[len(w)-1])
	}
	switch {
	case cisco != (w[0] == "terminal"):
		s.print(s.unknown(line, 0))
		return
	case len(w) < 3 || n < 0:
		if !cisco {
			s.print(s.own(""))
		}
		return
	case what == "length" || what == "screen-length":
		s.length = n
	}
	text := ""
	if what, ok := strings.CutPrefix(what, "screen-"); ok {
		text = "Screen " + what + " set to " + strconv.Itoa(n) + "\r\n"
	}
	s.print(s.own(text))
	s.settings++
}

// answer gives what the device printed when it was recorded.
func (s *session) answer(line string) bool {
	i, ok, ambiguous, bad := s.r.script.find(line)
	var f filter
	if !ok && !ambiguous {
		if command, g, filtered := cut(line); filtered {
			f = g
			i, ok, ambiguous, _ = s.r.script.find(command)
		}
	}
	if !s.rest(s.l.cfg.PerCommand + s.r.Latency) {
		return false
	}
	switch {
	case s.r.Fault.is(FaultInvalidInput):
		s.print(s.unknown(line, 0))
	case ambiguous:
		s.print(s.ambiguous(line))
	case !ok:
		if text, covers := s.r.script.covering(line); covers {
			return s.recorded(text)
		}
		s.print(s.unknown(line, bad))
	default:
		texts := s.r.script.answers[i].texts
		n := min(s.asked[i], len(texts)-1)
		s.asked[i]++
		if s.r.Fault.is(FaultConfigStuck) && strings.HasPrefix(normal(line), "show running-config") {
			return s.stuck(f.of(texts[n]))
		}
		return s.recorded(f.of(texts[n]))
	}
	s.prompt()
	return s.gone == nil
}

// prompt prints the prompt.
func (s *session) prompt() {
	s.shown++
	text := s.promptText()
	if s.r.Fault.is(FaultOSC) {
		text = "\x1b]0;" + s.r.Name + "\x07" + text
	}
	if s.mode != "" {
		cut := strings.LastIndexAny(text, "#>")
		text = text[:cut] + s.mode + text[cut:]
	}
	s.print(text)
}

// pages prints text in pages; false = the client quit it or is gone.
func (s *session) pages(text string) bool {
	length := s.length
	d, always := s.r.pagerOf()
	if always {
		length = pageLength
	}
	room := length - 1
	for text != "" && s.gone == nil {
		if length > 1 && room == 0 {
			s.print(d.more)
			c, err := s.readByte()
			if err != nil {
				s.gone = err
				return false
			}
			switch c {
			case 'q', 'Q', 0x03:
				s.print(d.erase)
				return true
			case '\r', '\n':
				room = 1
			default:
				room = length - 1
			}
			s.print(d.erase)
		}
		line, rest, full := strings.Cut(text, "\n")
		if full {
			line += "\n"
		}
		s.print(line)
		text = rest
		room--
		if s.out.Len() > maxQueue {
			s.flush()
		}
	}
	for c := byte(0); d.over != "" && c != 'q' && s.gone == nil; {
		s.print(d.over)
		c, s.gone = s.readByte()
		s.print(d.erase)
	}
	return s.gone == nil
}

// maxQueue is how much is sent at once: the largest packet of x/crypto.
const maxQueue = 32 << 10
