package crypt_test

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

func sealed(t *testing.T, key []byte, place string, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := crypt.EncryptTo(&out, key, []byte(place))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func opened(key []byte, place string, raw []byte) ([]byte, error) {
	r, err := crypt.DecryptFrom(bytes.NewReader(raw), key, []byte(place))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func TestStreams(t *testing.T) {
	t.Parallel()
	key, err := crypt.NewFileKey()
	if err != nil {
		t.Fatal(err)
	}
	other, err := crypt.NewFileKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 1, 64 << 10, 300_000} {
		plain := bytes.Repeat([]byte("x"), size)
		raw := sealed(t, key, "here", plain)
		if got, err := opened(key, "here", raw); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %d come back, %v", size, len(got), err)
		}
		for what, try := range map[string]func() ([]byte, error){
			"another key":   func() ([]byte, error) { return opened(other, "here", raw) },
			"another place": func() ([]byte, error) { return opened(key, "there", raw) },
			"cut off":       func() ([]byte, error) { return opened(key, "here", raw[:len(raw)-1]) },
			"changed":       func() ([]byte, error) { c := bytes.Clone(raw); c[len(c)-20] ^= 1; return opened(key, "here", c) },
		} {
			if _, err := try(); !errors.Is(err, crypt.ErrDecrypt) {
				t.Errorf("%d bytes, %s: %v", size, what, err)
			}
		}
	}
}

func TestSignatures(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k, org, other := b.process(), id.New(), id.New()
	tag, err := k.Sign(t.Context(), org, "link", []byte("message"))
	if err != nil || len(tag) != 32 {
		t.Fatalf("%d bytes, %v", len(tag), err)
	}
	if _, err := k.Sign(t.Context(), other, "link", []byte("message")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		org          id.ID
		use, message string
		want         bool
	}{{org, "link", "message", true}, {other, "link", "message", false}, {org, "other", "message", false}, {org, "link", "massage", false}} {
		if ok, err := b.process().Verify(t.Context(), c.org, c.use, []byte(c.message), tag); err != nil || ok != c.want {
			t.Errorf("%s %s: %t, %v", c.use, c.message, ok, err)
		}
	}
}
