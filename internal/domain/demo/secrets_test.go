package demo_test

import (
	"encoding/hex"
	"regexp"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
)

// sealed opens what is stored and compares it with what was meant.
func sealed(t *testing.T, b *bundle, list []demo.Organization) {
	for _, o := range list {
		want := map[id.ID]demo.RenterDetail{}
		for _, d := range o.Details {
			want[d.RenterID] = d
		}
		rows, err := b.all.Query(t.Context(), `SELECT id, ssn_encrypted, ssn_key_id, ssn_last_four, ssn_bidx,
			coalesce(income_encrypted, ''), coalesce(income_key_id, 0) FROM tenants WHERE tenant_id = $1 AND kind = 'person'`, o.ID)
		check(t, err)
		n := 0
		for rows.Next() {
			var renter id.ID
			var ssn, income crypt.Sealed
			var last string
			var index []byte
			check(t, rows.Scan(&renter, &ssn.Ciphertext, &ssn.KeyID, &last, &index, &income.Ciphertext, &income.KeyID))
			d := want[renter]
			b.opens(t, o.ID, crypt.TenantSSN, renter, ssn, d.SSN)
			if !d.Income.IsZero() {
				b.opens(t, o.ID, crypt.TenantIncome, renter, income, d.Income)
			}
			expected, err := b.keys.BlindIndex(t.Context(), o.ID, crypt.TenantSSN, []byte(d.SSN.Reveal()))
			check(t, err)
			if last != crypt.LastFour(d.SSN.Reveal()) || hex.EncodeToString(index) != hex.EncodeToString(expected) {
				t.Fatal("the last four or the index of a number are wrong")
			}
			n++
		}
		check(t, rows.Err())
		if n != len(o.Details) {
			t.Errorf("%s: %d people, %d with details", o.Slug, n, len(o.Details))
		}
		for _, a := range o.BankAccounts {
			var number crypt.Sealed
			check(t, b.all.QueryRow(t.Context(), `SELECT account_number_encrypted, account_number_key_id FROM bank_accounts
				WHERE tenant_id = $1 AND id = $2`, o.ID, a.ID).Scan(&number.Ciphertext, &number.KeyID))
			b.opens(t, o.ID, crypt.BankAccountNumber, a.ID, number, a.AccountNumber)
		}
	}
}

func (b *bundle) opens(t *testing.T, org id.ID, c crypt.Column, row id.ID, s crypt.Sealed, want secret.Text) {
	t.Helper()
	got, err := b.keys.OpenText(t.Context(), org, c, row, s)
	check(t, err)
	if got.Reveal() != want.Reveal() {
		t.Fatalf("%s of %s opens to something else", c, row)
	}
}

// hidden looks for every secret in the text of every row of every table, audit log included, as it is, without
// punctuation, and as the bytes of a bytea.
func hidden(t *testing.T, b *bundle, list []demo.Organization) {
	secrets := map[string]string{}
	punctuation := strings.NewReplacer("-", "", ".", "")
	add := func(what string, v secret.Text) {
		if !v.IsZero() {
			secrets[v.Reveal()] = what
			if what != "income" { // its digits alone are an ordinary number
				secrets[punctuation.Replace(v.Reveal())] = what
			}
		}
	}
	for _, o := range list {
		for _, d := range o.Details {
			add("social security number", d.SSN)
			add("driver's license", d.DriverLicense)
			add("date of birth", d.BirthDate)
			add("income", d.Income)
		}
		for _, v := range o.Owners {
			add("owner's tax id", v.TaxID)
		}
		for _, v := range o.Vendors {
			add("vendor's tax id", v.TaxID)
		}
		for _, v := range o.BankAccounts {
			add("routing number", v.RoutingNumber)
			add("account number", v.AccountNumber)
		}
	}
	tables, rows := 0, 0
	for _, table := range b.tables(t) {
		found, err := b.all.Query(t.Context(), `SELECT r::text FROM `+table+` AS r`)
		check(t, err)
		tables++
		for found.Next() {
			var text string
			check(t, found.Scan(&text))
			rows++
			for _, word := range words.FindAllString(text, -1) {
				if what, leak := secrets[word]; leak {
					t.Fatalf("%s holds a %s in clear", table, what)
				}
			}
			for _, word := range bytea.FindAllStringSubmatch(text, -1) {
				plain, err := hex.DecodeString(word[1])
				check(t, err)
				if what, leak := secrets[string(plain)]; leak {
					t.Fatalf("%s holds a %s as bytes", table, what)
				}
			}
		}
		check(t, found.Err())
	}
	if tables < 20 || rows < 20_000 || len(secrets) < 5_000 {
		t.Errorf("looked for %d secrets in %d rows of %d tables: too few to mean anything", len(secrets), rows, tables)
	}
	if n := b.number(t, `SELECT count(*) FROM audit_logs WHERE user_agent = 'demo' AND changes::text ~ '_(encrypted|key_id|bidx|last_four)'`); n != 0 {
		t.Errorf("%d rows of the audit log name protected columns", n)
	}
}

var (
	words = regexp.MustCompile(`[0-9A-Za-z][0-9A-Za-z.-]*[0-9A-Za-z]`)
	bytea = regexp.MustCompile(`\\x((?:[0-9a-f]{2})+)`)
)

// tables lists every table of the product.
func (b *bundle) tables(t *testing.T) []string {
	t.Helper()
	rows, err := b.all.Query(t.Context(), `SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c
		JOIN pg_namespace AS n ON n.oid = c.relnamespace
		WHERE c.relkind = 'r' AND n.nspname IN ('public', 'platform') ORDER BY 1`)
	check(t, err)
	var list []string
	for rows.Next() {
		var name string
		check(t, rows.Scan(&name))
		list = append(list, name)
	}
	check(t, rows.Err())
	return list
}
