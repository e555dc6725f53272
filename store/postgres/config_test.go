package postgres

import "testing"

// Who the server is must be proved wherever it is not this machine, however its host is
// named; what the URL says itself stands.
func TestTLSIsDemanded(t *testing.T) {
	for _, tt := range []struct {
		url, host string // host = PGHOST
		verified  bool
	}{
		{"postgres://u@db1.example.net/d", "", true},
		{"postgres://u@localhost/d?host=db1.example.net", "", true},
		{"postgres:///d?user=u", "db1.example.net", true},
		{"postgres://u@localhost,db1.example.net/d", "", true},
		{"postgres://u@127.0.0.1/d", "db1.example.net", false},
		{"postgres:///d?user=u&host=/run/postgresql", "", false},
		{"postgres://u@db1.example.net/d?sslmode=disable", "", false},
	} {
		t.Setenv("PGHOST", tt.host)
		cfg, _, err := config(tt.url, nil, true)
		if err != nil {
			t.Errorf("%s: %v", tt.url, err)
			continue
		}
		c := cfg.ConnConfig
		verified := c.TLSConfig != nil && !c.TLSConfig.InsecureSkipVerify
		for _, f := range c.Fallbacks {
			verified = verified && f.TLSConfig != nil && !f.TLSConfig.InsecureSkipVerify
		}
		if verified != tt.verified {
			t.Errorf("%s with PGHOST=%q: verified %v", tt.url, tt.host, verified)
		}
	}
}
