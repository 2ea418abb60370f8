package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

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
	// plain text SETs by simple protocol, same message
	best := make([]time.Duration, len(forms))
	med := make([][]time.Duration, len(forms))
	r := rand.New(rand.NewPCG(1, 2))
	conn, err := s.app.Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for round := 0; round < 12; round++ {
		for i, f := range forms {
			var took []time.Duration
			for n := 0; n < 400; n++ {
				p := draw(r, 1, s.today)
				p.org = 1
				began := time.Now()
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
				took = append(took, time.Since(began))
			}
			p50 := percentile(took, 50)
			med[i] = append(med[i], p50)
			if best[i] == 0 || p50 < best[i] {
				best[i] = p50
			}
		}
	}
	for i, f := range forms {
		slices.Sort(med[i])
		fmt.Printf("%-36s best p50 %7.1f us  median p50 %7.1f us\n", f.name, float64(best[i])/1e3, float64(med[i][len(med[i])/2])/1e3)
	}
}
