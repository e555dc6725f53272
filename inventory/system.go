package inventory

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/lazyregexp"
)

// systemWords are the words that other programs use for the operating systems that
// headroom reads. A word that stands for IOS and IOS XE alike (ios, cisco) says
// nothing: the device is asked.
var systemWords = lazyregexp.New(`^(?:(cisco)?(iosxe|xe)|(cisco)?(iosxr|xr)|(cisco)?(nxos|nx)|(junipernetworks|juniper)?(junos|juniper)(?:[a-z]{2,3})?|(cisco)?(ios|cisco))(ssh|netconf|[0-9][0-9a-z]*)?$`)

// SystemOf gives the operating system that a word of another program stands for:
// a platform of NetBox, ansible_network_os, a type of RANCID, a model of Oxidized.
// Upper case, dots, dashes and a version behind the word make no difference. "" with
// known = the device is asked; known is false for a system that is not read. more are
// words of the person, which win.
func SystemOf(word string, more map[string]fact.OS) (os fact.OS, known bool) {
	if os, ok := more[strings.ToLower(word)]; ok {
		return os, true
	}
	low := strings.ToLower(strings.TrimSpace(word))
	if parts := strings.Split(low, "."); len(parts) == 3 && parts[1] == parts[2] {
		low = parts[2] // a collection of Ansible: cisco.iosxr.iosxr
	}
	low = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, low)
	m := systemWords.FindStringSubmatch(low)
	switch {
	case low == "":
		return "", true
	case m == nil, strings.Contains(low, "evo"): // another system than Junos, with other answers
		return "", false
	case m[2] != "":
		return fact.IOSXE, true
	case m[4] != "":
		return fact.IOSXR, true
	case m[6] != "":
		return fact.NXOS, true
	case m[8] != "":
		return fact.Junos, true
	}
	return "", true
}
