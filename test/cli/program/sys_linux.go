package program

import "syscall"

// endWithUs ends the program when the test that started it dies, in whatever way.
func endWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM} }
