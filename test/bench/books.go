package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/platform/postgres/cluster"
	"github.com/propertyos/propertyos/internal/tenancy"
)

//go:embed load_rents.sql
var loadRents string

// rents is the number of the organization with as many leases as one rent run must do.
const rents = 0xf10000

// What that organization has, by load_rents.sql: of its first property two years of rent are open.
const (
	rentUnits      = 100_000
	quickRentUnits = 150
	monthsOfFirst  = 24
)

// aimBalance is how long a renter's balance may take, in milliseconds.
const aimBalance = 5

// plain is a schema with tables of the journal's columns and indexes, without triggers, foreign keys and policies: what SQL does by itself.
const plain = "bench_plain"

// booksCell is one way of writing entries, or of asking for a balance.
type booksCell struct {
	Task    string  `json:"task"`
	Variant string  `json:"variant"`
	AimMS   float64 `json:"aim_ms,omitempty"`
	result
}

// rentRun is a charging of many leases.
type rentRun struct {
	Leases      int     `json:"leases"`
	Charges     int     `json:"charges"`
	Seconds     float64 `json:"seconds"`
	PerSecond   float64 `json:"charges_per_second"`
	BareSeconds float64 `json:"bare_seconds"` // for the same rows by INSERT … SELECT into plain tables
}

// measureBooks measures postings, a rent run and a renter's balance.
func (s *stand) measureBooks(ctx context.Context, o options, r *report, progress io.Writer) error {
	tables := []string{"journal_entries", "transactions", "charges"}
	statements := []string{"CREATE SCHEMA " + plain, "GRANT USAGE ON SCHEMA " + plain + " TO " + postgres.RoleMover}
	for _, table := range tables {
		statements = append(statements, fmt.Sprintf("CREATE TABLE %s.%s (LIKE public.%s INCLUDING ALL)", plain, table, table))
	}
	statements = append(statements, "GRANT ALL ON ALL TABLES IN SCHEMA "+plain+" TO "+postgres.RoleMover)
	if err := script(ctx, s.url(cluster.Superuser), statements...); err != nil {
		return err
	}
	if err := s.measurePostings(ctx, o, r, progress); err != nil {
		return fmt.Errorf("postings: %w", err)
	}
	if err := s.measureRents(ctx, o, r, progress); err != nil {
		return fmt.Errorf("rent run: %w", err)
	}
	return nil
}

// chart is what is needed to post in an organization.
type chart struct {
	inHand, income, property id.ID
}

// charts opens the ledgers of organizations, so that posting does not.
func (s *stand) charts(ctx context.Context, organizations int) ([]chart, error) {
	list := make([]chart, organizations+1)
	for org := 1; org <= organizations; org++ {
		err := tenancy.InTx(ctx, s.db, operator(org), func(ctx context.Context, tx tenancy.Tx) error {
			c, err := ledger.Open(ctx, tx)
			if err == nil {
				list[org] = chart{c.Of(ledger.Undeposited), c.Of(ledger.OtherIncome), ours(kindProperty, org, 0)}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func operator(org int) tenancy.Principal {
	return tenancy.Operator(ours(kindOrganization, org, 0), "bench")
}

// measurePostings compares entries of two lines that the ledger posts with the same rows inserted bare, in organizations drawn by chance
// and all in one, where every entry waits for the one before it.
func (s *stand) measurePostings(ctx context.Context, o options, r *report, progress io.Writer) error {
	charts, err := s.charts(ctx, s.loaded)
	if err != nil {
		return err
	}
	spread := func(r *rand.Rand) int { return 1 + r.IntN(s.loaded) }
	hot := func(*rand.Rand) int { return 1 }
	for _, task := range []struct {
		name string
		draw func(*rand.Rand) int
	}{{fmt.Sprintf("post an entry, in %d organizations", s.loaded), spread}, {"post an entry, all on one account", hot}} {
		fmt.Fprintln(progress, task.name)
		results, err := compare(ctx, o.plan, []contender{
			s.writer("bare", task.draw, func(ctx context.Context, org int) error { return s.insertEntry(ctx, org, charts[org]) }),
			s.writer(own, task.draw, func(ctx context.Context, org int) error { return s.postEntry(ctx, org, charts[org]) }),
		}, 0)
		if err != nil {
			return err
		}
		for i, variant := range []string{"bare", own} {
			r.Books = append(r.Books, booksCell{Task: task.name, Variant: variant, result: results[i]})
		}
	}
	return nil
}

// writer is a contender that writes one entry again and again.
func (s *stand) writer(name string, draw func(*rand.Rand) int, write func(context.Context, int) error) contender {
	return contender{name, func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
		return func() error { return write(ctx, draw(r)) }, func() {}, nil
	}}
}

var oneDollar = money.FromCents(100)

// postEntry posts as the domains do.
func (s *stand) postEntry(ctx context.Context, org int, c chart) error {
	return tenancy.InTx(ctx, s.db, operator(org), func(ctx context.Context, tx tenancy.Tx) error {
		source := id.New()
		_, err := ledger.Post(ctx, tx, ledger.Entry{
			Key: "bench:" + source.String(), Book: ledger.PropertyBook, Date: period.In(s.today, time.UTC), Source: "bench", SourceID: source, Memo: "A dollar",
			Lines: []ledger.Line{ledger.Debit(c.inHand, c.property, oneDollar), ledger.Credit(c.income, c.property, oneDollar)},
		})
		return err
	})
}

// insertEntry writes the same rows with nothing but SQL.
func (s *stand) insertEntry(ctx context.Context, org int, c chart) (err error) {
	tx, err := s.bare.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	tenant, entry, now := ours(kindOrganization, org, 0), id.New(), clock.System{}.Now()
	if _, err := tx.Exec(ctx, `INSERT INTO `+plain+`.journal_entries (tenant_id, id, number, book, entry_date, recorded_at, source, source_id, memo, posting_key)
		VALUES ($1, $2, $3, 'property', $4, $5, 'bench', $2, 'A dollar', $6)`, tenant, entry, now.UnixNano(), s.today, now, "bench:"+entry.String()); err != nil {
		return err
	}
	for side, account := range map[string]id.ID{"debit": c.inHand, "credit": c.income} {
		if _, err := tx.Exec(ctx, `INSERT INTO `+plain+`.transactions (tenant_id, id, journal_entry_id, ledger_account_id, type, amount, property_id)
			VALUES ($1, $2, $3, $4, $5, '1.00', $6)`, tenant, id.New(), entry, account, side, c.property); err != nil {
			return err
		}
	}
	return tx.Commit(ctx)
}

// measureRents bills a month of 100,000 leases (a quick run: few) and asks for the balances of renters with two years behind them.
func (s *stand) measureRents(ctx context.Context, o options, r *report, progress io.Writer) error {
	units := rentUnits
	if o.quick {
		units = quickRentUnits
	}
	fmt.Fprintf(progress, "rent of %d leases\n", units)
	err := script(ctx, s.url(cluster.Superuser), fmt.Sprintf("SET bench.large = %d; SET bench.units = %d; SET bench.today = '%s'", rents, units,
		s.today.Format(time.DateOnly)), loadRents)
	if err == nil {
		err = script(ctx, s.url(cluster.Superuser), "VACUUM (ANALYZE)", "CHECKPOINT")
	}
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	service := billing.New(s.db)
	began := clock.Monotonic()
	run, err := service.BillRent(ctx, operator(rents), period.Date{})
	if err != nil {
		return err
	}
	took := clock.Monotonic().Sub(began).Seconds()
	if want := units + unitsAPlace*(monthsOfFirst-1); int(run.Charges) != want {
		return fmt.Errorf("%w: %d charges, not %d", errWrong, run.Charges, want)
	}
	r.Rents = rentRun{Leases: units, Charges: int(run.Charges), Seconds: took, PerSecond: float64(run.Charges) / took}
	tenant := ours(kindOrganization, rents, 0)
	began = clock.Monotonic()
	for _, table := range []string{"journal_entries", "transactions", "charges"} {
		if _, err := s.bare.Exec(ctx, fmt.Sprintf("INSERT INTO %s.%s SELECT * FROM public.%s WHERE tenant_id = $1", plain, table, table), tenant); err != nil {
			return err
		}
	}
	r.Rents.BareSeconds = clock.Monotonic().Sub(began).Seconds()
	if err := script(ctx, s.url(cluster.Superuser), "VACUUM (ANALYZE)", "CHECKPOINT"); err != nil {
		return err
	}
	p := o.plan
	p.clients = 1
	results, err := compare(ctx, p, []contender{{"balance", func(ctx context.Context, r *rand.Rand) (func() error, func(), error) {
		return func() error {
			account, err := service.Account(ctx, operator(rents), ours(kindTenancy, rents, r.IntN(unitsAPlace)))
			if err == nil && account.Balance.Sign() <= 0 {
				err = fmt.Errorf("%w: a balance of %s", errWrong, account.Balance)
			}
			return err
		}, func() {}, nil
	}}}, 0)
	if err != nil {
		return err
	}
	r.Books = append(r.Books, booksCell{Task: "a renter's balance, after two years", Variant: own, AimMS: aimBalance, result: results[0]})
	return nil
}

// writeBooks prints the tables of the books.
func (r *report) writeBooks(w io.Writer) {
	if len(r.Books) == 0 {
		return
	}
	heading(w, "books", "per s", "of bare")
	for i, c := range r.Books {
		if c.AimMS == 0 {
			r.line(w, c.Task, i > 0 && r.Books[i-1].Task == c.Task, c.Variant, c.result, 0)
			continue
		}
		fmt.Fprintf(w, "%-45s%-11s%10.0f%10.2f%10.2f%13s  %s\n", c.Task, c.Variant, c.PerSecond, c.P50, c.P99, "", r.verdict(c.AimMS, c.P99 < c.AimMS, "p99 < %.0f"))
	}
	if n := r.Rents; n.Leases > 0 {
		fmt.Fprintf(w, "\n%-45s%-11s%10s%10s%10s%13s\n%-45s%-11s%10.0f%10.1f%10.1f%13.4f\n", "one rent run", "", "charges/s", "seconds", "bare s", "of bare",
			fmt.Sprintf("%d leases, %d charges", n.Leases, n.Charges), "", n.PerSecond, n.Seconds, n.BareSeconds, n.BareSeconds/n.Seconds)
	}
}
