package ledger

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Lock is a period that was closed, or the wish to open one again.
type Lock struct {
	ID        id.ID
	Reopens   bool
	Through   period.Date // the last closed day from then on; zero opens all
	Reason    string
	AskedBy   id.ID
	AskedAt   time.Time
	DecidedBy *id.ID // nil while it waits for a second person
	DecidedAt *time.Time
	Accepted  *bool

	AskedName, DecidedName string
}

// State is how things stand with it: closed, waiting, opened, refused or taken_back.
func (l Lock) State() string {
	switch {
	case !l.Reopens:
		return "closed"
	case l.DecidedBy == nil:
		return "waiting"
	case l.Accepted != nil && *l.Accepted:
		return "opened"
	case *l.DecidedBy == l.AskedBy:
		return "taken_back"
	}
	return "refused"
}

var (
	errLockForwards = wrong("/through", "range", "Choose a day after the last closed one, and not after today.")
	errOpenBack     = wrong("/through", "range", "Choose a day before the last closed one.")
	// ErrOwnWish says that somebody accepts what they asked for.
	ErrOwnWish = fault.New(fault.Conflict, "second_person_needed", "Somebody else has to accept what you asked for.")
	// ErrDecided says that a reopening was decided already, or is none.
	ErrDecided = fault.New(fault.Conflict, "already_decided", "That was decided already.")
)

// maxLocks bounds the list of closings; a wish that waits is among them whatever came since.
const maxLocks = 100

// Close closes all days up to and with through. Errors: Invalid for the day or reason, authz.ErrForbidden.
func (s *Service) Close(ctx context.Context, p tenancy.Principal, through period.Date, reason string) error {
	g, err := authz.Require(p, authz.LedgerClose)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		closed, err := locked(ctx, tx)
		if err != nil {
			return err
		}
		today, err := ledgerdb.New(tx).Today(ctx, tx.Now(), tx.Organization())
		if err != nil {
			return fmt.Errorf("the day: %w", err)
		}
		if through.IsZero() || !closed.IsZero() && !through.After(closed) || through.After(today) {
			return errLockForwards
		}
		return insertLock(ctx, tx, "lock", through, reason)
	})
	if err != nil {
		return fmt.Errorf("close a period: %w", err)
	}
	return nil
}

// AskReopening asks a second person to open what is after through; the zero day opens all. Errors: Invalid for the day or reason, a
// Conflict fault while another wish waits, authz.ErrForbidden.
func (s *Service) AskReopening(ctx context.Context, p tenancy.Principal, through period.Date, reason string) error {
	g, err := authz.Require(p, authz.LedgerClose)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		closed, err := locked(ctx, tx)
		if err != nil {
			return err
		}
		if closed.IsZero() || !through.Before(closed) {
			return errOpenBack
		}
		return insertLock(ctx, tx, "reopen", through, reason)
	})
	if err != nil {
		return fmt.Errorf("ask to open a period: %w", err)
	}
	return nil
}

// DecideReopening accepts or refuses what somebody else asked for; who asked may take it back, which is refusing it. Errors: ErrOwnWish, ErrDecided, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) DecideReopening(ctx context.Context, p tenancy.Principal, wish id.ID, accept bool) error {
	g, err := authz.Require(p, authz.LedgerClose)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := ledgerdb.New(tx)
		l, err := q.FindLock(ctx, tx.Organization(), wish)
		switch {
		case err != nil:
			return err
		case l.DecidedBy != nil:
			return ErrDecided
		case accept && l.AskedBy == p.User:
			return ErrOwnWish
		}
		n, err := q.DecideReopening(ctx, ledgerdb.DecideReopeningParams{
			DecidedBy: p.User, At: tx.Now(), Accepted: accept, TenantID: tx.Organization(), ID: wish,
		})
		if err == nil && n == 0 {
			err = ErrDecided
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("decide on opening a period: %w", err)
	}
	return nil
}

// Locks lists what was closed and opened, the newest first, and the last closed day. Error: authz.ErrForbidden.
func (s *Service) Locks(ctx context.Context, p tenancy.Principal) ([]Lock, period.Date, error) {
	g, err := authz.Require(p, authz.LedgerChart)
	if err != nil {
		return nil, period.Date{}, err
	}
	var out []Lock
	var closed period.Date
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		if closed, err = locked(ctx, tx); err != nil {
			return err
		}
		rows, err := ledgerdb.New(tx).ListLocks(ctx, tx.Organization(), maxLocks)
		for _, r := range rows {
			out = append(out, Lock{r.ID, r.Kind == "reopen", r.Through, r.Reason, r.AskedBy, r.AskedAt, r.DecidedBy, r.DecidedAt, r.Accepted, r.AskedName, r.DecidedName})
		}
		return err
	})
	if err != nil {
		return nil, period.Date{}, fmt.Errorf("closed periods: %w", err)
	}
	return out, closed, nil
}

// Closed is the last closed day, as it is now: nothing keeps it from moving before the end of the transaction, as Hold does.
func Closed(ctx context.Context, tx tenancy.Tx) (period.Date, error) { return locked(ctx, tx) }

// locked is the last closed day; zero where none is, or where there is no ledger yet.
func locked(ctx context.Context, tx tenancy.Tx) (period.Date, error) {
	day, err := ledgerdb.New(tx).LockedThrough(ctx, tx.Organization())
	if f := fault.As(err); err != nil && f.Is404() {
		return period.Date{}, nil
	}
	return day, err
}

func insertLock(ctx context.Context, tx tenancy.Tx, kind string, through period.Date, reason string) error {
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.Text("/reason", reason, true, maxMemo)
	if err := f.Err(); err != nil {
		return err
	}
	if _, err := Open(ctx, tx); err != nil {
		return err
	}
	return ledgerdb.New(tx).InsertLock(ctx, ledgerdb.InsertLockParams{
		TenantID: tx.Organization(), ID: id.New(), Kind: kind, Through: through, Reason: reason, AskedBy: tx.Principal().User, At: tx.Now(),
	})
}
