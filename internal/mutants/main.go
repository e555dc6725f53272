// Command mutants asks whether the tests can fail: it changes one operator or one
// statement of the named packages at a time, runs the tests of the package and of
// the registry against the changed file, and lists the changes that no test saw.
// In: packages, a seed, a number. Out: a table per package and the survivors; the
// exit code is 1 where fewer than -min per cent were killed. The tree is not
// touched: go test reads the changed file through -overlay.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
)

func main() {
	n := flag.Int("n", 300, "how many mutants are tried")
	seed := flag.Uint64("seed", 1, "which ones: the same seed on the same code gives the same")
	least := flag.Float64("min", 90, "per cent that must be killed")
	workers := flag.Int("workers", 2, "mutants tried at the same time")
	also := flag.String("also", "./vendors/registry", "tests that run where the package's own saw nothing")
	verbose := flag.Bool("v", false, "print every mutant")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	share, err := run(ctx, options{*n, *seed, *workers, *also, *verbose}, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(2)
	}
	if share < *least {
		os.Exit(1)
	}
}

type options struct {
	n       int
	seed    uint64
	workers int
	also    string
	verbose bool
}

// run tries the mutants of packages ("./audit/..." or a folder each) and gives the
// per cent that was killed.
func run(ctx context.Context, o options, patterns []string) (float64, error) {
	packages, err := list(ctx, patterns)
	if err != nil {
		return 0, err
	}
	var sites []site
	for _, p := range packages {
		found, err := sitesOf(p)
		if err != nil {
			return 0, err
		}
		sites = append(sites, found...)
	}
	random := rand.New(rand.NewPCG(o.seed, o.seed)) //nolint:gosec // a sample that can be repeated
	random.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
	fmt.Printf("%d places in %d packages; %d are tried with seed %d\n", len(sites), len(packages), min(o.n, len(sites)), o.seed)
	results := try(ctx, o, sites)
	return tell(results), ctx.Err()
}

// result is what came of one mutant.
type result struct {
	site
	killed bool
}

// try runs mutants until o.n of them compiled.
func try(ctx context.Context, o options, sites []site) []result {
	var mu sync.Mutex
	var results []result
	next := 0
	take := func() (site, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next == len(sites) || len(results) >= o.n || ctx.Err() != nil {
			return site{}, false
		}
		next++
		return sites[next-1], true
	}
	keep := func(r result) {
		mu.Lock()
		defer mu.Unlock()
		if len(results) >= o.n {
			return
		}
		results = append(results, r)
		if !r.killed || o.verbose {
			fmt.Printf("%4d %-8s %s\n", len(results), map[bool]string{true: "killed", false: "SURVIVED"}[r.killed], r.site)
		}
	}
	var wg sync.WaitGroup
	for range o.workers {
		wg.Go(func() {
			for s, ok := take(); ok; s, ok = take() {
				if compiled, killed := s.test(ctx, o.also); compiled && ctx.Err() == nil {
					keep(result{s, killed})
				}
			}
		})
	}
	wg.Wait()
	return results
}

// tell prints the table and gives the per cent that was killed.
func tell(results []result) float64 {
	type count struct{ killed, all int }
	by, total := map[string]*count{}, count{}
	for _, r := range results {
		c := by[r.pkg]
		if c == nil {
			c = &count{}
			by[r.pkg] = c
		}
		c.all, total.all = c.all+1, total.all+1
		if r.killed {
			c.killed, total.killed = c.killed+1, total.killed+1
		}
	}
	fmt.Println()
	var names []string
	for name := range by {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare)
	for _, name := range names {
		fmt.Printf("%-40s %3d of %3d killed\n", name[strings.Index(name, "/headroom/")+len("/headroom/"):], by[name].killed, by[name].all)
	}
	if total.all == 0 {
		return 0
	}
	share := 100 * float64(total.killed) / float64(total.all)
	fmt.Printf("%d of %d killed: %.1f %%\n", total.killed, total.all, share)
	return share
}
