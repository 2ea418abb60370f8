package transfer_test

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/owner"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// What is stored encrypted goes out only where it is asked for, which the log tells of, and is encrypted again where it comes in.
func TestPersonalDataGoesOutOnPurpose(t *testing.T) {
	t.Parallel()
	k := setup(t)
	db := k.pg.DB(k.clock)
	renters, owners := leasing.NewRenters(db, k.recorder), owner.New(db)
	renters.UseKeys(k.keys)
	owners.UseKeys(k.keys)
	number, license, taxID := "219-09-9999", "D-1234567", "98-7654321"
	text := func(s string) *secret.Text { v := secret.New(s); return &v }
	r, err := renters.Create(k.ctx, k.from, tenancy.Key{}, leasing.RenterInput{FirstName: "Ada", LastName: "Ames", SSN: text(number), DriverLicense: text(license)})
	k.check(err)
	o, err := owners.CreateOwner(k.ctx, k.from, tenancy.Key{}, owner.Input{Name: "Ada Ames", Active: true, TaxID: text(taxID)})
	k.check(err)

	for name, content := range k.open(k.export(k.from, transfer.Input{})).content {
		for _, v := range []string{number, "9999", license, taxID, "4321"} {
			if strings.Contains(content, v) && name != "manifest.json" {
				t.Errorf("%s holds %s", name, v)
			}
		}
	}
	k.recorder.list = nil
	data := k.export(k.from, transfer.Input{PersonalData: true})
	if e := k.recorder.list; len(e) != 1 || e[0].Detail["personal_data"] != true {
		t.Errorf("recorded %+v", e)
	}
	k.load(k.to, data)
	here := func(source id.ID) (at id.ID) {
		k.check(k.super.QueryRow(k.ctx, `SELECT id FROM import_sources WHERE tenant_id = $1 AND source_id = $2`, k.to.Organization, source).Scan(&at))
		return at
	}
	for field, want := range map[string]string{leasing.FieldSSN: number, leasing.FieldLicense: license} {
		if got, err := renters.Reveal(k.ctx, k.to, here(r.ID), field, "a test"); err != nil || got.Reveal() != want {
			t.Errorf("%s: %v", field, err)
		}
	}
	if got, err := owners.RevealTaxID(k.ctx, k.to, here(o.ID)); err != nil || got != taxID {
		t.Errorf("tax id: %v", err)
	}
	again := k.open(k.export(k.to, transfer.Input{PersonalData: true}))
	if n := again.manifest.Files[len(again.manifest.Files)-1].Rows; n != 3 {
		t.Errorf("%d values went out again", n)
	}
	// A Social Security number that is here twice is found by its index.
	if _, err := renters.Create(k.ctx, k.to, tenancy.Key{}, leasing.RenterInput{FirstName: "Ada", LastName: "Ames", SSN: text(number)}); err == nil {
		t.Error("the number that came in is not looked for")
	}
}
