package identity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/crypto/argon2"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const (
	goodPassword = "seven quiet herons"
	badPassword  = "eight noisy herons"
	ownerEmail   = "ana.manager@example.com"
)

var (
	ownerIP    = netip.MustParseAddr("203.0.113.7")
	attackerIP = netip.MustParseAddr("198.51.100.9")
)

// kit is a service over a database of its own, with a clock that stands still.
type kit struct {
	t     *testing.T
	ctx   context.Context
	pg    *pgtest.DB
	clock *clock.Fixed
	org   id.ID
	*Service
	super   *pgxpool.Pool
	log     *logged
	sent    *statements
	hashing *atomic.Int64
	mails   *queue
}

func setup(t *testing.T) *kit {
	t.Helper()
	k := &kit{
		t: t, ctx: t.Context(), pg: pgtest.New(t), clock: clock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)),
		log: &logged{}, sent: &statements{}, hashing: &atomic.Int64{}, mails: &queue{},
	}
	k.super = k.pg.Pool(pgtest.Superuser)
	k.org = k.pg.Org(t)
	k.Service = k.service(Options{HashSlots: 4, HashWait: time.Minute})
	return k
}

// service is another process on the same database. Its hashes are cheap, and counted.
func (k *kit) service(o Options) *Service {
	k.t.Helper()
	cfg, err := pgxpool.ParseConfig(k.pg.URL(postgres.RoleSystem).Reveal())
	if err != nil {
		k.t.Fatal(err)
	}
	cfg.MaxConns, cfg.ConnConfig.Tracer = 8, k.sent
	system, err := pgxpool.NewWithConfig(k.ctx, cfg)
	if err != nil {
		k.t.Fatal(err)
	}
	k.t.Cleanup(system.Close)
	db := tenancy.NewDB(tenancy.Pools{App: k.pg.Pool(postgres.RoleApp), System: system}, k.clock)
	if o.URL == "" {
		o.URL = testURL
	}
	if o.Jobs == nil {
		o.Jobs = k.mails
	}
	s := New(db, k.clock, slog.New(slog.NewTextHandler(k.log, &slog.HandlerOptions{Level: slog.LevelDebug})), o)
	s.hasher.derive = func(password, salt []byte, _, _ uint32, _ uint8, size uint32) []byte {
		k.hashing.Add(1)
		return argon2.IDKey(password, salt, 1, 8, 1, size)
	}
	return s
}

// logged is a log that services share.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// statements records what the system role sends, by the names that the queries have.
type statements struct {
	mu   sync.Mutex
	list []string
}

func (s *statements) add(sql string) {
	line, _, _ := strings.Cut(sql, "\n")
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, strings.TrimPrefix(line, "-- name: "))
}

func (s *statements) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.list
	s.list = nil
	return list
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.add(d.SQL)
	return ctx
}

func (*statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (s *statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceBatchStartData) context.Context {
	for _, q := range d.Batch.QueuedQueries {
		s.add(q.SQL)
	}
	return ctx
}

func (*statements) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

func (*statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func (k *kit) exec(sql string, args ...any) {
	k.t.Helper()
	if _, err := k.super.Exec(k.ctx, sql, args...); err != nil {
		k.t.Fatal(err)
	}
}

func value[T any](k *kit, sql string, args ...any) T {
	k.t.Helper()
	var v T
	if err := k.super.QueryRow(k.ctx, sql, args...).Scan(&v); err != nil {
		k.t.Fatal(err)
	}
	return v
}

// user adds a manager with the good password.
func (k *kit) user(email string) User {
	k.t.Helper()
	return k.userIn(k.org, email, tenancy.RoleManager, goodPassword)
}

func (k *kit) userIn(org id.ID, email string, role tenancy.Role, password string) User {
	k.t.Helper()
	u, err := k.CreateUser(k.ctx, CreateUserInput{
		Organization: org, Email: email, FirstName: "Ana", Role: role,
		Password: secret.New(password),
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return u
}

func from(ip netip.Addr, email, password string) Credentials {
	return Credentials{Email: email, Password: secret.New(password), IP: ip, UserAgent: "Browser/1.0"}
}

// signIn signs the owner in or ends the test.
func (k *kit) signIn() (secret.Text, tenancy.Principal) {
	k.t.Helper()
	token, p, err := k.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword))
	if err != nil {
		k.t.Fatal(err)
	}
	return token, p
}

func (k *kit) fails(want error, c Credentials) {
	k.t.Helper()
	_ = k.refusal(want, c)
}

// refusal is the fault that a sign-in ends with.
func (k *kit) refusal(want error, c Credentials) *fault.Fault {
	k.t.Helper()
	token, _, err := k.SignIn(k.ctx, c)
	mustBe(k.t, err, want)
	if !token.IsZero() {
		k.t.Fatal("a refused sign-in returned a token")
	}
	return fault.As(err)
}

func mustBe(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
}

func numbered(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{10, 1, byte(n / 250), byte(n%250 + 1)})
}

func nth(n int) string { return fmt.Sprintf("nobody%d@example.com", n) }
