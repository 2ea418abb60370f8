package pgtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Bouncer is a real PgBouncer in transaction mode in front of a test's database.
type Bouncer struct {
	db   *DB
	port int
}

// Bouncer starts a PgBouncer in front of the database and ends it with the test. It has serverConns connections to the
// server for each role, so that clients of different organizations share them.
func (d *DB) Bouncer(t testing.TB, serverConns int) *Bouncer {
	t.Helper()
	program := lookUp("pgbouncer", "/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin")
	if program == "" {
		t.Fatal("pgtest: PgBouncer is not installed, on Debian or Ubuntu: apt-get install pgbouncer")
	}
	s := d.server
	b := &Bouncer{db: d, port: 6432 + int(s.count.Add(1))}
	dir, err := os.MkdirTemp(s.run, "bouncer-")
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	var users strings.Builder
	for _, role := range postgres.LoginRoles {
		password, err := s.password(role)
		if err != nil {
			t.Fatalf("pgtest: %v", err)
		}
		fmt.Fprintf(&users, "%q %q\n", role, password)
	}
	// An empty listen_addr: nothing but the socket. The pooler takes away what a client sets at its start and the server
	// would not know after the next transaction; roles carry their own search_path.
	config := fmt.Sprintf(`[databases]
%[1]s = host=%[2]s port=%[3]d dbname=%[1]s
[pgbouncer]
pool_mode = transaction
listen_addr =
listen_port = %[4]d
unix_socket_dir = %[5]s
unix_socket_mode = 0777
auth_type = scram-sha-256
auth_file = %[6]s/users.txt
default_pool_size = %[7]d
max_client_conn = 500
ignore_startup_parameters = extra_float_digits
`, d.name, s.host, s.port, b.port, s.run, dir, serverConns)
	for name, text := range map[string]string{"users.txt": users.String(), "pgbouncer.ini": config} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
		if s.account != nil {
			if err := os.Chown(path, int(s.account.Uid), int(s.account.Gid)); err != nil {
				t.Fatalf("pgtest: %v", err)
			}
		}
	}
	if s.account != nil {
		if err := os.Chown(dir, int(s.account.Uid), int(s.account.Gid)); err != nil {
			t.Fatalf("pgtest: %v", err)
		}
	}
	b.launch(t, exec.Command(program, filepath.Join(dir, "pgbouncer.ini")))
	return b
}

// launch runs the pooler until the test ends and waits for the line with which it says that it listens.
func (b *Bouncer) launch(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	cmd.Dir = "/"
	cmd.SysProcAttr = attributes(b.db.server.account)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	cmd.Stderr = w
	var said bytes.Buffer
	var running sync.WaitGroup
	started, up := make(chan error, 1), make(chan bool, 1)
	running.Go(func() {
		runtime.LockOSThread() // the pooler is told to end when the thread that started it does
		err := cmd.Start()
		_ = w.Close()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
	})
	if err := <-started; err != nil {
		_ = r.Close()
		t.Fatalf("pgtest: start PgBouncer: %v", err)
	}
	running.Go(func() {
		lines := bufio.NewScanner(io.TeeReader(r, &said))
		listening := false
		for lines.Scan() {
			if !listening && strings.Contains(lines.Text(), "process up") {
				listening = true
				up <- true
			}
		}
		if !listening {
			up <- false
		}
	})
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // fails only for a process that is gone
		running.Wait()
		_ = r.Close()
	})
	if !<-up {
		t.Fatalf("pgtest: PgBouncer ended by itself: %s", said.String())
	}
}

// URL is the URL of a role through the pooler. Open pools on it with PoolOptions.Pooled.
func (b *Bouncer) URL(role string) secret.Text {
	u, err := url.Parse(b.db.URL(role).Reveal())
	if err != nil {
		b.db.t.Fatal("pgtest: the URL of a role cannot be read")
	}
	u.RawQuery = url.Values{"host": {b.db.server.run}, "port": {fmt.Sprint(b.port)}, "sslmode": {"disable"}}.Encode()
	return secret.New(u.String())
}

// Pool returns a pool of the role through the pooler, opened on first use and closed with the test.
func (b *Bouncer) Pool(role string) *pgxpool.Pool {
	return b.db.pool(fmt.Sprintf("%s through %d", role, b.port), b.URL(role), postgres.PoolOptions{MaxConns: 8, Pooled: true})
}

// DB returns the door to tenant rows through the pooler.
func (b *Bouncer) DB(c clock.Clock) *tenancy.DB {
	return tenancy.NewDB(tenancy.Pools{
		App: b.Pool(postgres.RoleApp), Readonly: b.Pool(postgres.RoleReadonly),
		System: b.Pool(postgres.RoleSystem),
	}, c)
}

// lookUp returns the path of a program on PATH or in one of the folders, where Debian keeps what only root looks for.
func lookUp(program string, folders ...string) string {
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	for _, folder := range folders {
		path := filepath.Join(folder, program)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}
