//go:build !linux

package pgtest

import "syscall"

// attributes are those of a program that we start.
func attributes(account *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Credential: account}
}
