package inventory

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Hop is one [user@]host[:port] of a way to a device.
type Hop struct {
	User, Host string
	Port       int // 0 = not said
}

// ParseHop reads [user@]host[:port] or ssh://[user@]host[:port] (ssh(1), -J); an
// IPv6 address may stand without brackets where no port follows. A password in it is
// an error that does not show it.
func ParseHop(s string) (Hop, error) {
	if !strings.HasPrefix(s, "ssh://") {
		if at := strings.LastIndexByte(s, '@'); strings.Count(s[at+1:], ":") > 1 && !strings.HasPrefix(s[at+1:], "[") {
			s = s[:at+1] + "[" + s[at+1:] + "]" // a bare IPv6 address
		}
		s = "ssh://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return Hop{}, fmt.Errorf("%.60q is no [user@]host[:port]", s[strings.LastIndexByte(s, '@')+1:])
	}
	if _, has := u.User.Password(); has {
		return Hop{}, fmt.Errorf("the way over %s has a password in it", u.Hostname())
	}
	h := Hop{User: u.User.Username(), Host: u.Hostname()}
	if p := u.Port(); p != "" {
		if h.Port, err = strconv.Atoi(p); err != nil || h.Port < 1 || h.Port > 65535 {
			return Hop{}, fmt.Errorf("the way over %s has a port that does not exist", u.Hostname())
		}
	}
	return h, nil
}
