// Package netboxtest is a NetBox, or a Nautobot, for tests: its interface over HTTP with
// what a real one checks (tokens, permissions, paging, filters) and what goes wrong with
// one. The answers are synthetic, in the shape of the API documents (inv:netbox,
// inv:nautobot).
package netboxtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Server is one instance.
type Server struct {
	Token     string // what opens it: nbt_KEY.TOKEN for version 2
	Nautobot  bool
	MostLimit int // the largest page it gives; 0 = 1000
	Devices   []map[string]any

	mu    sync.Mutex
	made  map[string][]byte // pages, where Keep says so
	Keep  bool
	Fault Fault
	Asked int // requests so far
}

// Fault says what goes wrong with an answer; nil = nothing. It returns true where it
// has answered.
type Fault func(s *Server, w http.ResponseWriter, r *http.Request) bool

// Set changes what goes wrong.
func (s *Server) Set(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Fault = f
}

// ServeHTTP answers.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Asked++
	if s.Fault != nil && s.Fault(s, w, r) {
		return
	}
	if r.URL.Path != "/api/dcim/devices/" {
		w.Header().Set("Content-Type", "text/html")
		http.Error(w, "<html>Page not found</html>", http.StatusNotFound)
		return
	}
	if r.Header.Get("Authorization") != s.scheme()+s.Token {
		say(w, http.StatusForbidden, map[string]any{"detail": "Invalid token " + r.Header.Get("Authorization")})
		return
	}
	s.list(w, r)
}

func (s *Server) scheme() string {
	if strings.HasPrefix(s.Token, "nbt_") {
		return "Bearer "
	}
	return "Token "
}

func say(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// list answers with one page of what the filters leave.
func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	q, key := r.URL.Query(), r.URL.RawQuery
	if body := s.made[key]; body != nil {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
		return
	}
	most := s.MostLimit
	if most == 0 {
		most = 1000
	}
	limit, offset := 50, 0
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n > 0 {
		limit = n
	}
	limit = min(limit, most)
	offset, _ = strconv.Atoi(q.Get("offset"))
	var left []map[string]any
	for _, d := range s.Devices {
		if wanted(d, q) {
			left = append(left, d)
		}
	}
	var next any
	end := min(len(left), offset+limit)
	if end < len(left) {
		q.Set("limit", strconv.Itoa(limit))
		q.Set("offset", strconv.Itoa(end))
		// behind a proxy the host of this address is another one: it must not be asked
		next = "http://internal.invalid/api/dcim/devices/?" + q.Encode()
	}
	page := []map[string]any{}
	if offset < end {
		page = left[offset:end]
	}
	body, _ := json.Marshal(map[string]any{"count": len(left), "next": next, "previous": nil, "results": page})
	w.Header().Set("Content-Type", "application/json")
	if s.Keep {
		if s.made == nil {
			s.made = map[string][]byte{}
		}
		s.made[key] = body
	}
	_, _ = w.Write(body)
}

// wanted applies the filters of site, role, status and tag.
func wanted(d map[string]any, q map[string][]string) bool {
	for key, values := range q {
		if !slices.Contains([]string{"site", "role", "status", "location", "tag"}, key) {
			continue
		}
		o, _ := d[key].(map[string]any)
		ok := false
		for _, v := range values {
			ok = ok || o["slug"] == v || o["value"] == v || o["name"] == v
		}
		if !ok {
			return false
		}
	}
	return true
}

// Device makes a device in the shape of NetBox 4; change what it gives.
func Device(id int, name, address, platform string) map[string]any {
	d := map[string]any{
		"id": id, "url": fmt.Sprintf("http://internal.invalid/api/dcim/devices/%d/", id), "name": name, "display": name,
		"device_type":     map[string]any{"id": 1, "model": "Router 6", "slug": "router-6", "manufacturer": map[string]any{"id": 1, "name": "Cisco", "slug": "cisco"}},
		"role":            map[string]any{"id": 2, "name": "Edge", "slug": "edge"},
		"site":            map[string]any{"id": 3, "name": "FRA 3", "slug": "fra3"},
		"status":          map[string]any{"value": "active", "label": "Active"},
		"tags":            []any{map[string]any{"id": 1, "name": "full table", "slug": "full-table"}},
		"primary_ip":      nil,
		"primary_ip4":     nil,
		"platform":        nil,
		"virtual_chassis": nil, "vc_position": nil,
		"custom_fields": map[string]any{"maintenance": nil, "jump_host": nil},
	}
	if address != "" {
		d["primary_ip"] = map[string]any{"id": id, "family": map[string]any{"value": 4, "label": "IPv4"}, "address": address}
		d["primary_ip4"] = d["primary_ip"]
	}
	if platform != "" {
		d["platform"] = map[string]any{"id": 5, "name": platform, "slug": platform}
	}
	return d
}

// NautobotDevice makes a device in the shape of Nautobot 2, as depth 1 gives it.
func NautobotDevice(id, name, address, driver string) map[string]any {
	d := map[string]any{
		"id": id, "object_type": "dcim.device", "name": name,
		"role":     map[string]any{"id": "7a0e", "name": "edge", "object_type": "extras.role"},
		"location": map[string]any{"id": "8b1f", "name": "fra3", "object_type": "dcim.location"},
		"status":   map[string]any{"id": "9c2a", "name": "Active"},
		"platform": map[string]any{"id": "6d3b", "name": "XR of the edge", "network_driver": driver},
		"tags":     []any{map[string]any{"id": "5e4c", "name": "transit"}}, "virtual_chassis": nil, "primary_ip4": nil, "primary_ip6": nil,
		"custom_fields": map[string]any{},
	}
	if address != "" {
		d["primary_ip4"] = map[string]any{"id": "4f5d", "address": address, "host": strings.Split(address, "/")[0], "ip_version": 4}
	}
	return d
}
