//go:build !linux

package cluster

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent does nothing: this system cannot tie a child to its parent's life. The next start takes over the
// server that is left.
func dieWithParent(*syscall.SysProcAttr) {}

// serverProcesses returns the server that data's own pid file names, if it lives.
func serverProcesses(data string) []int {
	if pm := readPostmaster(data); pm.pid != 0 && alive(pm.pid) && isServerOf(pm.pid, data) {
		return []int{pm.pid}
	}
	return nil
}

// isServerOf reports whether pid is a PostgreSQL server started on data.
func isServerOf(pid int, data string) bool {
	out, err := exec.Command("ps", "-o", "command=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(out), "postgres") && strings.Contains(string(out), filepath.Clean(data))
}

// pidIsKnown tells that serverProcesses does not see every server: PostgreSQL judges its pid file itself.
const pidIsKnown = false
