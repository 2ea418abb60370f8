package main

import (
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// pick is one organization and one row of it, drawn at random.
type pick struct {
	org, payment, lease int
	today, month, next  time.Time
}

// draw picks from the organizations that are loaded.
func draw(r *rand.Rand, organizations int, today time.Time) pick {
	return pick{org: 1 + r.IntN(organizations), payment: r.IntN(paymentsEach), lease: r.IntN(unitsEach)}.at(today)
}

// at sets the dates.
func (p pick) at(today time.Time) pick {
	p.today, p.month = today, today.AddDate(0, 0, 1-today.Day())
	p.next = p.month.AddDate(0, 1, 0)
	return p
}

// query is one thing that is measured, said to both designs: ours filters by organization, the original design's
// leaves that to its policies.
type query struct {
	name       string
	aim        float64 // of the bare query's transactions; 0 is none
	writes     bool
	ours       string
	oursArgs   func(pick) []any
	theirs     string
	theirsArgs func(pick) []any
	row        func() []any // what a row is read into
}

// The columns and conditions are those that a page or an API response needs.
var queries = []query{
	{
		name: "latest 50 payments due this month, by status", aim: 0.75,
		ours: `SELECT id, lease_id, amount, method, status, due_date, paid_at FROM payments
			WHERE tenant_id = $1 AND status = $2 AND due_date >= $3 AND due_date < $4
			ORDER BY due_date DESC, id DESC LIMIT 50`,
		oursArgs: func(p pick) []any {
			return []any{ours(kindOrganization, p.org, 0), "completed", p.month, p.next}
		},
		theirs: `SELECT id, lease_id, amount, method, status, due_date, paid_at FROM payments
			WHERE status = $1 AND due_date >= $2 AND due_date < $3 AND deleted_at IS NULL
			ORDER BY due_date DESC, id DESC LIMIT 50`,
		theirsArgs: func(p pick) []any { return []any{"completed", p.month, p.next} },
		row:        paymentRow,
	},
	{
		name: "payment by id", aim: 0.5,
		ours: `SELECT id, lease_id, amount, method, status, due_date, paid_at FROM payments
			WHERE tenant_id = $1 AND id = $2`,
		oursArgs: func(p pick) []any {
			return []any{ours(kindOrganization, p.org, 0), ours(kindPayment, p.org, p.payment)}
		},
		theirs: `SELECT id, lease_id, amount, method, status, due_date, paid_at FROM payments
			WHERE id = $1 AND deleted_at IS NULL`,
		theirsArgs: func(p pick) []any { return []any{theirs(kindPayment, p.org, p.payment)} },
		row:        paymentRow,
	},
	{
		name: "open requests, by priority",
		ours: `SELECT id, unit_id, category, priority, title, status, created_at FROM maintenance_requests
			WHERE tenant_id = $1 AND deleted_at IS NULL AND status NOT IN ('completed', 'cancelled')
			ORDER BY CASE priority WHEN 'emergency' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, created_at DESC
			LIMIT 50`,
		oursArgs: func(p pick) []any { return []any{ours(kindOrganization, p.org, 0)} },
		theirs: `SELECT id, unit_id, category, priority, title, status, created_at FROM maintenance_requests
			WHERE deleted_at IS NULL AND status NOT IN ('completed', 'cancelled')
			ORDER BY CASE priority WHEN 'emergency' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END, created_at DESC
			LIMIT 50`,
		theirsArgs: func(pick) []any { return nil },
		row: func() []any {
			return []any{new(id.ID), new(id.ID), new(string), new(string), new(string), new(string), new(time.Time)}
		},
	},
	{
		name: "dashboard counts",
		ours: `SELECT p.properties, u.units, u.occupied, u.vacant, l.rent, l.deposits, d.past_due, r.open
			FROM (SELECT count(*) AS properties FROM properties WHERE tenant_id = $1 AND deleted_at IS NULL) AS p,
			(SELECT count(*) AS units, count(*) FILTER (WHERE status IN ('occupied', 'notice')) AS occupied,
				count(*) FILTER (WHERE status IN ('vacant', 'reserved')) AS vacant
				FROM units WHERE tenant_id = $1 AND deleted_at IS NULL) AS u,
			(SELECT coalesce(sum(monthly_rent), 0) AS rent, coalesce(sum(security_deposit), 0) AS deposits FROM leases
				WHERE tenant_id = $1 AND status IN ('active', 'expiring_soon') AND deleted_at IS NULL) AS l,
			(SELECT coalesce(sum(amount), 0) AS past_due FROM payments
				WHERE tenant_id = $1 AND status IN ('pending', 'failed') AND due_date < $2) AS d,
			(SELECT count(*) AS open FROM maintenance_requests
				WHERE tenant_id = $1 AND deleted_at IS NULL AND status NOT IN ('completed', 'cancelled')) AS r`,
		oursArgs: func(p pick) []any { return []any{ours(kindOrganization, p.org, 0), p.today} },
		theirs: `SELECT p.properties, u.units, u.occupied, u.vacant, l.rent, l.deposits, d.past_due, r.open
			FROM (SELECT count(*) AS properties FROM properties WHERE deleted_at IS NULL) AS p,
			(SELECT count(*) AS units, count(*) FILTER (WHERE status = 'occupied') AS occupied,
				count(*) FILTER (WHERE status = 'vacant') AS vacant
				FROM units WHERE deleted_at IS NULL) AS u,
			(SELECT coalesce(sum(monthly_rent), 0) AS rent, coalesce(sum(security_deposit), 0) AS deposits FROM leases
				WHERE status IN ('active', 'expiring_soon') AND deleted_at IS NULL) AS l,
			(SELECT coalesce(sum(amount), 0) AS past_due FROM payments
				WHERE status IN ('pending', 'failed') AND due_date < $1 AND deleted_at IS NULL) AS d,
			(SELECT count(*) AS open FROM maintenance_requests
				WHERE deleted_at IS NULL AND status NOT IN ('completed', 'cancelled')) AS r`,
		theirsArgs: func(p pick) []any { return []any{p.today} },
		row: func() []any {
			return []any{new(int64), new(int64), new(int64), new(int64), new(money.Amount), new(money.Amount), new(money.Amount), new(int64)}
		},
	},
	{
		name: "insert a payment", aim: 0.65, writes: true,
		ours: `INSERT INTO payments (tenant_id, id, tenancy_id, lease_id, renter_id, amount, method, status, due_date)
			VALUES ($1, $2, $3, $4, $5, 1250.00, 'ach', 'pending', $6)`,
		oursArgs: func(p pick) []any {
			return []any{
				ours(kindOrganization, p.org, 0), id.New(), ours(kindTenancy, p.org, p.lease), ours(kindLease, p.org, p.lease),
				ours(kindRenter, p.org, p.lease), p.next,
			}
		},
		theirs: `INSERT INTO payments (tenant_id, lease_id, amount, method, status, due_date)
			VALUES ($1, $2, 1250.00, 'ach', 'pending', $3)`,
		theirsArgs: func(p pick) []any {
			return []any{theirs(kindRenter, p.org, p.lease), theirs(kindLease, p.org, p.lease), p.next}
		},
	},
}

func paymentRow() []any {
	return []any{new(id.ID), new(id.ID), new(money.Amount), new(string), new(string), new(period.Date), new(*time.Time)}
}

// read scans all rows and returns how many there were; row holds the last.
func read(rows pgx.Rows, row []any) (int, error) {
	defer rows.Close()
	n := 0
	for rows.Next() {
		if err := rows.Scan(row...); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}
