package cluster

import (
	"errors"
	"os"
	"strings"
	"syscall"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// The faults of this package. Each comes with a message that says what to do.
var (
	// ErrNotFound: no PostgreSQL is installed in any of the usual places.
	ErrNotFound = fault.New(fault.Unavailable, "postgres_not_found", "PostgreSQL 15 or newer was not found.")
	// ErrTooOld: only PostgreSQL below 15 is installed.
	ErrTooOld = fault.New(fault.Unavailable, "postgres_too_old", "PostgreSQL 15 or newer is needed.")
	// ErrNoPostGIS: the server has no PostGIS extension.
	ErrNoPostGIS = fault.New(fault.Unavailable, "postgis_missing", "The PostGIS extension is not installed.")
	// ErrNoPartman: the server has no pg_partman extension.
	ErrNoPartman = fault.New(fault.Unavailable, "partman_missing", "The pg_partman extension is not installed.")
	// ErrVersionMismatch: the data was made by a major version that is no longer installed.
	ErrVersionMismatch = fault.New(fault.Unavailable, "cluster_version_mismatch",
		"The data was made by another version of PostgreSQL.")
	// ErrLocked: another process runs the cluster of this folder.
	ErrLocked = fault.New(fault.Conflict, "cluster_locked", "Another process already runs this database.")
	// ErrDirUnusable: the folder cannot be read or written as it must be.
	ErrDirUnusable = fault.New(fault.Unavailable, "cluster_dir_unusable", "The data folder cannot be used.")
	// ErrNoAccount: run by root, and the account for PostgreSQL could not be made.
	ErrNoAccount = fault.New(fault.Unavailable, "cluster_user_missing", "The account for PostgreSQL is missing.")
	// ErrSecrets: the passwords of the cluster are missing or belong to another user.
	ErrSecrets = fault.New(fault.Unavailable, "cluster_secrets_unreadable", "The passwords cannot be read.")
	// ErrSetting: a name or value in Options.Settings cannot be written to the configuration.
	ErrSetting = fault.New(fault.Invalid, "cluster_setting_invalid", "A server setting is not usable.")
	// ErrDiskFull: the disk that holds the folder is full.
	ErrDiskFull = fault.New(fault.Unavailable, "disk_full", "The disk is full.")
	// ErrStartFailed: PostgreSQL did not start; the message holds its last words.
	ErrStartFailed = fault.New(fault.Unavailable, "cluster_start_failed", "PostgreSQL did not start.")
	// ErrNotRunning: no server runs for this folder.
	ErrNotRunning = fault.New(fault.Unavailable, "cluster_not_running", "The database is not running.")
)

// dirFault tells what a failed file operation below dir means.
func dirFault(dir string, err error) error {
	var f *fault.Fault
	switch {
	case errors.As(err, &f):
		return err
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return diskFull(dir).With(err)
	case errors.Is(err, os.ErrPermission):
		return ErrDirUnusable.Saying("The folder %s cannot be used: it, or something in it, belongs to another user. "+
			"Run as the user who made it, or name another folder.", dir).With(err)
	case errors.Is(err, syscall.EROFS):
		return ErrDirUnusable.Saying("The folder %s cannot be used: its disk is read-only.", dir).With(err)
	}
	return ErrDirUnusable.Saying("The folder %s cannot be used: %s.", dir, plainCause(err)).With(err)
}

func plainCause(err error) string {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno.Error()
	}
	return "a file in it could not be read or written"
}

func diskFull(dir string) *fault.Fault {
	return ErrDiskFull.Saying("The disk that holds %s is full. Free some space on it; nothing that was saved is lost.", dir)
}

// saysDiskFull reports whether the words of a PostgreSQL program tell of a full disk. The programs run with English
// messages, so the operating system's text is the C locale's.
func saysDiskFull(words []string) bool {
	for _, w := range words {
		if strings.Contains(w, "No space left on device") || strings.Contains(w, "Disk quota exceeded") {
			return true
		}
	}
	return false
}

// startFault tells why a PostgreSQL program ended, from what it said.
func startFault(dir, what string, words []string, cause error) *fault.Fault {
	if saysDiskFull(words) {
		return diskFull(dir).With(cause)
	}
	last := lastWords(words)
	if last == "" {
		return ErrStartFailed.Saying("%s and said nothing.", what).With(cause)
	}
	return ErrStartFailed.Saying("%s. Its last words:\n%s", what, last).With(cause)
}

// lastWords picks the lines that matter: the last fatal ones, else simply the last ones.
func lastWords(words []string) string {
	const most = 5
	var picked []string
	for _, w := range words {
		if strings.Contains(w, "FATAL:") || strings.Contains(w, "PANIC:") || strings.Contains(w, "error:") {
			picked = append(picked, w)
		}
	}
	if len(picked) == 0 {
		picked = words
	}
	return strings.Join(picked[max(0, len(picked)-most):], "\n")
}
