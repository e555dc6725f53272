// Command mutants asks whether the tests can fail: it changes one operator or one
// statement of the named packages at a time, runs the tests of the package and then
// those of the registry, and lists the changes that no test saw.
// In: packages, a seed, a number. Out: a table per package and the survivors; the
// exit code is 1 where fewer than -min per cent were killed. The tree is not touched:
// all mutants of a sample are woven into one build (go's -overlay reads it), and a
// variable of the environment says which one lives, so that each package is compiled
// once and not once per mutant.
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
)

func main() {
	n := flag.Int("n", 300, "how many mutants are tried")
	seed := flag.Uint64("seed", 1, "which ones: the same seed on the same code gives the same")
	least := flag.Float64("min", 90, "per cent that must be killed")
	also := flag.String("also", "./vendors/registry", "tests that run where the package's own saw nothing")
	verbose := flag.Bool("v", false, "print every mutant")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	share, err := run(ctx, options{*n, *seed, *also, *verbose}, flag.Args())
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
	also, err := list(ctx, []string{o.also})
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := &bench{dir: dir, also: also[0], packages: map[string]folder{}, programs: map[string]string{}}
	for _, p := range packages {
		b.packages[p.ImportPath] = p
	}
	mutants, err := b.sample(ctx, o, packages)
	if err != nil {
		return 0, err
	}
	results, err := b.try(ctx, o, mutants)
	return tell(results), err
}

// sample draws o.n mutants that are Go.
func (b *bench) sample(ctx context.Context, o options, packages []folder) ([]mutant, error) {
	var sites []site
	for _, p := range packages {
		found, err := sitesOf(p)
		if err != nil {
			return nil, err
		}
		sites = append(sites, found...)
	}
	slices.SortFunc(sites, func(a, b site) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.at.start, b.at.start)) })
	random := rand.New(rand.NewPCG(o.seed, o.seed)) //nolint:gosec // a sample that can be repeated
	random.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
	var drawn []mutant
	for i, s := range sites[:min(2*o.n, len(sites))] {
		drawn = append(drawn, mutant{s, i + 1})
	}
	mutants, err := b.compiled(ctx, packages, drawn)
	mutants = mutants[:min(o.n, len(mutants))]
	fmt.Printf("%d places in %d packages; %d are tried with seed %d\n", len(sites), len(packages), len(mutants), o.seed)
	return mutants, err
}

// result is what came of one mutant: by whom it was killed.
type result struct {
	site
	by string
}

// try runs the mutants one after the other.
func (b *bench) try(ctx context.Context, o options, mutants []mutant) (results []result, err error) {
	for i, m := range mutants {
		by, err := b.killed(ctx, m)
		if err != nil {
			return results, err
		}
		results = append(results, result{m.site, by})
		if by == "" || o.verbose {
			fmt.Printf("%4d %-8s %s\n", i+1, cmp.Or(by, "SURVIVED"), m.site)
		}
	}
	return results, nil
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
		if r.by != "" {
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
