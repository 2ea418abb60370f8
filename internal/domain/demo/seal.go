package demo

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/demo/internal/demodb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// sealedRows are the rows with secrets in them, encrypted and ready to be written.
type sealedRows struct {
	details  demodb.SetRenterDetailsParams
	owners   demodb.InsertOwnersParams
	accounts demodb.InsertBankAccountsParams
	vendors  demodb.InsertVendorsParams
}

// sealer encrypts values of one organization and remembers the first error.
type sealer struct {
	ctx  context.Context // lives for one call
	keys *crypt.Keyring
	org  id.ID
	err  error
}

// value encrypts a secret for a column of a row. Nothing stays nothing.
func (s *sealer) value(c crypt.Column, row id.ID, v secret.Text) ([]byte, int64) {
	if v.IsZero() || s.err != nil {
		return nil, 0
	}
	sealed, err := s.keys.SealText(s.ctx, s.org, c, row, v)
	if err != nil {
		s.err = fmt.Errorf("seal %s: %w", c, err)
	}
	return sealed.Ciphertext, sealed.KeyID
}

// index makes the blind index of a secret.
func (s *sealer) index(c crypt.Column, v secret.Text) []byte {
	if s.err != nil {
		return nil
	}
	index, err := s.keys.BlindIndex(s.ctx, s.org, c, []byte(v.Reveal()))
	if err != nil {
		s.err = fmt.Errorf("index %s: %w", c, err)
	}
	return index
}

func lastFour(v secret.Text) string { return crypt.LastFour(v.Reveal()) }

// seal encrypts every secret of an organization.
func seal(ctx context.Context, keys *crypt.Keyring, org id.ID, o *Organization) (*sealedRows, error) {
	s := &sealer{ctx: ctx, keys: keys, org: org}
	rows := &sealedRows{}
	rows.details.TenantID, rows.owners.TenantID, rows.accounts.TenantID, rows.vendors.TenantID = org, org, org, org
	for i := range o.Details {
		s.detail(&rows.details, &o.Details[i])
	}
	for i := range o.Owners {
		s.owner(&rows.owners, &o.Owners[i])
	}
	for i := range o.BankAccounts {
		s.account(&rows.accounts, &o.BankAccounts[i])
	}
	for i := range o.Vendors {
		s.vendor(&rows.vendors, &o.Vendors[i])
	}
	return rows, s.err
}

func (s *sealer) detail(a *demodb.SetRenterDetailsParams, d *RenterDetail) {
	put := func(c crypt.Column, v secret.Text, values *[][]byte, keys *[]int64) {
		value, key := s.value(c, d.RenterID, v)
		*values, *keys = append(*values, value), append(*keys, key)
	}
	a.Ids = append(a.Ids, d.RenterID)
	put(crypt.TenantSSN, d.SSN, &a.Ssns, &a.SsnKeyIds)
	put(crypt.TenantDriverLicense, d.DriverLicense, &a.Licenses, &a.LicenseKeyIds)
	put(crypt.TenantDateOfBirth, d.BirthDate, &a.BirthDates, &a.BirthDateKeyIds)
	put(crypt.TenantIncome, d.Income, &a.Incomes, &a.IncomeKeyIds)
	a.SsnIndexes = append(a.SsnIndexes, s.index(crypt.TenantSSN, d.SSN))
	a.SsnLastFours = append(a.SsnLastFours, lastFour(d.SSN))
	a.LicenseLastFours = append(a.LicenseLastFours, lastFour(d.DriverLicense))
	a.EmployerNames = append(a.EmployerNames, d.EmployerName)
	a.EmployerPhones = append(a.EmployerPhones, d.EmployerPhone)
}

func (s *sealer) owner(a *demodb.InsertOwnersParams, o *Owner) {
	value, key := s.value(crypt.OwnerTaxID, o.ID, o.TaxID)
	a.Ids = append(a.Ids, o.ID)
	a.Names = append(a.Names, o.Name)
	a.Emails = append(a.Emails, o.Email)
	a.Phones = append(a.Phones, o.Phone)
	a.Shares = append(a.Shares, o.Share)
	a.Frequencies = append(a.Frequencies, o.Frequency)
	a.Days = append(a.Days, small(o.Day))
	a.TaxIds = append(a.TaxIds, value)
	a.TaxIDKeyIds = append(a.TaxIDKeyIds, key)
	a.TaxIDIndexes = append(a.TaxIDIndexes, s.index(crypt.OwnerTaxID, o.TaxID))
	a.TaxIDLastFours = append(a.TaxIDLastFours, lastFour(o.TaxID))
}

func (s *sealer) account(a *demodb.InsertBankAccountsParams, b *BankAccount) {
	routing, routingKey := s.value(crypt.BankRoutingNumber, b.ID, b.RoutingNumber)
	number, numberKey := s.value(crypt.BankAccountNumber, b.ID, b.AccountNumber)
	a.Ids = append(a.Ids, b.ID)
	a.OwnerIds = append(a.OwnerIds, b.OwnerID)
	a.Purposes = append(a.Purposes, b.Purpose)
	a.Holders = append(a.Holders, b.Holder)
	a.Types = append(a.Types, b.Type)
	a.Banks = append(a.Banks, b.Bank)
	a.LastFours = append(a.LastFours, lastFour(b.AccountNumber))
	a.Routings = append(a.Routings, routing)
	a.RoutingKeyIds = append(a.RoutingKeyIds, routingKey)
	a.Accounts = append(a.Accounts, number)
	a.AccountKeyIds = append(a.AccountKeyIds, numberKey)
	a.IsPrimary = append(a.IsPrimary, b.Primary)
}

func (s *sealer) vendor(a *demodb.InsertVendorsParams, v *Vendor) {
	value, key := s.value(crypt.VendorTaxID, v.ID, v.TaxID)
	a.Ids = append(a.Ids, v.ID)
	a.Names = append(a.Names, v.Name)
	a.Types = append(a.Types, v.Type)
	a.ContactNames = append(a.ContactNames, v.ContactName)
	a.ContactEmails = append(a.ContactEmails, v.ContactEmail)
	a.ContactPhones = append(a.ContactPhones, v.ContactPhone)
	a.Websites = append(a.Websites, v.Website)
	a.Ratings = append(a.Ratings, v.Rating)
	a.Jobs = append(a.Jobs, small(v.Jobs))
	a.InsuredUntil = append(a.InsuredUntil, v.InsuranceExpiresOn)
	a.Licenses = append(a.Licenses, v.LicenseNumber)
	a.LicensedUntil = append(a.LicensedUntil, v.LicenseExpiresOn)
	a.TaxIds = append(a.TaxIds, value)
	a.TaxIDKeyIds = append(a.TaxIDKeyIds, key)
	a.TaxIDIndexes = append(a.TaxIDIndexes, s.index(crypt.VendorTaxID, v.TaxID))
	a.TaxIDLastFours = append(a.TaxIDLastFours, lastFour(v.TaxID))
	a.Notes = append(a.Notes, v.Notes)
}

// small is n for a column of 32 bits; the generator's counts are far below that.
func small(n int) int32 { return int32(min(max(n, 0), 1<<31-1)) }
