package transfer_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// entry is one file of an archive that a test makes.
type entry struct{ name, text string }

func (k *kit) entries(data []byte) (list []entry) {
	k.Helper()
	o := k.open(data)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	k.check(err)
	for _, f := range z.File {
		list = append(list, entry{f.Name, o.content[f.Name]})
	}
	return list
}

func (k *kit) zip(list []entry) []byte {
	k.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range list {
		w, err := z.Create(e.name)
		k.check(err)
		_, err = io.WriteString(w, e.text)
		k.check(err)
	}
	k.check(z.Close())
	return b.Bytes()
}

// with returns a copy of the entries, one of them changed; its hash and length in the manifest follow where honest is false: then
// the manifest lies along.
func (k *kit) with(list []entry, name, old, text string, consistent bool) []entry {
	k.Helper()
	list = slices.Clone(list)
	at := slices.IndexFunc(list, func(e entry) bool { return e.name == name })
	if at < 0 || !strings.Contains(list[at].text, old) {
		k.Fatalf("%s does not hold %q", name, old)
	}
	before := list[at].text
	list[at].text = strings.Replace(before, old, text, 1)
	if consistent {
		last := &list[len(list)-1]
		last.text = strings.Replace(last.text, hashed(before), hashed(list[at].text), 1)
		last.text = strings.Replace(last.text, fmt.Sprintf("\"bytes\": %d,\n      \"sha256\": %q", len(before), hashed(list[at].text)),
			fmt.Sprintf("\"bytes\": %d,\n      \"sha256\": %q", len(list[at].text), hashed(list[at].text)), 1)
	}
	return list
}

func hashed(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// What is no archive, or not the one that was written, is refused with what is wrong with it, and nothing of it stays.
func TestAnArchiveThatWasChangedIsRefused(t *testing.T) {
	t.Parallel()
	k := setup(t)
	property, unit := id.New(), id.New()
	k.exec(`INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, 'Maple Court', 'residential')`, k.from.Organization, property)
	k.exec(`INSERT INTO units (tenant_id, id, property_id, number, base_rent) VALUES ($1, $2, $3, '12B', 1000)`, k.from.Organization, unit, property)
	k.pdf("unit", unit, "a lease")
	data := k.export(k.from, transfer.Input{})
	good := k.entries(data)
	file := good[slices.IndexFunc(good, func(e entry) bool { return strings.HasPrefix(e.name, "files/") })].name
	without := func(name string) []entry {
		return slices.DeleteFunc(slices.Clone(good), func(e entry) bool { return e.name == name })
	}
	stray := id.New().String()
	for name, c := range map[string]struct {
		data []byte
		want *fault.Fault
		says string
	}{
		"cut off":           {data[:len(data)-30], transfer.ErrDamaged, "no zip"},
		"foreign":           {k.zip([]entry{{"readme.txt", "hello"}}), transfer.ErrNotExport, "manifest.json"},
		"another manifest":  {k.zip([]entry{{"manifest.json", `{"format":"chrome-extension"}`}}), transfer.ErrNotExport, ""},
		"another version":   {k.zip(k.with(good, "manifest.json", `"version": 1`, `"version": 2`, false)), transfer.ErrVersion, "version"},
		"changed rows":      {k.zip(k.with(good, "units.csv", "1000.00", "9000.00", false)), transfer.ErrDamaged, "units.csv is not what was exported"},
		"one row more":      {k.zip(k.with(good, "manifest.json", `"rows": 1`, `"rows": 2`, false)), transfer.ErrDamaged, "rows"},
		"false totals":      {k.zip(k.with(good, "manifest.json", `"units": 1`, `"units": 2`, false)), transfer.ErrDamaged, "control totals"},
		"changed file":      {k.zip(k.with(good, file, "a lease", "A lease", false)), transfer.ErrDamaged, "file of a document"},
		"missing rows":      {k.zip(without("leases.csv")), transfer.ErrDamaged, "leases.csv is missing"},
		"missing file":      {k.zip(without(file)), transfer.ErrDamaged, "missing"},
		"one file more":     {k.zip(append(slices.Clone(good), entry{"files/x/extra.pdf", "x"})), transfer.ErrDamaged, "of no document"},
		"one entry more":    {k.zip(append(slices.Clone(good), entry{"extra.csv", "x"})), transfer.ErrDamaged, "extra.csv"},
		"traversal":         {k.zip(append(slices.Clone(good), entry{"../../etc/passwd", "x"})), transfer.ErrUnsafe, "leads out"},
		"absolute":          {k.zip(append(slices.Clone(good), entry{"/etc/passwd", "x"})), transfer.ErrUnsafe, "leads out"},
		"backslash":         {k.zip(append(slices.Clone(good), entry{`files\..\x`, "x"})), transfer.ErrUnsafe, "leads out"},
		"twice":             {k.zip(append(slices.Clone(good), good[0])), transfer.ErrUnsafe, "twice"},
		"bomb":              {k.zip(append(slices.Clone(good), entry{"files/x/bomb", strings.Repeat("0", 80<<20)})), transfer.ErrTooLarge, "unpacks"},
		"leads to nothing":  {k.zip(k.with(good, "units.csv", property.String(), stray, true)), transfer.ErrDamaged, "belongs to something"},
		"not a number":      {k.zip(k.with(good, "units.csv", "1000.00", "1e9999", true)), transfer.ErrDamaged, "line 2 of units.csv"},
		"a value not known": {k.zip(k.with(good, "units.csv", "vacant", "broken", true)), nil, ""},
		"a number twice":    {k.zip(k.with(k.with(good, "units.csv", "\n"+unit.String(), "\n"+stray+","+property.String()+",12B,apartment,,,,,1000.00,,[],vacant,false,{}\n"+unit.String(), true), "manifest.json", `"rows": 1`, `"rows": 1`, false)), transfer.ErrDamaged, "units.csv"},
	} {
		r, err := k.imports.Import(k.ctx, k.to, intake.Input{FileName: "export.zip", Data: c.data}, nil)
		f := fault.As(err)
		if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(f.Message, c.says) || f.Kind == fault.Internal {
			t.Errorf("%s: %v (%q), report %+v", name, err, f.Message, r)
		}
	}
	if n := k.one(`SELECT (SELECT count(*) FROM properties WHERE tenant_id = $1) + (SELECT count(*) FROM imports WHERE tenant_id = $1)
		+ (SELECT count(*) FROM import_sources WHERE tenant_id = $1)`, k.to.Organization); n != "0" {
		t.Errorf("%s rows of refused archives stayed", n)
	}
	stored := 0
	k.check(k.store.List(k.ctx, k.to.Organization.String()+"/", func(blob.Object) error { stored++; return nil }))
	if stored != 0 {
		t.Errorf("%d files of refused archives stayed", stored)
	}
	if _, err := k.imports.Import(k.ctx, k.from, intake.Input{FileName: "export.zip", Data: data}, nil); !errors.Is(err, transfer.ErrOwn) {
		t.Errorf("into itself: %v", err)
	}
	k.exec(`UPDATE organizations SET currency = 'EUR' WHERE id = $1`, k.to.Organization)
	if _, err := k.imports.Import(k.ctx, k.to, intake.Input{FileName: "export.zip", Data: data}, nil); !errors.Is(err, transfer.ErrCurrency) {
		t.Errorf("in another currency: %v", err)
	}
}

// Only administrators export, and those who were given some properties only what they were given.
func TestWhoMayExport(t *testing.T) {
	t.Parallel()
	k := setup(t)
	mine, other := id.New(), id.New()
	for at, name := range map[id.ID]string{mine: "Maple Court", other: "Oak House"} {
		k.exec(`INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, $3, 'residential')`, k.from.Organization, at, name)
	}
	limited := k.from
	limited.PropertyScope = []id.ID{mine}
	stale := k.from
	stale.Session, stale.Fresh = id.New(), false
	as := func(role tenancy.Role) tenancy.Principal { p := k.from; p.Role = role; return p }
	for name, c := range map[string]struct {
		who  tenancy.Principal
		in   transfer.Input
		want error
	}{
		"manager":           {as(tenancy.RoleManager), transfer.Input{}, authz.ErrForbidden},
		"auditor":           {as(tenancy.RoleAuditor), transfer.Input{Property: mine}, authz.ErrForbidden},
		"owner":             {as(tenancy.RoleOwner), transfer.Input{}, authz.ErrForbidden},
		"limited":           {limited, transfer.Input{}, authz.ErrLimited},
		"limited, other":    {limited, transfer.Input{Property: other}, postgres.ErrNotFound},
		"limited, own":      {limited, transfer.Input{Property: mine}, nil},
		"elsewhere":         {k.to, transfer.Input{Property: mine}, postgres.ErrNotFound},
		"personal, unasked": {stale, transfer.Input{PersonalData: true}, authz.ErrStepUp},
	} {
		var b bytes.Buffer
		err := k.s.Export(k.ctx, c.who, c.in, func(string) io.Writer { return &b })
		if !errors.Is(err, c.want) || c.want != nil && b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, b.Len())
		}
		if c.want == nil && strings.Contains(k.open(b.Bytes()).content["properties.csv"], "Oak House") {
			t.Errorf("%s: another property is in it", name)
		}
	}
}
