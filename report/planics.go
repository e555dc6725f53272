package report

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/plan"
)

// WritePlanICS writes a calendar (RFC 5545): one event per router and the window of its
// wave, one task per router that has no window yet. The name of an event stays when
// waves move: whoever reads the calendar again finds it moved, not twice. Times are
// UTC, which every calendar shows in the time of its reader.
func WritePlanICS(w io.Writer, p *plan.Plan) error {
	b := bufio.NewWriter(w)
	c := calendarWriter{b}
	c.line("BEGIN:VCALENDAR")
	c.line("VERSION:2.0")
	c.line("PRODID:-//headroom//plan//EN")
	c.line("METHOD:PUBLISH")
	n := 0
	for i := range p.Waves {
		for _, d := range p.Waves[i].Devices {
			c.device(p, &p.Waves[i], d)
			n++
		}
	}
	for _, u := range p.Unplaced {
		c.task(p, u.Device, "headroom: "+line(u.Device)+" is in no wave", u.Why)
		n++
	}
	if n == 0 { // a calendar of nothing is not valid
		c.task(p, "", "headroom: "+strings.TrimSuffix(nothingToReload(p), "."), "")
	}
	c.line("END:VCALENDAR")
	return b.Flush()
}

func nothingToReload(p *plan.Plan) string {
	if len(p.Devices) == 0 {
		return nothingToDo(p)
	}
	return "no router of this plan is to be reloaded."
}

type calendarWriter struct{ b *bufio.Writer }

const icsStamp = "20060102T150405Z"

// device writes what is done to one router of a wave.
func (c calendarWriter) device(p *plan.Plan, w *plan.Wave, device string) {
	about := fmt.Sprintf("%s: %s", w.Name, waveKind(w))
	if first := waitsFor(w, device); first != "" {
		about += "; " + first
	}
	summary := fmt.Sprintf("headroom: %s (%s)", line(device), waveKind(w))
	if w.From == nil || w.To == nil {
		c.task(p, device, summary, about+"; "+waveTime(w))
		return
	}
	c.line("BEGIN:VEVENT")
	c.head(p, device, summary, about)
	c.line("DTSTART:" + w.From.UTC().Format(icsStamp))
	c.line("DTEND:" + w.To.UTC().Format(icsStamp))
	c.line("STATUS:TENTATIVE")
	c.line("BEGIN:VALARM")
	c.line("ACTION:DISPLAY")
	c.line("TRIGGER:-PT30M")
	c.line("DESCRIPTION:" + icsText(summary))
	c.line("END:VALARM")
	c.line("END:VEVENT")
}

func (c calendarWriter) task(p *plan.Plan, device, summary, about string) {
	c.line("BEGIN:VTODO")
	c.head(p, device, summary, about)
	c.line("END:VTODO")
}

// head writes what events and tasks have in common. SEQUENCE grows with every plan, so
// that the newer one counts.
func (c calendarWriter) head(p *plan.Plan, device, summary, about string) {
	id := sha256.Sum256([]byte(device))
	c.line("UID:" + hex.EncodeToString(id[:12]) + "@headroom")
	c.line("DTSTAMP:" + p.Made.UTC().Format(icsStamp))
	c.line(fmt.Sprintf("SEQUENCE:%d", max(0, p.Made.Unix()/60)))
	c.line("SUMMARY:" + icsText(summary))
	if about = line(about); about != "" {
		c.line("DESCRIPTION:" + icsText(about))
	}
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
