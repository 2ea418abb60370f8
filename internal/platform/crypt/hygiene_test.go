package crypt_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// printed returns v in every way that a careless line of code could print it.
func printed(t *testing.T, v any) string {
	t.Helper()
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%t"} {
		fmt.Fprintf(&out, verb+"\n", v)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("message", "value", v)
	}
	_, isError := v.(error)
	if text, err := json.Marshal(v); err == nil && !isError {
		out.Write(text)
	}
	return out.String()
}

func TestHoldersOfKeysPrintNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "master.key")
	check(t, crypt.CreateLocalMaster(path))
	b := setup(t)
	b.master = must[crypt.Master](t)(crypt.OpenMaster(t.Context(), localURI(t, path)))
	k := b.process()
	org := id.New()
	check(t, k.Warm(t.Context(), org))

	var file struct {
		Key []struct {
			KeyData struct {
				Value string `json:"value"`
			} `json:"keyData"`
		} `json:"key"`
	}
	check(t, json.Unmarshal(must[[]byte](t)(os.ReadFile(path)), &file))
	material := must[[]byte](t)(base64.StdEncoding.DecodeString(file.Key[0].KeyData.Value))
	for name, v := range map[string]any{"keyring": k, "inside a struct": struct{ K *crypt.Keyring }{k}, "master": b.master} {
		text := printed(t, v)
		for _, form := range []string{file.Key[0].KeyData.Value, hex.EncodeToString(material), fmt.Sprint(material), "0x", "map["} {
			if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
				t.Errorf("%s prints %q", name, form)
			}
		}
		if strings.ReplaceAll(text, secret.Redacted, "") == text {
			t.Errorf("%s does not print %s: %s", name, secret.Redacted, text)
		}
	}
	row := b.store.row(org, crypt.PurposeAEAD)
	if text := fmt.Sprintf("%v %+v %#v %s", row, row, row, row); strings.Contains(text, fmt.Sprint(row.Wrapped)) {
		t.Errorf("a wrapped keyset prints its bytes: %s", text)
	}
}

func TestErrorsCarryNoPlaintext(t *testing.T) {
	t.Parallel()
	b := setup(t)
	k := b.process()
	org, row := id.New(), id.New()
	s := must[crypt.Sealed](t)(k.SealText(t.Context(), org, crypt.TenantSSN, row, secret.New(fakeSSN)))
	var errs []error
	keep := func(err error) {
		if err == nil {
			t.Error("expected an error")
			return
		}
		errs = append(errs, err)
	}
	_, err := k.Open(t.Context(), org, crypt.TenantSSN, id.New(), s)
	keep(err)
	_, err = k.OpenText(t.Context(), org, crypt.TenantIncome, row, s)
	keep(err)
	_, err = k.SealText(t.Context(), org, crypt.Column{Table: "tenants", Name: "none"}, row, secret.New(fakeSSN))
	keep(err)
	_, err = k.BlindIndex(t.Context(), org, crypt.TenantIncome, []byte(fakeSSN))
	keep(err)
	check(t, k.Destroy(t.Context(), org))
	_, err = k.SealText(t.Context(), org, crypt.TenantSSN, row, secret.New(fakeSSN))
	keep(err)
	_, err = k.BlindIndex(t.Context(), org, crypt.TenantSSN, []byte(fakeSSN))
	keep(err)

	for _, err := range errs {
		text := printed(t, err)
		for _, form := range []string{fakeSSN, "900000001", hex.EncodeToString([]byte(fakeSSN)), fmt.Sprint([]byte(fakeSSN))} {
			if strings.Contains(text, form) {
				t.Errorf("the error %q prints the plaintext as %q", err, form)
			}
		}
	}
	if text := printed(t, s); strings.Contains(text, fakeSSN) {
		t.Errorf("a sealed value prints the plaintext")
	}
}
