package clamd_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/platform/clamd"
)

// daemon speaks clamd's protocol: it finds what contains EICAR, and takes at most most bytes.
func daemon(t *testing.T, network, address string, most int) string {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				answer(c, most)
			}()
		}
	}()
	return network + "://" + l.Addr().String()
}

func answer(c net.Conn, most int) {
	r := bufio.NewReader(c)
	command, err := r.ReadString(0)
	switch {
	case err != nil:
		return
	case command == "zPING\x00":
		_, _ = io.WriteString(c, "PONG\x00")
		return
	case command != "zINSTREAM\x00":
		_, _ = io.WriteString(c, "UNKNOWN COMMAND\x00")
		return
	}
	var file bytes.Buffer
	for {
		var size uint32
		if binary.Read(r, binary.BigEndian, &size) != nil {
			return
		}
		if size == 0 {
			break
		}
		if _, err := io.CopyN(&file, r, int64(size)); err != nil {
			return
		}
		if file.Len() > most {
			_, _ = io.WriteString(c, "INSTREAM size limit exceeded. ERROR\x00")
			return
		}
	}
	if bytes.Contains(file.Bytes(), []byte("EICAR")) {
		_, _ = io.WriteString(c, "stream: Eicar-Test-Signature FOUND\x00")
		return
	}
	_, _ = io.WriteString(c, "stream: OK\x00")
}

func TestScan(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		daemon(t, "tcp", "127.0.0.1:0", 1<<20), daemon(t, "unix", filepath.Join(t.TempDir(), "clamd.ctl"), 1<<20),
	} {
		s, err := clamd.New(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		clean, err := s.Scan(t.Context(), strings.NewReader(strings.Repeat("all is well ", 20_000)))
		if err != nil || clean.Infected {
			t.Errorf("a clean file: %+v, %v", clean, err)
		}
		found, err := s.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 100_000)+"EICAR"))
		if err != nil || !found.Infected || found.Name != "Eicar-Test-Signature" {
			t.Errorf("an infected file: %+v, %v", found, err)
		}
		if f, err := s.Scan(t.Context(), strings.NewReader(strings.Repeat("x", 4<<20))); !errors.Is(err, clamd.ErrUnavailable) || f.Infected {
			t.Errorf("a file that is too large for it: %+v, %v", f, err)
		}
	}
}

var errSource = errors.New("the source fails")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errSource }

func TestFaults(t *testing.T) {
	t.Parallel()
	s, err := clamd.New(daemon(t, "tcp", "127.0.0.1:0", 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Scan(t.Context(), failing{}); !errors.Is(err, errSource) {
		t.Errorf("a source that fails: %v", err)
	}
	gone, err := clamd.New("unix://" + filepath.Join(t.TempDir(), "nobody"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gone.Scan(t.Context(), strings.NewReader("x")); fault.As(err).Kind != fault.Unavailable {
		t.Errorf("no daemon: %v", err)
	}
	for _, bad := range []string{"", "localhost:3310", "tcp://localhost", "unix://relative", "http://localhost:80", "tcp://"} {
		if _, err := clamd.New(bad); !errors.Is(err, clamd.ErrAddress) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
