package transcript

import (
	"bytes"
	"encoding/binary"
	"html"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

var (
	bom    = []byte("\xef\xbb\xbf")
	noBrk  = []byte("\u00a0")
	tagOf  = lazyregexp.New(`(?i)</?(?:pre|html|head|body|title|meta|link|span|div|p|b|i|u|tt|em|code|font|strong|a|blockquote|article|section|!doctype)(?:\s[^<>]*)?/?>`)
	lineOf = lazyregexp.New(`(?i)<br\s*/?>`)
)

// plainBytes gives the bytes of a log as UTF-8 with line feeds: byte-order marks,
// UTF-16, lines that end in CR alone and blanks that do not break are undone.
func plainBytes(data []byte) []byte {
	if order := utf16Order(data); order != nil {
		data = fromUTF16(data, order)
	}
	if bytes.Contains(data, bom) {
		data = bytes.ReplaceAll(data, bom, nil) // also where logs were put together
	}
	if bytes.IndexByte(data, '\n') < 0 {
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	if bytes.Contains(data, noBrk) {
		data = bytes.ReplaceAll(data, noBrk, []byte(" "))
	}
	return data
}

// utf16Order tells the byte order of UTF-16 from its mark, else from where the
// zeros of Latin text stand; nil = it is something else.
func utf16Order(data []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return binary.BigEndian
	}
	zeros := [2]int{}
	head := data[:min(len(data), 4096)]
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch many := len(head) * 2 / 5; {
	case len(head) < 16:
		return nil
	case zeros[1] > many && zeros[0] == 0:
		return binary.LittleEndian
	case zeros[0] > many && zeros[1] == 0:
		return binary.BigEndian
	}
	return nil
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	out := make([]byte, 0, len(units))
	for _, r := range utf16.Decode(units) {
		if r != 0xfeff {
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// pageTag is a tag of a web page: <pre>, and not <prefix> of Junos.
var pageTag = lazyregexp.New(`<(?:pre|PRE|html|HTML)[ >\n]|<!DOCTYPE`)

// isPage reports whether a log was copied as the source of a web page: it has its
// tags, or its entities and no "<". What devices print in XML has neither.
func isPage(data []byte) bool {
	if bytes.IndexByte(data, '<') >= 0 && pageTag.Match(data) {
		return true
	}
	return (bytes.Contains(data, []byte("&gt;")) || bytes.Contains(data, []byte("&lt;"))) && bytes.IndexByte(data, '<') < 0
}

// withoutHTML takes the tags of a web page off a log and turns its entities into
// what they stand for.
func withoutHTML(data []byte) []byte {
	data = lineOf.ReplaceAll(data, []byte("\n"))
	return []byte(html.UnescapeString(string(tagOf.ReplaceAll(data, nil))))
}
