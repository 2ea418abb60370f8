package document_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/blob"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// kit is a database of its own with two organizations, a property with a unit in the first, and a file store of its own.
type kit struct {
	*testing.T
	super           *pgxpool.Pool
	db              *tenancy.DB
	clock           *clock.Fixed
	keys            *crypt.Keyring
	blobs           *shaky
	recorder        *recorder
	s               *document.Service
	admin, stranger tenancy.Principal
	property, unit  id.ID
}

const limit = 1 << 20

func setup(t *testing.T, scanner document.Scanner) *kit {
	t.Helper()
	pg, now := pgtest.New(t), clock.At(time.Now())
	k := &kit{T: t, super: pg.Pool(pgtest.Superuser), db: pg.DB(now), clock: now, recorder: &recorder{}}
	file := filepath.Join(t.TempDir(), "master.key")
	k.check(crypt.CreateLocalMaster(file))
	master, err := crypt.OpenMaster(t.Context(), "local-file://"+file)
	k.check(err)
	k.keys = crypt.NewKeyring(master, organization.NewKeyStore(k.db), now)
	store, err := blob.Open(t.Context(), "file://"+t.TempDir())
	k.check(err)
	t.Cleanup(func() { _ = store.Close() })
	k.blobs = &shaky{Store: store}
	k.s = document.NewService(k.db, document.Options{
		Store: k.blobs, Keys: k.keys, Scanner: scanner, MaxSize: limit, Audit: k.recorder,
	})
	k.admin, k.stranger = k.person(pg.Org(t), tenancy.RoleAdmin), k.person(pg.Org(t), tenancy.RoleAdmin)
	k.property, k.unit = k.place(k.admin.Organization)
	return k
}

func (k *kit) place(org id.ID) (property, unit id.ID) {
	property, unit = id.New(), id.New()
	k.exec(`INSERT INTO properties (tenant_id, id, name, type) VALUES ($1, $2, 'Maple Court', 'residential')`, org, property)
	k.exec(`INSERT INTO units (tenant_id, id, property_id, number, base_rent, status) VALUES ($1, $2, $3, '12B', 1000, 'vacant')`, org, unit, property)
	return property, unit
}

func (k *kit) person(org id.ID, role tenancy.Role) tenancy.Principal {
	k.Helper()
	user := id.New()
	k.exec(`INSERT INTO users (tenant_id, id, email, first_name, last_name, role) VALUES ($1, $2, $3, 'Ada', 'Ames', $4)`,
		org, user, user.String()+"@example.com", string(role))
	return tenancy.Principal{Organization: org, User: user, Role: role, RequestID: id.New().String()}
}

func (k *kit) check(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *kit) exec(sql string, args ...any) {
	k.Helper()
	if _, err := k.super.Exec(k.Context(), sql, args...); err != nil {
		k.Fatalf("%s: %v", sql, err)
	}
}

func (k *kit) count(sql string, args ...any) (n int) {
	k.Helper()
	k.check(k.super.QueryRow(k.Context(), "SELECT count(*) FROM "+sql, args...).Scan(&n))
	return n
}

// stored lists what lies in the store.
func (k *kit) stored() (keys []string) {
	k.Helper()
	k.check(k.blobs.Store.List(k.Context(), "", func(o blob.Object) error {
		keys = append(keys, o.Key)
		return nil
	}))
	return keys
}

// of is a document of the property.
func (k *kit) of(name string, content []byte) document.New {
	return document.New{Type: "report", EntityType: "property", EntityID: k.property, Name: name, Content: bytes.NewReader(content)}
}

func (k *kit) add(in document.New) document.Document {
	k.Helper()
	d, err := k.s.Add(k.Context(), k.admin, in)
	k.check(err)
	return d
}

// read opens a document by a link and reads it.
func (k *kit) read(p tenancy.Principal, d id.ID, revision int32) []byte {
	k.Helper()
	link, err := k.s.Link(k.Context(), p, d, revision, true)
	k.check(err)
	f, err := k.s.Open(k.Context(), link.Token)
	k.check(err)
	defer func() { _ = f.Body.Close() }()
	content, err := io.ReadAll(f.Body)
	k.check(err)
	if f.Size != int64(len(content)) {
		k.Errorf("%d bytes, said to be %d", len(content), f.Size)
	}
	return content
}

// refused fails unless err is a fault of the code.
func (k *kit) refused(what string, err error, code string) {
	k.Helper()
	if err == nil || fault.As(err).Code != code {
		k.Errorf("%s: %v, want %s", what, err, code)
	}
}

// pdf is a small PDF with a word in it.
func pdf(word string) []byte { return []byte("%PDF-1.4\n% " + word + "\n%%EOF\n") }

var errBroken = errors.New("the cable was cut")

// shaky is a store that can be made to fail.
type shaky struct {
	*blob.Store
	mu                  sync.Mutex
	failWrite, failRead bool
	breakReadAfter      int64 // bytes; 0 never
}

func (s *shaky) set(change func(*shaky)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *shaky) Write(ctx context.Context, key string, fill func(io.Writer) error) error {
	s.mu.Lock()
	fails := s.failWrite
	s.mu.Unlock()
	if fails {
		return blob.ErrUnavailable.With(errBroken)
	}
	return s.Store.Write(ctx, key, fill)
}

func (s *shaky) Read(ctx context.Context, key string) (io.ReadCloser, error) {
	s.mu.Lock()
	fails, after := s.failRead, s.breakReadAfter
	s.mu.Unlock()
	if fails {
		return nil, blob.ErrUnavailable.With(errBroken)
	}
	r, err := s.Store.Read(ctx, key)
	if err == nil && after > 0 {
		return broken{io.MultiReader(io.LimitReader(r, after), failing{}), r}, nil
	}
	return r, err
}

type broken struct {
	io.Reader
	io.Closer
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

// recorder keeps what is recorded.
type recorder struct {
	audit.Nobody
	mu   sync.Mutex
	list []audit.Entry
}

func (r *recorder) Note(_ tenancy.Principal, e audit.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, e)
}

// endless is a PDF that has no end; it counts what was read of it.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.read == 0 {
		n := copy(p, pdf("endless"))
		e.read += int64(n)
		return n, nil
	}
	e.read += int64(len(p))
	return len(p), nil
}

// dosProgram begins like a program for Windows, with its PE header where the first header says.
func dosProgram() []byte {
	b := make([]byte, 512)
	copy(b, "MZ")
	binary.LittleEndian.PutUint32(b[0x3c:], 0x80)
	copy(b[0x80:], "PE\x00\x00")
	return b
}
