package crypt

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

const (
	localScheme    = "local-file"
	localMode      = fs.FileMode(0o600)
	localMaxBytes  = 64 << 10 // a keyset of one key is about 300 bytes
	othersMayTouch = fs.FileMode(0o077)
)

// LocalMasterURI returns the address of the master key file at path, which is made absolute.
func LocalMasterURI(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", ErrMasterURI.With(err)
	}
	return (&url.URL{Scheme: localScheme, Path: filepath.ToSlash(abs)}).String(), nil
}

// CreateLocalMaster makes a new AES-256-GCM master key in a new file at path, readable by its owner only. The file
// appears whole or not at all, and an existing one is never overwritten (ErrMasterExists). The folder must exist.
//
// The key is in clear in that file: whoever has it and the database has everything, and without it every protected
// value is lost. It must be kept, and never together with the backups of the database.
func CreateLocalMaster(path string) error {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return ErrMasterFile.With(err)
	}
	var text bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&text)); err != nil {
		return ErrMasterFile
	}
	defer clear(text.Bytes())
	if err := writeNew(path, text.Bytes()); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return ErrMasterExists.Saying("A master key file exists already at %s; it was left as it is.", path)
		}
		return ErrMasterFile.Saying("The master key file cannot be written at %s.", path).With(err)
	}
	return nil
}

// writeNew writes content to a file beside path and links it into place: a link fails where the name is taken, so two
// processes that start together cannot replace each other's key, and a crash leaves no half-written one.
func writeNew(path string, content []byte) (err error) {
	dir := filepath.Dir(path)
	tmp, err := os.CreateTemp(dir, ".master-*.tmp")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(tmp.Name())) }()
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Chmod(localMode), tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func openLocalMaster(uri string) (Master, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Host != "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !filepath.IsAbs(u.Path) {
		return nil, ErrMasterURI
	}
	text, err := readPrivate(u.Path)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	// The parser's own errors may quote what they read, which is the key: they are dropped.
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(text)))
	if err != nil {
		return nil, ErrMasterFile.Saying("The file %s does not hold a master key.", u.Path)
	}
	primitive, err := aead.New(handle)
	if err != nil {
		return nil, ErrMasterFile.Saying("The key in %s cannot be used as a master key.", u.Path)
	}
	return newMaster(uri, primitive), nil
}

// readPrivate reads a regular file that only its owner may touch. The mode is asked of the opened file, so that it
// cannot be exchanged between the check and the reading.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMasterMissing.Saying("The master key file %s does not exist.", path)
	}
	if err != nil {
		return nil, ErrMasterFile.Saying("The master key file %s cannot be opened.", path).With(err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, ErrMasterFile.With(err)
	}
	if !info.Mode().IsRegular() || info.Size() > localMaxBytes {
		return nil, ErrMasterFile.Saying("%s is not a master key file.", path)
	}
	if perm := info.Mode().Perm(); perm&othersMayTouch != 0 {
		return nil, ErrMasterExposed.Saying(
			"The master key file %s has mode %04o, so others than its owner may use it. Run: chmod 600 %s", path, perm, path)
	}
	text, err := io.ReadAll(io.LimitReader(f, localMaxBytes))
	if err != nil {
		return nil, ErrMasterFile.Saying("The master key file %s cannot be read.", path).With(err)
	}
	return text, nil
}
