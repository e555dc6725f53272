package notify_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/notify"
	"github.com/headroom-audit/headroom/report"
)

// desk is a server that answers as it is told, and who sends to it.
type desk struct {
	*testing.T
	*httptest.Server
	sender notify.Sender

	mu      sync.Mutex
	answers []int // for the requests to come; none = 200
	got     []request
	waits   []time.Duration
}

type request struct {
	header http.Header
	body   []byte
}

func newDesk(t *testing.T) *desk {
	d := &desk{T: t}
	d.Server = httptest.NewServer(http.HandlerFunc(d.serve))
	t.Cleanup(d.Close)
	d.sender = notify.Sender{
		Dir: t.TempDir(), Now: func() time.Time { return time.Unix(1_800_000_000, 0) },
		Secret: func(_ context.Context, r inventory.Ref) ([]byte, error) {
			if r.Value == "URL" {
				return []byte(d.URL + "/hooks/T0SECRET"), nil
			}
			return []byte("K3Y-SECRET"), nil
		},
		Pause: func(_ context.Context, wait time.Duration) error {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.waits = append(d.waits, wait)
			return nil
		},
	}
	return d
}

func (d *desk) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	d.mu.Lock()
	d.got = append(d.got, request{r.Header, body})
	code := 200
	if len(d.answers) > 0 {
		code, d.answers = d.answers[0], d.answers[1:]
	}
	d.mu.Unlock()
	switch code {
	case 0: // it hangs
		<-r.Context().Done()
	case 429:
		w.Header().Set("Retry-After", "7")
		w.WriteHeader(code)
	case 302:
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(code)
	default:
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "no "+r.URL.Path+" K3Y-SECRET\x1b[31m\nmore")
	}
}

// tell sends a scan to the channels of a file, and gives why the first was not told.
func (d *desk) tell(file string, doc *report.Scan) (sent int, err error) {
	d.Helper()
	c, err := notify.Load("notify.yaml", []byte(file), os.ReadFile)
	if err != nil {
		d.Fatal(err)
	}
	o := d.sender.Send(context.Background(), c, doc)[0]
	return o.Sent, o.Err
}

const hook = "channels: [{name: a, type: webhook, url: \"env:URL\", key: \"env:KEY\"}]"

func finding(rule string, s audit.State) audit.Finding {
	return audit.Finding{Rule: rule, State: s, Resource: "fib.ipv4", Message: "text of " + rule}
}

func scanOf(devices ...report.Device) *report.Scan {
	return &report.Scan{Scan: report.ScanHead{ID: "S1", Planned: len(devices)}, Devices: devices, Summary: report.Summary{Devices: len(devices), States: map[audit.State]int{audit.Crit: 1}}}
}

func router(name string, s audit.State, f ...audit.Finding) report.Device {
	return report.Device{Name: name, Site: "fra3", State: s, Findings: f}
}

func (d *desk) last() notify.Message {
	d.Helper()
	var m notify.Message
	if len(d.got) == 0 {
		d.Fatal("nothing was sent")
	}
	if err := json.Unmarshal(d.got[len(d.got)-1].body, &m); err != nil {
		d.Fatal(err)
	}
	return m
}

func devices(items []notify.Item) string {
	var out []string
	for _, i := range items {
		out = append(out, i.Device+"="+string(i.State))
	}
	return strings.Join(out, " ")
}

func TestOnlyWhatChangedIsTold(t *testing.T) {
	d := newDesk(t)
	crit, over := finding("cap/near", audit.Crit), finding("cap/near", audit.Over)
	waived := crit
	waived.Waived = true
	fine := router("r1", audit.OK)
	unread := router("r1", audit.Fail, audit.Finding{Rule: "read/failed", State: audit.Fail})
	for i, step := range []struct {
		doc         *report.Scan
		fresh, gone string // of what is sent; "-" = nothing is sent
	}{
		{scanOf(router("r1", audit.Crit, crit)), "r1=CRIT", ""},
		{scanOf(router("r1", audit.Crit, crit)), "-", ""},
		{scanOf(router("r1", audit.Over, over)), "r1=OVER", ""},
		{scanOf(unread), "r1=FAIL", ""}, // what it had may still be there
		{scanOf(router("r1", audit.Over, over)), "", "r1=FAIL"},
		{scanOf(router("r2", audit.OK)), "-", ""}, // of r1 nothing is known
		{scanOf(router("r1", audit.OK, waived)), "", "r1=OVER"},
		{scanOf(router("r1", audit.Crit, crit)), "r1=CRIT", ""},
		{scanOf(fine), "", "r1=CRIT"},
		{scanOf(fine), "-", ""},
	} {
		before := len(d.got)
		if _, err := d.tell(hook, step.doc); err != nil {
			t.Fatal(err)
		}
		if sent := len(d.got) - before; (step.fresh == "-") != (sent == 0) || sent > 1 {
			t.Fatalf("step %d: %d messages", i, sent)
		}
		if step.fresh == "-" {
			continue
		}
		if m := d.last(); devices(m.New) != step.fresh || devices(m.Resolved) != step.gone {
			t.Errorf("step %d: new %q, resolved %q", i, devices(m.New), devices(m.Resolved))
		}
	}
}

func TestAnIncompleteScanIsTold(t *testing.T) {
	d := newDesk(t)
	part := scanOf(router("r1", audit.OK))
	part.Scan.Planned = 8
	for i, doc := range []*report.Scan{part, part, scanOf(router("r1", audit.OK))} {
		if _, err := d.tell(hook, doc); err != nil || len(d.got) != []int{1, 1, 2}[i] {
			t.Fatalf("step %d: %d messages, %v", i, len(d.got), err)
		}
	}
	if !strings.Contains(string(d.got[0].body), "7 of 8 devices were not visited") {
		t.Errorf("%s", d.got[0].body)
	}
}

// A message that failed goes out with the next scan, even where nothing changed since.
func TestWhatFailedIsToldAgain(t *testing.T) {
	for name, c := range map[string]struct {
		answers []int
		tries   int
		says    string
	}{
		"server error": {[]int{500, 502, 503, 500}, 4, "answered 500"},
		"too many":     {[]int{429, 429, 429, 429}, 4, "answered 429"},
		"refused":      {[]int{400}, 1, "answered 400"},
		"redirected":   {[]int{302}, 1, "redirection"},
	} {
		d := newDesk(t)
		d.answers = c.answers
		doc := scanOf(router("r1", audit.Crit, finding("cap/near", audit.Crit)))
		_, err := d.tell(hook, doc)
		if err == nil || !strings.Contains(err.Error(), c.says) || len(d.got) != c.tries {
			t.Errorf("%s: %d tries, %v", name, len(d.got), err)
			continue
		}
		for _, secret := range []string{"SECRET", "\x1b"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("%s: the error tells a secret, or moves the cursor: %q", name, err)
			}
		}
		first := d.got[0].header.Get("Idempotency-Key")
		for _, g := range d.got {
			if g.header.Get("Idempotency-Key") != first {
				t.Errorf("%s: another try is another message", name)
			}
		}
		if sent, err := d.tell(hook, doc); err != nil || sent != 1 {
			t.Errorf("%s: the next scan sent %d, %v", name, sent, err)
		}
	}
}

func TestRetryAfterIsKept(t *testing.T) {
	d := newDesk(t)
	d.answers = []int{429, 500}
	if _, err := d.tell(hook, scanOf(router("r1", audit.Crit, finding("cap/near", audit.Crit)))); err != nil {
		t.Fatal(err)
	}
	if len(d.waits) != 2 || d.waits[0] != 7*time.Second || d.waits[1] != 4*time.Second {
		t.Errorf("waited %v", d.waits)
	}
}

func TestAHangEnds(t *testing.T) {
	d := newDesk(t)
	d.answers = []int{0}
	_, err := d.tell(`channels: [{name: a, type: webhook, url: "env:URL", tries: 1, timeout: 50ms}]`, scanOf())
	if err == nil || !strings.Contains(err.Error(), "no answer within 50ms") {
		t.Errorf("%v", err)
	}
	d.Close()
	_, err = d.tell(`channels: [{name: a, type: slack, url: "env:URL", tries: 1}]`, scanOf())
	if err == nil || strings.Contains(err.Error(), "SECRET") || !strings.Contains(err.Error(), "refused") {
		t.Errorf("%v", err)
	}
}

func TestTheSignature(t *testing.T) {
	d := newDesk(t)
	if _, err := d.tell(hook, scanOf(router("r1", audit.Crit, finding("cap/near", audit.Crit)))); err != nil {
		t.Fatal(err)
	}
	h, mac := d.got[0].header, hmac.New(sha256.New, []byte("K3Y-SECRET"))
	mac.Write([]byte(h.Get("X-Headroom-Timestamp") + "." + string(d.got[0].body)))
	if want := "sha256=" + hex.EncodeToString(mac.Sum(nil)); h.Get("X-Headroom-Signature") != want || h.Get("X-Headroom-Timestamp") != "1800000000" {
		t.Errorf("%v, want %s", h, want)
	}
}

// Events of a pager are triggered and resolved under one key; those that were taken are
// not sent again.
func TestThePager(t *testing.T) {
	d := newDesk(t)
	// a device may be called what stands where the key comes
	file := "channels: [{name: p, type: pagerduty, key: \"env:KEY\", url: \"" + d.URL + "\", tries: 1}]"
	two := scanOf(router("ROUTING-KEY", audit.Crit, finding("cap/near", audit.Crit)), router("r2", audit.Over, finding("cap/over", audit.Over)))
	d.answers = []int{202, 500}
	if sent, err := d.tell(file, two); sent != 1 || err == nil || !strings.Contains(err.Error(), "1 of 2 events") {
		t.Fatalf("%d, %v", sent, err)
	}
	if sent, err := d.tell(file, two); sent != 1 || err != nil {
		t.Fatalf("%d, %v", sent, err)
	}
	if sent, err := d.tell(file, scanOf(router("r2", audit.OK))); sent != 1 || err != nil {
		t.Fatalf("%d, %v", sent, err)
	}
	type event struct {
		Key     string `json:"routing_key"`
		Action  string `json:"event_action"`
		Dedup   string `json:"dedup_key"`
		Payload struct{ Summary, Source, Severity string }
	}
	var all []event
	for _, g := range d.got {
		var e event
		if err := json.Unmarshal(g.body, &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	for i, want := range []event{
		{Action: "trigger", Dedup: "headroom/r2/cap/over|fib.ipv4|", Key: "K3Y-SECRET"},
		{Action: "trigger", Dedup: "headroom/ROUTING-KEY/cap/near|fib.ipv4|", Key: "K3Y-SECRET"},
		{Action: "trigger", Dedup: "headroom/ROUTING-KEY/cap/near|fib.ipv4|", Key: "K3Y-SECRET"},
		{Action: "resolve", Dedup: "headroom/r2/cap/over|fib.ipv4|", Key: "K3Y-SECRET"},
	} {
		if e := all[i]; e.Action != want.Action || e.Dedup != want.Dedup || e.Key != want.Key || strings.Contains(e.Payload.Source, "SECRET") {
			t.Errorf("event %d: %+v", i, e)
		}
	}
	if all[0].Payload.Severity != "critical" || all[1].Payload.Severity != "error" {
		t.Errorf("severities %+v", all[:2])
	}
}

// Names and texts are of devices: they mention nobody, link nowhere and move no cursor.
func TestChatsWithHostileNames(t *testing.T) {
	d := newDesk(t)
	f := finding("cap/near", audit.Crit)
	f.Message = "<!channel> [x](http://evil)\x1b[2J"
	long := make([]audit.Finding, 0, 40)
	for range 40 {
		f.Scope.Kind, f.Scope.Index = "npu", f.Scope.Index+"9"
		g := f
		g.Message += strings.Repeat("é", 700)
		long = append(long, g)
	}
	doc := scanOf(router("<http://evil|r1>", audit.Crit, long...))
	for _, kind := range []string{"slack", "teams"} {
		if _, err := d.tell("channels: [{name: "+kind+", type: "+kind+", url: \"env:URL\"}]", doc); err != nil {
			t.Fatal(err)
		}
	}
	var s struct {
		Text   string
		Blocks []struct {
			Type string
			Text struct{ Type, Text string }
		}
	}
	if err := json.Unmarshal(d.got[0].body, &s); err != nil {
		t.Fatal(err)
	}
	for _, b := range s.Blocks {
		if n := len([]rune(b.Text.Text)); n > 3000 || b.Type == "header" && n > 150 {
			t.Errorf("a %s of %d characters", b.Type, n)
		}
		if b.Type != "header" && strings.ContainsAny(b.Text.Text, "<>\x1b") || strings.ContainsAny(s.Text, "<>") {
			t.Errorf("it can mention: %q", b.Text.Text)
		}
	}
	if !strings.Contains(string(d.got[0].body), "and 30 more") {
		t.Error("what is left out is not said")
	}
	card := string(d.got[1].body)
	if len(card) > 28<<10 || !strings.Contains(card, `"application/vnd.microsoft.card.adaptive"`) || !strings.Contains(card, `"type": "message"`) {
		t.Errorf("%d bytes: %.600s", len(card), card)
	}
}

// program writes a sendmail that does what a script says.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sendmail")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestMail(t *testing.T) {
	d := newDesk(t)
	out := filepath.Join(t.TempDir(), "mail")
	doc := scanOf(router("r1\nBcc: x@evil.example", audit.Crit, finding("cap/near", audit.Crit)))
	file := func(script string) string {
		return "channels: [{name: m, type: mail, from: \"Headroom <h@example.net>\", to: [noc@example.net, b@example.net], tries: 2, timeout: 5s, sendmail: " + program(t, script) + "}]"
	}
	if _, err := d.tell(file("cat > /dev/null; echo busy >&2; exit 75"), doc); err == nil || !strings.Contains(err.Error(), "busy (tried 2 times)") {
		t.Errorf("%v", err)
	}
	if _, err := d.tell(file("exit 67"), doc); err == nil || strings.Contains(err.Error(), "tried") {
		t.Errorf("%v", err)
	}
	if _, err := d.tell(file("cat > "+out+"; echo \"$@\" >> "+out), doc); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(out)
	head, body, _ := strings.Cut(string(raw), "\n\n")
	if err != nil || !strings.Contains(head, "To: <noc@example.net>, <b@example.net>\nSubject: headroom: 1 new") || strings.Contains(head, "\nBcc") {
		t.Errorf("%v\n%s", err, head)
	}
	if !strings.Contains(body, "text of cap/near") || !strings.HasSuffix(body, "-t -i\n") {
		t.Errorf("%s", body)
	}
}

func TestTemplates(t *testing.T) {
	d := newDesk(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"body.tmpl": `{"ticket": {{json .Title}}, "devices": [{{range $i, $d := .New}}{{if $i}},{{end}}{{json $d.Device}}{{end}}]}`,
		"bad.tmpl":  `{{range .New}}{{.Device}}{{end}}`,
		"text.tmpl": "title of {{.Scan.ID}}\n{{range .New}}- {{.Line}}\n{{end}}",
		"huge.tmpl": `{{range $i := 2000000}}xxxxxxxxxx{{end}}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	doc := scanOf(router(`r"1`, audit.Crit, finding("cap/near", audit.Crit)))
	for _, c := range []struct{ kind, template, want, fails string }{
		{"webhook", "body.tmpl", `"devices": ["r\"1"]}`, ""},
		{"webhook", "bad.tmpl", "", "no JSON"},
		{"slack", "text.tmpl", "title of S1", ""},
		{"slack", "huge.tmpl", "", "more than 1 MiB"},
	} {
		d.got = nil
		_, err := d.tell("channels: [{name: "+c.template[:3]+c.kind+", type: "+c.kind+", url: \"env:URL\", template: "+filepath.Join(dir, c.template)+"}]", doc)
		if c.fails != "" {
			if err == nil || !strings.Contains(err.Error(), c.fails) || len(d.got) > 0 {
				t.Errorf("%s: %v", c.template, err)
			}
			continue
		}
		if err != nil || !strings.Contains(string(d.got[0].body), c.want) {
			t.Errorf("%s: %v %s", c.template, err, d.got[0].body)
		}
	}
}

func TestDryRun(t *testing.T) {
	d := newDesk(t)
	d.sender.Secret = func(context.Context, inventory.Ref) ([]byte, error) { return nil, errors.New("nobody asked for it") }
	c, err := notify.Load("n", []byte(hook+"\n"), os.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	doc := scanOf(router("r1", audit.Crit, finding("cap/near", audit.Crit)))
	for range 2 { // it changes nothing
		var b bytes.Buffer
		if err := d.sender.Show(&b, c, doc); err != nil {
			t.Fatal(err)
		}
		if s := b.String(); !strings.Contains(s, "# a: POST the address of env:URL\n{") || !strings.Contains(s, `"device": "r1"`) {
			t.Errorf("%s", s)
		}
	}
	if len(d.got) > 0 {
		t.Error("it was sent")
	}
}

// What was told and cannot be read any more is told again, not for ever forgotten.
func TestADamagedMemoryTellsAgain(t *testing.T) {
	d := newDesk(t)
	doc := scanOf(router("r1", audit.Crit, finding("cap/near", audit.Crit)))
	if _, err := d.tell(hook, doc); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(d.sender.Dir, "notify-a.json"), []byte("{\"schema\":"), 0o600); err != nil {
		t.Fatal(err)
	}
	sent, err := d.tell(hook, doc)
	if sent != 1 || err == nil || !strings.Contains(err.Error(), "all is new to it") {
		t.Errorf("%d, %v", sent, err)
	}
	if sent, err := d.tell(hook, doc); sent != 0 || err != nil {
		t.Errorf("%d, %v", sent, err)
	}
}

func TestMistakesOfAFile(t *testing.T) {
	for file, want := range map[string]string{
		"":                         "it has no channels",
		"channels: []":             "at least one",
		"chanels: []":              `n:1:1: unknown key "chanels"; did you mean "channels"?`,
		"version: 2\nchannels: []": "n:1:10: version",
		`channels: [{name: a, type: slak, url: "env:X"}]`:                                            `type "slak" is none of`,
		`channels: [{name: a, type: slack, url: "https://hooks.slack.example/T/SECRET"}]`:            "give a reference",
		`channels: [{name: a, type: webhook, url: "https://u:SECRET@h/"}]`:                           "a name or a password",
		`channels: [{name: a, type: webhook, url: "http://10.0.0.1/"}]`:                              "not https",
		`channels: [{name: a, type: webhook, url: "file:///etc/passwd", key: SECRET}]`:               "must be a reference",
		`channels: [{name: a/b, type: webhook, url: "env:X"}]`:                                       "a name is of letters",
		`channels: [{name: a, type: webhook, url: "env:X", to: x@y}]`:                                "a channel of type webhook has no to",
		`channels: [{name: a, type: mail, from: x, to: y@z}]`:                                        "from is no address",
		`channels: [{name: a, type: pagerduty}]`:                                                     "needs key",
		`channels: [{name: a, type: webhook, url: "env:X", least: ok}]`:                              "least is one of",
		`channels: [{name: a, type: webhook, url: "env:X", template: none}]`:                         "template: ",
		"channels: [{name: a, type: teams, url: \"env:X\"}, {name: a, type: teams, url: \"env:X\"}]": "stands twice",
		"channels:\n  - &a {name: [b], type: slack}\n  - 7":                                          "name is one value",
	} {
		_, err := notify.Load("n", []byte(file), os.ReadFile)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v, want %s", file, err, want)
		}
	}
}

// A channel of a systemd unit refers to what the unit was given; what would be asked for at
// night is refused.
func TestReferencesOfAChannel(t *testing.T) {
	for ref, kind := range map[string]string{"env:K": "env", "file:/k": "file", "cmd:pass k": "cmd", "credential:pager": "credential", "ask:": "", "pager": ""} {
		c, err := notify.Load("n.yaml", []byte("channels: [{name: p, type: pagerduty, key: \""+ref+"\"}]"), nil)
		if (err == nil) != (kind != "") || err == nil && c.Channels[0].Key.Kind != kind {
			t.Errorf("%q: %v, %+v", ref, err, c)
		}
	}
}
