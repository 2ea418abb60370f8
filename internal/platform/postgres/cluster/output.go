package cluster

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

const (
	outputName  = "postgres.log"
	outputLimit = 10 << 20 // bytes a file
	outputFiles = 5        // the current one and four older ones
	tailLines   = 60
)

// output keeps what the server says: in DIR/log/postgres.log with older files postgres.log.1 and so on, and its last
// lines in memory. We collect rather than PostgreSQL's own logging_collector, whose words on a full disk are lost.
type output struct {
	path string

	mu   sync.Mutex
	file *os.File // nil when it cannot be written
	size int64
	tail []string
}

func openOutput(dir string) (*output, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	o := &output{path: filepath.Join(dir, outputName)}
	return o, o.open()
}

func (o *output) open() error {
	f, err := os.OpenFile(o.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		err = ownLikeDir(f, filepath.Dir(o.path))
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	o.file, o.size = f, info.Size()
	return nil
}

// collect reads lines from r until it ends.
func (o *output) collect(r io.Reader) {
	lines := bufio.NewReaderSize(r, 16<<10)
	for {
		line, err := lines.ReadSlice('\n') // a longer line is kept in pieces
		if len(line) > 0 {
			o.add(string(line))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

// add keeps one line. A log that cannot be written must never hold up the server, so failures are passed over; the
// lines in memory are there for the fault.
func (o *output) add(line string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tail = append(o.tail, strings.TrimRight(line, "\r\n"))
	if len(o.tail) > tailLines {
		o.tail = append(o.tail[:0:0], o.tail[len(o.tail)-tailLines/2:]...)
	}
	if o.size+int64(len(line)) > outputLimit {
		o.rotate()
	}
	if o.file != nil {
		n, _ := o.file.WriteString(line)
		o.size += int64(n)
	}
}

func (o *output) rotate() {
	if o.file != nil {
		_ = o.file.Close()
		o.file = nil
	}
	for n := outputFiles - 1; n > 0; n-- {
		from := o.path
		if n > 1 {
			from = fmt.Sprintf("%s.%d", o.path, n-1)
		}
		if err := os.Rename(from, fmt.Sprintf("%s.%d", o.path, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	if err := o.open(); err != nil {
		o.file = nil
	}
}

// forget empties the lines in memory, before a new server speaks.
func (o *output) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.tail = nil
}

// words returns the last lines of the present server.
func (o *output) words() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.tail...)
}

func (o *output) close() {
	if o == nil {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.file != nil {
		_ = o.file.Close()
		o.file = nil
	}
}
