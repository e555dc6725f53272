package transcript

import (
	"bytes"
	"strings"
)

// pagers are what stands where a device waits for a key.
var pagers = []string{"--More--", "-- More --", "---(more", "--- more ---", "<--- More --->"}

func hasPager(line []byte) bool {
	head := line[:min(len(line), 120)]
	if !bytes.Contains(head, []byte("ore")) {
		return false
	}
	for _, p := range pagers {
		if bytes.Contains(head, []byte(p)) {
			return true
		}
	}
	return false
}

// withoutPager takes a pager that was not wiped out off the head of a line.
func withoutPager(text string) (string, bool) {
	t := strings.TrimLeft(text, " ")
	for _, p := range pagers {
		if rest, ok := strings.CutPrefix(t, p); ok {
			if p == "---(more" {
				_, rest, _ = strings.Cut(rest, "---")
			}
			return strings.TrimLeft(rest, " "), true
		}
	}
	return text, false
}

// passed takes out what pagers printed and no terminal wiped out, where the answer
// goes on behind it. A pager at which an answer was left stays.
func passed(data []byte) []byte {
	if !bytes.Contains(data, []byte("ore--")) && !bytes.Contains(data, []byte("(more")) && !bytes.Contains(data, []byte("ore -")) {
		return data
	}
	out := make([]byte, 0, len(data))
	for at := 0; at < len(data); {
		end, next := lineEnd(data, at)
		rest, off := behindPager(data[at:end], data[next:])
		switch {
		case !off:
			out = append(out, data[at:next]...)
		case rest != "":
			out = append(append(out, rest...), '\n')
		}
		at = next
	}
	return out
}

// behindPager gives what a line has behind a pager that was passed, its indent
// included; off is false where there is none.
func behindPager(line, following []byte) (rest string, off bool) {
	if !hasPager(line) {
		return "", false
	}
	text := CleanText(trimCR(line))
	bare, off := withoutPager(text)
	if _, prompt := promptAt(bare); !off || prompt {
		return "", false
	}
	if bare == "" {
		return "", goesOn(following)
	}
	indent := strings.TrimPrefix(text[strings.LastIndex(text[:len(text)-len(bare)], "-")+1:len(text)-len(bare)], " ")
	return strings.TrimPrefix(indent, "        ") + bare, true
}

// goesOn reports whether more of an answer follows: a line that is neither a
// prompt nor the banner over one.
func goesOn(data []byte) bool {
	data = bytes.TrimLeft(data, " \r\n")
	end, _ := lineEnd(data, 0)
	text := strings.TrimSpace(CleanText(data[:end]))
	_, prompt := promptAt(text)
	return text != "" && !prompt && !isBanner(text)
}
