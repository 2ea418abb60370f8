package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// dieWithParent asks the kernel to send SIGINT, a fast shutdown, to the program when we die in whatever way.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// serverProcesses returns the PostgreSQL processes that work in data, whoever started them. Each of them keeps the
// data directory as its working directory; a process id in a file may long belong to another program.
func serverProcesses(data string) []int {
	names, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return nil
	}
	var pids []int
	for _, name := range names {
		pid, err := strconv.Atoi(filepath.Base(name))
		if err == nil && isServerOf(pid, data) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// isServerOf reports whether pid is a PostgreSQL process that works in data. Files are compared, not names, since a
// container has names of its own.
func isServerOf(pid int, data string) bool {
	comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid))
	if err != nil {
		return false
	}
	if name := strings.TrimSpace(string(comm)); name != "postgres" && name != "postmaster" {
		return false
	}
	cwd, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	dir, err := os.Stat(data)
	return err == nil && os.SameFile(cwd, dir)
}

// pidIsKnown tells that serverProcesses sees every server, so that a pid file without one is stale.
const pidIsKnown = true
