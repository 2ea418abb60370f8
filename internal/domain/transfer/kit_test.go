package transfer_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/intake"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a database of its own with two organizations, which have a file store.
type kit struct {
	*testing.T
	ctx       context.Context
	pg        *pgtest.DB
	super     *pgxpool.Pool
	clock     *clock.Fixed
	keys      *crypt.Keyring
	store     *blob.Store
	recorder  *recorder
	documents *document.Service
	s         *transfer.Service
	imports   *intake.Service
	from, to  tenancy.Principal
}

// recorder keeps what was recorded.
type recorder struct {
	audit.Nobody
	mu   sync.Mutex
	list []audit.Entry
}

func (r *recorder) Record(_ context.Context, _ tenancy.Principal, e audit.Entry) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, e)
	return nil
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg := pgtest.New(t)
	k := &kit{T: t, ctx: t.Context(), pg: pg, super: pg.Pool(pgtest.Superuser), clock: clock.At(time.Now()), recorder: &recorder{}}
	db := pg.DB(k.clock)
	file := filepath.Join(t.TempDir(), "master.key")
	k.check(crypt.CreateLocalMaster(file))
	master, err := crypt.OpenMaster(k.ctx, "local-file://"+file)
	k.check(err)
	k.keys = crypt.NewKeyring(master, organization.NewKeyStore(db), k.clock)
	k.store, err = blob.Open(k.ctx, "file://"+t.TempDir())
	k.check(err)
	t.Cleanup(func() { _ = k.store.Close() })
	k.documents = document.NewService(db, document.Options{Store: k.store, Keys: k.keys})
	k.s = transfer.New(db, k.documents, k.recorder)
	k.s.UseKeys(k.keys)
	k.imports = intake.New(db)
	k.imports.UseKeys(k.keys)
	k.imports.UseArchives(k.s)
	for _, p := range []*tenancy.Principal{&k.from, &k.to} {
		*p = tenancy.Principal{Organization: pg.Org(t), Role: tenancy.RoleAdmin, Fresh: true}
		k.exec(`UPDATE organizations SET plan = 'enterprise' WHERE id = $1`, p.Organization)
	}
	return k
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	_, err := k.super.Exec(k.ctx, sql, args...)
	k.check(err)
}

// one returns the single value that a query gives, as text.
func (k *kit) one(sql string, args ...any) string {
	k.Helper()
	var v string
	k.check(k.super.QueryRow(k.ctx, "SELECT coalesce(("+sql+")::text, '')", args...).Scan(&v))
	return v
}

func (k *kit) export(p tenancy.Principal, in transfer.Input) []byte {
	k.Helper()
	var b bytes.Buffer
	k.check(k.s.Export(k.ctx, p, in, func(string) io.Writer { return &b }))
	return b.Bytes()
}

func (k *kit) load(p tenancy.Principal, data []byte) intake.Report {
	k.Helper()
	r, err := k.imports.Import(k.ctx, p, intake.Input{FileName: "export.zip", Data: data}, nil)
	k.check(err)
	return r
}

// roll brings a rent roll into the organization that exports.
func (k *kit) roll(name string) {
	k.Helper()
	data, err := os.ReadFile("../intake/rentroll/testdata/" + name)
	k.check(err)
	_, err = k.imports.Import(k.ctx, k.from, intake.Input{FileName: "rent_roll-20261031.csv", Data: data}, nil)
	k.check(err)
}

// pdf adds a document.
func (k *kit) pdf(entityType string, entity id.ID, text string) document.Document {
	k.Helper()
	d, err := k.documents.Add(k.ctx, k.from, document.New{
		EntityType: entityType, EntityID: entity, Type: "lease", AccessLevel: "staff", Description: text, RetentionClass: "standard",
		Name: "lease.pdf", Content: strings.NewReader("%PDF-1.4\n" + text),
	})
	k.check(err)
	return d
}

// opened is an archive as a test reads it.
type opened struct {
	manifest transfer.Manifest
	rows     map[string]map[string]map[string]string // by file, id and column
	order    map[string][]string                     // the ids of a file
	content  map[string]string                       // of all entries
}

func (k *kit) open(data []byte) opened {
	k.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	k.check(err)
	o := opened{rows: map[string]map[string]map[string]string{}, order: map[string][]string{}, content: map[string]string{}}
	for _, f := range z.File {
		from, err := f.Open()
		k.check(err)
		raw, err := io.ReadAll(from)
		k.check(err)
		o.content[f.Name] = string(raw)
		name, isCSV := strings.CutSuffix(f.Name, ".csv")
		if !isCSV {
			continue
		}
		lines, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
		k.check(err)
		o.rows[name] = map[string]map[string]string{}
		for _, line := range lines[1:] {
			row := map[string]string{}
			for i, c := range line {
				row[lines[0][i]] = c
			}
			o.rows[name][line[0]] = row
			o.order[name] = append(o.order[name], line[0])
		}
	}
	k.check(json.Unmarshal([]byte(o.content["manifest.json"]), &o.manifest))
	return o
}
