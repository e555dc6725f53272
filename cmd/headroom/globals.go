package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/audit/policy"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/cmd/headroom/console"
	"github.com/headroom-audit/headroom/internal/host"
	"github.com/headroom-audit/headroom/internal/query"
	"github.com/headroom-audit/headroom/internal/safeterm"
	"github.com/headroom-audit/headroom/report"
	"github.com/headroom-audit/headroom/scan"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"
)

// globals are the flags every verb has, and what they settled to.
type globals struct {
	std        stdio
	noColor    bool
	ascii      bool
	quiet      bool
	verbose    bool
	nowFlag    string
	store      string
	policyFile string
	growth4    string // files of the growth of the tables of the internet; "" = the built-in model
	growth6    string

	clock func() time.Time
}

func (g *globals) register(root *cobra.Command) {
	f := root.PersistentFlags()
	f.BoolVar(&g.noColor, "no-color", false, "no colours (also NO_COLOR)")
	f.BoolVar(&g.ascii, "ascii", false, "draw with ASCII only")
	f.BoolVarP(&g.quiet, "quiet", "q", false, "no progress, only the answer and errors")
	f.BoolVarP(&g.verbose, "verbose", "v", false, "say what happens to every device")
	f.StringVar(&g.nowFlag, "now", "", "the time it is, for reproducible runs (RFC 3339)")
	f.StringVar(&g.policyFile, "policy", "", "the team's policy: thresholds, roles, severities, waivers (default: the built-in figures)")
	f.StringVar(&g.store, "store", "", "the store of scans: a file, or postgres://USER@HOST/DATABASE (default $XDG_STATE_HOME/headroom/headroom.db)")
}

// settle fills flags that were not given from HEADROOM_* and the configuration
// files, in that order, then works out what follows from them.
func (g *globals) settle(cmd *cobra.Command) error {
	if err := fillFlags(cmd); err != nil {
		return err
	}
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		g.noColor = true
	}
	g.clock = time.Now
	if g.nowFlag != "" {
		at, err := time.Parse(time.RFC3339, g.nowFlag)
		if err != nil {
			return usagef("--now %q is not a time like 2026-11-24T02:00:00Z", g.nowFlag)
		}
		g.clock = func() time.Time { return at }
	}
	return nil
}

// storePath is where scans are kept.
func (g *globals) storePath() (string, error) {
	if g.store != "" {
		return g.store, nil
	}
	dir, err := host.StateDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "headroom.db"), nil
}

// configFiles are read in this order; the first that has a key wins.
func configFiles() []string {
	files := []string{"headroom.yaml"}
	if dir, err := os.UserConfigDir(); err == nil {
		files = append(files, filepath.Join(dir, "headroom", "config.yaml"))
	}
	return append(files, "/etc/headroom/config.yaml")
}

// fillFlags sets every flag that the command line left alone from the
// environment (HEADROOM_FAIL_ON for --fail-on), else from the first
// configuration file that has the key.
func fillFlags(cmd *cobra.Command) error {
	known := flagNames(cmd.Root())
	for _, c := range cmd.Root().Commands() {
		known = append(known, flagNames(c)...)
	}
	settings, err := readConfig(configFiles(), known)
	if err != nil {
		return err
	}
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || failed != nil || f.Name == "help" {
			return
		}
		env := "HEADROOM_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if v := os.Getenv(env); v != "" {
			if err := cmd.Flags().Set(f.Name, v); err != nil {
				failed = usagef("%s=%q: %v", env, v, err)
			}
			return
		}
		if s, ok := settings[f.Name]; ok {
			if err := cmd.Flags().Set(f.Name, s.value); err != nil {
				failed = usagef("%s: %s: %v", s.where, f.Name, err)
			}
		}
	})
	return failed
}

// setting is one value of a configuration file.
type setting struct{ value, where string }

func readConfig(files, known []string) (map[string]setting, error) {
	out := map[string]setting{}
	for _, file := range files {
		raw, err := host.Read(nil, file)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, usagef("read configuration: %v", err)
		}
		if err := readSettings(file, raw, known, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readSettings(file string, raw []byte, known []string, out map[string]setting) error {
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		return usagef("%s: %v", file, err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		return usagef("%s:%d:%d: a configuration is a list of `flag: value` lines", file, top.Line, top.Column)
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		where := fmt.Sprintf("%s:%d:%d", file, key.Line, key.Column)
		if !slices.Contains(known, key.Value) {
			hint := ""
			if best := query.Nearest(key.Value, known); best != "" {
				hint = fmt.Sprintf(": did you mean %q?", best)
			}
			return usagef("%s: unknown setting %q%s", where, key.Value, hint)
		}
		text := value.Value
		if value.Kind == yaml.SequenceNode {
			var items []string
			for _, n := range value.Content {
				items = append(items, n.Value)
			}
			text = strings.Join(items, ",")
		}
		if _, ok := out[key.Value]; !ok {
			out[key.Value] = setting{text, where}
		}
	}
	return nil
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.Flags().VisitAll(add)
	cmd.PersistentFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return names
}

// enum is a flag that takes one of a few words.
type enum struct {
	value *string
	words []string
}

func (e enum) String() string {
	if e.value == nil {
		return ""
	}
	return *e.value
}

func (e enum) Set(s string) error {
	if !slices.Contains(e.words, s) {
		hint := ""
		if best := query.Nearest(s, e.words); best != "" {
			hint = fmt.Sprintf(" (did you mean %q?)", best)
		}
		return fmt.Errorf("must be one of %s%s", strings.Join(e.words, ", "), hint)
	}
	*e.value = s
	return nil
}

func (e enum) Type() string { return strings.Join(e.words, "|") }

// enumVar registers an enum with completion of its words.
func enumVar(cmd *cobra.Command, p *string, name, preset, usage string, words ...string) {
	*p = preset
	cmd.Flags().Var(enum{p, words}, name, usage)
	_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// notUTF8 reports whether the locale says that the terminal draws no UTF-8.
func notUTF8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToUpper(os.Getenv(name)); v != "" {
			return !strings.Contains(v, "UTF-8") && !strings.Contains(v, "UTF8")
		}
	}
	return false
}

// progress tells the person at the terminal how far a scan is.
func (g *globals) progress() func(scan.Event) {
	return console.Progress(g.std.err, console.Style{Quiet: g.quiet, Verbose: g.verbose, ASCII: g.ascii})
}

// sayer prints one line to stderr over whatever progress stands there.
func (g *globals) sayer(silent bool) func(string) { return console.Sayer(g.std.err, silent || g.quiet) }

// policy is the policy of --policy, the built-in one where none is given.
func (g *globals) policy() (p policy.Policy, err error) {
	if p, err = g.written(); err == nil {
		p.Growth, err = g.model(p.Growth)
	}
	return p, err
}

func (g *globals) written() (policy.Policy, error) {
	if g.policyFile == "" {
		return policy.Default(), nil
	}
	raw, err := host.Read(nil, g.policyFile)
	if err != nil {
		return policy.Policy{}, usagef("read policy: %v", err)
	}
	p, err := policy.Load(g.policyFile, raw, rules.IDs())
	if err != nil {
		return policy.Policy{}, usagef("%v", err)
	}
	return p, nil
}

// tellUnused tells of waivers that no finding of a scan needs: a name in them is
// misspelt, or what they waived is gone.
func (g *globals) tellUnused(doc *report.Scan) {
	p, err := g.written()
	if err != nil {
		return // it was loaded before, and told
	}
	for _, text := range report.UnusedWaivers(doc, p.Waivers) {
		fmt.Fprintf(g.std.err, "headroom: %s:%s\n", safeterm.CleanLine(g.policyFile), safeterm.CleanLine(text))
	}
}
