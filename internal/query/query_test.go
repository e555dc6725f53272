package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/headroom-audit/headroom/internal/query"
)

// row is a device of the tests: synthetic.
type row struct {
	text    map[string][]string
	numbers map[string]float64
	flags   []string
}

func (r row) Text(key string) []string { return r.text[key] }
func (r row) Number(key string) (float64, bool) {
	v, ok := r.numbers[key]
	return v, ok
}
func (r row) Flag(name string) bool { return slices.Contains(r.flags, name) }

func edge() row {
	return row{
		text: map[string][]string{
			"host": {"edge7609.fra3"}, "site": {"fra3"}, "platform": {"cat6500", "WS-SUP720-3BXL"}, "os": {"cisco_ios"},
			"tag": {"transit", "full table"}, "sev": {"crit"}, "state": {"CRIT"}, "role": {"edge"},
		},
		numbers: map[string]float64{"free4": 12000, "free4%": 2.3, "used4": 512288, "cap4": 524288, "out": 41},
		flags:   []string{"pending"},
	}
}

func unread() row {
	return row{text: map[string][]string{"host": {"core1.ams1"}, "site": {"ams1"}, "sev": {"unkn"}, "state": {"UNKN"}}}
}

func TestMatch(t *testing.T) {
	healthy := row{text: map[string][]string{"host": {"agg1"}, "sev": {"ok"}}, numbers: map[string]float64{"free4%": 60, "cap4": 512000}}
	rows := map[string]row{"edge": edge(), "unread": unread(), "ok": healthy}
	tests := []struct {
		filter string
		want   string // names that match, sorted
	}{
		{"", "edge ok unread"},
		{"fra", "edge"},
		{"FRA3", "edge"},
		{"sup720", "edge"},
		{"edge*", "edge"},
		{"edge", "edge"},
		{"*fra", ""},
		{`"edge*"`, ""},
		{"agg1,core1", "ok unread"},
		{"site:fra3", "edge"},
		{"site:fra", ""},
		{"site:fra*", "edge"},
		{"site:FRA3,ams1", "edge unread"},
		{"site!=fra3", "ok unread"},
		{"-site:fra3", "ok unread"},
		{"-site:*", "ok"},
		{"site:*", "edge unread"},
		{"host~^edge[0-9]+", "edge"},
		{"host~^EDGE", "edge"},
		{`tag:"full table"`, "edge"},
		{"tag:transit os:cisco_ios", "edge"},
		{"tag:transit os:cisco_iosxr", ""},
		{"pending", "edge"},
		{"-pending", "ok unread"},
		{"free4<10%", "edge"},
		{"-free4<10%", "ok"}, // what nobody knows is neither below nor not below
		{"free4>=10%", "ok"},
		{"free4<12001", "edge"},
		{"free4<12_001", "edge"},
		{"free4:unknown", "unread"},
		{"-free4:unknown", "edge ok"},
		{"used4>900k", ""},
		{"used4>0.5M", "edge"},
		{"cap4=512k", "edge ok"},
		{"cap4=512Ki", "edge"},
		{"cap4:512000", "ok"},
		{"cap4<=512k", "edge ok"},
		{"cap4<512k", ""},
		{"cap4>512k", "edge"},
		{"cap4!=512k", ""},
		{"cap4:1M,512000", "ok"},
		{"out<6w", "edge"},
		{"out<40d", ""},
		{"out>24h", "edge"},
		{"out<1y", "edge"},
		{"sev>=warn", "edge unread"},
		{"sev>=crit", "edge"},
		{"sev<warn", "ok"},
		{"sev:crit", "edge"},
		{"state>=pend", "edge"},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			q, err := query.Parse(tt.filter)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, name := range []string{"edge", "ok", "unread"} {
				if q.Match(rows[name]) {
					got = append(got, name)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("matches %q, want %q", s, tt.want)
			}
		})
	}
}

func TestNoSeverityIsUnknownNotHealthy(t *testing.T) {
	for filter, want := range map[string]bool{"sev>=warn": true, "sev<warn": false, "sev>=crit": false} {
		q, err := query.Parse(filter)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Match(row{}); got != want {
			t.Errorf("%s on a row without severity = %v, want %v", filter, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		filter string
		column int
		msg    string
		hint   string
	}{
		{"stie:fra", 1, "unknown key", "did you mean site?"},
		{"fra  plattform:x", 6, "unknown key", "did you mean platform?"},
		{"2001:db8::1", 1, "unknown key", "quote it"},
		{"site:", 5, "no value after site:", "for example site:value"},
		{"site:a,,b", 8, "a value is missing", ""},
		{"a,,b", 3, "a word is missing", ""},
		{"-", 1, "nothing stands after the minus", ""},
		{":x", 1, "a key is missing", "keys: host"},
		{"pending:yes", 1, "is a flag", "write pending or -pending"},
		{"site<3", 5, "has no order", "site:a,b"},
		{"free4<ten", 7, "is none", "free4<10%"},
		{"free4<10q", 9, "is no unit", "units: % k M"},
		{"out<10%", 7, "is no unit", "units: h d w y"},
		{"free4<1,2", 9, "takes one number", ""},
		{"free4<unknown", 7, "unknown cannot be compared", "free4:unknown"},
		{"free4~1", 6, "is a number", ""},
		{"host~[", 6, "no regular expression", ""},
		{"host~a)(b", 6, "no regular expression", ""},
		{"sev>=bad", 6, "has no step", "ok info warn"},
		{`a "b c`, 3, "not closed", ""},
		{"ünter stie:x", 7, "unknown key", "did you mean site?"},
	}
	for _, tt := range tests {
		t.Run(tt.filter, func(t *testing.T) {
			_, err := query.Parse(tt.filter)
			var bad *query.Error
			if !errors.As(err, &bad) {
				t.Fatalf("error is %v", err)
			}
			if bad.Column != tt.column || !strings.Contains(bad.Msg, tt.msg) || !strings.Contains(bad.Hint, tt.hint) {
				t.Errorf("got column %d %q hint %q", bad.Column, bad.Msg, bad.Hint)
			}
		})
	}
}

func TestQueryKeys(t *testing.T) {
	q, err := query.Parse("fra site:a free4<10% pending -site:b")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"site", "free4", "pending"}, q.Keys()); diff != "" {
		t.Error(diff)
	}
	if q.Empty() || !(query.Query{}).Empty() {
		t.Error("Empty is wrong")
	}
}

func TestComplete(t *testing.T) {
	live := func(key string) []string {
		return map[string][]string{"site": {"fra3", "ams1", "fra3", "fra 4"}}[key]
	}
	tests := []struct {
		line string
		want []query.Completion
	}{
		{"ro", []query.Completion{{Text: "role:", Start: 0}}},
		{"fra -pen", []query.Completion{{Text: "pending", Start: 5}}},
		{"free", []query.Completion{{Text: "free4<", Start: 0}, {Text: "free6<", Start: 0}}},
		{"x site:ams1,f", []query.Completion{{Text: `"fra 4"`, Start: 12}, {Text: "fra3", Start: 12}}},
		{"sev>=w", []query.Completion{{Text: "warn", Start: 5}}},
		{"free4<", nil},
		{"nokey:x", nil},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			got := query.Complete(tt.line, len([]rune(tt.line)), live)
			for i := range got {
				got[i].Doc = ""
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct{ word, want string }{
		{"platfrom", "platform"}, {"jmp", "jump"}, {"PORT", "port"}, {"zzz", ""}, {"x", ""}, {"", ""},
	} {
		if got := query.Nearest(tt.word, []string{"platform", "jump", "port"}); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"site:fra3,ams* -role:lab free4<10% pending", `tag:"a b" host~^x`, `a"b\"`, "out<6w sev>=warn cap4=512k", "--", "!=", "\x00\xff:~"} {
		f.Add(s)
	}
	r := edge()
	f.Fuzz(func(t *testing.T, s string) {
		q, err := query.Parse(s)
		query.Complete(s, len(s)/2, func(string) []string { return []string{"a b", s} })
		if err != nil {
			var bad *query.Error
			if !errors.As(err, &bad) || bad.Column < 1 || bad.Column > len([]rune(s))+1 {
				t.Fatalf("error %v of %q", err, s)
			}
			return
		}
		again, err := query.Parse(q.String())
		if err != nil || again.Match(r) != q.Match(r) {
			t.Fatalf("%q does not round-trip: %v", s, err)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	q, err := query.Parse("site:fra*,ams1 -role:lab free4<10% sev>=warn")
	if err != nil {
		b.Fatal(err)
	}
	r := edge()
	b.ReportAllocs()
	for b.Loop() {
		if !q.Match(r) {
			b.Fatal("does not match")
		}
	}
}
