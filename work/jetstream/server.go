package jetstream

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// ServerConfig says how the server of a hub runs.
type ServerConfig struct {
	Dir      string // of its files; one server at a time
	Listen   string // address; "" = only this process reaches it
	Port     int
	TLS      *tls.Config // nil = none
	Sync     bool        // what is acknowledged is on the disk
	MaxBytes int64       // room on the disk; 0 = what the server takes
	Auth     server.Authentication
}

// maxPayload is the largest message: a session's transcript is at most 16 MiB before it is
// packed.
const maxPayload = 24 << 20

// Server is a nats-server with JetStream in this process.
type Server struct{ s *server.Server }

// Start runs a server and waits until it can be used.
func Start(cfg ServerConfig) (*Server, error) {
	if ip := net.ParseIP(cfg.Listen); cfg.Listen != "" && cfg.Listen != "localhost" && (ip == nil || !ip.IsLoopback()) && (cfg.TLS == nil || cfg.Auth == nil) {
		return nil, fmt.Errorf("start nats-server: on %s it needs certificates, and who may write what", cfg.Listen)
	}
	opts := &server.Options{
		ServerName: "headroom", JetStream: true, StoreDir: cfg.Dir, NoSigs: true, NoLog: true, MaxPayload: maxPayload, MaxPending: 4 * maxPayload,
		DontListen: cfg.Listen == "", Host: cfg.Listen, Port: cfg.Port, TLSConfig: cfg.TLS, TLS: cfg.TLS != nil, TLSVerify: cfg.TLS != nil, TLSTimeout: 10,
		SyncAlways: cfg.Sync, JetStreamMaxStore: cfg.MaxBytes, CustomClientAuthentication: cfg.Auth,
	}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("start nats-server: %w", err)
	}
	s.Start()
	if !s.ReadyForConnections(30 * time.Second) {
		s.Shutdown()
		s.WaitForShutdown()
		return nil, errors.New("start nats-server: it is not ready after 30 s")
	}
	return &Server{s}, nil
}

// Connect gives a connection inside this process.
func (s *Server) Connect() (*nats.Conn, error) { return nats.Connect("", nats.InProcessServer(s.s)) }

// Stop ends the server.
func (s *Server) Stop() {
	s.s.Shutdown()
	s.s.WaitForShutdown()
}
