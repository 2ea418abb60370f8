package ledger

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// EntrySorts are the orders of the journal; the first is the default.
var EntrySorts = []string{"number"}

// EntryFilter narrows the journal. Zero values do not narrow.
type EntryFilter struct {
	Book              Book
	Source            string
	From, To          period.Date // entry dates, both with
	Property, Account id.ID       // entries with such a line
	Tenancy           id.ID
}

func (f EntryFilter) check() error {
	var e fault.Fields
	e.Check(f.Book == "" || slices.Contains(Books, f.Book), "book", "not_allowed", "Use property or company.")
	e.Text("source", f.Source, false, 63)
	e.Check(f.From.IsZero() || f.To.IsZero() || !f.To.Before(f.From), "to", "range", "The last day is before the first.")
	return e.Err()
}

// Entries lists a page of the journal. Whoever was given some properties sees the entries with a line of theirs, and of these
// such lines alone. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Entries(ctx context.Context, p tenancy.Principal, f EntryFilter, r page.Request) ([]Recorded, page.Page, error) {
	g, err := authz.Require(p, authz.LedgerRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, EntrySorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	var after int64
	if q.HasCursor {
		if after, err = strconv.ParseInt(q.Key, 10, 64); err != nil {
			return nil, page.Page{}, page.ErrCursor
		}
	}
	scope, err := asked(g, f.Book, f.Property)
	if err != nil {
		return nil, page.Page{}, err
	}
	var out []Recorded
	var around page.Page
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		if err := tx.PlanEach(ctx); err != nil {
			return err
		}
		db := ledgerdb.New(tx)
		rows, err := db.ListEntries(ctx, ledgerdb.ListEntriesParams{
			TenantID: tx.Organization(), Book: string(f.Book), Source: f.Source, FromDay: f.From, ToDay: f.To, Properties: scope,
			ByLine: len(scope) > 0 || f.Account != id.Nil || f.Tenancy != id.Nil, AccountID: f.Account, TenancyID: f.Tenancy,
			HasCursor: q.HasCursor, Descending: q.Descending, AfterNumber: after, RowLimit: q.Fetch(),
		})
		if err != nil {
			return err
		}
		rows, around = page.Cut(q, rows, func(r ledgerdb.ListEntriesRow) (string, id.ID) { return strconv.FormatInt(r.Number, 10), r.ID })
		ids := make([]id.ID, 0, len(rows))
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		if out, err = readAll(ctx, db, tx.Organization(), ids, scope); err != nil {
			return err
		}
		slices.SortFunc(out, func(a, b Recorded) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
		return nil
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list the journal: %w", err)
	}
	s.shown(p, out)
	return out, around, nil
}

// asked is the properties whose lines are shown, where empty means all. A property that the person was not given is refused, and so is
// the company's book to who was given some.
func asked(g authz.Grant, book Book, property id.ID) ([]id.ID, error) {
	scope := g.PropertyFilter()
	if book == CompanyBook && len(scope) > 0 || property != id.Nil && !g.Covers(property) {
		return nil, authz.ErrForbidden
	}
	if property != id.Nil {
		scope = []id.ID{property}
	}
	return scope, nil
}

// shown tells whose money somebody saw.
func (s *Service) shown(p tenancy.Principal, list []Recorded) {
	ids := make([]id.ID, 0, len(list))
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	if len(ids) > 0 {
		s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "journal_entries", EntityIDs: ids})
	}
}

// Entry returns one entry of the journal. Errors: postgres.ErrNotFound, also for one without a line of the person's properties;
// authz.ErrForbidden.
func (s *Service) Entry(ctx context.Context, p tenancy.Principal, entry id.ID) (Recorded, error) {
	g, err := authz.Require(p, authz.LedgerRead)
	if err != nil {
		return Recorded{}, err
	}
	var out Recorded
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, err = read(ctx, ledgerdb.New(tx), tx.Organization(), entry, g.PropertyFilter())
		return err
	})
	if err != nil {
		return Recorded{}, fmt.Errorf("read an entry: %w", err)
	}
	s.shown(p, []Recorded{out})
	return out, nil
}

// AccountInput is what a person may say of an account.
type AccountInput struct {
	Code, Name, Type, Description string
	Parent                        id.ID  // id.Nil: none
	Keeper                        string // of an income account: owner, company or split
	CashFlow                      string // operating, investing or financing
	Active                        bool
}

var (
	accountTypes = []string{Asset, Liability, Equity, Income, Expense}
	keepers      = []string{"", "owner", "company", "split"}
	cashFlows    = []string{"", "operating", "investing", "financing"}
)

// Check normalizes the input and says what is wrong with it.
func (in *AccountInput) Check() error {
	in.Code, in.Name, in.Description = strings.TrimSpace(in.Code), strings.TrimSpace(in.Name), strings.TrimSpace(in.Description)
	var f fault.Fields
	f.Check(codeShape(in.Code), "/code", "format", "Use 1 to 20 letters, figures, dots and dashes.")
	f.Text("/name", in.Name, true, 255)
	f.Check(slices.Contains(accountTypes, in.Type), "/type", "not_allowed", "Use one of: "+strings.Join(accountTypes, ", ")+".")
	f.Text("/description", in.Description, false, 1000)
	f.Check(slices.Contains(keepers, in.Keeper), "/keeper", "not_allowed", "Use owner, company or split.")
	f.Check(in.Keeper == "" || in.Type == Income, "/keeper", "income_only", "Only an income account has a keeper.")
	f.Check(slices.Contains(cashFlows, in.CashFlow), "/cash_flow", "not_allowed", "Use operating, investing or financing.")
	return f.Err()
}

func codeShape(code string) bool {
	const shape = "0123456789.-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	return len(code) >= 1 && len(code) <= 20 && strings.Trim(code, shape) == ""
}
