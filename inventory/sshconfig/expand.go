package sshconfig

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// What may be put into a line for the shell: no character of these means
// anything to it, and none can start an option.
var (
	safeHost = regexp.MustCompile(`^[A-Za-z0-9_:.][A-Za-z0-9_:.%-]*$`)
	safeUser = regexp.MustCompile(`^[A-Za-z0-9_.][A-Za-z0-9_.@+-]*$`)
)

// ExpandProxy puts host, port and user into a ProxyCommand: %h %p %r %n %%.
// Host and user come from files that others may have written: what holds more
// than the characters of names is refused, since a shell reads the result.
func ExpandProxy(command, host, alias string, port int, user string) (string, error) {
	values := map[byte]string{'%': "%", 'h': host, 'n': alias, 'r': user, 'p': strconv.Itoa(port)}
	var b strings.Builder
	for i := 0; i < len(command); i++ {
		if command[i] != '%' {
			b.WriteByte(command[i])
			continue
		}
		if i++; i == len(command) {
			return "", errors.New("the proxy command ends in a %")
		}
		v, ok := values[command[i]]
		switch c := command[i]; {
		case !ok:
			return "", fmt.Errorf("the proxy command has %%%c, which is not known: %%h %%p %%r %%n %%%% are", c)
		case (c == 'h' || c == 'n') && !safeHost.MatchString(v):
			return "", fmt.Errorf("%.60q cannot be put into a proxy command: it holds more than the characters of a host name", v)
		case c == 'r' && !safeUser.MatchString(v):
			return "", fmt.Errorf("the user cannot be put into a proxy command: it holds more than letters, digits and _ . @ + -")
		}
		b.WriteString(v)
	}
	return b.String(), nil
}
