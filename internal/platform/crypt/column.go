package crypt

import (
	"strings"
	"unicode"
)

// Column names one sensitive value by its table and the name it has without the suffixes of its stored columns.
type Column struct {
	Table string
	Name  string
}

// String returns table.name.
func (c Column) String() string { return c.Table + "." + c.Name }

// EncryptedColumn is the name of the bytea column that holds the ciphertext.
func (c Column) EncryptedColumn() string { return c.Name + "_encrypted" }

// KeyIDColumn is the name of the bigint column that holds the id of the key that made the ciphertext.
func (c Column) KeyIDColumn() string { return c.Name + "_key_id" }

// The sensitive columns of the schema.
var (
	TenantSSN           = Column{"tenants", "ssn"}
	TenantDriverLicense = Column{"tenants", "driver_license"}
	TenantDateOfBirth   = Column{"tenants", "date_of_birth"}
	TenantIncome        = Column{"tenants", "income"}
	OwnerTaxID          = Column{"owners", "tax_id"}
	VendorTaxID         = Column{"vendors", "tax_id"}
	BankRoutingNumber   = Column{"bank_accounts", "routing_number"}
	BankAccountNumber   = Column{"bank_accounts", "account_number"}
	WebhookSecret       = Column{"webhooks", "secret"}
	SignOnClientSecret  = Column{"single_sign_ons", "client_secret"}
	ImportContent       = Column{"import_uploads", "content"}
	IdentityTOTPSecret  = Column{"identities", "totp_secret"}
	DocumentFileKey     = Column{"document_versions", "file_key"}
	UploadFileKey       = Column{"uploads", "file_key"}
)

// ColumnInfo says how a sensitive column is stored.
type ColumnInfo struct {
	Column
	// Platform is true for a column of the schema platform, which the platform's own keyset encrypts. All others
	// belong to an organization.
	Platform bool
	// BlindIndexColumn is the name of the bytea column with the blind index, or empty where no look-up is needed.
	BlindIndexColumn string
	// LastFourColumn is the name of the text column with the last four characters in clear, or empty.
	LastFourColumn string

	normalize func([]byte) []byte // set where BlindIndexColumn is
}

// Columns returns every sensitive column of the schema, in a fixed order. Rotation walks it, and a value of a column that
// it does not name cannot be sealed, so that no ciphertext is ever left behind by a rotation.
func Columns() []ColumnInfo {
	return []ColumnInfo{
		{Column: TenantSSN, BlindIndexColumn: "ssn_bidx", LastFourColumn: "ssn_last_four", normalize: digits},
		{Column: TenantDriverLicense, LastFourColumn: "driver_license_last_four"},
		{Column: TenantDateOfBirth},
		{Column: TenantIncome},
		{Column: OwnerTaxID, BlindIndexColumn: "tax_id_bidx", LastFourColumn: "tax_id_last_four", normalize: digits},
		{Column: VendorTaxID, BlindIndexColumn: "tax_id_bidx", LastFourColumn: "tax_id_last_four", normalize: digits},
		{Column: BankRoutingNumber},
		{Column: BankAccountNumber, LastFourColumn: "last_four"},
		{Column: WebhookSecret},
		{Column: SignOnClientSecret},
		{Column: ImportContent},
		{Column: IdentityTOTPSecret, Platform: true},
		{Column: DocumentFileKey},
		{Column: UploadFileKey},
	}
}

var columnsByName = func() map[Column]ColumnInfo {
	m := make(map[Column]ColumnInfo)
	for _, c := range Columns() {
		m[c.Column] = c
	}
	return m
}()

// digits keeps the ASCII digits of a value: an SSN or a tax id is the same number however it is punctuated.
func digits(value []byte) []byte {
	out := make([]byte, 0, len(value))
	for _, b := range value {
		if '0' <= b && b <= '9' {
			out = append(out, b)
		}
	}
	return out
}

// significantForLastFour is how many letters and digits a value needs before four of them may be shown: of a shorter one
// the last four would be most of it.
const significantForLastFour = 6

// LastFour returns the last four letters and digits of s, or nothing when s has fewer than six of them.
func LastFour(s string) string {
	significant := []rune(strings.Map(func(r rune) rune {
		if r != unicode.ReplacementChar && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, s))
	if len(significant) < significantForLastFour {
		return ""
	}
	return string(significant[len(significant)-4:])
}
