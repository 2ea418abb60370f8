package cluster

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

// newPrefix begins the names of data directories in the making.
const newPrefix = dataName + ".new-"

// configName is the file of our settings in the data directory, included at the end of postgresql.conf.
// ALTER SYSTEM wins over both.
const configName = "propertyos.conf"

// initialize makes the data directory under another name and then renames it, so that a process killed in the
// middle leaves nothing that looks like a cluster.
func (c *Cluster) initialize(ctx context.Context) error {
	home := c.place.home()
	stale, err := filepath.Glob(filepath.Join(home, newPrefix+"*"))
	if err != nil {
		return dirFault(c.opts.Dir, err)
	}
	for _, path := range stale {
		if err := os.RemoveAll(path); err != nil { // its initdb may still be dying: the name is not used again
			c.opts.Log.Warn("a half-made database could not be deleted", "path", path, "error", err)
		}
	}
	data, err := os.MkdirTemp(home, newPrefix+"*")
	if err != nil {
		return dirFault(c.opts.Dir, err)
	}
	defer func() { _ = os.RemoveAll(data) }() // after the rename there is nothing under this name
	if err := c.account.own(data); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	c.opts.Log.Info("making a new database", "path", c.place.Data, "version", c.install.Version())
	if err := c.initdb(ctx, data); err != nil {
		return err
	}
	if err := c.include(data); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	if err := c.configure(data); err != nil {
		return err
	}
	if err := syncDir(data); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	if err := os.Rename(data, c.place.Data); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	return dirFaultOrNil(c.opts.Dir, syncDir(home))
}

func dirFaultOrNil(dir string, err error) error {
	if err == nil {
		return nil
	}
	return dirFault(dir, err)
}

// initdb runs initdb on the empty folder data.
func (c *Cluster) initdb(ctx context.Context, data string) error {
	// The password goes through a file, since arguments and environment can be seen by others.
	pwfile := filepath.Join(c.place.Socket, ".initdb-password")
	if err := c.account.writeFile(pwfile, c.Password(Superuser).Reveal()+"\n"); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	defer func() { _ = os.Remove(pwfile) }()
	args := []string{
		"--pgdata=" + data, "--username=" + Superuser, "--pwfile=" + pwfile, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C.UTF-8", "--lc-messages=C", "--text-search-config=english", "--no-instructions",
	}
	if c.opts.Scratch {
		args = append(args, "--no-sync")
	} else {
		args = append(args, "--data-checksums")
	}
	cmd := exec.CommandContext(ctx, c.install.program("initdb"), args...) //nolint:gosec // an installed program
	cmd.Dir, cmd.Env, cmd.SysProcAttr = c.place.home(), c.environment(), c.account.attributes()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGINT) }
	cmd.WaitDelay = 5 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := runTied(cmd); err != nil {
		words := strings.Split(strings.TrimSpace(out.String()), "\n")
		return startFault(c.opts.Dir, "The database could not be made", words, err)
	}
	return nil
}

// runTied runs cmd on a thread that lives as long as cmd does: the signal on a parent's death is sent when the
// starting thread ends, not the process.
func runTied(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.Run()
}

// environment is all that PostgreSQL gets to know of ours: neither our secrets nor a PG variable that changes what
// the programs do. English messages, because a full disk is recognized by them.
func (c *Cluster) environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.place.home(), "LC_ALL=C"}
}

// include makes the server read our settings after its own.
func (c *Cluster) include(data string) error {
	path := filepath.Join(data, "postgresql.conf")
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return c.account.writeFile(path, string(b)+"\ninclude = '"+configName+"'\n")
}

// configure writes our settings and who may connect into data, where they differ from what is there.
func (c *Cluster) configure(data string) error {
	text, err := c.config()
	if err != nil {
		return err
	}
	if err := c.account.writeFile(filepath.Join(data, configName), text); err != nil {
		return dirFault(c.opts.Dir, err)
	}
	const hba = "# Written at every start by PropertyOS.\n" +
		"local  all          all  scram-sha-256\n" +
		"local  replication  all  scram-sha-256\n"
	return dirFaultOrNil(c.opts.Dir, c.account.writeFile(filepath.Join(data, "pg_hba.conf"), hba))
}

var settingName = regexp.MustCompile(`^[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?$`)

// config returns our settings as a configuration file.
func (c *Cluster) config() (string, error) {
	settings := map[string]string{ //nolint:gosec // names of settings, no credentials
		"listen_addresses":        "",
		"port":                    port,
		"unix_socket_directories": `"` + strings.ReplaceAll(c.place.Socket, `"`, `""`) + `"`,
		"unix_socket_permissions": "0700",
		"password_encryption":     "scram-sha-256",
		"max_connections":         "100",
		"shared_buffers":          "128MB",
		"wal_compression":         "on",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"lc_messages":             "C",
		"logging_collector":       "off", // we read what it says, and keep it in DIR/log
		"log_destination":         "stderr",
		"log_line_prefix":         "%m [%p] %q%u@%d ",
		// Statements and details quote people's data and passwords, which no log may hold.
		"log_statement":               "none",
		"log_min_error_statement":     "panic",
		"log_error_verbosity":         "terse",
		"log_parameter_max_length":    "0",
		"cluster_name":                "propertyos",
		"log_checkpoints":             "off",
		"log_autovacuum_min_duration": "-1",
	}
	if c.opts.Scratch {
		maps.Copy(settings, map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200",
		})
	}
	maps.Copy(settings, c.opts.Settings)
	var b strings.Builder
	b.WriteString("# Written at every start by PropertyOS. To change a setting use ALTER SYSTEM, which wins.\n")
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		value := settings[name]
		if !settingName.MatchString(name) || strings.ContainsAny(value, "\n\r\x00") {
			return "", ErrSetting.Saying("The server setting %q has a name or value that cannot be used.", name)
		}
		value = strings.ReplaceAll(strings.ReplaceAll(value, `\`, `\\`), `'`, `''`)
		fmt.Fprintf(&b, "%s = '%s'\n", name, value)
	}
	return b.String(), nil
}
