package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/internal/words"
	"github.com/headroom-audit/headroom/plan"
)

// WritePlanICS writes one calendar event per wave that has a time (RFC 5545).
// Times are UTC, which every calendar shows in the time of its reader.
func WritePlanICS(w io.Writer, p *plan.Plan) error {
	b := bufio.NewWriter(w)
	c := calendarWriter{b}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//headroom//plan//EN")
	for i := range p.Waves {
		if wave := &p.Waves[i]; wave.From != nil && wave.To != nil {
			c.event(p, wave)
		}
	}
	c.line("END:VCALENDAR")
	return b.Flush()
}

type calendarWriter struct{ b *bufio.Writer }

func (c calendarWriter) event(p *plan.Plan, w *plan.Wave) {
	const stamp = "20060102T150405Z"
	var about []string
	for _, d := range w.Devices {
		s := d
		if first := waitsFor(w, d); first != "" {
			s += ": " + first
		}
		about = append(about, line(s))
	}
	id := sha256.Sum256([]byte(w.Name + "\x00" + w.From.UTC().Format(time.RFC3339) + "\x00" + strings.Join(w.Devices, "\x00")))
	c.line("BEGIN:VEVENT")
	c.line("UID:" + hex.EncodeToString(id[:12]) + "@headroom")
	c.line("DTSTAMP:" + p.Made.UTC().Format(stamp))
	c.line("DTSTART:" + w.From.UTC().Format(stamp))
	c.line("DTEND:" + w.To.UTC().Format(stamp))
	c.line("SUMMARY:" + icsText(fmt.Sprintf("headroom %s: %s, %s", w.Name, waveKind(w), words.Plural(len(w.Devices), "router"))))
	c.line("DESCRIPTION:" + icsText(strings.Join(about, "\n")))
	c.line("END:VEVENT")
}

// line writes one content line, folded at 75 octets between characters.
func (c calendarWriter) line(s string) {
	limit := 75
	for len(s) > limit {
		cut := limit
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		fmt.Fprintf(c.b, "%s\r\n ", s[:cut])
		s, limit = s[cut:], 74 // the blank of the fold counts
	}
	fmt.Fprintf(c.b, "%s\r\n", s)
}

// icsText escapes a TEXT value.
func icsText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}
