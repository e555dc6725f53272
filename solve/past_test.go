package solve

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// score counts how good forecasts are.
type score struct {
	name                          string
	n, inside, better             int
	ours, straight, squares, wide float64
}

func (s *score) add(p Past, samples []Sample, at time.Time, truth float64) {
	first, last := samples[0], samples[len(samples)-1]
	line := last.Used + (last.Used-first.Used)/years(last.At.Sub(first.At))*years(at.Sub(last.At))
	b := p.At(at)
	s.n++
	if b.Low <= truth && truth <= b.High {
		s.inside++
	}
	ours, straight := math.Abs(b.Mid-truth)/truth, math.Abs(line-truth)/truth
	if ours < straight {
		s.better++
	}
	s.ours, s.straight, s.wide = s.ours+ours, s.straight+straight, s.wide+(b.High-b.Low)/truth
	s.squares += math.Abs(leastSquares(samples, at)-truth) / truth
}

// leastSquares is the other usual line.
func leastSquares(samples []Sample, at time.Time) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, s := range samples {
		x := years(s.At.Sub(samples[0].At))
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+s.Used, sxx+x*x, sxy+x*s.Used
	}
	rate := (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return sy/n + rate*(years(at.Sub(samples[0].At))-sx/n)
}

func (s *score) String() string {
	n := float64(s.n)
	return fmt.Sprintf("| %s | %d | %.0f %% | %.1f %% | %.2f %% | %.2f %% | %.2f %% |\n", s.name, s.n, 100*float64(s.inside)/n, 100*s.wide/n, 100*s.ours/n, 100*s.straight/n, 100*s.squares/n)
}

func history(t *testing.T) map[string][]Sample {
	t.Helper()
	raw, err := os.ReadFile("testdata/growth.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(strings.NewReader(string(raw)))
	rows.Comment = '#'
	all, err := rows.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]Sample{}
	for _, r := range all[1:] {
		at, err1 := time.Parse(time.DateOnly, r[2])
		n, err2 := strconv.ParseFloat(r[3], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(r, err1, err2)
		}
		out[r[0]+" "+r[1]] = append(out[r[0]+" "+r[1]], Sample{At: at, Used: n})
	}
	return out
}

// backTest forecasts every point of the published history from those before it.
func backTest(t *testing.T) score {
	s := score{name: "published tables, 1991–2026"}
	for _, series := range history(t) {
		for i := 3; i < len(series); i++ {
			p, ok := PastGrowth(series[:i])
			if !ok {
				continue
			}
			for _, next := range series[i:min(i+2, len(series))] {
				if years(next.At.Sub(p.To)) > 0.2 {
					s.add(p, lately(series[:i]), next.At, next.Used)
				}
			}
		}
	}
	return s
}

// planted is a year of daily readings with a truth to come.
type planted struct {
	name  string
	truth func(r *rand.Rand) func(day float64) (used float64)
	spoil func(r *rand.Rand, s []Sample) []Sample
}

func plantedKinds() []planted {
	line := func(r *rand.Rand) func(float64) float64 {
		level, rate := 200_000+r.Float64()*800_000, 10_000+r.Float64()*90_000
		turn := rate * 0.25 * r.NormFloat64() // the rate itself moves
		return func(day float64) float64 { y := day / 365.25; return level + rate*y + turn*y*y/2 }
	}
	return []planted{
		{"linear", line, nil},
		{"stepped (Trio memory)", func(r *rand.Rand) func(float64) float64 {
			f, step := line(r), 4096*(1+r.Float64())
			return func(day float64) float64 { return math.Ceil(f(day)/step) * step }
		}, nil},
		{"seasonal", func(r *rand.Rand) func(float64) float64 {
			f, a, phase := line(r), 2000+r.Float64()*8000, r.Float64()*365
			return func(day float64) float64 { return f(day) + a*math.Sin(2*math.Pi*(day+phase)/182) }
		}, nil},
		{"a leak of a day", line, func(r *rand.Rand, s []Sample) []Sample {
			s[r.IntN(len(s))].Used += 22_000
			return s
		}},
		{"a leak on the last day", line, func(_ *rand.Rand, s []Sample) []Sample {
			s[len(s)-1].Used += 60_000
			return s
		}},
		{"a reload", line, func(r *rand.Rand, s []Sample) []Sample {
			at := 60 + r.IntN(240)
			drop := 5_000 + r.Float64()*20_000
			for i := range at {
				s[i].Used += drop // what leaked before it
			}
			s[at].Reset = true
			return s
		}},
		{"gaps", line, func(r *rand.Rand, s []Sample) []Sample {
			var out []Sample
			for i := range s {
				if i < 20 || i > len(s)-10 || r.Float64() < 0.15 {
					out = append(out, s[i])
				}
			}
			return out
		}},
	}
}

func plantedTest() []score {
	var all []score
	for _, kind := range plantedKinds() {
		s := score{name: kind.name}
		r := rand.New(rand.NewPCG(1, 7))
		for range 60 {
			f := kind.truth(r)
			var samples []Sample
			for day := range 365 {
				samples = append(samples, Sample{At: filterDay.AddDate(0, 0, day-365), Used: f(float64(day)) * (1 + 0.0015*r.NormFloat64())})
			}
			if kind.spoil != nil {
				samples = kind.spoil(r, samples)
			}
			p, ok := PastGrowth(samples)
			if !ok {
				continue
			}
			for _, ahead := range []int{90, 365} {
				s.add(p, samples, filterDay.AddDate(0, 0, ahead-1), f(float64(364+ahead)))
			}
		}
		all = append(all, s)
	}
	return all
}

// The truth lies in the band of 80 % in 75 to 90 of 100 cases, and the middle beats the
// straight line through the first and the last reading.
func TestBackTest(t *testing.T) {
	world := backTest(t)
	total := score{name: "all planted"}
	scores := plantedTest()
	for _, s := range scores {
		total.n, total.inside, total.better = total.n+s.n, total.inside+s.inside, total.better+s.better
		total.ours, total.straight, total.wide = total.ours+s.ours, total.straight+s.straight, total.wide+s.wide
	}
	total.squares = 0
	for _, s := range scores {
		total.squares += s.squares
	}
	var table strings.Builder
	table.WriteString("| readings | forecasts | truth inside the band | width of the band | our middle is off by | first to last | least squares |\n|---|---|---|---|---|---|---|\n")
	for _, s := range append(scores, total, world) {
		table.WriteString(s.String())
	}
	inDocs(t, table.String())
	for _, s := range append(scores, total, world) {
		if share := float64(s.inside) / float64(s.n); share < 0.75 || share > 0.90 {
			t.Errorf("%s: %.0f %% inside the band of 80 %%", s.name, 100*share)
		}
		if s.ours >= s.straight {
			t.Errorf("%s: the straight line is nearer: %v, %v", s.name, s.ours/float64(s.n), s.straight/float64(s.n))
		}
	}
}

var update = flag.Bool("update", false, "write the table of the docs anew")

// inDocs holds the table of docs/forecast.md to what was measured.
func inDocs(t *testing.T, table string) {
	t.Helper()
	const page, from, to = "../docs/forecast.md", "<!-- back-test -->\n", "<!-- end -->"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(raw), from)
	was, after, ok2 := strings.Cut(rest, to)
	switch {
	case !ok1 || !ok2:
		t.Fatal("the page has no place for the table")
	case was == table:
	case *update:
		if err := os.WriteFile(page, []byte(before+from+table+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the table of %s is not what was measured (-update writes it):\n%s", page, table)
	}
}

// A line without noise is found to the day, whatever the gaps.
func TestPastOfALine(t *testing.T) {
	var samples []Sample
	for day := range 200 {
		if day%3 != 1 {
			samples = append(samples, Sample{At: filterDay.AddDate(0, 0, day), Used: 1000 + 10*float64(day)})
		}
	}
	p, ok := PastGrowth(samples)
	if !ok || math.Abs(p.Mid-3652.5) > 0.1 || p.Outlier {
		t.Fatalf("%+v %v", p, ok)
	}
	r := p.RunsOut(1000 + 10*298)
	if got := r.Median.Format(time.DateOnly); got != filterDay.AddDate(0, 0, 298).Format(time.DateOnly) || !r.Low.Before(r.Median) || !r.High.After(r.Median) {
		t.Errorf("%v", r)
	}
	if r := p.RunsOut(2000); !r.Low.Equal(p.To) || !r.High.Equal(p.To) {
		t.Errorf("it is full now: %v", r)
	}
	if r := p.RunsOut(1e9); !r.Median.IsZero() {
		t.Errorf("not in sight: %v", r)
	}
}

// What tells nothing gives nothing, and nothing breaks.
func TestPastThatTellsNothing(t *testing.T) {
	at := func(day int, used float64, reset bool) Sample {
		return Sample{At: filterDay.AddDate(0, 0, day), Used: used, Reset: reset}
	}
	for name, s := range map[string][]Sample{
		"none":            nil,
		"one":             {at(0, 1, false)},
		"13 days":         {at(0, 1, false), at(7, 2, false), at(13, 3, false)},
		"the same moment": {at(0, 1, false), at(0, 2, false), at(0, 3, false)},
		"only resets":     {at(0, 1, false), at(20, 2, true), at(40, 3, true)},
	} {
		if p, ok := PastGrowth(s); ok {
			t.Errorf("%s: %+v", name, p)
		}
	}
	p, ok := PastGrowth([]Sample{at(0, 5, false), at(20, 5, false), at(40, 5, false)})
	if !ok || p.Mid != 0 || !p.RunsOut(6).Median.IsZero() {
		t.Errorf("what stands still: %+v %v", p, ok)
	}
}

// A reload between two levels is no growth.
func TestPastOverAReset(t *testing.T) {
	var samples []Sample
	for day := range 100 {
		s := Sample{At: filterDay.AddDate(0, 0, day), Used: 50_000 + float64(day), Reset: day == 50}
		if day < 50 {
			s.Used += 30_000
		}
		samples = append(samples, s)
	}
	if p, ok := PastGrowth(samples); !ok || math.Abs(p.Mid-365.25) > 1 {
		t.Errorf("%+v %v", p, ok)
	}
}
