package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/scan"
)

// Options is what the screens are opened with.
type Options struct {
	Result  *scan.Result // nil where a scan runs
	Feed    *Feed        // of the scan that runs, or of rescans; nil where there are none
	Cancel  func()       // ends the scan that runs
	Title   string       // of what is shown, "" = none
	ASCII   bool         // no character beyond ASCII
	NoColor bool
	Now     func() time.Time // nil = time.Now
	In      io.Reader        // nil = the terminal
	Out     io.Writer

	// Rescan starts a scan of some devices and returns at once, with an error where
	// it cannot; its events come through Feed. nil = not possible here.
	Rescan func(names []string) error
	// Plan writes the checklist of some devices and says where; nil = not
	// possible here.
	Plan func(names []string) (where string, err error)
	// Catalog is where reload scopes come from; nil = the built-in one.
	Catalog *catalog.Catalog
}

// Run opens the screens until the user quits or ctx ends. A ctx that ends is no
// error: cmd makes it end on SIGHUP.
func Run(ctx context.Context, o Options) error {
	opts := []tea.ProgramOption{tea.WithContext(ctx)}
	if o.In != nil {
		opts = append(opts, tea.WithInput(o.In))
	}
	if o.Out != nil {
		opts = append(opts, tea.WithOutput(o.Out))
	}
	if o.NoColor {
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	_, err := tea.NewProgram(New(o), opts...).Run()
	if err != nil && ctx.Err() == nil && !errors.Is(err, tea.ErrInterrupted) {
		return fmt.Errorf("terminal screens: %w", err)
	}
	return nil
}
