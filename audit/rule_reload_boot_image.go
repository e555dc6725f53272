package audit

import (
	"fmt"
	"strings"

	"github.com/headroom-audit/headroom/fact"
)

// reloadBootImage finds devices that start another image at the next reload than
// the one they run: the carve would be changed together with the software.
func reloadBootImage() Rule {
	return Rule{
		ID:    "reload/boot-image",
		Title: "the next reload starts another image than the one that runs",
		Check: func(c *Case) []Finding {
			d := c.Device
			next, span := d.Boot.Variable.Text, d.Boot.Variable.Span
			for _, f := range c.flags("boot_next") {
				if text, ok := f.Value.(string); ok {
					next, span = text, f.Span
				}
			}
			if os := d.Identity.OS; os != fact.IOS && os != fact.IOSXE {
				return nil
			}
			now, then := imageName(d.Identity.Image), imageName(next)
			if now == "" || then == "" || strings.EqualFold(now, then) {
				return nil
			}
			return []Finding{{
				Severity: SevWarn, State: OK, Action: None, Evidence: c.proof(span, d.Identity.Spans["image"]),
				Message: fmt.Sprintf("runs %s, and the next reload starts %s: two changes in one reload", now, then),
			}}
		},
	}
}

// imageName gives the file that is tried first: of "bootflash:a.bin,12;b.bin,12;"
// it is a.bin. "" where the text names no image.
func imageName(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), ";")
	text, _, _ = strings.Cut(text, ",")
	text = text[strings.LastIndexAny(text, ":/")+1:]
	if !strings.HasSuffix(strings.ToLower(text), ".bin") && !strings.HasSuffix(strings.ToLower(text), ".conf") {
		return ""
	}
	return strings.TrimSpace(text)
}
