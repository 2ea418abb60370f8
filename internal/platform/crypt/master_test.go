package crypt_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tink-crypto/tink-go/v2/core/registry"
	"github.com/tink-crypto/tink-go/v2/testing/fakekms"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

func TestLocalMasterFile(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "with space & 100%#?")
	check(t, os.Mkdir(dir, 0o700))
	path := filepath.Join(dir, "master.key")
	check(t, crypt.CreateLocalMaster(path))
	info := must[fs.FileInfo](t)(os.Stat(path))
	if info.Mode() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	if left := must[[]os.DirEntry](t)(os.ReadDir(dir)); len(left) != 1 {
		t.Errorf("%d files in the folder, want the key alone", len(left))
	}
	uri := localURI(t, path)
	m := must[crypt.Master](t)(crypt.OpenMaster(t.Context(), uri))
	if m.URI() != uri {
		t.Errorf("uri %s, want %s", m.URI(), uri)
	}

	before := must[[]byte](t)(os.ReadFile(path))
	if err := crypt.CreateLocalMaster(path); !errors.Is(err, crypt.ErrMasterExists) {
		t.Errorf("creating over a key gave %v", err)
	}
	if string(must[[]byte](t)(os.ReadFile(path))) != string(before) {
		t.Error("an existing key was changed")
	}
	if err := crypt.CreateLocalMaster(filepath.Join(dir, "none", "master.key")); !errors.Is(err, crypt.ErrMasterFile) {
		t.Errorf("creating in a missing folder gave %v", err)
	}
}

func TestExposedMasterFileIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "master.key")
	check(t, crypt.CreateLocalMaster(path))
	for _, mode := range []fs.FileMode{0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666} {
		check(t, os.Chmod(path, mode))
		_, err := crypt.OpenMaster(t.Context(), localURI(t, path))
		if !errors.Is(err, crypt.ErrMasterExposed) || !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("mode %04o gave %v", mode, err)
		}
	}
	for _, mode := range []fs.FileMode{0o600, 0o400} {
		check(t, os.Chmod(path, mode))
		must[crypt.Master](t)(crypt.OpenMaster(t.Context(), localURI(t, path)))
	}
}

func TestUnusableMasterAddressesAreToldClearly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		check(t, os.WriteFile(path, []byte(content), 0o600))
		return localURI(t, path)
	}
	const marker = "FAKEKEYMATERIAL"
	for uri, want := range map[string]*fault.Fault{
		"":                                          crypt.ErrMasterURI,
		"master.key":                                crypt.ErrMasterURI,
		"local-file://relative/master.key":          crypt.ErrMasterURI,
		"local-file:master.key":                     crypt.ErrMasterURI,
		"local-file:///a?b=c":                       crypt.ErrMasterURI,
		"%zz://":                                    crypt.ErrMasterURI,
		"aws-kms://arn:aws:kms:eu:0:key/x":          crypt.ErrMasterScheme,
		"gcp-kms://projects/p/locations/l":          crypt.ErrMasterScheme,
		"local-file:///%zz":                         crypt.ErrMasterURI,
		"Bad Scheme://x":                            crypt.ErrMasterURI,
		"file:///etc/hostname":                      crypt.ErrMasterScheme,
		localURI(t, filepath.Join(dir, "none")):     crypt.ErrMasterMissing,
		localURI(t, dir):                            crypt.ErrMasterFile,
		file("empty", ""):                           crypt.ErrMasterFile,
		file("text", marker):                        crypt.ErrMasterFile,
		file("json", `{"key":"`+marker+`"}`):        crypt.ErrMasterFile,
		file("long", strings.Repeat(marker, 1<<13)): crypt.ErrMasterFile,
	} {
		_, err := crypt.OpenMaster(t.Context(), uri)
		if !errors.Is(err, want) {
			t.Errorf("%q gave %v, want %s", uri, err, want.Code)
		}
		if err != nil && strings.Contains(err.Error(), marker) {
			t.Errorf("%q: the error repeats what the file holds: %v", uri, err)
		}
	}
}

// registerFakeKMS stands for a build that adds a key service: Tink's registry is global and grows only.
var registerFakeKMS = sync.OnceValue(func() error {
	client, err := fakekms.NewClient("fake-kms://")
	if err == nil {
		registry.RegisterKMSClient(client)
	}
	return err
})

func TestRegisteredKeyServiceIsUsed(t *testing.T) {
	t.Parallel()
	check(t, registerFakeKMS())
	uri := must[string](t)(fakekms.NewKeyURI())
	m := must[crypt.Master](t)(crypt.OpenMaster(t.Context(), uri))
	b := setup(t)
	b.master = m
	org, row := id.New(), id.New()
	s := must[crypt.Sealed](t)(b.process().Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	if got := must[[]byte](t)(b.process().Open(t.Context(), org, crypt.TenantSSN, row, s)); string(got) != fakeSSN {
		t.Error("opened to another value")
	}
	if _, err := crypt.OpenMaster(t.Context(), "fake-kms://no-such-key"); !errors.Is(err, crypt.ErrMasterUnavailable) {
		t.Errorf("an address that the service refuses gave %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := crypt.OpenMaster(ctx, uri); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gave %v", err)
	}
}

func TestKeysetsOpenOnlyInTheirOwnPlace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	orgA, orgB, row := id.New(), id.New(), id.New()
	check(t, b.process().Warm(t.Context(), orgA))
	s := must[crypt.Sealed](t)(b.process().Seal(t.Context(), orgA, crypt.TenantSSN, row, []byte(fakeSSN)))

	// The row of one organization under another, or of one purpose as the other.
	b.store.put(orgB, b.store.row(orgA, crypt.PurposeAEAD))
	orgC := id.New()
	check(t, b.process().Warm(t.Context(), orgC))
	swapped := b.store.row(orgC, crypt.PurposeMAC)
	swapped.Purpose = crypt.PurposeAEAD
	b.store.put(orgC, swapped)
	for _, org := range []id.ID{orgB, orgC} {
		if _, err := b.process().Open(t.Context(), org, crypt.TenantSSN, row, s); !errors.Is(err, crypt.ErrKeyset) {
			t.Errorf("a keyset out of its place gave %v", err)
		}
		if _, err := b.process().Rotate(t.Context(), org); !errors.Is(err, crypt.ErrKeyset) {
			t.Errorf("rotating a keyset out of its place gave %v", err)
		}
	}

	// Another master key, and a damaged row.
	wrong := crypt.NewKeyring(newLocalMaster(t), b.store, b.clock)
	if _, err := wrong.Open(t.Context(), orgA, crypt.TenantSSN, row, s); !errors.Is(err, crypt.ErrKeyset) {
		t.Errorf("another master key gave %v", err)
	}
	damaged := b.store.row(orgA, crypt.PurposeAEAD)
	damaged.Wrapped = damaged.Wrapped[:len(damaged.Wrapped)-1]
	b.store.put(orgA, damaged)
	if _, err := b.process().Open(t.Context(), orgA, crypt.TenantSSN, row, s); !errors.Is(err, crypt.ErrKeyset) {
		t.Errorf("a damaged keyset gave %v", err)
	}
	// Shredding needs no master key.
	check(t, wrong.Destroy(t.Context(), orgA))
}
