// Package vaulttest is a Vault for tests: its interface over HTTP with what a real one
// checks (logins, tokens, policies, namespaces) and what goes wrong with one. The
// answers are synthetic, in the shape of the API documents (inv:vault).
package vaulttest

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
)

// Server is one Vault.
type Server struct {
	Token     string // a token that may read
	Namespace string // in which everything is; "" = the root
	RoleID    string
	SecretID  string
	JWT       string            // that role headroom is bound to, for jwt and kubernetes
	KV        map[string]string // "secret/noc#password" -> value
	// Sign signs a public key for a user; nil = no certificates.
	Sign func(publicKey, user string) (string, error)

	mu      sync.Mutex
	Fault   func(w http.ResponseWriter, r *http.Request) bool
	Logins  int
	Revoked int
	Reads   int
}

// issued is the token of every login.
const issued = "hvs.CAESIIssuedByALoginOfTheTest0123456789"

// ServeHTTP answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Fault != nil && s.Fault(w, r) {
		return
	}
	path := strings.TrimPrefix(r.URL.Path, "/v1/")
	var body map[string]string
	_ = json.NewDecoder(r.Body).Decode(&body)
	if r.Header.Get("X-Vault-Namespace") != s.Namespace {
		fail(w, http.StatusForbidden, "permission denied")
		return
	}
	if strings.HasPrefix(path, "auth/") && strings.HasSuffix(path, "/login") {
		s.login(w, r, path, body)
		return
	}
	if t := r.Header.Get("X-Vault-Token"); t == "" || t != s.Token && (t != issued || s.Logins == 0) {
		fail(w, http.StatusForbidden, "permission denied")
		return
	}
	switch mount, rest, _ := strings.Cut(path, "/"); {
	case path == "auth/token/revoke-self" && r.Method == http.MethodPost:
		s.Revoked++
		w.WriteHeader(http.StatusNoContent)
	case strings.HasPrefix(rest, "sign/") && r.Method == http.MethodPost:
		s.sign(w, body)
	case strings.HasPrefix(rest, "data/") && r.Method == http.MethodGet:
		s.read(w, mount+"/"+strings.TrimPrefix(rest, "data/"))
	default:
		fail(w, http.StatusNotFound)
	}
}

func (s *Server) login(w http.ResponseWriter, r *http.Request, path string, body map[string]string) {
	ok := false
	switch strings.Split(path, "/")[1] {
	case "approle":
		ok = body["role_id"] == s.RoleID && body["secret_id"] == s.SecretID && s.RoleID != ""
	case "jwt", "kubernetes", "k8s-fra":
		ok = body["role"] == "headroom" && body["jwt"] == s.JWT && s.JWT != ""
	}
	if !ok || r.Method != http.MethodPost {
		fail(w, http.StatusBadRequest, "invalid role or secret ID: "+body["secret_id"]+body["jwt"])
		return
	}
	s.Logins++
	say(w, map[string]any{"auth": map[string]any{"client_token": issued, "lease_duration": 1200, "renewable": true, "policies": []string{"default", "headroom"}}})
}

func (s *Server) read(w http.ResponseWriter, path string) {
	s.Reads++
	data := map[string]any{}
	for key, v := range s.KV {
		if p, field, _ := strings.Cut(key, "#"); p == path {
			data[field] = v
		}
	}
	if path == "secret/forbidden" {
		fail(w, http.StatusForbidden, "1 error occurred:\n\t* permission denied\n\n")
		return
	}
	if len(data) == 0 {
		fail(w, http.StatusNotFound)
		return
	}
	data["number"] = 7
	say(w, map[string]any{"request_id": "0", "data": map[string]any{"data": data, "metadata": map[string]any{"version": 3, "destroyed": false, "created_time": "2026-11-20T08:00:00Z"}}})
}

func (s *Server) sign(w http.ResponseWriter, body map[string]string) {
	if s.Sign == nil || body["cert_type"] != "user" {
		fail(w, http.StatusBadRequest, "unknown role")
		return
	}
	signed, err := s.Sign(body["public_key"], body["valid_principals"])
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	say(w, map[string]any{"data": map[string]any{"serial_number": "c73f26d2340276aa", "signed_key": signed + "\n"}})
}

func say(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func fail(w http.ResponseWriter, status int, why ...string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if why == nil {
		why = []string{}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": why})
}
