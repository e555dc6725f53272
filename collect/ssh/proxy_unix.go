//go:build !windows

package ssh

import (
	"os/exec"
	"syscall"
)

// proxyShell runs a line as ssh(1) runs a ProxyCommand, in a process group of its own.
func proxyShell(line string) (*exec.Cmd, error) {
	cmd := exec.Command("/bin/sh", "-c", "exec "+line)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd, nil
}

// killGroup ends what proxyShell started, and all that it started.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
