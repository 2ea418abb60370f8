package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/user"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/propertyos/propertyos/db"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

// Superuser stands for the server's superuser wherever a role is named.
const Superuser = cluster.Superuser

// Variable names the environment variable with the URL of a superuser on a server to use instead of a scratch one.
const Variable = "PROPERTYOS_TEST_PG"

// TimeZone is where the databases of tests stand: half an hour off, with summer time.
const TimeZone = "Canada/Newfoundland"

// server is a PostgreSQL and the template in it.
type server struct {
	base     func(role, database string) secret.Text
	host     string // socket folder or host name, as the pooler dials it
	port     uint16
	bin      string // folder of pg_dump
	run      string // folder for the sockets of poolers
	account  *syscall.Credential
	template string
	admin    *pgxpool.Pool
	count    atomic.Int64
	end      func()
}

func start() (*server, error) {
	ctx := context.Background()
	var s *server
	var err error
	if at := os.Getenv(Variable); at != "" {
		s, err = useExisting(ctx, at)
	} else {
		s, err = startScratch(ctx)
	}
	if err != nil {
		return nil, err
	}
	if err := s.prepare(ctx); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// startScratch starts a server of our own.
func startScratch(ctx context.Context) (*server, error) {
	dir, unlock, err := scratchDir()
	if err != nil {
		return nil, err
	}
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, Scratch: true, Clock: clock.System{}})
	if err != nil {
		_ = os.RemoveAll(dir)
		unlock()
		return nil, err
	}
	info, err := os.Stat(c.DataDir())
	if err != nil {
		return nil, err
	}
	s := &server{base: c.URL, host: c.SocketDir(), port: 5432, bin: c.BinDir(), run: c.SocketDir()}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && os.Geteuid() == 0 {
		s.account = &syscall.Credential{Uid: st.Uid, Gid: st.Gid}
	}
	s.end = func() {
		if err := c.Remove(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "pgtest: remove the scratch server:", err)
		}
		_ = os.RemoveAll(dir)
		unlock()
	}
	return s, nil
}

// useExisting works in the server behind a superuser's URL. Passwords of our roles follow from that URL, so that test
// processes which share the server agree on them.
func useExisting(ctx context.Context, at string) (*server, error) {
	cfg, err := pgx.ParseConfig(at)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a URL", Variable)
	}
	install, err := cluster.Find(ctx, "")
	if err != nil {
		return nil, err
	}
	run, err := os.MkdirTemp("", "propertyos-pgtest-run-")
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(run, 0o777); err != nil {
		return nil, err
	}
	s := &server{host: cfg.Host, port: cfg.Port, bin: install.BinDir, run: run, end: func() { _ = os.RemoveAll(run) }}
	if os.Geteuid() == 0 {
		if s.account, err = nobody(); err != nil {
			return nil, err
		}
	}
	s.base = func(role, database string) secret.Text {
		name, password := cfg.User, cfg.Password
		if role != Superuser {
			sum := sha256.Sum256([]byte("pgtest " + at + " " + role))
			name, password = role, hex.EncodeToString(sum[:])
		}
		query := url.Values{"host": {cfg.Host}, "port": {strconv.Itoa(int(cfg.Port))}}
		if cfg.TLSConfig == nil {
			query.Set("sslmode", "disable")
		}
		u := url.URL{Scheme: "postgres", User: url.UserPassword(name, password), Path: "/" + database, RawQuery: query.Encode()}
		return secret.New(u.String())
	}
	return s, nil
}

func nobody() (*syscall.Credential, error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, uidErr := strconv.ParseUint(u.Uid, 10, 32)
	gid, gidErr := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(uidErr, gidErr)
}

func (s *server) stop() {
	if s.admin != nil {
		s.admin.Close()
	}
	s.end()
}

// password returns the password that base puts into a role's URL.
func (s *server) password(role string) (string, error) {
	cfg, err := pgx.ParseConfig(s.base(role, "postgres").Reveal())
	if err != nil {
		return "", postgres.ErrURL
	}
	return cfg.Password, nil
}

// prepare makes the template, once for each state of the migrations. Processes that share a server wait for each other
// at an advisory lock.
func (s *server) prepare(ctx context.Context) error {
	sum, err := schemaSum()
	if err != nil {
		return err
	}
	s.template = "propertyos_template_" + sum
	if s.admin, err = postgres.OpenPool(ctx, s.base(Superuser, "postgres"), postgres.PoolOptions{MaxConns: 4}); err != nil {
		return err
	}
	conn, err := s.admin.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	const key = 7_303_101 // any number that our tests alone lock
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, key); err != nil {
		return err
	}
	defer func() { _, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, key) }()
	var finished bool
	err = conn.QueryRow(ctx, `SELECT coalesce(bool_or(datistemplate), false) FROM pg_database WHERE datname = $1`, s.template).Scan(&finished)
	if err != nil {
		return err
	}
	if finished {
		return s.bootstrap(ctx, "postgres", false)
	}
	if _, err := conn.Exec(ctx, `DROP DATABASE IF EXISTS `+s.template); err != nil { // from a process that died on the way
		return err
	}
	if _, err := conn.Exec(ctx, `CREATE DATABASE `+s.template+` TEMPLATE template0`); err != nil {
		return err
	}
	if err := s.bootstrap(ctx, s.template, true); err != nil {
		return err
	}
	migrator, err := postgres.OpenMigrator(s.base(postgres.RoleOwner, s.template))
	if err != nil {
		return err
	}
	_, err = migrator.Up(ctx)
	if err = errors.Join(err, migrator.Close()); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, `ALTER DATABASE `+s.template+` WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
	return err
}

// bootstrap runs the product's bootstrap in a database, or only gives the roles of a shared server their passwords.
func (s *server) bootstrap(ctx context.Context, database string, whole bool) error {
	passwords := map[string]secret.Text{}
	for _, role := range postgres.LoginRoles {
		p, err := s.password(role)
		if err != nil {
			return err
		}
		passwords[role] = secret.New(p)
	}
	if whole {
		return postgres.Bootstrap(ctx, s.base(Superuser, database), passwords)
	}
	for role, p := range passwords {
		if _, err := s.admin.Exec(ctx, fmt.Sprintf(`ALTER ROLE %s PASSWORD '%s'`, role, p.Reveal())); err != nil {
			return err
		}
	}
	return nil
}

// schemaSum tells one state of bootstrap and migrations from another.
func schemaSum() (string, error) {
	h := sha256.New()
	h.Write([]byte(db.Bootstrap))
	err := fs.WalkDir(db.Migrations(), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := fs.ReadFile(db.Migrations(), path)
		fmt.Fprintln(h, path, len(b))
		h.Write(b)
		return err
	})
	if err != nil {
		return "", err
	}
	river, err := rivermigrate.New(riverpgxv5.New(nil), nil)
	if err != nil {
		return "", err
	}
	for _, v := range river.AllVersions() {
		fmt.Fprintln(h, v.Version, v.SQLUp)
	}
	return strings.ToLower(hex.EncodeToString(h.Sum(nil)[:6])), nil
}
