package cluster

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// accountName is the system account that runs PostgreSQL when root runs us.
const accountName = "propertyos"

// homes is the folder below which clusters live that cannot be in their own folder.
const homes = "/var/lib/propertyos"

// account is the user as whom PostgreSQL runs.
type account struct {
	uid, gid int
	other    bool // not this process's own user: root switches to it
}

// attributes are those of every PostgreSQL program that we start: its user, and a process group of its own, so that
// an interrupt typed at the terminal reaches us alone and we stop the server in order.
func (a account) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true}
	if a.other {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)} // ids from the system: never negative
	}
	dieWithParent(attr)
	return attr
}

// ownerOf returns the user and group of a file, or -1 where the system does not tell.
func ownerOf(info os.FileInfo) (uid, gid int) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1, -1
	}
	return int(st.Uid), int(st.Gid)
}

// own gives path to the account.
func (a account) own(path string) error {
	if !a.other {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// makeDir makes path a folder that only the account may enter.
func (a account) makeDir(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	if err := a.own(path); err != nil {
		return err
	}
	return os.Chmod(path, 0o700) //nolint:gosec // a folder needs its x bit
}

// writeFile puts content into path for the account, whole or not at all, and touches nothing where it is there
// already, so that a full disk does not stop a server that needs no change.
func (a account) writeFile(path, content string) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == content {
		return nil
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*") // 0600, and never through a link that lies in wait
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.WriteString(content)
	if err == nil && a.other {
		err = tmp.Chown(a.uid, a.gid)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

// reaches reports whether the account may run the programs of i with dir as their working directory. The kernel is
// asked, by really doing it, since mode bits do not tell of access lists or mount options.
func (a account) reaches(ctx context.Context, i Install, dir string) (bool, error) {
	err := a.try(ctx, i, dir)
	if err == nil {
		return true, nil
	}
	if rootErr := a.try(ctx, i, "/"); rootErr != nil {
		return false, ErrStartFailed.Saying("The account %s may not run the programs in %s.", accountName, i.BinDir).
			With(rootErr)
	}
	return false, nil
}

func (a account) try(ctx context.Context, i Install, dir string) error {
	cmd := exec.CommandContext(ctx, i.program("postgres"), "--version") //nolint:gosec // an installed program
	cmd.Dir = dir
	cmd.SysProcAttr = a.attributes()
	return runTied(cmd)
}

// chooseAccount decides as whom PostgreSQL runs: as ourselves, or where we are root as the owner of the data that
// exists, else as the account propertyos.
func chooseAccount(ctx context.Context, data string) (account, error) {
	if uid := os.Geteuid(); uid != 0 {
		return account{uid: uid, gid: os.Getegid()}, nil
	}
	if info, err := os.Stat(data); err == nil {
		uid, gid := ownerOf(info)
		if uid <= 0 {
			return account{}, ErrDirUnusable.Saying("The data in %s belongs to root, and PostgreSQL refuses to run as root. "+
				"Give it to an account of its own with: chown -R %s: %s", data, accountName, data)
		}
		return account{uid: uid, gid: gid, other: true}, nil
	}
	return systemAccount(ctx)
}

// systemAccount returns the account propertyos, and makes it when it is missing.
func systemAccount(ctx context.Context) (account, error) {
	if u, err := user.Lookup(accountName); err == nil {
		return accountOf(u)
	}
	// useradd looks whether the name is taken before it locks the password file, so of two at once the second would
	// give the account another id. One of ours at a time, then.
	l, err := lockAccounts(ctx, homes)
	if err != nil {
		return account{}, err
	}
	defer l.release()
	if u, err := user.Lookup(accountName); err == nil {
		return accountOf(u)
	}
	out, err := exec.CommandContext(ctx, "useradd", "--system", "--user-group", "--no-create-home",
		"--home-dir", homes, "--shell", "/usr/sbin/nologin", accountName).CombinedOutput()
	u, lookupErr := user.Lookup(accountName)
	if lookupErr != nil {
		return account{}, ErrNoAccount.Saying("PostgreSQL refuses to run as root, and the account %s for it could not be "+
			"made. Make a system account of that name, or run as another user. %s", accountName,
			strings.TrimSpace(string(out))).With(errors.Join(err, lookupErr))
	}
	return accountOf(u)
}

// lockAccounts waits for the lock below dir that those who make the account hold.
func lockAccounts(ctx context.Context, dir string) (*lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil { // homes below it are passed through by the account
		return nil, dirFault(dir, err)
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		l, held, err := flock(dir, ".account.lock", syscall.LOCK_EX)
		if err == nil {
			return l, nil
		}
		if !held {
			return nil, dirFault(dir, err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil, ErrNoAccount.Saying("Making the account %s was interrupted.", accountName).With(ctx.Err())
		}
	}
}

func accountOf(u *user.User) (account, error) {
	uid, uidErr := strconv.Atoi(u.Uid)
	gid, gidErr := strconv.Atoi(u.Gid)
	if err := errors.Join(uidErr, gidErr); err != nil || uid == 0 {
		return account{}, ErrNoAccount.Saying("The account %s is not usable for PostgreSQL.", accountName).With(err)
	}
	return account{uid: uid, gid: gid, other: true}, nil
}
