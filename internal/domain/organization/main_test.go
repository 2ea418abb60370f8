package organization

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a database of its own.
type kit struct {
	*testing.T
	pg      *pgtest.DB
	super   *pgxpool.Pool
	db      *tenancy.DB
	clock   *clock.Fixed
	service *Service
	master  crypt.Master
}

func setup(t *testing.T) *kit {
	t.Helper()
	pg, now := pgtest.New(t), clock.At(time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC))
	k := &kit{T: t, pg: pg, super: pg.Pool(pgtest.Superuser), db: pg.DB(now), clock: now}
	k.service = New(k.db)
	path := filepath.Join(t.TempDir(), "master.key")
	k.check(crypt.CreateLocalMaster(path))
	uri, err := crypt.LocalMasterURI(path)
	k.check(err)
	k.master, err = crypt.OpenMaster(t.Context(), uri)
	k.check(err)
	return k
}

// keyring is the keys as one more process has them.
func (k *kit) keyring() *crypt.Keyring { return crypt.NewKeyring(k.master, NewKeyStore(k.db), k.clock) }

func (k *kit) create(slug string) Organization {
	k.Helper()
	o, err := k.service.Create(k.Context(), CreateInput{Slug: slug, Name: "Elm & Sons"})
	k.check(err)
	return o
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kit) one(sql string, args ...any) string {
	k.Helper()
	var v string
	if err := k.super.QueryRow(k.Context(), "SELECT coalesce(("+sql+")::text, '')", args...).Scan(&v); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
	return v
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func admin(org id.ID) tenancy.Principal {
	return tenancy.Principal{Organization: org, User: id.New(), Role: tenancy.RoleAdmin}
}

// pointers lists the fields that an error is about.
func pointers(err error) []string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return nil
	}
	list := []string{}
	for _, p := range f.Fields {
		list = append(list, p.Pointer)
	}
	return list
}
