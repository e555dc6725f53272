package lab

import (
	"context"
	"net"
)

// telnet is one connection to a device that speaks telnet: a terminal on TCP.
func (l *Lab) telnet(ctx context.Context, r *router, nc net.Conn) {
	defer context.AfterFunc(ctx, func() { _ = nc.Close() })()
	newSession(ctx, l, r, r.User, nc, func() {}).run()
}

// loggedIn asks for user and password, as the terminal of a router does.
func (s *session) loggedIn() bool {
	s.print("\r\nUser Access Verification\r\n\r\nUsername: ")
	user, err := s.readLine(true)
	if err != nil {
		return false
	}
	s.print("Password: ")
	secret, err := s.readLine(false)
	if err != nil {
		return false
	}
	if (authenticator{l: s.l, r: s.r}).may(user, []byte(secret)) != nil {
		s.r.rejected.Add(1)
		s.print("\r\n% Login invalid\r\n")
		s.flush()
		return false
	}
	s.r.logins.Add(1)
	return true
}
