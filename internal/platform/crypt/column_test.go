package crypt_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/propertyos/propertyos/internal/platform/crypt"
)

func TestColumnsAreTheSensitiveOnesOfTheSchema(t *testing.T) {
	t.Parallel()
	// table.name: stored columns beside the ciphertext and its key id
	want := map[string]string{
		"tenants.ssn":                   "ssn_bidx ssn_last_four",
		"tenants.driver_license":        "driver_license_last_four",
		"tenants.date_of_birth":         "",
		"tenants.income":                "",
		"owners.tax_id":                 "tax_id_bidx tax_id_last_four",
		"vendors.tax_id":                "tax_id_bidx tax_id_last_four",
		"bank_accounts.routing_number":  "",
		"bank_accounts.account_number":  "last_four",
		"webhooks.secret":               "",
		"single_sign_ons.client_secret": "",
		"import_uploads.content":        "",
		"document_versions.file_key":    "",
		"uploads.file_key":              "",
		"identities.totp_secret":        "platform",
	}
	for _, c := range crypt.Columns() {
		parts := []string{c.BlindIndexColumn, c.LastFourColumn}
		if c.Platform {
			parts = append(parts, "platform")
		}
		got := strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
		if w, ok := want[c.String()]; !ok || got != w {
			t.Errorf("%s: %q, want %q (listed: %t)", c, got, w, ok)
		}
		delete(want, c.String())
		if c.EncryptedColumn() != c.Name+"_encrypted" || c.KeyIDColumn() != c.Name+"_key_id" {
			t.Errorf("%s is stored in %s and %s", c, c.EncryptedColumn(), c.KeyIDColumn())
		}
		if strings.Contains(c.Table+c.Name, "|") {
			t.Errorf("%s: a bar would make the associated data ambiguous", c)
		}
	}
	for name := range want {
		t.Errorf("%s is missing", name)
	}
}

func TestLastFour(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":             "",
		"1234":         "",
		"12345":        "",
		"1-2-3-4-5":    "",
		"123456":       "3456",
		fakeSSN:        "0001",
		"D123-4567 x ": "567x",
		"ÄÖÜäöü":       "Üäöü",
		"\xff\xff1234": "",
	} {
		if got := crypt.LastFour(in); got != want {
			t.Errorf("LastFour(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestLastFourNeverShowsMost(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := rapid.String().Draw(rt, "s")
		got := []rune(crypt.LastFour(s))
		if len(got) != 0 && (len(got) != 4 || len([]rune(s)) < 6) {
			rt.Fatalf("%d characters shown of %d", len(got), len([]rune(s)))
		}
	})
}
