package nxos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// readInventory reads `show inventory [all]`: NAME/DESCR lines, each followed by
// PID/VID/SN. Transceivers have no quotes; fabric extenders follow the chassis
// and are not the device [nxos:1, captures:list].
func readInventory(s *textscan.Scan, r *fact.Reading) {
	if doc := Document(s, r); doc != nil {
		for _, row := range rows(doc, "ROW_inv") {
			addPart(r, fact.Part{
				Name: unquote(row.Child("name").Value()), Descr: unquote(row.Child("desc").Value()), PID: row.Child("productid").Value(),
				Serial: row.Child("serialnum").Value(), Span: spanOf(row.Child("productid"), row),
			})
			r.Recognised = true
		}
		return
	}
	var part fact.Part
	for {
		l, ok := s.Next()
		if !ok {
			return
		}
		switch t := l.Trim(); {
		case strings.HasPrefix(t, "NAME:"):
			name, descr, _ := strings.Cut(t[len("NAME:"):], "DESCR:")
			part = fact.Part{Name: unquote(name), Descr: unquote(descr)}
			s.Claim(l)
			r.Recognised = true
		case strings.HasPrefix(t, "PID:"):
			part.PID, part.Serial = pidAndSerial(t)
			part.Span = s.SpanOf(l, part.PID)
			addPart(r, part)
			part = fact.Part{}
			s.Claim(l)
			r.Recognised = true
		}
	}
}

func unquote(t string) string {
	return strings.TrimSpace(strings.Trim(strings.Trim(strings.TrimSpace(t), ","), `"\ `))
}

// pidAndSerial splits "PID: N9K-C9396PX ,  VID: V02 ,  SN: SAL1819S6LU".
func pidAndSerial(t string) (pid, serial string) {
	pid, rest, _ := strings.Cut(strings.TrimSpace(t[len("PID:"):]), ",")
	if _, sn, ok := strings.Cut(rest, "SN:"); ok {
		serial = strings.TrimSpace(sn)
	}
	return strings.TrimSpace(pid), serial
}

// addPart keeps a part; the chassis gives the model.
func addPart(r *fact.Reading, p fact.Part) {
	id := &r.Identity
	p.Slot = slotOf(p.Name)
	if p.Name == "Chassis" && p.PID != "" && id.Model == "" {
		id.Model, id.Serial = p.PID, p.Serial
		setSpan(id, "model", p.Span)
		r.Flag(fact.FlagChassis, p.PID, p.Span)
	}
	if virtualName(p.PID) || virtualName(p.Descr) {
		id.Virtual = true
	}
	id.Parts = append(id.Parts, p)
}

// slotOf gives the number of "Slot 3" or "Module 3"; parts of fabric extenders
// have none.
func slotOf(name string) string {
	for _, p := range []string{"Slot ", "Module "} {
		if n, ok := strings.CutPrefix(name, p); ok {
			return n
		}
	}
	return ""
}

// PID turns a chassis string into the part number it stands for, for look-ups
// only: "Nexus9000 93180YC-EX chassis" is N9K-C93180YC-EX, "Nexus 3048 Chassis"
// starts as N3K-C3048 does [nxos:1.1]. A part number comes back as it is.
func PID(model string) string {
	name, _, _ := strings.Cut(model, " (")
	name = strings.TrimSuffix(strings.TrimSuffix(name, " Chassis"), " chassis")
	for _, f := range []struct{ mark, prefix string }{
		{"Nexus9000 ", "N9K-"},
		{"Nexus9300 ", "N9K-"},
		{"Nexus9500 ", "N9K-"},
		{"Nexus7000 ", "N7K-"},
		{"Nexus7700 ", "N77-"},
		{"Nexus3000 ", "N3K-"},
		{"Nexus 3", "N3K-C3"},
		{"Nexus 5", "N5K-C5"},
		{"Nexus5", "N5K-C5"},
		{"Nexus 6", "N6K-C6"},
	} {
		if rest, ok := strings.CutPrefix(name, f.mark); ok {
			if len(rest) > 0 && rest[0] >= '0' && rest[0] <= '9' && !strings.Contains(f.prefix, "-C") {
				rest = "C" + rest
			}
			return f.prefix + strings.TrimSpace(rest)
		}
	}
	return name
}
