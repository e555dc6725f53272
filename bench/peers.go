package main

import (
	"embed"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

//go:embed peers
var peerFiles embed.FS

// peer is another program that reads routers, and the Debian package it is in.
type peer struct {
	name     string
	debian   string // "" = built with the benchmark
	command  []string
	version  []string // prints the version
	list     string
	devices  int
	quick    int // devices of a quick run
	sessions int
	runs     int  // of which the middle counts
	big      bool // visits of 280 KB
	own      bool // headroom's own client, of another commit
}

// peers are those of collector:2.4 that Debian has, and scrapligo.
// How many devices they read follows from how long they take: ansible a second
// of CPU each. Those that can have as many sessions as the goals; netmiko also a
// number of threads at which it takes less CPU.
func peers(dir string) []peer {
	file := func(name string) string { return filepath.Join(dir, "peers", name) }
	const python = "/usr/bin/python3" // Debian's, not one of the user's
	module := func(name string) []string {
		return []string{python, "-W", "ignore", "-c", "import " + name + " as m; print(m.__version__)"}
	}
	bare := peer{name: bareName, command: []string{filepath.Join(dir, "bin", "bare")}, version: []string{"go", "list", "-m", "-f", "{{.Version}}", "golang.org/x/crypto"}, list: "small", devices: usualDevices, quick: 200, sessions: manySessions, runs: 3}
	big := bare
	big.name, big.list, big.devices, big.big = bareBigName, "large", manySessions, true
	return []peer{
		bare, big,
		{name: "scrapligo", command: []string{filepath.Join(dir, "bin", "scrapligo")}, version: []string{"go", "list", "-m", "-f", "{{.Version}}", "github.com/scrapli/scrapligo"}, list: "small", devices: usualDevices, quick: 200, sessions: manySessions, runs: 3},
		{name: "netmiko", debian: "python3-netmiko", command: []string{python, "-W", "ignore", file("netmiko_client.py")}, version: module("netmiko"), list: "small", devices: usualDevices, quick: 20, sessions: manySessions, runs: 3},
		{name: "netmiko, 100 threads", debian: "python3-netmiko", command: []string{python, "-W", "ignore", file("netmiko_client.py")}, version: module("netmiko"), list: "small", devices: usualDevices, quick: 20, sessions: 100, runs: 1},
		{name: "asyncssh", debian: "python3-asyncssh", command: []string{python, "-W", "ignore", file("asyncssh_client.py")}, version: module("asyncssh"), list: "small", devices: usualDevices, quick: 50, sessions: manySessions, runs: 1},
		{name: "rancid clogin", debian: "rancid", command: []string{"sh", file("clogin_client.sh")}, version: []string{"/usr/lib/rancid/bin/clogin", "-V"}, list: "own", devices: 50, quick: 10, sessions: 50, runs: 1},
		{name: "ansible cisco.ios", debian: "ansible", command: []string{"sh", file("ansible_client.sh")}, version: []string{"ansible-playbook", "--version"}, list: "own", devices: 20, quick: 3, sessions: 20, runs: 1},
	}
}

// beforeName is headroom as it was before.
const beforeName = "headroom, the commit before"

// The limit: an x/crypto client that counts bytes.
const bareName, bareBigName = "x/crypto alone (bare)", "x/crypto alone (bare), 280 KB"

// unpack writes the scripts of the peers below dir.
func unpack(dir string) error {
	return os.CopyFS(dir, peerFiles)
}

// installed gives the version of a peer, "" where it is not there.
func (p peer) installed() string {
	out, err := exec.Command(p.version[0], p.version[1:]...).CombinedOutput()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return line
}

// args are those of every peer: list, sessions, commands.
func (p peer) args(list string) []string {
	out := append([]string{}, p.command[1:]...)
	if p.own {
		return append(out, "-list", list, "-sessions", strconv.Itoa(p.sessions))
	}
	out = append(out, list, strconv.Itoa(p.sessions))
	visit := small()
	if p.big {
		visit = large()
	}
	for _, q := range visit {
		out = append(out, q.command)
	}
	return out
}
