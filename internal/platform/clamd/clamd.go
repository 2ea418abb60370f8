// Package clamd asks a ClamAV daemon whether a file is infected. The protocol is that of clamd(8): the command INSTREAM, the file
// in chunks that each begin with their length, a chunk of no length, and one line of answer.
package clamd

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// The faults of this package.
var (
	// ErrUnavailable says that the daemon could not be reached or did not answer in its protocol.
	ErrUnavailable = &fault.Fault{
		Kind: fault.Unavailable, Code: "virus_scan_unavailable", Message: "The virus scanner does not answer.", RetryAfter: time.Minute,
	}
	// ErrAddress says that the address of the daemon cannot be read.
	ErrAddress = fault.New(fault.Invalid, "virus_scan_address",
		"The virus scanner is at tcp://HOST:PORT, such as tcp://localhost:3310, or unix:///path/to/clamd.ctl.")
)

const (
	chunk       = 64 << 10
	dialTimeout = 10 * time.Second
	maxAnswer   = 4 << 10 // bytes
)

// Scanner asks one daemon. It is safe for concurrent use.
type Scanner struct{ network, address string }

// New returns the scanner at an address, tcp://HOST:PORT or unix:///path. It reaches for nothing.
func New(address string) (*Scanner, error) {
	network, rest, ok := strings.Cut(address, "://")
	switch {
	case !ok || rest == "":
	case network == "tcp":
		if _, port, err := net.SplitHostPort(rest); err == nil && port != "" {
			return &Scanner{network, rest}, nil
		}
	case network == "unix" && strings.HasPrefix(rest, "/"):
		return &Scanner{network, rest}, nil
	}
	return nil, ErrAddress
}

// Finding is what a scan found.
type Finding struct {
	Infected bool
	Name     string // of the malware, as the daemon calls it
}

// Scan sends a file and returns what was found. An error of from is returned as it is; ErrUnavailable is the daemon's.
func (s *Scanner) Scan(ctx context.Context, from io.Reader) (Finding, error) {
	c, err := s.dial(ctx)
	if err != nil {
		return Finding{}, err
	}
	defer c.close()
	if err := c.send([]byte("zINSTREAM\x00")); err != nil {
		return Finding{}, err
	}
	frame := make([]byte, 4+chunk)
	for {
		n, err := io.ReadFull(from, frame[4:])
		if n > 0 {
			binary.BigEndian.PutUint32(frame, uint32(n))
			if failed := c.send(frame[:4+n]); failed != nil {
				// The daemon hangs up on a file that is larger than it takes, having said so.
				if answer, err := c.answer(); err == nil {
					return read(answer)
				}
				return Finding{}, failed
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return Finding{}, err
		}
	}
	if err := c.send([]byte{0, 0, 0, 0}); err != nil {
		return Finding{}, err
	}
	answer, err := c.answer()
	if err != nil {
		return Finding{}, err
	}
	return read(answer)
}

// Ping reports whether the daemon answers.
func (s *Scanner) Ping(ctx context.Context) error {
	c, err := s.dial(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	if err := c.send([]byte("zPING\x00")); err != nil {
		return err
	}
	answer, err := c.answer()
	if err == nil && answer != "PONG" {
		err = ErrUnavailable
	}
	return err
}

// read reads "stream: OK" and "stream: NAME FOUND". Everything else is a scan that was not done.
func read(answer string) (Finding, error) {
	said, ok := strings.CutPrefix(answer, "stream: ")
	if name, found := strings.CutSuffix(said, " FOUND"); ok && found {
		return Finding{Infected: true, Name: name}, nil
	}
	if ok && said == "OK" {
		return Finding{}, nil
	}
	return Finding{}, ErrUnavailable.With(fmt.Errorf("clamd answered %q", answer))
}

type conn struct {
	net.Conn
	read *bufio.Reader
	stop func() bool
}

// dial connects; the connection breaks when ctx ends.
func (s *Scanner) dial(ctx context.Context) (*conn, error) {
	d := net.Dialer{Timeout: dialTimeout}
	c, err := d.DialContext(ctx, s.network, s.address)
	if err != nil {
		return nil, ErrUnavailable.With(err)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	return &conn{Conn: c, read: bufio.NewReader(io.LimitReader(c, maxAnswer)), stop: stop}, nil
}

func (c *conn) close() {
	c.stop()
	_ = c.Close()
}

func (c *conn) send(b []byte) error {
	if _, err := c.Write(b); err != nil {
		return ErrUnavailable.With(err)
	}
	return nil
}

func (c *conn) answer() (string, error) {
	line, err := c.read.ReadString(0)
	if err != nil {
		return "", ErrUnavailable.With(err)
	}
	return strings.TrimRight(line, "\x00\n"), nil
}
