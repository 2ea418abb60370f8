package leasing

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The fields of a renter that are stored encrypted.
const (
	FieldSSN     = "ssn"
	FieldLicense = "driver_license"
	FieldBirth   = "date_of_birth"
	FieldIncome  = "income" // a year, before taxes, in the organization's currency
)

// SecretFields lists them.
var SecretFields = []string{FieldSSN, FieldLicense, FieldBirth, FieldIncome}

var (
	// ErrKeys says that the server runs without the key that personal numbers are encrypted with.
	ErrKeys = fault.New(fault.Unavailable, "keys_unavailable", "Personal numbers cannot be kept or shown at the moment: the encryption key is not available.")
	// ErrSSNTaken says that another renter has the same Social Security number.
	ErrSSNTaken = fault.New(fault.Conflict, "ssn_taken", "Another renter here has this Social Security number.").On("/ssn")
	errNothing  = fault.New(fault.Conflict, "nothing_stored", "Nothing is stored here.")
)

// secretField is one encrypted field: where it is in the input, what it has to look like, and its column.
type secretField struct {
	name   string
	column crypt.Column
	of     func(*RenterInput) **secret.Text
	check  func(*fault.Fields, string)
	tidy   func(string) string
}

var secretFields = []secretField{
	{FieldSSN, crypt.TenantSSN, func(in *RenterInput) **secret.Text { return &in.SSN }, checkSSN, tidySSN},
	{FieldLicense, crypt.TenantDriverLicense, func(in *RenterInput) **secret.Text { return &in.DriverLicense }, func(f *fault.Fields, v string) {
		f.Text("/driver_license", v, false, 40)
	}, strings.TrimSpace},
	{FieldBirth, crypt.TenantDateOfBirth, func(in *RenterInput) **secret.Text { return &in.DateOfBirth }, func(f *fault.Fields, v string) {
		d, err := period.Parse(v)
		f.Check(err == nil, "/date_of_birth", "date_invalid", "Use a date written YYYY-MM-DD.")
		f.Check(err != nil || d.Year() >= 1880, "/date_of_birth", "out_of_range", "This is too long ago.")
	}, strings.TrimSpace},
	{FieldIncome, crypt.TenantIncome, func(in *RenterInput) **secret.Text { return &in.Income }, func(f *fault.Fields, v string) {
		a, err := money.Parse(v)
		f.Check(err == nil, "/income", "amount_invalid", "Use an amount such as 52000 or 52000.50.")
		f.Check(err != nil || a.Sign() >= 0, "/income", "out_of_range", "This cannot be negative.")
	}, strings.TrimSpace},
}

func onlyDigits(v string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, v)
}

// checkSSN holds a number against what the Social Security Administration gives out: nine digits, none of the groups all
// zeros, and no area of 666. Taxpayer identification numbers, which begin with 9, pass too: many renters have no other.
// Source: https://www.ssa.gov/employer/verifySSN.htm and 26 CFR 301.6109-1(d)(3).
func checkSSN(f *fault.Fields, v string) {
	d := onlyDigits(v)
	plain := strings.Trim(v, "0123456789- ") == ""
	ok := plain && len(d) == 9 && d[:3] != "000" && d[:3] != "666" && d[3:5] != "00" && d[5:] != "0000"
	f.Check(ok, "/ssn", "ssn_invalid", "Use the nine digits of a Social Security or taxpayer number.")
}

// tidySSN writes a number the usual way.
func tidySSN(v string) string {
	d := onlyDigits(v)
	return d[:3] + "-" + d[3:5] + "-" + d[5:]
}

// sealedField is an encrypted value that is to be stored; a zero Sealed clears the column.
type sealedField struct {
	crypt.Sealed
	name, lastFour string
	index          []byte
}

type sealedFields []sealedField

// seal encrypts what the input brings.
func (s *Renters) seal(ctx context.Context, org, renter id.ID, in RenterInput) (sealedFields, error) {
	var out sealedFields
	for _, field := range secretFields {
		given := *field.of(&in)
		if given == nil {
			continue
		}
		v := sealedField{name: field.name}
		if !given.IsZero() {
			if s.keys == nil {
				return nil, ErrKeys
			}
			text := field.tidy(given.Reveal())
			var err error
			if v.Sealed, err = s.keys.SealText(ctx, org, field.column, renter, secret.New(text)); err != nil {
				return nil, fmt.Errorf("encrypt: %w", err)
			}
			v.lastFour = crypt.LastFour(text)
			if field.name == FieldSSN {
				if v.index, err = s.keys.BlindIndex(ctx, org, field.column, []byte(text)); err != nil {
					return nil, fmt.Errorf("index: %w", err)
				}
			}
		}
		out = append(out, v)
	}
	return out, nil
}

func (list sealedFields) store(ctx context.Context, q *leasingdb.Queries, org, renter id.ID) error {
	for _, v := range list {
		var key *int64
		if !v.IsZero() {
			key = &v.KeyID
		}
		var err error
		switch v.name {
		case FieldSSN:
			if v.index != nil {
				_, err = q.RenterWithSSN(ctx, org, v.index, renter)
				if err == nil {
					return ErrSSNTaken
				}
				if !errors.Is(err, postgres.ErrNotFound) {
					return err
				}
			}
			err = q.SetRenterSSN(ctx, leasingdb.SetRenterSSNParams{
				TenantID: org, ID: renter, Ciphertext: v.Ciphertext, KeyID: key, BlindIndex: v.index, LastFour: v.lastFour,
			})
		case FieldLicense:
			err = q.SetRenterDriverLicense(ctx, leasingdb.SetRenterDriverLicenseParams{
				TenantID: org, ID: renter, Ciphertext: v.Ciphertext, KeyID: key, LastFour: v.lastFour,
			})
		case FieldBirth:
			err = q.SetRenterDateOfBirth(ctx, v.Ciphertext, key, org, renter)
		case FieldIncome:
			err = q.SetRenterIncome(ctx, v.Ciphertext, key, org, renter)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// maxReason bounds why something is revealed.
const maxReason = 300

// Reveal decrypts one of SecretFields, which the audit log tells of, with the reason, before anything is shown: where that
// cannot be written, nothing is. Errors: Invalid with fields, nothing_stored, ErrKeys, postgres.ErrNotFound,
// authz.ErrForbidden, authz.ErrScope, authz.ErrStepUp.
func (s *Renters) Reveal(ctx context.Context, p tenancy.Principal, renter id.ID, field, reason string) (secret.Text, error) {
	g, err := authz.Require(p, authz.RenterReveal)
	if err != nil {
		return secret.Text{}, err
	}
	q := leasingdb.New(g.Reader(ctx, s.db))
	if _, err := getRenter(ctx, q, g, renter, false); err != nil {
		return secret.Text{}, err
	}
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.Text("/reason", reason, true, maxReason)
	var column crypt.Column
	for _, known := range secretFields {
		if known.name == field {
			column = known.column
		}
	}
	f.Check(column.Name != "", "/field", "not_allowed", "Use one of: "+strings.Join(SecretFields, ", ")+".")
	if err := f.Err(); err != nil {
		return secret.Text{}, err
	}
	row, err := q.GetRenterSecrets(ctx, g.Organization(), renter)
	if err != nil {
		return secret.Text{}, err
	}
	stored := map[string]sealedValue{
		FieldSSN: {row.SsnEncrypted, row.SsnKeyID}, FieldLicense: {row.DriverLicenseEncrypted, row.DriverLicenseKeyID},
		FieldBirth: {row.DateOfBirthEncrypted, row.DateOfBirthKeyID}, FieldIncome: {row.IncomeEncrypted, row.IncomeKeyID},
	}[field]
	if stored.key == nil {
		return secret.Text{}, errNothing
	}
	if s.keys == nil {
		return secret.Text{}, ErrKeys
	}
	if err := s.recorder.Record(ctx, p, audit.Entry{
		Action: audit.ActionReveal, EntityType: "tenants", EntityIDs: []id.ID{renter}, Detail: map[string]any{"field": field}, Reason: reason,
	}); err != nil {
		return secret.Text{}, fmt.Errorf("record what is revealed: %w", err)
	}
	text, err := s.keys.OpenText(ctx, g.Organization(), column, renter, crypt.Sealed{Ciphertext: stored.ciphertext, KeyID: *stored.key})
	if err != nil {
		return secret.Text{}, fmt.Errorf("reveal: %w", err)
	}
	return text, nil
}

type sealedValue struct {
	ciphertext []byte
	key        *int64
}
