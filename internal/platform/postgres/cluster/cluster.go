// Package cluster runs the private PostgreSQL of a one-machine installation: it finds the installed server,
// makes a data directory on first use, starts the server on a Unix socket only, restarts it when it dies and
// stops it cleanly. Nothing outside the machine can reach it, and each role has a password of its own.
//
// A cluster belongs to a folder, DIR:
//
//	DIR/cluster.json   where the cluster lives (home, socket, programs); no secrets
//	DIR/up.lock        held with flock by the process that runs the cluster, its pid inside
//	DIR/use.lock       held shared by commands that use a cluster which another command started
//	DIR/secrets/ROLE   one password a file, 0600, for the launching user only
//	DIR/log/           what PostgreSQL says, rotated by size
//	HOME/postgres      the data directory, of the account that runs PostgreSQL
//	HOME/run           the socket, of the same account
//
// HOME is DIR itself, except when root runs us: PostgreSQL refuses root and so runs as the account propertyos,
// and where that account cannot reach DIR (below a 0700 home) HOME is a folder under /var/lib/propertyos.
package cluster

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/clock"
)

// Options say which cluster to run and how.
type Options struct {
	// Dir is the folder of the cluster, such as "./data". It is made when it is missing.
	Dir string
	// Clock tells how long the server had been up when it died. The machine's clock when nil.
	Clock clock.Clock
	// Log receives starts, restarts and stops. Nothing is logged when nil.
	Log *slog.Logger
	// BinDir is the folder of the PostgreSQL programs. When empty the usual places are searched.
	BinDir string
	// Scratch makes a cluster that may be lost at any moment: nothing is synced to disk, 200 connections. For
	// tests and drills. Remove works only on such a cluster.
	Scratch bool
	// Settings are further server settings by name, which win over the package's own.
	Settings map[string]string

	elsewhere string // where homes live that cannot be in Dir; homes when empty
	retry     retry
}

// retry bounds the restarts of a server that keeps dying.
type retry struct {
	first, max time.Duration // pause before the first restart; it doubles up to max
	limit      int           // restarts without a stable run in between before supervision gives up
	stable     time.Duration // a server that was up this long counts as healthy again
}

func (o Options) withDefaults() (Options, error) {
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.elsewhere == "" {
		o.elsewhere = homes
	}
	if o.retry == (retry{}) {
		o.retry = retry{first: 100 * time.Millisecond, max: 10 * time.Second, limit: 10, stable: time.Minute}
	}
	if o.Dir == "" {
		return o, ErrDirUnusable.Saying("No data folder was named.")
	}
	dir, err := absolute(o.Dir)
	if err != nil {
		return o, dirFault(o.Dir, err)
	}
	o.Dir = dir
	return o, nil
}

// absolute returns dir as an absolute path without symbolic links, so that one folder has one name. A folder
// that does not exist yet keeps its plain absolute path.
func absolute(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, os.ErrNotExist) {
		return abs, nil
	}
	return real, err
}

// Cluster is a running PostgreSQL: one that this process runs and supervises, or (from Ensure) one that another
// process runs. Its methods are safe for concurrent use.
type Cluster struct {
	*Info
	opts    Options
	install Install
	account account
	output  *output

	locks    []*lock // held while this process runs the server
	use      *lock   // held shared while this process uses the server of another
	attached bool
	ensured  bool // started by Ensure: other commands may still be using it

	stopOnce, hardOnce sync.Once
	stopping           chan struct{} // closed to ask for a clean stop
	hard               chan struct{} // closed when a clean stop takes too long
	done               chan struct{} // closed when the server is down for good
	mu                 sync.Mutex
	err                error
	released           bool
}

// Start makes the cluster of o.Dir on first use, starts it and returns when it accepts connections. From then on
// the server is restarted whenever it dies, until Stop. ctx bounds the start only. When this process is killed
// the server stops by itself (on Linux), and the next Start recovers whatever is left.
//
// Errors are faults: postgres_not_found, postgres_too_old, postgis_missing, partman_missing,
// cluster_version_mismatch, cluster_locked, cluster_dir_unusable, cluster_user_missing,
// cluster_secrets_unreadable, cluster_setting_invalid, disk_full, cluster_start_failed.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	install, err := find(ctx, o.BinDir, existingMajor(o.Dir))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil { // the account that runs PostgreSQL passes through it
		return nil, dirFault(o.Dir, err)
	}
	if o.Dir, err = absolute(o.Dir); err != nil {
		return nil, dirFault(o.Dir, err)
	}
	dirLock, err := lockDir(o.Dir, o.Dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{
		opts: o, install: install, locks: []*lock{dirLock},
		stopping: make(chan struct{}), hard: make(chan struct{}), done: make(chan struct{}),
	}
	if err := c.prepare(ctx); err != nil {
		c.release()
		return nil, err
	}
	if err := c.launch(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// prepare brings everything on disk to the state in which the server can start.
func (c *Cluster) prepare(ctx context.Context) error {
	if !c.opts.Scratch {
		c.install.warn(c.opts.Log)
	}
	place, acct, err := settle(ctx, c.opts, c.install)
	if err != nil {
		return err
	}
	c.account = acct
	c.Info = newInfo(c.opts.Dir, place, c.opts.Log)
	if place.home() != c.opts.Dir { // a copied DIR names the same home: only one may run it
		l, err := lockDir(place.home(), c.opts.Dir)
		if err != nil {
			return err
		}
		c.hold(l)
	}
	if err := c.secrets.ensure(Superuser, !exists(place.Data)); err != nil {
		return err
	}
	if err := place.record(c.opts.Dir); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	if err := evict(ctx, place.Data, place.Socket, c.opts.Log); err != nil {
		return err
	}
	if !exists(place.Data) {
		if err := c.initialize(ctx); err != nil {
			return err
		}
	}
	if err := c.configure(place.Data); err != nil {
		return err
	}
	c.output, err = openOutput(filepath.Join(c.opts.Dir, "log"))
	if err != nil {
		return dirFault(c.opts.Dir, err)
	}
	return nil
}

// launch starts supervision and waits for the first server to accept connections.
func (c *Cluster) launch(ctx context.Context) error {
	ready := make(chan error, 1)
	go c.supervise(ready)
	select {
	case err := <-ready:
		if err != nil {
			<-c.done
		}
		return err
	case <-ctx.Done():
		_ = c.Stop(ctx)
		return ErrStartFailed.Saying("The start of PostgreSQL was interrupted.").With(ctx.Err())
	}
}

// Stop ends the server by a fast shutdown: open transactions are rolled back, nothing committed is lost. It waits
// until the server is gone; when ctx ends first the server is stopped at once and recovers on its next start.
// Stop may be called more than once, and does nothing to a server that another process runs.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stopOnce.Do(func() {
		if c.attached {
			c.use.release()
			close(c.done)
			return
		}
		if c.ensured {
			c.awaitUsers(ctx)
		}
		close(c.stopping)
	})
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
	}
	c.hardOnce.Do(func() { close(c.hard) })
	<-c.done
	return nil
}

// Done is closed when this process no longer runs the server: after Stop, or when supervision gave up.
func (c *Cluster) Done() <-chan struct{} { return c.done }

// Err returns nil while the server runs and after Stop, and the fault for which supervision gave up.
func (c *Cluster) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Attached reports whether another process runs the server.
func (c *Cluster) Attached() bool { return c.attached }

// Remove stops a scratch cluster and deletes all that it left on disk. It refuses any other cluster.
func (c *Cluster) Remove(ctx context.Context) error {
	if !c.opts.Scratch || c.attached {
		return ErrDirUnusable.Saying("Only a scratch cluster of this process may be removed.")
	}
	if err := c.Stop(ctx); err != nil {
		return err
	}
	paths := []string{c.place.Data, c.place.Socket}
	for _, name := range []string{"log", secretsDir, recordName, lockName, useName} {
		paths = append(paths, filepath.Join(c.opts.Dir, name))
	}
	if home := c.place.home(); home != c.opts.Dir {
		paths = append(paths, home)
	}
	var all error
	for _, p := range paths {
		all = errors.Join(all, os.RemoveAll(p))
	}
	if all != nil {
		return dirFault(c.opts.Dir, all)
	}
	return nil
}

// hold keeps a lock until the server is down for good.
func (c *Cluster) hold(l *lock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.released {
		l.release()
		return
	}
	c.locks = append(c.locks, l)
}

func (c *Cluster) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.released = true
	for _, l := range c.locks {
		l.release()
	}
	c.output.close()
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
