package pgtest

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

const (
	scratchPrefix = "propertyos-pgtest-"
	ownerLock     = "owner.lock"
)

// scratchDir makes a folder for a server of this process and takes away those of processes that died: nobody holds
// their lock any more.
func scratchDir() (dir string, unlock func(), err error) {
	sweep()
	dir, err = os.MkdirTemp("", scratchPrefix)
	if err != nil {
		return "", nil, err
	}
	if err := os.Chmod(dir, 0o755); err != nil { // the account that runs PostgreSQL passes through it
		return "", nil, err
	}
	// The lock is held before it has the name that a sweep looks for.
	making := filepath.Join(dir, ownerLock+".new")
	f, err := os.OpenFile(making, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return "", nil, err
	}
	err = errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB),
		os.Rename(making, filepath.Join(dir, ownerLock)))
	if err != nil {
		return "", nil, errors.Join(err, f.Close())
	}
	return dir, func() { _ = f.Close() }, nil
}

func sweep() {
	dirs, err := filepath.Glob(filepath.Join(os.TempDir(), scratchPrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		f, err := os.OpenFile(filepath.Join(dir, ownerLock), os.O_RDWR, 0)
		if err != nil {
			continue
		}
		if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			_ = os.RemoveAll(dir)
		}
		_ = f.Close()
	}
}
