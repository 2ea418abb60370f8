package tenancy_test

import (
	"context"
	"testing"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

// seen are the tenant tables of which a policy lets the system role see something, and whether over all organizations.
var seen = map[string]bool{
	"events": true, "idempotency_keys": true, "organizations": false, "users": false, "invitations": false,
	"audit_logs": false, "audit_seals": false, "single_sign_ons": false, "tenants": false, "owners": false, "vendors": false,
}

func TestSystemTxSeesWhatItsPoliciesList(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		fill.Into(t, h.db, h.a)
		fill.Into(t, h.db, h.b)
		tables, err := fill.Tables(t.Context(), h.db.Pool(pgtest.Superuser))
		if err != nil {
			t.Fatal(err)
		}
		count := func(table fill.Table, enter id.ID) (orgs int, err error) {
			return orgs, tenancy.InSystemTx(t.Context(), h.door, "a test", func(ctx context.Context, tx tenancy.SystemTx) error {
				if !tx.Now().Equal(now) {
					t.Error("the transaction has a clock of its own")
				}
				if enter != id.Nil {
					if err := tx.Enter(ctx, enter); err != nil {
						return err
					}
				}
				return tx.QueryRow(ctx, `SELECT count(DISTINCT `+table.Tenant()+`) FROM public.`+table.Name).Scan(&orgs)
			})
		}
		for _, table := range tables {
			everywhere, listed := seen[table.Name]
			for _, enter := range []id.ID{id.Nil, h.a} {
				orgs, err := count(table, enter)
				if !listed {
					if err == nil {
						t.Errorf("the system role may read %s", table.Name)
					}
					continue
				}
				want := 0
				if everywhere {
					want = 2
				} else if enter != id.Nil {
					want = 1
				}
				if err != nil || orgs != want {
					t.Errorf("%s inside %v: %d organizations, want %d, %v", table.Name, enter, orgs, want, err)
				}
			}
		}
		var directory int
		err = tenancy.InSystemTx(t.Context(), h.door, "a test", func(ctx context.Context, tx tenancy.SystemTx) error {
			return tx.QueryRow(ctx, `SELECT count(*) FROM platform.directory`).Scan(&directory)
		})
		if err != nil || directory != 2 {
			t.Errorf("%d organizations in the directory, %v", directory, err)
		}
	})
}

func TestSystemTxLeavesItsReason(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		err := tenancy.InSystemTx(t.Context(), h.door, "suspended for a test", func(ctx context.Context, tx tenancy.SystemTx) error {
			if err := tx.Enter(ctx, h.a); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `UPDATE organizations SET status = 'suspended'`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var reason, suspended string
		err = h.db.Pool(pgtest.Superuser).QueryRow(t.Context(), `SELECT reason, (SELECT string_agg(id::text, ',') FROM organizations WHERE status = 'suspended')
			FROM audit_logs WHERE tenant_id = $1 AND action = 'update' AND entity_type = 'organizations'`, h.a).Scan(&reason, &suspended)
		if err != nil || reason != "suspended for a test" || suspended != h.a.String() {
			t.Errorf("reason %q, suspended %s, %v", reason, suspended, err)
		}
	})
}
