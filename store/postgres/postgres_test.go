package postgres_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/internal/pgtest"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/store/postgres"
	"github.com/headroom-audit/headroom/transcript"
)

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, url string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func figure(v float64) fact.Figure { return fact.Derived(v, fact.Span{}, "test") }

func visit(name string) *store.Visit {
	return &store.Visit{
		Device:     name,
		Transcript: &transcript.Transcript{Device: name, Source: "ssh", Recorded: noon},
		Reading: &store.Reading{
			Device: name, At: noon, RunsOut: store.RunsOut{Low: noon.AddDate(1, 0, 0).Truncate(24 * time.Hour)},
			Judged: store.Judged{State: "WARN", Action: "filter", Pool: "IPv4 (module 1)", RunsOut: "IPv4 (module 1)", Complete: true},
			Samples: []store.Sample{
				{Name: "IPv4", Resource: "fib.ipv4", Instance: "module 1", Unit: "entries", Kind: fact.CapCarve, Used: figure(400_000), Cap: figure(524_288), Max: figure(1_048_576)},
				{Name: "IPv6", Resource: "fib.ipv6", Unit: "entries", Kind: fact.CapCarve, Used: figure(0)},
				{Name: "LPM", Resource: "fib.lpm", Unit: "entries", Kind: fact.CapEstimate, Cap: figure(1000)},
				{Name: "memory", Resource: "fib.memory", Unit: "percent", Kind: fact.CapPercent, Used: figure(84.5), Cap: figure(100), Free: figure(12.5)},
				{Name: "many", Resource: "fib.many", Unit: "bytes", Kind: fact.CapCarve, Used: figure(1 << 50), Cap: figure(1 << 52)},
			},
		},
	}
}

func TestOnAServer(t *testing.T) {
	c := pgtest.Start(t)
	for name, test := range map[string]func(*testing.T, *pgtest.Cluster){
		"views show what was read, and nothing where nothing is known": views,
		"roles may do what they need and no more":                      roles,
		"several write one scan at the same time":                      writers,
		"bytes that the server refuses are kept as far as they go":     hostile,
		"a newer schema is refused, an older one by a reader":          versions,
		"a scan is free again when its session ends":                   heldElsewhere,
		"a scan that another program took meanwhile is not written":    takenMeanwhile,
	} {
		t.Run(name, func(t *testing.T) { test(t, c) })
	}
	t.Run("a restart of the server loses nothing", func(t *testing.T) { restart(t, c) })
}

func views(t *testing.T, c *pgtest.Cluster) {
	u := c.URL(t)
	s, ctx := open(t, u), t.Context()
	if err := s.Begin(ctx, store.Scan{ID: "s1", Started: noon, Planned: 2}); err != nil {
		t.Fatal(err)
	}
	_ = s.Append(ctx, "s1", visit("a"))
	_ = s.Append(ctx, "s1", &store.Visit{Device: "b", Failure: fact.Failure{Cause: "auth"}, Reading: &store.Reading{Device: "b", At: noon, Judged: store.Judged{State: "FAIL", Cause: "auth"}}})
	schema, _ := url.Parse(u)
	ask := func(query string) string {
		return strings.TrimSpace(c.SQL(t, "postgres", "SET search_path = "+schema.Query().Get("search_path")+"; "+query))
	}
	want := strings.Join([]string{
		"a|WARN|IPv4 (module 1)|400000|524288||2027-05-01|t",
		"a|WARN|IPv6|0||||f",
		"a|WARN|LPM||1000|||f",
		"a|WARN|many|1125899906842624|4503599627370496|||f",
		"a|WARN|memory|84.5|100|12.5||f",
	}, "\n")
	if d := cmp.Diff(want, ask(`SELECT device, state, pool, used, cap, free, run_out_low, worst FROM headroom_pool ORDER BY pool COLLATE "C" = 'memory', pool`)); d != "" {
		t.Errorf("headroom_pool:\n%s", d)
	}
	if got := ask(`SELECT device, state, not_read, run_out_low, complete FROM headroom_device ORDER BY device`); got != "a|WARN||2027-05-01|t\nb|FAIL|auth||f" {
		t.Errorf("headroom_device:\n%s", got)
	}
	if got := ask(`SELECT scan, planned, read FROM headroom_scan`); got != "s1|2|2" {
		t.Errorf("headroom_scan: %s", got)
	}
	if got := ask(`SELECT count(*) FROM headroom_pool_history WHERE device = 'a'`); got != "5" {
		t.Errorf("headroom_pool_history: %s", got)
	}
}

func roles(t *testing.T, c *pgtest.Cluster) {
	c.SQL(t, "postgres", "CREATE DATABASE roles")
	c.SQL(t, "roles", "CREATE ROLE headroom_reader LOGIN; CREATE ROLE headroom_writer LOGIN; CREATE ROLE owner LOGIN; ALTER DATABASE roles OWNER TO owner; ALTER SCHEMA public OWNER TO owner")
	ctx := t.Context()
	if _, err := postgres.Open(ctx, c.Named("roles", "headroom_writer"), nil); err == nil || !strings.Contains(err.Error(), "headroom store init") {
		t.Errorf("a writer made the tables, or was not told who does: %v", err)
	}
	_ = open(t, c.Named("roles", "owner"))
	w := open(t, c.Named("roles", "headroom_writer"))
	if err := w.Begin(ctx, store.Scan{ID: "s1", Started: noon}); err != nil {
		t.Fatal(err)
	}
	if err := w.Append(ctx, "s1", visit("a")); err != nil {
		t.Error(err)
	}
	if _, err := w.KeepSession(ctx, "x", nil, []byte("{}")); err != nil {
		t.Error(err)
	}
	r, err := postgres.OpenRead(ctx, c.Named("roles", "headroom_reader"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, err := r.Series(ctx, "a"); err != nil || len(got) != 1 {
		t.Errorf("a reader reads %d, %v", len(got), err)
	}
	if err := r.Append(ctx, "s1", visit("b")); err == nil {
		t.Error("a reader writes")
	}
	for role, statement := range map[string]string{
		"headroom_reader": "DELETE FROM scan", "headroom_writer": "DROP TABLE scan",
	} {
		if !refused(t, c, role, statement) {
			t.Errorf("%s may do %s", role, statement)
		}
	}
	if got := c.SQL(t, "roles", "SET ROLE headroom_reader; SELECT count(*) FROM headroom_pool"); strings.TrimSpace(got) != "5" {
		t.Errorf("a reader sees %s of the view", got)
	}
}

// refused reports whether the server refuses a statement of a role.
func refused(t *testing.T, c *pgtest.Cluster, role, statement string) bool {
	t.Helper()
	got := c.SQL(t, "roles", fmt.Sprintf(`DO $$ BEGIN SET ROLE %s; EXECUTE '%s'; RAISE EXCEPTION USING ERRCODE = 'ZZ000';
	  EXCEPTION WHEN insufficient_privilege THEN RESET ROLE; CREATE TABLE IF NOT EXISTS public.refused_%s (); WHEN SQLSTATE 'ZZ000' THEN NULL; END $$;
	  SELECT to_regclass('public.refused_%s') IS NOT NULL`, role, statement, role, role))
	return strings.TrimSpace(got) == "t"
}

func writers(t *testing.T, c *pgtest.Cluster) {
	u, ctx := c.URL(t), t.Context()
	const programs, each = 3, 40
	stores := make([]*postgres.Store, programs)
	var opened sync.WaitGroup
	for i := range stores { // they make the tables at the same time
		opened.Go(func() {
			s, err := postgres.Open(ctx, u, nil)
			if err != nil {
				t.Error(err)
				return
			}
			stores[i] = s
		})
	}
	opened.Wait()
	if t.Failed() {
		t.FailNow()
	}
	if err := stores[0].Begin(ctx, store.Scan{ID: "s1", Started: noon}); err != nil {
		t.Fatal(err)
	}
	var wrote sync.WaitGroup
	for _, s := range stores {
		defer s.Close()
		wrote.Go(func() {
			for i := range each { // all write the same devices
				if err := s.Append(ctx, "s1", visit(fmt.Sprint("r", i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wrote.Wait()
	got, err := stores[0].Readings(ctx, "s1")
	if sc, _ := stores[0].Scan(ctx, "s1"); err != nil || len(got) != each || sc.Visited != each {
		t.Errorf("%d readings, %d visits of %d devices, %v", len(got), sc.Visited, each, err)
	}
}

func hostile(t *testing.T, c *pgtest.Cluster) {
	s, ctx := open(t, c.URL(t)), t.Context()
	_ = s.Begin(ctx, store.Scan{ID: "s1", Started: noon, Inventory: "a\x00b"})
	v := visit("r\x001\xff")
	v.Failure = fact.Failure{Cause: "lost", Text: "\x00\xff'; DROP TABLE scan; --"}
	v.Meta.Tags = []string{"\x00"}
	v.Reading.Judged.Lines = "a\x00b\\u0000\xff"
	v.Reading.Samples[0].Name = "IP\x00v4"
	if err := s.Append(ctx, "s1", v); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, "s1", v); err != nil {
		t.Fatal(err)
	}
	got, err := s.Readings(ctx, "s1")
	if err != nil || len(got) != 1 || len(got[0].Samples) != 5 || got[0].Judged.State != "WARN" || got[0].Judged.Lines != "a\uFFFDb\\u0000\uFFFD" {
		t.Errorf("%+v, %v", got, err)
	}
}

func versions(t *testing.T, c *pgtest.Cluster) {
	c.SQL(t, "postgres", "CREATE DATABASE versions")
	u, ctx := c.Named("versions", "postgres"), t.Context()
	if _, err := postgres.OpenRead(ctx, u, nil); err == nil || !strings.Contains(err.Error(), "headroom store init") {
		t.Errorf("a reader of an empty database: %v", err)
	}
	_ = open(t, u)
	c.SQL(t, "versions", "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, true)")
	if _, err := postgres.Open(ctx, u, nil); err == nil || !strings.Contains(err.Error(), "use the newer headroom") {
		t.Errorf("a newer schema: %v", err)
	}
	c.SQL(t, "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
	if _, err := postgres.Open(ctx, c.Named("latin", "postgres"), nil); err == nil || !strings.Contains(err.Error(), "UTF8") {
		t.Errorf("another encoding: %v", err)
	}
}

func heldElsewhere(t *testing.T, c *pgtest.Cluster) {
	u := c.URL(t)
	a, b := open(t, u), open(t, u)
	release, err := a.Hold("s1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Hold("s1"); !errors.Is(err, store.ErrHeld) {
		t.Errorf("two programs hold one scan: %v", err)
	}
	other, err := b.Hold("s2")
	if err != nil {
		t.Fatal(err)
	}
	other()
	release()
	again, err := b.Hold("s1")
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func takenMeanwhile(t *testing.T, c *pgtest.Cluster) {
	u := c.URL(t)
	a, b := open(t, u), open(t, u)
	release, err := a.Hold("s1")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	db, err := pgx.Connect(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(t.Context())
	if _, err := db.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`); err != nil {
		t.Fatal(err)
	}
	var taken func()
	for until := time.Now().Add(time.Minute); taken == nil; { // the server gives the lock free when the session is gone
		if taken, err = b.Hold("s1"); err != nil && (!errors.Is(err, store.ErrHeld) || time.Now().After(until)) {
			t.Fatal(err)
		}
	}
	defer taken()
	for until := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if err = a.Append(t.Context(), "s1", visit("a")); errors.Is(err, store.ErrHeld) {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("a scan of another program is written: %v", err)
		}
	}
}

func restart(t *testing.T, c *pgtest.Cluster) {
	s, ctx := open(t, c.URL(t)), t.Context()
	_ = s.Begin(ctx, store.Scan{ID: "s1", Started: noon})
	down, up := make(chan struct{}), make(chan struct{})
	go func() {
		<-down
		c.Kill()
		c.Run(t)
		close(up)
	}()
	const all = 60
	for i := range all {
		if i == all/3 {
			close(down)
		}
		if err := s.Append(ctx, "s1", visit(fmt.Sprint("r", i))); err != nil {
			t.Fatalf("visit %d: %v", i, err)
		}
	}
	<-up
	if got, err := s.Readings(ctx, "s1"); err != nil || len(got) != all {
		t.Errorf("%d of %d readings, %v", len(got), all, err)
	}
}

func TestTLSAndPassword(t *testing.T) {
	c := pgtest.Start(t, "listen_addresses=127.0.0.1")
	cert := certificate(t, c.Data())
	c.SQL(t, "postgres", "ALTER SYSTEM SET ssl = on")
	c.SQL(t, "postgres", "CREATE ROLE pw LOGIN SUPERUSER PASSWORD 'swordfish'")
	if err := os.WriteFile(filepath.Join(c.Data(), "pg_hba.conf"), []byte("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.Stop()
	c.Run(t)
	base := fmt.Sprintf("postgres://pw@127.0.0.1:%d/postgres", c.Port)
	ctx := t.Context()
	s, err := postgres.Open(ctx, base+"?sslmode=verify-full&sslrootcert="+cert, []byte("swordfish"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(s.Path(), "swordfish") {
		t.Error("the password is shown")
	}
	_ = s.Close()
	for name, c := range map[string]struct{ url, password, want string }{
		"wrong password":                  {base + "?sslmode=verify-full&sslrootcert=" + cert, "marlin", "password authentication failed"},
		"a server of a CA we do not know": {base + "?sslmode=verify-full", "swordfish", "certificate"},
		"no TLS":                          {base + "?sslmode=disable", "swordfish", "no encryption"},
		"password in the URL":             {strings.Replace(base, "pw@", "pw:swordfish@", 1), "", "is seen by everybody"},
	} {
		_, err := postgres.Open(ctx, c.url, []byte(c.password))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "swordfish") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// certificate makes the server's, and gives the path of what clients trust.
func certificate(t *testing.T, dir string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "db"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	owner, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*pem.Block{"server.crt": {Type: "CERTIFICATE", Bytes: der}, "server.key": {Type: "PRIVATE KEY", Bytes: raw}} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(b), 0o600); err != nil {
			t.Fatal(err)
		}
		pgtest.Give(t, path, owner)
	}
	return filepath.Join(dir, "server.crt")
}

func TestReferences(t *testing.T) {
	for name, want := range map[string]string{
		"postgres://u@h/d?password=env:PW":              "env:PW",
		"postgres://u@h/d?password=file:/a&sslmode=off": "file:/a",
		"postgres://u@h/d":                              "",
		"postgres://u@h/d?password=cmd:pass show db":    "cmd:pass show db",
	} {
		without, ref, err := postgres.Reference(name)
		if err != nil || ref != want || strings.Contains(without, "password") {
			t.Errorf("%s: %q, %q, %v", name, without, ref, err)
		}
	}
	for _, name := range []string{"postgres://u:secret@h/d", "postgres://u@h/d?password=secret", "postgres://u@h/d?password=env:", "postgres://u:sec%ret@h/d"} {
		if _, _, err := postgres.Reference(name); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec%ret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := postgres.Open(context.Background(), "postgres://u@192.0.2.1/d?connect_timeout=1&sslmode=nonsense", nil); err == nil {
		t.Error("a URL that says nothing is taken")
	}
}
