package transcript

import (
	"bytes"
	"regexp"
)

// Placeholder stands where a secret stood.
const Placeholder = "<redacted>"

// secretShapes find secrets in configurations and answers; group 1 is the
// secret. They take in too much rather than too little.
var secretShapes = []*regexp.Regexp{
	regexp.MustCompile(`(?im)\b(?:password|secret)[ \t]+(?:encrypted[ \t]+)?(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	regexp.MustCompile(`(?im)\b(?:key|key-string|md5|auth-key|wpa-psk|psk)[ \t]+(?:[0-9]{1,2}[ \t]+)("[^"\r\n]+"|[^\s"]+)`),
	regexp.MustCompile(`(?im)\b(?:tacacs-server|radius-server)\b[^\r\n]*?\bkey[ \t]+(?:[0-9]{1,2}[ \t]+)?("[^"\r\n]+"|[^\s"]+)`),
	regexp.MustCompile(`(?im)\bsnmp(?:-server)?[ \t]+community[ \t]+("[^"\r\n]+"|[^\s"]+)`),
	regexp.MustCompile(`(?im)\bsnmp-server host \S+(?: (?:traps|informs|version|[123]c?|vrf \S+))*[ \t]+([^\s"]+)`),
	regexp.MustCompile(`(?im)\b(?:encrypted-password|authentication-key|pre-shared-key(?: ascii-text| hexadecimal)?|simple-password|community-string|secret)[ \t]+("[^"\r\n]+"|[^\s";]+)`),
	regexp.MustCompile(`(?im)\b(?:priv|auth)[ \t]+(?:md5|sha\S*|des\S*|3des|aes(?:[ \t]+\d+)?)[ \t]+([^\s"]+)`),
	regexp.MustCompile(`(\$9\$[^\s";]+)`),
	regexp.MustCompile(`(\$(?:1|5|6|8|14)\$[^\s";]+)`),
	regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
}

// Redact replaces every secret in the transcript's bytes by Placeholder, in
// place, and adds how many it replaced to t.Redacted: the known ones (passwords
// that were used to log in) and whatever looks like one in a configuration.
// It must run before Marshal.
func Redact(t *Transcript, known ...[]byte) {
	for i := range t.Records {
		r := &t.Records[i]
		pre, body, post := split(r)
		var n int
		for _, part := range []*[]byte{&pre, &body, &post, &r.Sent} {
			var m int
			*part, m = redactBytes(*part, known)
			n += m
		}
		if n == 0 {
			continue
		}
		raw := make([]byte, 0, len(pre)+len(body)+len(post))
		r.Raw = append(append(append(raw, pre...), body...), post...)
		r.BodyStart, r.BodyEnd = len(pre), len(pre)+len(body)
		t.Redacted += n
	}
}

func split(r *Record) (pre, body, post []byte) {
	lo := max(0, min(r.BodyStart, len(r.Raw)))
	hi := max(lo, min(r.BodyEnd, len(r.Raw)))
	return r.Raw[:lo], r.Raw[lo:hi], r.Raw[hi:]
}

func redactBytes(b []byte, known [][]byte) ([]byte, int) {
	n := 0
	for _, k := range known {
		if len(k) < 4 { // shorter ones would tear ordinary words apart
			continue
		}
		if c := bytes.Count(b, k); c > 0 {
			b = bytes.ReplaceAll(b, k, []byte(Placeholder))
			n += c
		}
	}
	for _, re := range secretShapes {
		var m int
		b, m = redactShape(b, re)
		n += m
	}
	return b, n
}

func redactShape(b []byte, re *regexp.Regexp) ([]byte, int) {
	all := re.FindAllSubmatchIndex(b, -1)
	if all == nil {
		return b, 0
	}
	out := make([]byte, 0, len(b))
	at, n := 0, 0
	for _, m := range all {
		if bytes.Equal(b[m[2]:m[3]], []byte(Placeholder)) {
			continue
		}
		out = append(append(out, b[at:m[2]]...), Placeholder...)
		at = m[3]
		n++
	}
	return append(out, b[at:]...), n
}
