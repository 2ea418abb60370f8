package pgtest

import "syscall"

// attributes are those of a program that we start: its account, and the end of it with ours.
func attributes(account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: account, Pdeathsig: syscall.SIGTERM}
}
