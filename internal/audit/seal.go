package audit

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// SealArgs is the job that seals what was written lately.
type SealArgs struct{}

// SealAllArgs is the job that seals whatever is not sealed.
type SealAllArgs struct{}

// Kind names the job.
func (SealArgs) Kind() string { return "audit.seal" }

// Kind names the job.
func (SealAllArgs) Kind() string { return "audit.seal_all" }

// How often the jobs run, and how long at most.
const (
	SealEvery    = time.Minute
	SealAllEvery = time.Hour
	SealTimeout  = 10 * time.Minute
)

const (
	// sealWindow is how far back the frequent look goes. Older entries can only be of a transaction that took longer, and are
	// found by the full look, hourly.
	sealWindow = time.Hour
	// sealRows bounds a seal, and so the memory that it takes to make and to verify one.
	sealRows = 10_000

	kindEntries   = "entries"
	kindRetention = "retention"
)

// lastID is behind every id.
var lastID = id.ID{255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}

// Sealer chains the log. The zero value is not of use.
type Sealer struct {
	db   *tenancy.DB
	rows int32
}

// NewSealer makes a sealer.
func NewSealer(db *tenancy.DB) *Sealer {
	return &Sealer{db: db, rows: sealRows}
}

// BeginEra makes sure that the log counts transactions as this cluster does. It must run before anybody writes: after the rows
// were restored into another cluster, whose transactions begin anew, an era of its own keeps new entries behind sealed ones.
// Where the schema is not there yet it does nothing.
func BeginEra(ctx context.Context, db *tenancy.DB) error {
	err := tenancy.InSystemTx(ctx, db, "audit: begin era", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := auditdb.New(tx)
		ready, err := q.AuditReady(ctx)
		if err != nil || !ready {
			return err
		}
		_, err = q.BeginEra(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("begin audit era: %w", err)
	}
	return nil
}

// SealRecent seals what was written within the last hour.
func (s *Sealer) SealRecent(ctx context.Context) error {
	return s.each(ctx, func(ctx context.Context, q *auditdb.Queries, now time.Time) ([]id.ID, error) {
		return q.UnsealedOrganizations(ctx, now.Add(-sealWindow))
	})
}

// SealAll looks at every organization and seals whatever is not sealed.
func (s *Sealer) SealAll(ctx context.Context) error {
	return s.each(ctx, func(ctx context.Context, q *auditdb.Queries, _ time.Time) ([]id.ID, error) {
		return q.AllOrganizations(ctx)
	})
}

func (s *Sealer) each(ctx context.Context, which func(context.Context, *auditdb.Queries, time.Time) ([]id.ID, error)) error {
	var orgs []id.ID
	err := tenancy.InSystemTx(ctx, s.db, "audit: find what to seal", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		q := auditdb.New(tx)
		if err = q.AllowLong(ctx); err == nil {
			orgs, err = which(ctx, q, tx.Now())
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("find what to seal: %w", err)
	}
	var failed error
	for _, org := range orgs {
		if _, err := s.Seal(ctx, org); err != nil {
			failed = errors.Join(failed, fmt.Errorf("organization %s: %w", org, err)) // the others are sealed all the same
		}
	}
	return failed
}

// Seal seals what an organization's log has to seal, and returns how many entries that was. Where another process seals the same
// organization it leaves the work to it.
func (s *Sealer) Seal(ctx context.Context, org id.ID) (sealed int, err error) {
	for {
		n, more, err := s.sealOnce(ctx, org)
		sealed += n
		if err != nil || !more {
			return sealed, err
		}
	}
}

// place is where in the log a seal ends.
type place struct {
	era  int32
	xact int64
	id   id.ID
}

// head is the end of the chain.
type head struct {
	sequence int64
	hash     []byte
	at       place
}

// noHash is what the first seal follows.
var noHash = make([]byte, sha256.Size)

func readHead(ctx context.Context, q *auditdb.Queries, org id.ID) (head, error) {
	last, err := q.LastSeal(ctx, org)
	if errors.Is(err, postgres.ErrNotFound) {
		return head{hash: noHash, at: place{era: 1, xact: -1}}, nil
	}
	if err != nil {
		return head{}, fmt.Errorf("last seal: %w", err)
	}
	return head{sequence: last.Sequence, hash: last.Hash, at: place{last.Era, last.ToXact, last.ToID}}, nil
}

// sealOnce makes at most one seal.
func (s *Sealer) sealOnce(ctx context.Context, org id.ID) (n int, more bool, err error) {
	err = tenancy.InSystemTx(ctx, s.db, "audit: seal", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		n, more = 0, false
		if err := tx.Enter(ctx, org); err != nil {
			return err
		}
		q := auditdb.New(tx)
		if err := q.AllowLong(ctx); err != nil {
			return err
		}
		if mine, err := q.TryLockSeals(ctx, org); err != nil || !mine {
			return err
		}
		horizon, err := q.SealHorizon(ctx)
		if err != nil {
			return fmt.Errorf("horizon: %w", err)
		}
		h, err := readHead(ctx, q, org)
		if err != nil {
			return err
		}
		n, more, err = s.extend(ctx, tx, q, org, h, horizon)
		return err
	})
	if err != nil {
		return 0, false, fmt.Errorf("seal: %w", err)
	}
	return n, more, nil
}

// extend reads on from the head, era by era, and seals the first entries that it finds.
func (s *Sealer) extend(ctx context.Context, tx tenancy.SystemTx, q *auditdb.Queries, org id.ID, h head, horizon auditdb.SealHorizonRow) (int, bool, error) {
	for at := h.at; at.era <= horizon.Era; at = (place{era: at.era + 1, xact: -1}) {
		end := place{at.era, math.MaxInt64, lastID} // an era that is over gains nothing
		if at.era == horizon.Era {
			end.xact = horizon.OldestXact - 1
		}
		rows, err := evidence(ctx, q, org, at, end, s.rows)
		if err != nil {
			return 0, false, err
		}
		if len(rows) == 0 {
			continue
		}
		more := len(rows) == int(s.rows)
		if more { // the rest of the range is the next seal's
			last := rows[len(rows)-1]
			end = place{last.Era, last.Xact, last.ID}
		}
		var manifest []byte
		for i := range rows {
			manifest = appendLine(manifest, &rows[i])
		}
		seal := auditdb.ListSealsRow{Kind: kindEntries, Era: end.era, ToXact: end.xact, ToID: end.id, Entries: int32(len(rows)), Manifest: manifest}
		return len(rows), more, add(ctx, tx, q, org, h, seal)
	}
	return 0, false, nil
}

// add puts a seal behind the head.
func add(ctx context.Context, tx tenancy.SystemTx, q *auditdb.Queries, org id.ID, h head, seal auditdb.ListSealsRow) error {
	seal.ID, seal.Sequence, seal.PreviousHash = id.New(), h.sequence+1, h.hash
	seal.SealedAt = tx.Now().Truncate(time.Microsecond)
	if seal.Manifest == nil {
		seal.Manifest = []byte{}
	}
	seal.Hash = hashSeal(org, &seal)
	err := q.InsertSeal(ctx, auditdb.InsertSealParams{
		TenantID: org, ID: seal.ID, Sequence: seal.Sequence, Kind: seal.Kind, Era: seal.Era, ToXact: seal.ToXact,
		ToID: seal.ToID, Entries: seal.Entries, Manifest: seal.Manifest, DroppedBefore: seal.DroppedBefore,
		PreviousHash: seal.PreviousHash, Hash: seal.Hash, SealedAt: seal.SealedAt,
	})
	if err != nil {
		return fmt.Errorf("add seal: %w", err)
	}
	return nil
}

// evidence reads the entries after a place and up to another of the same era.
func evidence(ctx context.Context, q *auditdb.Queries, org id.ID, after, end place, limit int32) ([]auditdb.EvidenceRangeRow, error) {
	rows, err := q.EvidenceRange(ctx, auditdb.EvidenceRangeParams{
		TenantID: org, Era: after.era, AfterXact: after.xact, AfterID: after.id, ToXact: end.xact, ToID: end.id, RowLimit: limit,
	})
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	return rows, nil
}

var (
	errKept = fault.New(fault.Invalid, "audit_kept", "The plan of an organization keeps its audit log longer than that.")
	// errUnsealed says that entries which would go are in no seal, which would leave no trace of them.
	errUnsealed = fault.New(fault.Conflict, "audit_unsealed", "Entries from before that day are not sealed yet. Let the workers run and try again.")
)

// DropBefore takes out the months that end at or before a moment, after saying so in the chain of every organization. It refuses
// what a plan keeps. It returns where the last month that went ends, or the zero time if none did.
func (s *Sealer) DropBefore(ctx context.Context, before time.Time) (dropped time.Time, err error) {
	if err := s.SealAll(ctx); err != nil {
		return dropped, err
	}
	err = tenancy.InSystemTx(ctx, s.db, "audit: drop months", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := auditdb.New(tx)
		if err := q.AllowLong(ctx); err != nil {
			return err
		}
		months, err := q.LongestRetention(ctx)
		if err != nil {
			return fmt.Errorf("retention: %w", err)
		}
		if before.After(tx.Now().AddDate(0, -int(months), 0)) {
			return errKept
		}
		end, err := q.DropMonths(ctx, before, true)
		if err != nil || end.Unix() == 0 {
			return err
		}
		orgs, err := q.AllOrganizations(ctx)
		if err != nil {
			return fmt.Errorf("list organizations: %w", err)
		}
		for _, org := range orgs {
			if err := announce(ctx, tx, q, org, end); err != nil {
				return err
			}
		}
		dropped, err = q.DropMonths(ctx, before, false)
		return err
	})
	if err != nil {
		return time.Time{}, fmt.Errorf("drop audit months: %w", err)
	}
	return dropped, nil
}

// announce puts a seal of the kind retention into an organization's chain, where it has entries that go.
func announce(ctx context.Context, tx tenancy.SystemTx, q *auditdb.Queries, org id.ID, before time.Time) error {
	if err := tx.Enter(ctx, org); err != nil {
		return err
	}
	if found, err := q.EntriesBefore(ctx, org, before); err != nil || !found {
		return err
	}
	h, err := readHead(ctx, q, org)
	if err != nil {
		return err
	}
	rest, err := q.CountUnsealed(ctx, org, h.at.era, h.at.xact, h.at.id)
	if err != nil {
		return fmt.Errorf("count unsealed: %w", err)
	}
	if rest.Entries > 0 && rest.Oldest.Before(before) {
		return errUnsealed
	}
	return add(ctx, tx, q, org, h, auditdb.ListSealsRow{Kind: kindRetention, Era: h.at.era, ToXact: h.at.xact, ToID: h.at.id, DroppedBefore: &before})
}
