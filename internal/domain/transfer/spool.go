package transfer

import (
	"bufio"
	"fmt"
	"io"
	"os"

	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// spool keeps what was read from the database until it can be sent, so that a slow receiver holds neither a connection nor
// the rows in memory. It is a file without a name, encrypted under a key that is nowhere else.
type spool struct {
	file *os.File
	key  []byte
	to   io.WriteCloser
	buf  *bufio.Writer
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "export-*")
	if err != nil {
		return nil, fmt.Errorf("keep rows: %w", err)
	}
	_ = os.Remove(f.Name()) // where a system does not allow it, close does
	s := &spool{file: f}
	return s, s.reset()
}

// reset begins anew.
func (s *spool) reset() (err error) {
	if err := s.file.Truncate(0); err != nil {
		return fmt.Errorf("keep rows: %w", err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("keep rows: %w", err)
	}
	if s.key, err = crypt.NewFileKey(); err != nil {
		return err
	}
	if s.to, err = crypt.EncryptTo(s.file, s.key, nil); err != nil {
		return err
	}
	s.buf = bufio.NewWriter(s.to)
	return nil
}

// Write implements io.Writer.
func (s *spool) Write(p []byte) (int, error) { return s.buf.Write(p) }

// reader ends the writing and reads from the beginning.
func (s *spool) reader() (io.Reader, error) {
	if err := s.buf.Flush(); err != nil {
		return nil, fmt.Errorf("keep rows: %w", err)
	}
	if err := s.to.Close(); err != nil {
		return nil, fmt.Errorf("keep rows: %w", err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("keep rows: %w", err)
	}
	return crypt.DecryptFrom(s.file, s.key, nil)
}

func (s *spool) close() {
	clear(s.key)
	_ = s.file.Close()
	_ = os.Remove(s.file.Name())
}
