// Command bare is the limit of the benchmark: golang.org/x/crypto/ssh alone. It logs
// in, sends the commands one after the other into a shell and counts bytes until the
// known end of each answer, nothing else: no prompts, no paging, no retries, no
// transcript.
//
// What goes in: a list of devices, how many at once, commands, the password in
// BENCH_PASSWORD. What comes out: {"ok": n, "bytes": n}. It imports nothing of
// headroom.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bare:", err)
		os.Exit(2)
	}
}

type answer struct {
	OK    int    `json:"ok"`
	Bytes int    `json:"bytes"`
	Error string `json:"error"`
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("usage: LIST SESSIONS COMMAND")
	}
	raw, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	sessions, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var workers sync.WaitGroup
	var said answer
	next := make(chan string)
	for range sessions {
		workers.Go(func() {
			for line := range next {
				n, err := visit(line, args[2:])
				mu.Lock()
				if err != nil {
					said.Error = err.Error()
				} else {
					said.OK++
					said.Bytes += n
				}
				mu.Unlock()
			}
		})
	}
	for line := range strings.Lines(string(raw)) {
		next <- strings.TrimSpace(line)
	}
	close(next)
	workers.Wait()
	return json.NewEncoder(os.Stdout).Encode(said)
}

// visit reads one device and gives the bytes of its answers.
func visit(line string, commands []string) (int, error) {
	f := strings.Split(line, "\t")
	if len(f) != 4 {
		return 0, fmt.Errorf("%q is no device", line)
	}
	client, err := dial(net.JoinHostPort(f[1], f[2]), f[3])
	if err != nil {
		return 0, err
	}
	defer func() { _ = client.Close() }()
	session, err := client.NewSession()
	if err != nil {
		return 0, err
	}
	in, err := session.StdinPipe()
	if err != nil {
		return 0, err
	}
	out, err := session.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := session.RequestPty("vt100", 40, 511, ssh.TerminalModes{}); err != nil {
		return 0, err
	}
	if err := session.Shell(); err != nil {
		return 0, err
	}
	if _, err := io.WriteString(in, "terminal length 0\n"); err != nil {
		return 0, err
	}
	n := 0
	buf := make([]byte, 0, 32<<10)
	for _, c := range commands {
		if _, err := io.WriteString(in, c+"\n"); err != nil {
			return 0, err
		}
		if buf, err = until(out, buf[:0], []byte("end of answer, \""+c+"\"")); err != nil {
			return 0, fmt.Errorf("%s: %q is not whole: %w", f[0], c, err)
		}
		n += len(buf)
	}
	return n, nil
}

// until reads to a text that is known to end an answer.
func until(r io.Reader, buf, end []byte) ([]byte, error) {
	for from := 0; ; {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if bytes.Contains(buf[max(0, from-len(end)):], end) {
			return buf, nil
		}
		if from = len(buf); err != nil {
			return buf, err
		}
	}
}

func dial(addr, key string) (*ssh.Client, error) {
	f := strings.Fields(key)
	raw, err := base64.StdEncoding.DecodeString(f[len(f)-1])
	if err != nil {
		return nil, fmt.Errorf("host key %q: %w", key, err)
	}
	host, err := ssh.ParsePublicKey(raw)
	if err != nil {
		return nil, err
	}
	return ssh.Dial("tcp", addr, &ssh.ClientConfig{
		User: "bench", Auth: []ssh.AuthMethod{ssh.Password(os.Getenv("BENCH_PASSWORD"))}, HostKeyCallback: ssh.FixedHostKey(host), HostKeyAlgorithms: []string{host.Type()},
	})
}
