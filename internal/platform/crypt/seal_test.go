package crypt_test

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// orgOf returns org, or the platform for a platform column.
func orgOf(c crypt.ColumnInfo, org id.ID) id.ID {
	if c.Platform {
		return id.Nil
	}
	return org
}

func TestWhatIsSealedOpensInAnotherProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	writer, reader := b.process(), b.process()
	org := id.New()
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(crypt.Columns()).Draw(rt, "column")
		plaintext := rapid.SliceOfN(rapid.Byte(), 0, 300).Draw(rt, "plaintext")
		row := id.New()
		s := must[crypt.Sealed](rt)(writer.Seal(t.Context(), orgOf(c, org), c.Column, row, plaintext))
		if s.KeyID <= 0 || s.IsZero() {
			rt.Fatalf("key id %d, zero %t", s.KeyID, s.IsZero())
		}
		if len(plaintext) > 3 && bytes.Contains(s.Ciphertext, plaintext) {
			rt.Fatalf("the ciphertext contains the plaintext")
		}
		got := must[[]byte](rt)(reader.Open(t.Context(), orgOf(c, org), c.Column, row, s))
		if !bytes.Equal(got, plaintext) {
			rt.Fatalf("opened to other bytes than were sealed")
		}
		again := must[crypt.Sealed](rt)(writer.Seal(t.Context(), orgOf(c, org), c.Column, row, plaintext))
		if bytes.Equal(again.Ciphertext, s.Ciphertext) {
			rt.Fatalf("sealing twice gave the same ciphertext")
		}
	})
}

func TestSecretTextRoundTrip(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	org, row := id.New(), id.New()
	for _, want := range []string{"", fakeSSN, "Zoë\x00\xff"} {
		s := must[crypt.Sealed](t)(k.SealText(t.Context(), org, crypt.TenantSSN, row, secret.New(want)))
		got := must[secret.Text](t)(k.OpenText(t.Context(), org, crypt.TenantSSN, row, s))
		if got.Reveal() != want {
			t.Errorf("round trip of a text of %d bytes changed it", len(want))
		}
	}
}

func TestAlteredCiphertextNeverOpens(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	org, row := id.New(), id.New()
	sealed := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	rapid.Check(t, func(rt *rapid.T) {
		s := crypt.Sealed{KeyID: sealed.KeyID, Ciphertext: bytes.Clone(sealed.Ciphertext)}
		at := rapid.IntRange(0, len(s.Ciphertext)-1).Draw(rt, "at")
		switch rapid.SampledFrom([]string{"flip", "cut", "append", "key id"}).Draw(rt, "how") {
		case "flip":
			s.Ciphertext[at] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
		case "cut":
			s.Ciphertext = s.Ciphertext[:at]
		case "append":
			s.Ciphertext = append(s.Ciphertext, rapid.Byte().Draw(rt, "more"))
		case "key id":
			s.KeyID += rapid.SampledFrom([]int64{-1, 1, 1 << 32, -1 << 32}).Draw(rt, "by")
		}
		requireDecryptFault(rt, k, org, crypt.TenantSSN, row, s)
	})
	requireDecryptFault(t, k, org, crypt.TenantSSN, row, crypt.Sealed{})
}

// requireDecryptFault checks that opening fails with exactly the one fault that has no detail.
func requireDecryptFault(t fataler, k *crypt.Keyring, org id.ID, c crypt.Column, row id.ID, s crypt.Sealed) {
	t.Helper()
	got, err := k.Open(context.Background(), org, c, row, s)
	if got != nil || err == nil || err.Error() != crypt.ErrDecrypt.Error() || errors.Unwrap(err) != nil {
		t.Fatalf("want the bare decrypt fault and no bytes, got %d bytes and error %v", len(got), err)
	}
	if f := fault.As(err); f.Kind != fault.Internal || f.Code != "decrypt_failed" {
		t.Fatalf("kind %v, code %s", f.Kind, f.Code)
	}
}

func TestSealedValueOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	orgA, orgB, row := id.New(), id.New(), id.New()
	check(t, k.Warm(t.Context(), orgB))
	s := must[crypt.Sealed](t)(k.Seal(t.Context(), orgA, crypt.OwnerTaxID, row, []byte("90-0000001")))
	requireDecryptFault(t, k, orgB, crypt.OwnerTaxID, row, s)
	requireDecryptFault(t, k, orgA, crypt.VendorTaxID, row, s) // other table, same column
	requireDecryptFault(t, k, orgA, crypt.TenantSSN, row, s)
	requireDecryptFault(t, k, orgA, crypt.OwnerTaxID, id.New(), s)

	s = must[crypt.Sealed](t)(k.Seal(t.Context(), orgA, crypt.TenantSSN, row, []byte(fakeSSN)))
	requireDecryptFault(t, k, orgA, crypt.TenantIncome, row, s) // same table, other column
}

func TestOpenMakesNoKeys(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k := b.process()
	org, other, row := id.New(), id.New(), id.New()
	s := must[crypt.Sealed](t)(k.Seal(t.Context(), org, crypt.TenantSSN, row, []byte(fakeSSN)))
	requireDecryptFault(t, k, other, crypt.TenantSSN, row, s)
	if v := b.store.row(other, crypt.PurposeAEAD).Version; v != 0 {
		t.Errorf("opening made a keyset, version %d", v)
	}
}

func TestOnlyListedColumnsAreSealed(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	for name, tc := range map[string]struct {
		org id.ID
		c   crypt.Column
		row id.ID
	}{
		"unlisted column":           {id.New(), crypt.Column{Table: "tenants", Name: "phone"}, id.New()},
		"no organization":           {id.Nil, crypt.TenantSSN, id.New()},
		"platform column of an org": {id.New(), crypt.IdentityTOTPSecret, id.New()},
		"no row":                    {id.New(), crypt.TenantSSN, id.Nil},
	} {
		if _, err := k.Seal(t.Context(), tc.org, tc.c, tc.row, []byte(fakeSSN)); !errors.Is(err, crypt.ErrColumn) {
			t.Errorf("%s: seal gave %v", name, err)
		}
		if _, err := k.Open(t.Context(), tc.org, tc.c, tc.row, crypt.Sealed{}); !errors.Is(err, crypt.ErrColumn) {
			t.Errorf("%s: open gave %v", name, err)
		}
	}
	if _, err := k.BlindIndex(t.Context(), id.New(), crypt.TenantIncome, []byte("1")); !errors.Is(err, crypt.ErrColumn) {
		t.Errorf("blind index of a column without one gave %v", err)
	}
}

func TestBlindIndexFollowsTheNormalizedValue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k, other := b.process(), b.process()
	org := id.New()
	value := rapid.StringMatching(`[0-9A-Za-z .\-]{0,14}`)
	digits := func(s string) string {
		return string(bytes.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, []byte(s)))
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom([]crypt.Column{crypt.TenantSSN, crypt.OwnerTaxID, crypt.VendorTaxID}).Draw(rt, "column")
		x, y := value.Draw(rt, "x"), value.Draw(rt, "y")
		ix := must[[]byte](rt)(k.BlindIndex(t.Context(), org, c, []byte(x)))
		iy := must[[]byte](rt)(other.BlindIndex(t.Context(), org, c, []byte(y)))
		if want := digits(x) == digits(y); bytes.Equal(ix, iy) != want {
			rt.Fatalf("equal digits %t, equal indexes %t", want, !want)
		}
		if want := digits(x) != ""; (ix != nil) != want || want && len(ix) != 32 {
			rt.Fatalf("index of %d bytes for a value with digits %t", len(ix), want)
		}
	})
}

func TestBlindIndexDiffersByPlaceAndSurvivesRotation(t *testing.T) {
	t.Parallel()
	k := setup(t).process()
	org := id.New()
	index := func(org id.ID, c crypt.Column) string {
		return string(must[[]byte](t)(k.BlindIndex(t.Context(), org, c, []byte("90-0000001"))))
	}
	before := index(org, crypt.OwnerTaxID)
	if before == index(org, crypt.VendorTaxID) || before == index(id.New(), crypt.OwnerTaxID) {
		t.Error("the index of a value can be compared across tables or organizations")
	}
	must[int64](t)(k.Rotate(t.Context(), org))
	if index(org, crypt.OwnerTaxID) != before {
		t.Error("rotation changed the blind index")
	}
}
