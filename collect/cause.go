package collect

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"syscall"
)

func hostPort(host string, port int) string {
	if port == 0 {
		port = 22
	}
	return net.JoinHostPort(strings.Trim(host, "[]"), strconv.Itoa(port))
}

// HostPort is how an address is written with its port; IPv6 in brackets.
func HostPort(host string, port int) string { return hostPort(host, port) }

func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// Dialing gives the *Error of a connection that did not come about.
func Dialing(ctx context.Context, addr string, err error) *Error {
	var dns *net.DNSError
	var ne net.Error
	e := &Error{Cause: CauseUnreach, Msg: "no connection to " + addr, Err: err}
	switch {
	case errors.As(err, &dns):
		e.Cause, e.Msg = CauseResolve, "the name "+dns.Name+" does not resolve"
		e.Hint = "check host: in the inventory"
		if dns.IsTimeout {
			e.Msg = "the name server did not answer for " + dns.Name
		}
	case errors.Is(context.Cause(ctx), context.Canceled):
		e.Cause, e.Msg = CauseCancelled, "stopped while connecting to "+addr
	case errors.Is(err, syscall.ECONNREFUSED):
		e.Cause, e.Msg, e.Hint = CauseRefused, addr+" refused the connection", "is SSH on, and is a line free?"
	case isReset(err):
		e.Cause, e.Msg, e.Hint = CauseRefused, addr+" reset the connection", "all lines may be busy, or an access list forbids this host"
	case errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE):
		e.Msg, e.Hint = "this host has no file descriptors left", "raise ulimit -n or lower the number of sessions"
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &ne) && ne.Timeout():
		e.Msg = addr + " did not answer"
	case errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH):
		e.Msg = "there is no route to " + addr
	}
	return e
}
