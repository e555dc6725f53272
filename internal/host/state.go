package host

import (
	"fmt"
	"os"
	"path/filepath"
)

// StateDir is where headroom keeps its data: $XDG_STATE_HOME/headroom, else
// ~/.local/state/headroom.
func StateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); dir != "" {
		return filepath.Join(dir, "headroom"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("where to keep scans: %w (set XDG_STATE_HOME)", err)
	}
	return filepath.Join(home, ".local", "state", "headroom"), nil
}
