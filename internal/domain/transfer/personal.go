package transfer

import (
	"context"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/propertyos/propertyos/internal/domain/transfer/internal/transferdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// personalTable is personal.csv: one line for each value that is stored encrypted. The id is that of the renter or owner.
var personalTable = &table{
	name: "personal", columns: []column{{name: "file", kind: text}, {name: "field", kind: text}, {name: "value", kind: text}},
}

// personalColumn is a value that is stored encrypted.
type personalColumn struct {
	column   crypt.Column
	file     string
	indexed  bool // it can be looked for
	lastFour bool // its last four show
}

var personalColumns = map[string]personalColumn{
	"ssn":            {crypt.TenantSSN, "renters", true, true},
	"driver_license": {crypt.TenantDriverLicense, "renters", false, true},
	"date_of_birth":  {crypt.TenantDateOfBirth, "renters", false, false},
	"income":         {crypt.TenantIncome, "renters", false, false},
	"tax_id":         {crypt.OwnerTaxID, "owners", true, true},
}

// maxPersonal bounds a value, in runes.
const maxPersonal = 60

// personal is one value that goes out, still encrypted.
type personal struct {
	at    id.ID
	field string
	crypt.Sealed
}

// reveal keeps what is stored encrypted of a page of rows, as it is.
func (x *export) reveal(ctx context.Context, q *transferdb.Queries, t *table, ids []id.ID) error {
	keep := func(at id.ID, field string, ciphertext []byte, key *int64) {
		if key != nil {
			x.personal = append(x.personal, personal{at, field, crypt.Sealed{Ciphertext: ciphertext, KeyID: *key}})
		}
	}
	switch t.name {
	case "renters":
		list, err := q.RenterSecrets(ctx, x.g.Organization(), ids)
		if err != nil {
			return err
		}
		for _, r := range list {
			keep(r.ID, "ssn", r.SsnEncrypted, r.SsnKeyID)
			keep(r.ID, "driver_license", r.DriverLicenseEncrypted, r.DriverLicenseKeyID)
			keep(r.ID, "date_of_birth", r.DateOfBirthEncrypted, r.DateOfBirthKeyID)
			keep(r.ID, "income", r.IncomeEncrypted, r.IncomeKeyID)
		}
	case "owners":
		list, err := q.OwnerSecrets(ctx, x.g.Organization(), ids)
		if err != nil {
			return err
		}
		for _, r := range list {
			keep(r.ID, "tax_id", r.TaxIDEncrypted, r.TaxIDKeyID)
		}
	}
	return nil
}

// writePersonal decrypts them one by one on their way out.
func (x *export) writePersonal(ctx context.Context, create func(string) (io.Writer, error)) error {
	to, err := create(personalName)
	if err != nil {
		return err
	}
	t := newTally(to)
	out := csv.NewWriter(t)
	if err := out.Write(personalTable.headings()); err != nil {
		return err
	}
	for _, v := range x.personal {
		c := personalColumns[v.field]
		clear, err := x.keys.OpenText(ctx, x.g.Organization(), c.column, v.at, v.Sealed)
		if err == nil {
			err = out.Write(personalTable.cells(v.at, record{"file": c.file, "field": v.field, "value": clear.Reveal()}))
		}
		if err != nil {
			return fmt.Errorf("personal data: %w", err)
		}
	}
	out.Flush()
	x.manifest.Files = append(x.manifest.Files, t.entry(personalName, len(x.personal)))
	return out.Error()
}

// secrets are the values of rows to come, encrypted again for them: the columns of a row as the database takes them, by file.
type secrets map[string]map[id.ID]map[string]string

// seal encrypts what an archive brings in clear, for the rows that a plan makes.
func (s *Service) seal(ctx context.Context, p *Plan) (secrets, error) {
	out := secrets{}
	if !p.contents.Manifest.PersonalData {
		return out, nil
	}
	if s.keys == nil {
		return nil, ErrKeys
	}
	return out, p.contents.each(ctx, personalTable, func(from id.ID, r record) error {
		c, ok := personalColumns[r["field"]]
		if !ok || c.file != r["file"] || !presentable(r["value"]) {
			return damaged("a line of %s cannot be read.", personalName)
		}
		at := p.places[c.file][from]
		if !at.fresh {
			return nil
		}
		if out[c.file] == nil {
			out[c.file] = map[id.ID]map[string]string{}
		}
		row := out[c.file][at.id]
		if row == nil {
			row = map[string]string{"id": at.id.String()}
			out[c.file][at.id] = row
		}
		return s.sealOne(ctx, p.org, at.id, c, r, row)
	})
}

// presentable reports whether a text can be such a value.
func presentable(s string) bool {
	if s == "" || utf8.RuneCountInString(s) > maxPersonal {
		return false
	}
	for _, c := range s {
		if !unicode.IsPrint(c) {
			return false
		}
	}
	return true
}

func (s *Service) sealOne(ctx context.Context, org, at id.ID, c personalColumn, r record, row map[string]string) error {
	field, value := r["field"], r["value"]
	sealed, err := s.keys.SealText(ctx, org, c.column, at, secret.New(value))
	if err != nil {
		return fmt.Errorf("encrypt: %w", err)
	}
	row[field] = base64.StdEncoding.EncodeToString(sealed.Ciphertext)
	row[field+"_key"] = strconv.FormatInt(sealed.KeyID, 10)
	if c.lastFour {
		if last := crypt.LastFour(value); last != "" {
			row[field+"_last_four"] = last
		}
	}
	if c.indexed {
		index, err := s.keys.BlindIndex(ctx, org, c.column, []byte(value))
		if err != nil {
			return fmt.Errorf("index: %w", err)
		}
		row[field+"_index"] = base64.StdEncoding.EncodeToString(index)
	}
	return nil
}

// storeTx writes the values to their rows.
func (v secrets) storeTx(ctx context.Context, tx tenancy.Tx) error {
	q := transferdb.New(tx)
	for file, set := range map[string]func(context.Context, id.ID, json.RawMessage) (int64, error){
		"renters": q.SetRenterSecrets, "owners": q.SetOwnerSecrets,
	} {
		list := []map[string]string{}
		for _, row := range v[file] {
			list = append(list, row)
		}
		raw, err := json.Marshal(list)
		if err != nil {
			return err
		}
		if _, err := set(ctx, tx.Organization(), raw); err != nil {
			return err
		}
	}
	return nil
}
