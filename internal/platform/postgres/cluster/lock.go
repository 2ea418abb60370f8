package cluster

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	lockName = "up.lock"
	useName  = "use.lock"
)

// pollEvery is how often a state is looked at that the system does not announce.
const pollEvery = 20 * time.Millisecond

// lock is a held flock. The kernel frees it when its holder dies in whatever way; child processes do not inherit it.
type lock struct{ file *os.File }

func (l *lock) release() {
	if l != nil {
		_ = l.file.Close()
	}
}

// flock takes the lock file dir/name in mode how without waiting. The file stays when the lock is released: removing
// it would let two processes hold "the" lock on two files. held is true when another holder is in the way.
func flock(dir, name string, how int) (l *lock, held bool, err error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, false, err
	}
	if err := ownLikeDir(f, dir); err != nil {
		return nil, false, errors.Join(err, f.Close())
	}
	for {
		err = syscall.Flock(int(f.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, errors.Is(err, syscall.EWOULDBLOCK), err
	}
	return &lock{file: f}, false, nil
}

// lockDir takes the up lock in where, on behalf of the cluster of dir, and writes our pid into it.
func lockDir(where, dir string) (*lock, error) {
	l, held, err := flock(where, lockName, syscall.LOCK_EX)
	if held {
		return nil, lockedFault(where, dir)
	}
	if err != nil {
		return nil, dirFault(dir, err)
	}
	// A fixed width is written over what was there, so that even a full disk lets it through.
	if _, err := l.file.WriteAt(fmt.Appendf(nil, "%-20d\n", os.Getpid()), 0); err != nil {
		l.release()
		return nil, dirFault(dir, err)
	}
	return l, nil
}

func lockedFault(where, dir string) error {
	if pid := lockHolder(where); pid != 0 {
		return ErrLocked.Saying("The database in %s is already run by process %d. "+
			"Stop that process first, or name another folder with --data.", dir, pid)
	}
	return ErrLocked.Saying("The database in %s is already run by another process. "+
		"Stop that process first, or name another folder with --data.", dir)
}

// lockHolder returns the pid that the holder of the lock in dir wrote, or 0.
func lockHolder(dir string) int {
	f, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return 0
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, 32))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return pid
}
