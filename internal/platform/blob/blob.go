// Package blob keeps files outside the database: in a folder of this machine, or in a store that speaks S3. It knows nothing
// of what it keeps; whoever writes has encrypted it before.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // opens s3:// addresses
	"gocloud.dev/gcerrors"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// The faults of this package. Their causes name keys of files and never what is in them.
var (
	// ErrUnavailable says that the store could not be reached, written or read.
	ErrUnavailable = &fault.Fault{
		Kind: fault.Unavailable, Code: "file_store_unavailable",
		Message: "Files cannot be stored or read at the moment. Try again in a minute.", RetryAfter: time.Minute,
	}
	// ErrMissing says that the store has no file of that key.
	ErrMissing = fault.New(fault.NotFound, "file_missing", "The file is not in the store.")
	// ErrURL says that the address of a store cannot be read.
	ErrURL = fault.New(fault.Invalid, "file_store_url",
		"The file store is a folder, such as file:///var/lib/propertyos/files, or a bucket, such as s3://bucket?region=us-east-1.")
)

// Store keeps files by key. It is safe for concurrent use.
type Store struct{ bucket *blob.Bucket }

// Open opens the store at an address: file:///folder, which is made if it is not there and which only its owner may look
// into, or s3://bucket with the parameters of gocloud.dev/blob/s3blob (region, endpoint, use_path_style, …). The credentials of S3
// come from where Amazon's own tools take them: AWS_ACCESS_KEY_ID and its siblings, files, or the machine's role. Open reaches
// for nothing but the folder.
func Open(ctx context.Context, address string) (*Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, ErrURL.With(err)
	}
	var b *blob.Bucket
	switch {
	case u.Scheme == "file" && u.Host == "" && filepath.IsAbs(u.Path) && u.RawQuery == "":
		if err := os.MkdirAll(u.Path, 0o700); err != nil {
			return nil, ErrUnavailable.With(err)
		}
		// The parts of a file lie beside it until it is whole, so that taking its place is one rename.
		b, err = fileblob.OpenBucket(u.Path, &fileblob.Options{NoTempDir: true, DirFileMode: 0o700, Metadata: fileblob.MetadataDontWrite})
	case u.Scheme == "s3" && u.Host != "":
		b, err = blob.OpenBucket(ctx, address)
	default:
		return nil, ErrURL
	}
	if err != nil {
		return nil, ErrURL.With(err)
	}
	return &Store{bucket: b}, nil
}

// Close lets go of the store.
func (s *Store) Close() error { return s.bucket.Close() }

// Check reports whether the store answers.
func (s *Store) Check(ctx context.Context) error {
	ok, err := s.bucket.IsAccessible(ctx)
	if err != nil || !ok {
		return ErrUnavailable.With(err)
	}
	return nil
}

// Write keeps what fill writes under key, all of it or nothing: where fill or the store fails there is no such file. An error of
// fill is returned as it is, one of the store is ErrUnavailable.
func (s *Store) Write(ctx context.Context, key string, fill func(io.Writer) error) error {
	ctx, abandon := context.WithCancel(ctx) // a writer whose context ended keeps nothing
	defer abandon()
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{ContentType: "application/octet-stream", DisableContentTypeDetection: true})
	if err != nil {
		return ErrUnavailable.With(err)
	}
	into := &watched{to: w}
	if err := fill(into); err != nil {
		abandon()
		_ = w.Close()
		if into.err != nil {
			return ErrUnavailable.With(into.err)
		}
		return err
	}
	if err := w.Close(); err != nil {
		return ErrUnavailable.With(err)
	}
	return nil
}

// watched remembers whether the store failed.
type watched struct {
	to  io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	if err != nil {
		w.err = err
	}
	return n, err
}

// Read opens the file of a key. Errors: ErrMissing, ErrUnavailable.
func (s *Store) Read(ctx context.Context, key string) (io.ReadCloser, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		return nil, ErrMissing.With(err)
	case err != nil:
		return nil, ErrUnavailable.With(err)
	}
	return r, nil
}

// Delete removes the file of a key; that there is none is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return ErrUnavailable.With(err)
	}
	return nil
}

// Object is a file that List found.
type Object struct {
	Key      string
	Size     int64 // bytes, as stored
	Modified time.Time
}

// List calls found for every file whose key begins with prefix, in the order of keys, until it returns an error.
func (s *Store) List(ctx context.Context, prefix string, found func(Object) error) error {
	list := s.bucket.List(&blob.ListOptions{Prefix: prefix})
	for {
		o, err := list.Next(ctx)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return ErrUnavailable.With(err)
		case o.IsDir || strings.HasSuffix(o.Key, "/"):
			continue
		}
		if err := found(Object{Key: o.Key, Size: o.Size, Modified: o.ModTime}); err != nil {
			return fmt.Errorf("list files: %w", err)
		}
	}
}
