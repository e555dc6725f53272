package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"github.com/headroom-audit/headroom/scan"
	"github.com/headroom-audit/headroom/tui/screen"
)

// Options is what the screens are opened with.
type Options struct {
	Result  *scan.Result // nil where a scan runs; its devices may be as the store kept them
	Scan    screen.Head  // what Result does not tell: the inventory it came from
	Feed    *Feed        // of the scan that runs, or of rescans; nil where there are none
	Title   string       // of what is shown, "" = none
	Filter  string       // to begin with
	Sort    string       // to begin with: a name of fleet.Order
	Screen  string       // to begin with
	ASCII   bool         // no character beyond ASCII
	NoColor bool
	Now     func() time.Time // nil = time.Now
	In      io.Reader        // nil = the terminal
	Out     io.Writer
	Ports   screen.Ports

	// Stopped is set where a scan that ran was ended by the user.
	Stopped atomic.Bool
}

// framesPerSecond is how often bubbletea looks for a new frame: a key waits 25 ms at most,
// and a screen that nobody touches costs two thirds of what it does with 60.
const framesPerSecond = 40

// Run opens the screens until the user quits or ctx ends. A ctx that ends is no
// error: cmd makes it end on SIGHUP.
func Run(ctx context.Context, o *Options) error {
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}
	if o.In != nil {
		opts = append(opts, tea.WithInput(o.In))
	}
	if o.Out != nil {
		opts = append(opts, tea.WithOutput(o.Out), tea.WithWindowSize(80, 24)) // a terminal says another size
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
