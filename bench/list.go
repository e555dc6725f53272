package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/internal/lab"
)

// listed is a line of a list of devices: name, address, port and host key with
// tabs between them, which every client of the benchmark can read.
type listed struct {
	name, host string
	port       int
	key        string
}

func writeList(path string, devices []lab.Running) error {
	var b strings.Builder
	for _, d := range devices {
		fmt.Fprintf(&b, "%s\t%s\t%d\t%s\n", d.Name, d.Address, d.Port, d.HostKey)
	}
	return os.WriteFile(path, []byte(b.String()), 0o600)
}

func readList(path string) ([]listed, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []listed
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 {
			return nil, fmt.Errorf("read %s: %q is no device", path, line)
		}
		port, err := strconv.Atoi(f[2])
		if err != nil {
			return nil, fmt.Errorf("read %s: port: %w", path, err)
		}
		out = append(out, listed{f[0], f[1], port, f[3]})
	}
	return out, nil
}

// head writes the first n devices of a list to another file.
func head(from, to string, n int) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	lines := strings.SplitAfter(string(raw), "\n")
	if have := len(lines) - 1; have < n {
		return fmt.Errorf("%s has %d devices, wanted %d", from, have, n)
	}
	return os.WriteFile(to, []byte(strings.Join(lines[:n], "")), 0o600)
}
