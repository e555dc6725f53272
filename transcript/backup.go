package transcript

import (
	"bytes"
	"strings"

	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// kinds of configuration that stand alone in a file.
var (
	contentType = lazyregexp.New(`^[!#]\s*RANCID-CONTENT-TYPE:\s*([\w\-]+)`)
	hostLine    = lazyregexp.New(`(?m)^(?:hostname|switchname) \S|^\s*host-name \S+;|^set (?:groups \S+ )?system host-name \S`)
	configHead  = lazyregexp.New(`(?m)^(?:version \S+|interface \S+|!! IOS XR Configuration|set version \S+|system \{|feature \S+|boot-start-marker)`)
	configXE    = lazyregexp.New(`(?m)^version (?:1[6-9]|2\d)\.|IOS.?XE`)
	configIOS   = lazyregexp.New(`(?m)^version 1[0-5]\.\d\s*$`)
	configNX    = lazyregexp.New(`(?m)^version \d+\.\d+\(\d|^!Command: show running-config|^feature \S|^vdc \S+ id \d`)
	configJunos = lazyregexp.New(`(?m)^set (?:version|system) \S|^system \{|^## Last (?:commit|changed)`)
)

// backup reads a configuration that stands in a file of its own, as RANCID and
// Oxidized keep it: their comments and the configuration are the answer to show
// running-config. The answers that they put before a Junos configuration, behind
// "#", are exchanges. nil = it is none.
func backup(data []byte, readable bool) ([]*Transcript, []byte) {
	head := data[:min(len(data), 400)]
	m := contentType.FindSubmatch(bytes.TrimLeft(head, "\r\n "))
	if m == nil && (readable || !hostLine.Match(data) || !configHead.Match(data) || hiddenPrompt.Match(data)) {
		return nil, nil
	}
	t := &Transcript{Source: "log"}
	if m != nil {
		t.OS = osOf(string(m[1]), data)
	} else {
		t.OS = osOf("", data)
	}
	if t.OS == "juniper_junos" {
		data = uncomment(data)
		header := len(data) - len(configOf(data))
		t.Records = headerRecords(data[:header])
		t.Records = append(t.Records, configRecord("show configuration", data[header:], t.OS))
	} else {
		t.Records = []Record{configRecord("show running-config", data, t.OS)}
	}
	t.Device = ownName(t)
	return []*Transcript{t}, data
}

// osOf names the system by the word of RANCID, else by the configuration; "" = it
// is left to those who read the answers.
func osOf(rancid string, whole []byte) string {
	data := telling(whole)
	switch {
	case strings.HasPrefix(rancid, "juniper"), strings.HasPrefix(rancid, "junos"), rancid == "" && configJunos.Match(data):
		return "juniper_junos"
	case strings.HasPrefix(rancid, "cisco-xr"), bytes.Contains(data, []byte("!! IOS XR Configuration")):
		return "cisco_iosxr"
	case strings.HasPrefix(rancid, "cisco-nx"), configNX.Match(data):
		return "cisco_nxos"
	case configXE.Match(data):
		return "cisco_iosxe"
	case rancid == "cisco", configIOS.Match(data):
		return "cisco_ios"
	}
	return ""
}

// telling are the lines of a configuration that may name its system: all of a large one is
// slow to look through.
func telling(data []byte) []byte {
	var out []byte
	for line := range bytes.Lines(data) {
		switch line[0] {
		case 'v', 'f', 's', '!', '#':
		default:
			if !bytes.Contains(line, []byte("IOS")) {
				continue
			}
		}
		out = append(out, line...)
	}
	return out
}

// configRecord is the answer that a configuration is. One of IOS that has no end
// was cut.
func configRecord(command string, data []byte, os string) Record {
	r := Record{Kind: Command, Command: command, Raw: data, BodyEnd: len(data), State: Complete, Notes: []string{"a backup of the configuration, with what stands before it"}}
	if strings.HasPrefix(os, "cisco_ios") && !bytes.Contains(data, []byte("\nend")) {
		r.State = Truncated
		r.Notes = append(r.Notes, "the configuration has no end")
	}
	return r
}

// configOf is what stands behind the comments at the head of a Junos backup.
func configOf(data []byte) []byte {
	if at := configJunos.FindIndex(data); at != nil {
		return data[at[0]:]
	}
	return data[len(data):]
}

// uncomment takes "# " off the comments at the head of a backup.
func uncomment(data []byte) []byte {
	out := make([]byte, 0, len(data))
	head := true
	for line := range bytes.Lines(data) {
		if head = head && (line[0] == '#' || len(bytes.TrimSpace(line)) == 0); head && !bytes.HasPrefix(line, []byte("##")) {
			line = bytes.TrimPrefix(bytes.TrimPrefix(line, []byte("#")), []byte(" "))
		}
		out = append(out, line...)
	}
	return out
}

// headerRecords reads the answers before a configuration as a log is read; where
// nothing tells what printed them they are loose.
func headerRecords(data []byte) []Record {
	if len(data) == 0 {
		return nil
	}
	s := source{data: data}
	s.count()
	r := reader{source: s, names: map[string]place{}, engines: map[string]place{}, hosts: seen(s.marks)}
	r.read()
	var out []Record
	for _, d := range r.devices {
		out = append(out, d.t.Records...)
	}
	for i := range out {
		out[i].State, out[i].Notes = Complete, nil // the next answer or the configuration follows
	}
	return out
}
