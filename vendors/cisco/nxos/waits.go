package nxos

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// The lines that a reload of the whole switch makes active [nxos:4.3: the list of
// POAP; 4.2; lines 6, 7]: patterns for vendors.Match, whose words are the key.
const (
	routingLine  = "system routing"
	regionLine   = "hardware access-list tcam region"
	oldRegion    = "hardware profile tcam region"
	urpfLine     = "system urpf"
	forwardMode  = "hardware profile forwarding-mode"
	serviceLine  = "hardware profile tcam resource service-template"
	hostECMPLine = "hardware profile unicast enable-host-ecmp"
)

func carveLines() []string {
	return []string{
		routingLine, regionLine + " *", oldRegion + " *", urpfLine, forwardMode, serviceLine, hostECMPLine,
		"hardware profile ipv6 *", "hardware profile route resource service-template", "hardware profile portmode",
		"hardware profile multicast service-reflect", "hardware access-list tcam label *", "fabric-mode", "ip service-reflect mode",
	}
}

// carveKey names what a line of configuration sets of the memory; its words may be
// abbreviated.
func carveKey(line string) (key string, ok bool) {
	if line = strings.TrimSpace(line); line == "" {
		return "", false
	}
	for _, p := range carveLines() {
		if p[0] != line[0]|0x20 || vendors.Match(p+" **", line) == 0 { // most lines of a configuration end at the first letter
			continue
		}
		words := strings.Fields(p)
		if last := len(words) - 1; words[last] == "*" {
			words[last] = strings.Fields(strings.ToLower(line))[last]
		}
		return strings.Join(words, " "), true
	}
	return "", false
}

// isCarve reports whether a line, or its "no" form, touches the memory: such lines
// are only taken in configuration mode.
func isCarve(line string) bool {
	_, ok := carveKey(strings.TrimPrefix(strings.TrimSpace(line), "no "))
	return ok
}

// notice knows what a switch says of a line pending a reload, whatever the
// line is [nxos:4.2; lines 6, 7: "take effect after next reload"; "save config and
// reload the system"; the reminder of a 3000].
func notice(answer string) bool {
	for line := range strings.SplitSeq(strings.ToLower(answer), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if !strings.Contains(line, "reload") && !strings.Contains(line, "reboot") || strings.Contains(line, "y/n") {
			continue
		}
		if strings.HasPrefix(line, "%") && !strings.Contains(line, " ") {
			continue
		}
		for _, m := range []string{"take effect", "to take effect", "take affect", "please reload", "please save", "must reload", "need to reload", "needs to be reloaded", "reload is required", "requires a reload", "require a reload", "requires reload", "reload required", "reload the s", "reload all", "after reload", "after next reload", "next reload"} {
			if strings.Contains(line, m) {
				return true
			}
		}
	}
	return false
}

// waits turns the lines that were entered and that no reload of the whole switch
// made active into pending changes, unless what the switch shows is the same
// already, and compares the ACL regions that are configured with those in force.
func waits(d *fact.Device) {
	noticed := noticedLines(d)
	key := func(line string) (string, bool) {
		if key, ok := carveKey(line); ok {
			return key, true
		}
		return line, noticed[line]
	}
	stood := vendors.Standing(d, vendors.Rules{Key: key})
	var waiting []vendors.Stood
	back, before := rollback(d), entriesOf(d)
	for _, s := range stood {
		supersede(d, s, before)
		if s.Output > back && !settled(d, s, before) && !unconfigured(d, s) {
			waiting = append(waiting, s)
			awaits(d, s)
		}
	}
	regionsWait(d)
	if len(d.Pending) > 0 {
		d.PendingKnown = fact.Yes
	}
	saveState(d, waiting)
}

// supersede drops what an answer showed to wait before a line was entered that sets
// the same anew.
func supersede(d *fact.Device, s vendors.Stood, before *entries) {
	older := func(span fact.Span) bool { return int(span.Output) < s.Output }
	w := strings.Fields(s.Line)
	switch {
	case s.Key == routingLine:
		n := len(d.Pending)
		d.Pending = slices.DeleteFunc(d.Pending, func(c fact.Change) bool { return c.What == "system routing mode" && older(c.Span) })
		if len(d.Pending) < n && settled(d, s, before) {
			d.Carve.Configured, d.Carve.AfterReload, d.PendingKnown = d.Carve.Active, d.Carve.Active, fact.No
		}
	case strings.HasPrefix(s.Key, regionLine) && !s.No && len(w) > 5:
		for i := range d.Tables {
			t := &d.Tables[i]
			if _, ok := t.Configured.Get(); ok && t.Pool == aclPool && t.Output < s.Output && regionWord(t.Name) == strings.ToLower(w[4]) && inForce(d, w[4], w[5]) {
				t.Configured = fact.Figure{}
			}
		}
	}
}

// noticedLines are the lines, without "no", at which the switch spoke of a reload.
func noticedLines(d *fact.Device) map[string]bool {
	out := map[string]bool{}
	for _, e := range d.Events {
		if e.Kind != fact.Entered || !notice(d.Outputs[e.Output].Text) {
			continue
		}
		for _, l := range e.Lines {
			out[strings.TrimPrefix(l, "no ")] = true
		}
	}
	return out
}

// awaits notes one line that waits.
func awaits(d *fact.Device, s vendors.Stood) {
	line := s.Line
	if s.No {
		line = "no " + line
	}
	quoted := "`" + line + "`"
	if slices.ContainsFunc(d.Pending, func(c fact.Change) bool { return c.What == line || c.What == quoted }) {
		return
	}
	span := typed(d, s)
	change := fact.Change{What: quoted, Span: span}
	if w := strings.Fields(s.Line); strings.Contains(s.Key, " tcam region ") && len(w) > 5 && !s.No {
		if now, ok := forced(d, &fact.Table{Name: regionLabel(d, w[4])}); ok {
			change.From, change.To = now.String(), w[5]
		}
	}
	d.Pending = append(d.Pending, change)
	if s.Key != routingLine {
		return
	}
	next := fact.Setting{Text: strings.Join(strings.Fields(s.Line)[2:], " "), Grade: fact.Inferred, Span: span, Note: "as it was entered, if it is saved to startup-config"}
	if s.No {
		next.Text = "default"
	}
	d.Carve.AfterReload = next
}

// typed is where a line stands in the log.
func typed(d *fact.Device, s vendors.Stood) fact.Span {
	span := fact.Span{Output: int32(s.Output), Line: 1}
	text := d.Outputs[s.Output].Text
	if i := strings.Index(text, s.Line); i >= 0 {
		span.Start, span.End = int32(i), int32(i+len(s.Line))
		span.Line += int32(strings.Count(text[:i], "\n"))
	} else {
		span.End = int32(len(firstLine(text)))
	}
	return span
}

// settled reports whether an answer proves that nothing of the line waits.
func settled(d *fact.Device, s vendors.Stood, before *entries) bool {
	switch w := strings.Fields(s.Line); {
	case before.takenBack(d, s):
		return true
	case s.Key == routingLine:
		return modeSettled(d, s) || listSettled(d, s)
	case strings.HasPrefix(s.Key, regionLine), strings.HasPrefix(s.Key, oldRegion):
		return !s.No && len(w) > 5 && inForce(d, w[4], w[5])
	case s.Key == urpfLine:
		f, ok := d.Said(fact.FlagURPF)
		return ok && (f.Text() == "disabled") != s.No
	case s.Key == forwardMode:
		return !s.No && len(w) == 4 && strings.EqualFold(d.Carve.Active.Text, w[3])
	}
	return listSettled(d, s)
}

// rollback is the last exchange that put a checkpoint in place, -1 = none did.
func rollback(d *fact.Device) int {
	for i := len(d.Events) - 1; i >= 0; i-- {
		if e := &d.Events[i]; e.Kind == fact.Entered && slices.Contains(e.Lines, rolledBack) {
			return e.Output
		}
	}
	return -1
}

// rollbackVital asks what is configured since a checkpoint was put in place.
func rollbackVital(d *fact.Device) []vendors.Vital {
	back := rollback(d)
	if back < 0 {
		return nil
	}
	run := lastConfig(d, "running")
	return []vendors.Vital{{
		Kind: fact.Beside, Name: "what is configured since `rollback running-config`", Ask: []string{"show running-config"},
		Known: run > back && showsCarve(d.Outputs[run].Command),
	}}
}

// showsCarve reports whether a question shows the lines that divide the memory, whole or
// behind a filter that lets them pass.
func showsCarve(command string) bool {
	return lets(command, "system routing x") && lets(command, "hardware access-list tcam region x 256")
}

// unconfigured reports whether a later answer shows the running configuration without
// a line, whole or behind a filter that would have shown it.
func unconfigured(d *fact.Device, s vendors.Stood) bool {
	run := lastConfig(d, "running")
	if run <= s.Output || s.No {
		return false
	}
	return lets(d.Outputs[run].Command, s.Line) && !strings.Contains(d.Outputs[run].Text, s.Line)
}

// modeSettled reports whether a later answer shows the configured mode as the
// applied one, or what was entered is what runs: the default, or the word of the
// configuration while both were the same.
func modeSettled(d *fact.Device, s vendors.Stood) bool {
	a, c := d.Carve.Active, d.Carve.Configured
	if s.No && a.Known() && d.Carve.Default {
		return true
	}
	if !a.Known() || a.Text != c.Text {
		return false
	}
	ran, ok := d.Said(fact.FlagModeRunning)
	again := !s.No && ok && int(ran.Span.Output) < s.Output && strings.EqualFold(ran.Text(), strings.Join(strings.Fields(s.Line)[2:], " "))
	return again || int(a.Span.Output) > s.Output
}

// listSettled reports whether the list of what waits was asked later and came whole
// without a line.
func listSettled(d *fact.Device, s vendors.Stood) bool {
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if i > s.Output && o.Current() && o.Complete() && o.Part == "" && o.Parser == "show-system-config-reload-pending" && !strings.Contains(o.Command, "|") {
			return !strings.Contains(o.Text, lastWords(s.Line))
		}
	}
	return false
}

// lastWords is a line without its first two words, which a list may shorten.
func lastWords(line string) string {
	w := strings.Fields(line)
	return strings.Join(w[min(len(w)-1, 2):], " ")
}

// saveState says whether what waits is saved, where the session shows it: a save
// behind the last line, or none; an erased startup-config holds nothing.
func saveState(d *fact.Device, waiting []vendors.Stood) {
	for _, s := range waiting {
		d.Boot.Unsaved, d.Boot.UnsavedSpan = fact.TriOf(s.Saved != fact.Yes), typed(d, s)
		if s.Saved != fact.Yes {
			break
		}
	}
	for i := range d.Outputs {
		o := &d.Outputs[i]
		if vendors.Match("write erase **", o.Command) == 0 || refused(o.Text) {
			continue
		}
		if !slices.ContainsFunc(d.Events, func(e fact.Event) bool { return (e.Kind == fact.Saved || wholeReload(e)) && e.Output > i }) {
			d.Boot.Unsaved, d.Boot.UnsavedSpan = fact.Yes, fact.Span{Output: int32(i), Line: 1, End: int32(len(firstLine(o.Text)))}
		}
	}
}

func wholeReload(e fact.Event) bool { return e.Kind == fact.Reloaded && e.Scope == fact.System() }
