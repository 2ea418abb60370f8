package cluster

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

const secretsDir = "secrets"

var roleName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// secrets keeps one password a role, each in a file of its own that only the launching user reads. Files rather
// than one list: two commands that need a new role's password at once agree on the first one linked.
type secrets struct {
	dir string
	log *slog.Logger

	mu    sync.Mutex
	known map[string]secret.Text
}

func newSecrets(dir string, log *slog.Logger) *secrets {
	return &secrets{dir: dir, log: log, known: map[string]secret.Text{}}
}

func (s *secrets) password(role string) secret.Text {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.known[role]; ok {
		return p
	}
	p, err := s.load(role, true)
	if err != nil {
		s.log.Error("the password of a database role is not available", "role", role, "error", err)
		return secret.Text{}
	}
	s.known[role] = p
	return p
}

// ensure reads the password of role, making it only when fresh is set: a cluster that exists already knows one, and
// a new one would not open it.
func (s *secrets) ensure(role string, fresh bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.load(role, fresh)
	switch {
	case err == nil:
		s.known[role] = p
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return ErrSecrets.Saying("The database has its passwords in %s, and that of %s is gone. "+
			"Put the folder back from a backup.", s.dir, role).With(err)
	case errors.Is(err, os.ErrPermission):
		return ErrSecrets.Saying("The passwords in %s belong to another user. Run as the user who started the database.",
			s.dir).With(err)
	}
	return dirFault(s.dir, err)
}

func (s *secrets) load(role string, fresh bool) (secret.Text, error) {
	if !roleName.MatchString(role) {
		return secret.Text{}, ErrSecrets.Saying("%q is not the name of a database role.", role)
	}
	path := filepath.Join(s.dir, role)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && fresh {
		if err = s.create(path); err == nil {
			b, err = os.ReadFile(path)
		}
	}
	if err != nil {
		return secret.Text{}, err
	}
	p := strings.TrimSpace(string(b))
	if p == "" {
		return secret.Text{}, ErrSecrets.Saying("The password file %s is empty. Put it back from a backup.", path)
	}
	return secret.New(p), nil
}

// create stores a new password under path, complete or not at all: it is written and synced under another name and
// then linked, which fails where another process was first.
func (s *secrets) create(path string) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(s.dir, ".new-*") // 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.WriteString(rand.Text() + "\n")
	if err == nil {
		err = ownLikeDir(tmp, s.dir)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(s.dir)
}

// ownLikeDir gives a file that root makes to the owner of its folder, so that a cluster once started with sudo
// still opens for the user whose it is.
func ownLikeDir(f *os.File, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	uid, gid := ownerOf(info)
	return f.Chown(uid, gid)
}

// syncDir makes a rename or link in dir survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
