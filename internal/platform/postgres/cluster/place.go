package cluster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	recordName = "cluster.json"
	dataName   = "postgres"
	socketName = "run"
)

// place is where a cluster lives. It is recorded in DIR/cluster.json with paths relative to DIR where they are below
// it, so that such a folder can be moved as a whole.
type place struct {
	Data   string `json:"data"`
	Socket string `json:"socket"`
	Bin    string `json:"bin"`
}

func (p place) home() string { return filepath.Dir(p.Data) }

// readPlace reads the record of dir. Its error is fs.ErrNotExist where there is none.
func readPlace(dir string) (place, error) {
	var p place
	b, err := os.ReadFile(filepath.Join(dir, recordName))
	if err != nil {
		return p, err
	}
	if err := json.Unmarshal(b, &p); err != nil || p.Data == "" || p.Socket == "" {
		return p, ErrDirUnusable.Saying("%s is damaged. Put it back from a backup.", filepath.Join(dir, recordName)).With(err)
	}
	for _, path := range []*string{&p.Data, &p.Socket} {
		if !filepath.IsAbs(*path) {
			*path = filepath.Join(dir, *path)
		}
	}
	return p, nil
}

// record writes the place into dir.
func (p place) record(dir string) error {
	for _, path := range []*string{&p.Data, &p.Socket} {
		if rel, err := filepath.Rel(dir, *path); err == nil && filepath.IsLocal(rel) {
			*path = rel
		}
	}
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, recordName)
	if err := (account{}).writeFile(path, string(b)+"\n"); err != nil {
		return err
	}
	return syncDir(dir)
}

// settle decides where the cluster lives and as whom it runs, and makes the folders above the data directory.
func settle(ctx context.Context, o Options, i Install) (place, account, error) {
	p, err := readPlace(o.Dir)
	recorded := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return p, account{}, dirFault(o.Dir, err)
	}
	acct, err := chooseAccount(ctx, p.Data)
	if err != nil {
		return p, acct, err
	}
	if !recorded || !exists(p.Data) {
		home, err := chooseHome(ctx, o, i, acct)
		if err != nil {
			return p, acct, err
		}
		p.Data = filepath.Join(home, dataName)
	}
	p.Bin = i.BinDir
	if p.Socket, err = settleSocket(p, acct); err != nil {
		return p, acct, dirFault(o.Dir, err)
	}
	return p, acct, nil
}

// chooseHome returns the folder in which a new cluster is made: dir, or one elsewhere when the account cannot get
// to dir.
func chooseHome(ctx context.Context, o Options, i Install, acct account) (string, error) {
	reached, err := acct.reaches(ctx, i, o.Dir)
	if err != nil || reached {
		return o.Dir, err
	}
	if !acct.other {
		return "", ErrDirUnusable.Saying("The folder %s cannot be entered.", o.Dir)
	}
	base := filepath.Join(o.elsewhere, filepath.Base(o.Dir)+"-"+shortHash(o.Dir))
	home := base
	// Data that no record points to belonged to a folder of the same name that was deleted. It is not ours to touch,
	// and opening it would bring back what somebody threw away.
	for n := 2; exists(filepath.Join(home, dataName)); n++ {
		o.Log.Warn("an earlier database of this folder is left; delete it when it is not needed", "path", home)
		home = fmt.Sprintf("%s-%d", base, n)
	}
	if err := os.MkdirAll(home, 0o755); err != nil { // the account passes through it
		return "", dirFault(o.elsewhere, err)
	}
	reached, err = acct.reaches(ctx, i, home)
	if err != nil {
		return "", err
	}
	if !reached {
		return "", ErrDirUnusable.Saying("The account %s can enter neither %s nor %s.", accountName, o.Dir, home)
	}
	o.Log.Info("the database lives outside its folder, which the account that runs PostgreSQL cannot enter",
		"folder", o.Dir, "home", home)
	return home, nil
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// settleSocket returns the folder of the socket: HOME/run, or a short one when that does not do, which is recorded
// and used again.
func settleSocket(p place, acct account) (string, error) {
	dir := filepath.Join(p.home(), socketName)
	if socketFits(dir) {
		return dir, acct.makeDir(dir)
	}
	if p.Socket != "" && p.Socket != dir && isPrivate(p.Socket, acct) {
		return p.Socket, nil
	}
	for _, parent := range []string{"/run", os.Getenv("XDG_RUNTIME_DIR"), "/tmp"} {
		dir = filepath.Join(parent, "propertyos-"+shortHash(p.Data))
		if parent == "" || !socketFits(dir) {
			continue
		}
		err := os.Mkdir(dir, 0o700)
		if errors.Is(err, fs.ErrExist) && !isPrivate(dir, acct) { // somebody else's: take a name nobody can guess
			dir, err = os.MkdirTemp(parent, "propertyos-*")
		}
		if err == nil || errors.Is(err, fs.ErrExist) {
			return dir, acct.own(dir)
		}
	}
	return "", ErrDirUnusable.Saying("No folder for the socket of the database was found: the path of %s is too long, "+
		"and neither /run nor /tmp can be written to.", p.Data)
}

// socketFits reports whether a socket in dir can be bound and named: the kernel bounds the length, and libpq splits
// a host at commas.
func socketFits(dir string) bool {
	most := len(syscall.RawSockaddrUnix{}.Path) - 1
	return len(dir)+len("/.s.PGSQL."+port) <= most && !strings.Contains(dir, ",")
}

// isPrivate reports whether dir is a folder that only the account may enter.
func isPrivate(dir string, acct account) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return false
	}
	uid, _ := ownerOf(info)
	return uid == acct.uid
}
