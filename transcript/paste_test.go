package transcript

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// A log is the same log in whatever somebody put around it.
func TestPastes(t *testing.T) {
	log := "r1#show clock\n10:00\n\n  1 > 0 & <none>\nr1#show version\nCisco\nr1#\n"
	each := func(head func(i int) string) string {
		var b strings.Builder
		for i, line := range strings.SplitAfter(log, "\n") {
			if line != "" {
				b.WriteString(head(i) + line)
			}
		}
		return b.String()
	}
	wide := func(order binary.AppendByteOrder, s string) string {
		var b []byte
		for _, u := range utf16.Encode([]rune(s)) {
			b = order.AppendUint16(b, u)
		}
		return string(b)
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	for name, pasted := range map[string]string{
		"as it is":               log,
		"CR LF":                  strings.ReplaceAll(log, "\n", "\r\n"),
		"CR CR LF":               strings.ReplaceAll(log, "\n", "\r\r\n"),
		"CR":                     strings.ReplaceAll(log, "\n", "\r"),
		"a byte-order mark":      "\ufeff" + log,
		"UTF-16 LE with a mark":  wide(binary.LittleEndian, "\ufeff"+log),
		"UTF-16 BE with a mark":  wide(binary.BigEndian, "\ufeff"+strings.ReplaceAll(log, "\n", "\r\n")),
		"UTF-16 LE":              wide(binary.LittleEndian, log),
		"UTF-16 BE":              wide(binary.BigEndian, log),
		"blanks of a web page":   strings.ReplaceAll(log, " ", "\u00a0"),
		"<pre>":                  "<pre>" + escape(log) + "</pre>",
		"a page":                 "<!DOCTYPE html>\n<html><body>\n<pre class=\"log\">\n" + escape(log) + "</pre>\n</body></html>\n",
		"a page with colours":    "<pre><span class=\"p\">r1</span>" + escape(strings.TrimPrefix(log, "r1")) + "</pre>",
		"entities alone":         strings.ReplaceAll(strings.ReplaceAll(escape(log), "r1#", "r1&gt;"), "&#", ""),
		"a quoted mail":          each(func(int) string { return "> " }),
		"quoted twice":           each(func(int) string { return "> > " }),
		"indented":               each(func(int) string { return "    " }),
		"tabs":                   each(func(int) string { return "\t" }),
		"indented, blank lines":  strings.ReplaceAll(each(func(int) string { return "  " }), "  \n", "\n"),
		"SecureCRT":              each(func(i int) string { return fmt.Sprintf("[2026-11-30 02:11:%02d] ", i) }),
		"ts":                     each(func(i int) string { return fmt.Sprintf("Nov 30 02:11:%02d ", i) }),
		"ts -s":                  each(func(i int) string { return fmt.Sprintf("00:00:%02d ", i) }),
		"ts with ISO":            each(func(i int) string { return fmt.Sprintf("2026-11-30T02:11:%02d.123456 ", i) }),
		"line numbers":           each(func(i int) string { return fmt.Sprintf("%6d\t", i+1) }),
		"a prompt in brackets":   strings.ReplaceAll(log, "r1#", "[r1]#"),
		"a prompt of words":      strings.ReplaceAll(log, "r1#", "r1 (x) > "),
		"the time in the prompt": strings.ReplaceAll(log, "r1#", "12:00:00 r1#"),
		"quoted and stamped":     each(func(i int) string { return fmt.Sprintf("> [2026-11-30 02:11:%02d] ", i) }),
	} {
		t.Run(name, func(t *testing.T) {
			all, _, err := readLogs([]byte(pasted))
			if err != nil {
				t.Fatal(err)
			}
			if len(all) != 1 || all[0].Device != "r1" {
				t.Fatalf("devices: %s", story(all))
			}
			var got []string
			for i := range all[0].Records {
				if r := &all[0].Records[i]; r.Kind == Command {
					got = append(got, r.Command+": "+r.Text())
				}
			}
			want := []string{"show clock: 10:00\n\n  1 > 0 & <none>\n", "show version: Cisco\n"}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// What stands before each line gives the times of the answers.
func TestStamps(t *testing.T) {
	all, err := parseLogs([]byte("[2026-11-30 02:11:09] r1#show clock\n[2026-11-30 02:11:10] 10:00\n[2026-11-30 02:12:00] r1#show version\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"02:11:09", "02:12:00"} {
		if got := all[0].Records[i].Start.Format("15:04:05"); got != want {
			t.Errorf("record %d started at %s, want %s", i, got, want)
		}
	}
}

func TestRefusalsNameTheLine(t *testing.T) {
	for _, c := range []struct {
		data string
		line int
		col  int
		says string
	}{
		{"text\n\x00\x01\x02\x00\x00\x00\x00\x00\x00", 2, 1, "binary"},
		{"\nhello\n", 2, 1, `it starts with "hello"`},
		{"dear all,\nwe saw this:  r1#show version\nCisco\n", 2, 15, `"we saw this:  " stands before`},
	} {
		_, err := ReadAll([]byte(c.data))
		var e *NotALogError
		if !errors.As(err, &e) || e.Line != c.line || e.Col != c.col || !strings.Contains(e.Msg, c.says) {
			t.Errorf("%q: %+v", c.data, err)
		}
	}
}

// The XML of Junos has tags that begin like those of a page.
func TestXMLIsNoPage(t *testing.T) {
	for text, want := range map[string]bool{
		"noc@m1> show x\n<prefix>10.0.0.0/8</prefix>\n<b>&lt;</b>\n": false,
		"<pre>\nnoc@m1&gt; show x\n</pre>":                           true,
		"<pre class=\"log\">x":                                       true,
		"<!DOCTYPE html>x":                                           true,
	} {
		if got := isPage([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
