// Package program runs the real propertyos binary for whole-program tests: it builds it once, runs commands as a person at
// a shell would, and starts and ends servers whose process id it keeps.
package program

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Patience bounds every wait, so that a hanging program fails its test instead of the whole run. It is long because the
// machine may be busy; nothing depends on how much of it is used.
const Patience = time.Minute

// Binary is a built propertyos.
type Binary struct {
	Path string // of the program
	Root string // of the source tree
	dir  string
}

// Build compiles the program from the source tree into a folder of its own. Remove takes the folder away.
func Build() (*Binary, error) {
	root, err := output("go", "list", "-m", "-f", "{{.Dir}}")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "propertyos-program-")
	if err != nil {
		return nil, err
	}
	b := &Binary{Path: filepath.Join(dir, "propertyos"), Root: root, dir: dir}
	// The account that runs PostgreSQL passes through folders below this one.
	if err := os.Chmod(dir, 0o755); err != nil {
		return nil, errors.Join(err, b.Remove())
	}
	cmd := exec.Command("go", "build", "-o", b.Path, "./cmd/propertyos")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("build the program: %w: %s", err, out), b.Remove())
	}
	return b, nil
}

// Remove deletes the binary and every data folder of MakeDir.
func (b *Binary) Remove() error { return os.RemoveAll(b.dir) }

// MakeDir makes a folder for data that the account which runs PostgreSQL can reach.
func (b *Binary) MakeDir(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	return dir, os.Mkdir(dir, 0o755)
}

func output(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Result is what a finished command left.
type Result struct {
	Out, Err string
	Code     int
}

// Call is one run of the program.
type Call struct {
	Args []string
	In   string   // standard input
	Env  []string // besides ours, which is passed on without what would lead to another database
	Dir  string   // to run in; ours if empty
}

// Run runs a command to its end.
func (b *Binary) Run(c Call) (Result, error) {
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	cmd := b.command(ctx, c)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(c.In), &out, &errs
	err := cmd.Run()
	r := Result{Out: out.String(), Err: errs.String(), Code: cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	if errors.As(err, &exit) && ctx.Err() == nil {
		err = nil
	}
	if err != nil {
		return r, fmt.Errorf("propertyos %s: %w: %s", strings.Join(c.Args, " "), err, r.Err)
	}
	return r, nil
}

// Do runs a command that must end with the exit code want.
func (b *Binary) Do(t testing.TB, want int, c Call) Result {
	t.Helper()
	r, err := b.Run(c)
	if err != nil {
		t.Fatal(err)
	}
	if r.Code != want {
		t.Fatalf("propertyos %s ended with %d, want %d\n%s%s", strings.Join(c.Args, " "), r.Code, want, r.Out, r.Err)
	}
	return r
}

func (b *Binary) command(ctx context.Context, c Call) *exec.Cmd {
	cmd := exec.CommandContext(ctx, b.Path, c.Args...)
	cmd.Dir = c.Dir
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "DATABASE_") && !strings.HasPrefix(kv, "PROPERTYOS_") && !strings.HasPrefix(kv, "PG") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, c.Env...)
	return cmd
}

// FreeAddress is a loopback address that nothing listened on a moment ago.
func FreeAddress() (string, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return "localhost:" + port, err
}

// Process is a server that runs until it is stopped.
type Process struct {
	URL string // where it serves, such as http://localhost:8080
	cmd *exec.Cmd

	mu   sync.Mutex
	said bytes.Buffer
	seen chan string // lines of its output
	done chan struct{}
	err  error
}

// Start runs a server, "up" or "serve" with more arguments, on a free address and returns when it has said that it
// serves; what "up" says then, to its last line, is in Said.
func (b *Binary) Start(c Call) (*Process, error) {
	address, err := FreeAddress()
	if err != nil {
		return nil, err
	}
	c.Args = append(c.Args, "--listen", address)
	p, err := b.Launch(c)
	if err != nil {
		return nil, err
	}
	p.URL = "http://" + address
	said := []string{p.URL}
	if c.Args[0] == "up" {
		said = append(said, "Stop with Ctrl-C")
	}
	for _, word := range said {
		if err := p.Await(word); err != nil {
			p.Kill()
			return nil, err
		}
	}
	return p, nil
}

// Launch runs a command and does not wait for anything. Its process ends with ours.
func (b *Binary) Launch(c Call) (*Process, error) {
	p := &Process{cmd: b.command(context.Background(), c), seen: make(chan string, 10000), done: make(chan struct{})}
	p.cmd.SysProcAttr = endWithUs()
	p.cmd.Stdin = strings.NewReader(c.In)
	reader, writer := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = writer, writer
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go p.read(reader)
	go func() {
		p.err = p.cmd.Wait()
		_ = writer.Close()
		close(p.done)
	}()
	return p, nil
}

func (p *Process) read(r io.Reader) {
	lines := bufio.NewScanner(r)
	lines.Split(scanLines)
	for lines.Scan() {
		p.mu.Lock()
		p.said.WriteString(lines.Text() + "\n")
		p.mu.Unlock()
		select {
		case p.seen <- lines.Text():
		default: // nobody waits for a word any more
		}
	}
	close(p.seen)
}

// scanLines is bufio.ScanLines that also ends a line where progress is written over itself.
func scanLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// Await returns when the process has said a line that holds word.
func (p *Process) Await(word string) error {
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	for {
		select {
		case line, open := <-p.seen:
			if !open {
				return fmt.Errorf("the program ended before it said %q: %s", word, p.Said())
			}
			if strings.Contains(line, word) {
				return nil
			}
		case <-patience.C:
			return fmt.Errorf("the program did not say %q: %s", word, p.Said())
		}
	}
}

// Said is all that the process has written so far.
func (p *Process) Said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// PID is its process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Stop asks the process to end and returns its exit code.
func (p *Process) Stop() (int, error) {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return -1, err
	}
	return p.Wait()
}

// Wait returns the exit code when the process has ended.
func (p *Process) Wait() (int, error) {
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	select {
	case <-p.done:
		return p.cmd.ProcessState.ExitCode(), nil
	case <-patience.C:
		p.Kill()
		return -1, fmt.Errorf("the program did not end: %s", p.Said())
	}
}

// Kill ends the process without any warning, as a power cut would.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}
