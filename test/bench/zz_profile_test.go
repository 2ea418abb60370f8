package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
)

func TestZZContext(t *testing.T) {
	ctx := context.Background()
	s, err := newStand(ctx, 4)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.load(ctx, 50); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile("/tmp/setctx.sql")
	if err := script(ctx, s.url(cluster.Superuser), string(b)); err != nil {
		t.Fatal(err)
	}
	w := who(1)
	req := `{"id":"` + w.RequestID + `","ip":"127.0.0.1","agent":"bench/1.0"}`
	full := []any{w.Organization, w.User, string(w.Role), w.Scopes, req}
	texts := []any{w.Organization.String(), w.User.String(), string(w.Role), "", req}
	pid := queries[1]
	type form struct {
		name string
		sql  string
		args []any
		two  bool // batch with payment by id
	}
	var forms []form
	for _, two := range []bool{false, true} {
		sfx := ""
		if two {
			sfx = " + get"
		}
		forms = append(forms,
			form{"select 1" + sfx, "SELECT 1", nil, two},
			form{"A now" + sfx, "SELECT app.set_context($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::jsonb)", full, two},
			form{"B concat" + sfx, "SELECT app.ctx_b($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::jsonb)", full, two},
			form{"C set_config" + sfx, "SELECT app.ctx_c($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::jsonb)", full, two},
			form{"D text request" + sfx, "SELECT app.ctx_d($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", full, two},
			form{"E one setting" + sfx, "SELECT app.ctx_e($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", full, two},
			form{"F empty" + sfx, "SELECT app.ctx_f($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", full, two},
			form{"G concat, no request/scopes" + sfx, "SELECT app.ctx_g($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", []any{w.Organization, w.User, string(w.Role), w.Scopes, nil}, two},
			form{"G concat, request, no scopes" + sfx, "SELECT app.ctx_g($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", full, two},
			form{"H sql set_config texts" + sfx, "SELECT app.ctx_h($1,$2,$3,$4,$5)", texts, two},
			form{"I two settings" + sfx, "SELECT app.ctx_i($1::uuid,$2::uuid,$3::text,$4::uuid[],$5::text)", full, two},
			form{"J set_config direct" + sfx, "SELECT set_config('app.current_tenant_id', $1, true), set_config('app.current_user_id', $2, true), set_config('app.actor_role', $3, true), set_config('app.scope_ids', $4, true), set_config('app.request', $5, true)", texts, two},
		)
	}
	type cost struct{ server, client float64 }
	all := make([][]cost, len(forms))
	r := rand.New(rand.NewPCG(1, 2))
	conn, err := s.app.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	pidOf := conn.Conn().PgConn().PID()
	serverNS := func() float64 {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pidOf))
		if err != nil {
			t.Fatal(err)
		}
		var ns float64
		fmt.Sscan(string(b), &ns)
		return ns
	}
	clientNS := func() float64 {
		var u syscall.Rusage
		syscall.Getrusage(syscall.RUSAGE_SELF, &u)
		return float64(u.Utime.Nano() + u.Stime.Nano())
	}
	const ops = 2000
	for round := 0; round < 7; round++ {
		for i, f := range forms {
			c0, s0 := clientNS(), serverNS()
			for n := 0; n < ops; n++ {
				p := draw(r, 1, s.today)
				p.org = 1
				if f.two {
					batch := &pgx.Batch{}
					batch.Queue(f.sql, f.args...)
					batch.Queue(pid.ours, pid.oursArgs(p)...)
					res := conn.SendBatch(ctx, batch)
					if _, err := res.Exec(); err != nil {
						t.Fatal(f.name, err)
					}
					rows, _ := res.Query()
					if _, err := read(rows, pid.row()); err != nil {
						t.Fatal(err)
					}
					res.Close()
				} else {
					rows, _ := conn.Query(ctx, f.sql, f.args...)
					rows.Close()
					if rows.Err() != nil {
						t.Fatal(f.name, rows.Err())
					}
				}
			}
			all[i] = append(all[i], cost{(serverNS() - s0) / ops / 1e3, (clientNS() - c0) / ops / 1e3})
		}
	}
	for i, f := range forms {
		var sv, cl []float64
		for _, c := range all[i] {
			sv, cl = append(sv, c.server), append(cl, c.client)
		}
		slices.Sort(sv)
		slices.Sort(cl)
		fmt.Printf("%-36s server CPU median %6.1f min %6.1f us   client CPU median %6.1f min %6.1f us\n", f.name, median(sv), sv[0], median(cl), cl[0])
	}
}
