package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// file is one that was stored and has no row yet.
type file struct {
	id    id.ID // of its row to come
	path  string
	name  string
	media string
	size  int64
	hash  []byte
	key   crypt.Sealed
}

// bound is the place that a file's ciphertext belongs to: moved to another one, it does not open.
func bound(org id.ID, path string) []byte { return []byte(org.String() + "|" + path) }

// store reads a file to its end into the store, encrypted, and says what it is. Nothing larger than a segment is held in memory,
// and of a file that is refused nothing stays.
func (s *Service) store(ctx context.Context, org id.ID, name string, content io.Reader) (file, error) {
	if s.o.Keys == nil {
		return file{}, ErrKeysClosed
	}
	limited := &limit{from: content, left: s.o.MaxSize, most: s.o.MaxSize}
	head := make([]byte, sniffed)
	n, err := io.ReadFull(limited, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return file{}, err
	}
	if head = head[:n]; n == 0 {
		return file{}, ErrEmpty
	}
	f := file{id: id.New()}
	if f.media, err = kindOf(head); err != nil {
		return file{}, err
	}
	f.path, f.name = org.String()+"/files/"+f.id.String(), safeName(name, f.media)
	key, err := crypt.NewFileKey()
	if err != nil {
		return file{}, err
	}
	defer clear(key)
	if f.key, err = s.o.Keys.Seal(ctx, org, crypt.DocumentFileKey, f.id, key); err != nil {
		return file{}, err
	}
	hash := sha256.New()
	err = s.o.Store.Write(ctx, f.path, func(w io.Writer) error {
		var err error
		f.size, err = encrypt(w, key, bound(org, f.path), io.TeeReader(io.MultiReader(bytes.NewReader(head), limited), hash))
		return err
	})
	if err != nil {
		return file{}, fmt.Errorf("store a file: %w", err)
	}
	f.hash = hash.Sum(nil)
	return f, nil
}

// encrypt writes from to w and returns how many bytes there were.
func encrypt(w io.Writer, key, place []byte, from io.Reader) (int64, error) {
	sealed, err := crypt.EncryptTo(w, key, place)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(sealed, from)
	if err != nil {
		return n, err
	}
	return n, sealed.Close()
}

// open opens a stored file. Its beginning has been read and authenticated when it returns, so that a store that fails, or a file
// that was changed, is told before anything is answered. Errors: ErrFileLost, file_store_unavailable.
func (s *Service) open(ctx context.Context, org id.ID, path string, key []byte) (io.ReadCloser, error) {
	raw, err := s.o.Store.Read(ctx, path)
	if err != nil {
		return nil, unreadable(err)
	}
	plain, err := crypt.DecryptFrom(raw, key, bound(org, path))
	var head [512]byte
	n := 0
	if err == nil {
		n, err = io.ReadFull(plain, head[:])
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		_ = raw.Close()
		return nil, unreadable(err)
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(head[:n]), plain), raw}, nil
}

// unreadable turns what a store says into what people are told: that a file which has a row is gone, or was changed, is no 404.
func unreadable(err error) error {
	if errors.Is(err, blob.ErrMissing) || errors.Is(err, crypt.ErrDecrypt) {
		return ErrFileLost.With(err)
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	return blob.ErrUnavailable.With(err) // broken off on the way
}

// cleanPatience bounds the removal of a file whose row was refused, which happens even where the request is gone.
const cleanPatience = 10 * time.Second

// discard removes files that no row refers to. What cannot be removed now, the daily job removes.
func (s *Service) discard(ctx context.Context, paths ...string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanPatience)
	defer cancel()
	for _, path := range paths {
		_ = s.o.Store.Delete(ctx, path)
	}
}

// limit reads at most left bytes, and fails with ErrTooLarge where there are more.
type limit struct {
	from       io.Reader
	left, most int64
}

func (l *limit) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, tooLarge(l.most)
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.from.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, tooLarge(l.most)
	}
	return n, broken(err)
}

// broken tells of a source that fails as of a connection that broke, unless it says by itself what is wrong.
func broken(err error) error {
	var f *fault.Fault
	if err == nil || errors.Is(err, io.EOF) || errors.As(err, &f) {
		return err
	}
	return ErrCutOff.With(err)
}

// tooLarge is ErrTooLarge with the limit in it.
func tooLarge(most int64) error {
	size := fmt.Sprintf("%d bytes", most)
	if most >= 1<<20 {
		size = fmt.Sprintf("%d MB", most>>20)
	}
	return ErrTooLarge.Saying("This file is too large: at most %s are taken.", size)
}
