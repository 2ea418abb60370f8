package cluster

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Superuser is the name of the cluster's superuser. Only bootstrap and maintenance use it.
const Superuser = "postgres"

// port names the socket file; nothing listens on a TCP port.
const port = "5432"

// Info tells how to reach the cluster of a folder.
type Info struct {
	dir     string
	place   place
	secrets *secrets
}

func newInfo(dir string, p place, log *slog.Logger) *Info {
	return &Info{dir: dir, place: p, secrets: newSecrets(filepath.Join(dir, secretsDir), log)}
}

// Open tells how to reach the cluster of dir while some process runs it. The fault cluster_not_running says that
// none does, cluster_secrets_unreadable that it belongs to another user.
func Open(dir string) (*Info, error) {
	abs, err := absolute(dir)
	if err != nil {
		return nil, dirFault(dir, err)
	}
	p, err := readPlace(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotRunning.Saying("There is no database in %s yet. Start it with: propertyos up --data %s", dir, dir)
	}
	if err != nil {
		return nil, dirFault(dir, err)
	}
	if !isReady(p.Data) {
		return nil, ErrNotRunning.Saying("The database of %s is not running. Start it with: propertyos up --data %s", dir, dir)
	}
	i := newInfo(abs, p, slog.New(slog.DiscardHandler))
	if err := i.secrets.ensure(Superuser, false); err != nil {
		return nil, err
	}
	return i, nil
}

// Dir returns the folder of the cluster as an absolute path.
func (i *Info) Dir() string { return i.dir }

// DataDir returns PostgreSQL's data directory.
func (i *Info) DataDir() string { return i.place.Data }

// SocketDir returns the folder of the Unix socket, which libpq takes as a host.
func (i *Info) SocketDir() string { return i.place.Socket }

// BinDir returns the folder of the PostgreSQL programs that the cluster runs with, psql among them.
func (i *Info) BinDir() string { return i.place.Bin }

// PID returns the process id of the server, or 0 when it is down at the moment.
func (i *Info) PID() int {
	if pid := readPostmaster(i.place.Data).pid; pid != 0 && isServerOf(pid, i.place.Data) {
		return pid
	}
	return 0
}

// SuperuserURL returns the URL of the superuser for the database "postgres".
func (i *Info) SuperuserURL() secret.Text { return i.URL(Superuser, "postgres") }

// URL returns the connection URL of role for database, over the Unix socket, with the role's stored password. The
// role itself is made by whoever bootstraps the database, with Password.
func (i *Info) URL(role, database string) secret.Text {
	u := url.URL{
		Scheme: "postgres",
		User:   url.UserPassword(role, i.Password(role).Reveal()),
		Path:   "/" + database,
		// libpq does not read a plus sign as a space.
		RawQuery: "host=" + strings.ReplaceAll(url.QueryEscape(i.place.Socket), "+", "%20") + "&port=" + port,
	}
	return secret.New(u.String())
}

// Password returns the stored password of role, and makes and stores one on first use. Where it can be neither
// read nor stored (logged by role, without the value) it is empty, and PostgreSQL refuses the connection.
func (i *Info) Password(role string) secret.Text { return i.secrets.password(role) }

// postmaster is what PostgreSQL writes about itself into postmaster.pid.
type postmaster struct {
	pid   int
	ready bool
}

func readPostmaster(data string) postmaster {
	// The line numbers are fixed by PostgreSQL, whose own pg_ctl waits in the same way.
	const pidLine, statusLine = 0, 7
	b, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return postmaster{}
	}
	lines := strings.Split(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[pidLine]))
	if err != nil || pid <= 0 {
		return postmaster{}
	}
	return postmaster{pid: pid, ready: len(lines) > statusLine && strings.TrimSpace(lines[statusLine]) == "ready"}
}

// isReady reports whether a live server of this data directory accepts connections.
func isReady(data string) bool {
	pm := readPostmaster(data)
	return pm.ready && alive(pm.pid) && isServerOf(pm.pid, data)
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
