package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// sourceManual is the source of what a person writes into the journal by hand.
const sourceManual = "manual"

var (
	errNoReason = wrong("/reason", "required", "Say why.")
	errTooEarly = wrong("/date", "range", "A reversal is not dated before what it takes back.")
	errControl  = fault.New(fault.Invalid, "account_controlled", "The program keeps that account: record a charge, a payment, a bill, a deposit or a bank transfer instead.")
	errNoBank   = fault.New(fault.Conflict, "company_bank_missing", "The company has no bank account yet. Add one with the purpose company.")
	errInactive = fault.New(fault.Invalid, "account_inactive", "That account is not in use any more.")
)

// Check says what is wrong with an entry that a person wrote, as far as it says so itself. Errors: Invalid with fields, ErrUnbalanced.
func (e Entry) Check() error {
	e.Key, e.Source = sourceManual, sourceManual
	return e.check()
}

// Write posts an entry that a person wrote. Key, Source and SourceID of e are set here. Errors: those of Post, Invalid for an account that takes
// no manual entries, authz.ErrForbidden, also for properties that the person was not given and for a closed period without the
// right to override.
func (s *Service) Write(ctx context.Context, p tenancy.Principal, key tenancy.Key, e Entry) (Recorded, error) {
	g, err := authz.Require(p, authz.LedgerPost)
	if err != nil {
		return Recorded{}, err
	}
	if err := covers(g, e); err != nil {
		return Recorded{}, err
	}
	if strings.TrimSpace(e.LateReason) != "" {
		if _, err := authz.Require(p, authz.LedgerOverride); err != nil {
			return Recorded{}, err
		}
	}
	var out Recorded
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Recorded, error) {
			c, err := Open(ctx, tx)
			if err != nil {
				return Recorded{}, err
			}
			if err := takesManual(c, e); err != nil {
				return Recorded{}, err
			}
			if err := atBank(ctx, tx, c, e.Lines); err != nil {
				return Recorded{}, err
			}
			e.Source, e.SourceID = sourceManual, id.New()
			e.Key = sourceManual + ":" + e.SourceID.String()
			done, err := Post(ctx, tx, e)
			if err != nil {
				return Recorded{}, err
			}
			return read(ctx, ledgerdb.New(tx), tx.Organization(), done[0].ID, nil)
		})
		return err
	})
	if err != nil {
		return Recorded{}, fmt.Errorf("write into the journal: %w", err)
	}
	return out, nil
}

// covers asks whether the properties of an entry were given to who posts it. The company's book is for who was given all.
func covers(g authz.Grant, e Entry) error {
	limited := len(g.PropertyFilter()) > 0
	if e.Book == CompanyBook && limited {
		return authz.ErrForbidden
	}
	for _, l := range e.Lines {
		if l.Property != id.Nil && !g.Covers(l.Property) {
			return authz.ErrForbidden
		}
	}
	return nil
}

// TakesManual reports whether a person may write into an account by hand.
func TakesManual(a Account) bool { return a.Active && !controlled(a) }

func controlled(a Account) bool { return slices.Contains(control, Purpose(a.Purpose)) }

func takesManual(c Chart, e Entry) error {
	for i, l := range e.Lines {
		a, known := c.byID[l.Account]
		at := fmt.Sprintf("/lines/%d/account_id", i)
		switch {
		case !known:
			return wrong(at, "required", "Choose an account of the chart.")
		case controlled(a):
			return errControl.On(at)
		case !a.Active:
			return errInactive.On(at)
		}
	}
	return nil
}

// atBank says of lines of the company's bank which account that is.
func atBank(ctx context.Context, tx tenancy.Tx, c Chart, lines []Line) error {
	for i := range lines {
		if lines[i].Account != c.Of(CompanyBank) || lines[i].Bank != id.Nil {
			continue
		}
		bank, err := ledgerdb.New(tx).CompanyBank(ctx, tx.Organization())
		if errors.Is(err, postgres.ErrNotFound) {
			return errNoBank
		}
		if err != nil {
			return err
		}
		lines[i].Bank = bank
	}
	return nil
}

// Undo reverses an entry that a person wrote. Errors: those of Reverse, ErrNotManual, authz.ErrForbidden, also for an entry of which
// the person may see some lines only.
func (s *Service) Undo(ctx context.Context, p tenancy.Principal, r Reversal) (Recorded, error) {
	g, err := authz.Require(p, authz.LedgerPost)
	if err != nil {
		return Recorded{}, err
	}
	if strings.TrimSpace(r.LateReason) != "" {
		if _, err := authz.Require(p, authz.LedgerOverride); err != nil {
			return Recorded{}, err
		}
	}
	r.Reason = strings.TrimSpace(r.Reason)
	var out Recorded
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ledgerdb.New(tx)
		if _, err := read(ctx, q, tx.Organization(), r.Entry, g.PropertyFilter()); err != nil {
			return err
		}
		was, err := read(ctx, q, tx.Organization(), r.Entry, nil)
		if err != nil {
			return err
		}
		lines := Entry{Book: was.Book}
		for _, l := range was.Lines {
			lines.Lines = append(lines.Lines, l.Line)
		}
		if err := covers(g, lines); err != nil {
			return err
		}
		if was.Source != sourceManual {
			return ErrNotManual
		}
		done, err := Reverse(ctx, tx, r)
		if err != nil {
			return err
		}
		out, err = read(ctx, q, tx.Organization(), done.ID, nil)
		return err
	})
	if err != nil {
		return Recorded{}, fmt.Errorf("reverse an entry: %w", err)
	}
	return out, nil
}
