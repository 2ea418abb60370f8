package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Post posts entries in the caller's transaction, which from then on holds the organization's ledger to its end. What was posted
// under the same key before is not posted again. Open must have been called for the organization at some time. Errors: Invalid with
// fields, ErrUnbalanced, ErrLocked, ErrKeyReused, a NotFound fault for what a line names and is not there.
func Post(ctx context.Context, tx tenancy.Tx, entries ...Entry) ([]Posted, error) {
	keys := make([]string, len(entries))
	for i := range entries {
		if err := entries[i].check(); err != nil {
			return nil, err
		}
		if slices.Contains(keys[:i], entries[i].Key) {
			return nil, ErrKeyReused
		}
		keys[i] = entries[i].Key
	}
	if len(entries) == 0 {
		return nil, nil
	}
	q := ledgerdb.New(tx)
	// The ledger is taken first: who else posts the same has done so, or waits.
	taken, err := q.TakeNumbers(ctx, 0, tx.Now(), tx.Organization())
	if err != nil {
		return nil, fmt.Errorf("take the ledger: %w", err)
	}
	out, fresh, err := posted(ctx, q, tx.Organization(), entries, keys)
	if err != nil || len(fresh) == 0 {
		return out, err
	}
	for _, i := range fresh {
		switch e := &entries[i]; {
		case taken.LockedThrough.IsZero() || e.Date.After(taken.LockedThrough):
			e.LateReason = "" // it is not late
		case strings.TrimSpace(e.LateReason) == "":
			return nil, ErrLocked
		}
	}
	if taken, err = q.TakeNumbers(ctx, int64(len(fresh)), tx.Now(), tx.Organization()); err != nil {
		return nil, fmt.Errorf("take numbers: %w", err)
	}
	if err := write(ctx, q, tx, entries, fresh, taken, out); err != nil {
		return nil, err
	}
	return out, nil
}

// Hold takes the organization's ledger to the end of the transaction, so that what is read from then on does not change before it is posted,
// and returns the last day that is closed.
func Hold(ctx context.Context, tx tenancy.Tx) (period.Date, error) {
	taken, err := ledgerdb.New(tx).TakeNumbers(ctx, 0, tx.Now(), tx.Organization())
	if err != nil {
		return period.Date{}, fmt.Errorf("hold the ledger: %w", err)
	}
	return taken.LockedThrough, nil
}

// posted finds what has been posted of entries under their keys; fresh are the places of the others.
func posted(ctx context.Context, q *ledgerdb.Queries, org id.ID, entries []Entry, keys []string) (out []Posted, fresh []int, err error) {
	known, err := q.PostedFor(ctx, org, keys)
	if err != nil {
		return nil, nil, fmt.Errorf("look for what is posted: %w", err)
	}
	out = make([]Posted, len(entries))
	for i, e := range entries {
		at := slices.IndexFunc(known, func(r ledgerdb.PostedForRow) bool { return r.PostingKey == e.Key })
		if at < 0 {
			fresh = append(fresh, i)
			continue
		}
		same, err := samePosting(ctx, q, org, known[at], e)
		if err != nil {
			return nil, nil, err
		}
		if !same {
			return nil, nil, ErrKeyReused
		}
		out[i] = Posted{ID: known[at].ID, Number: known[at].Number, Before: true}
	}
	return out, fresh, nil
}

// samePosting reports whether e is what was posted under its key: the same book, day and lines, in whatever order and words.
func samePosting(ctx context.Context, q *ledgerdb.Queries, org id.ID, known ledgerdb.PostedForRow, e Entry) (bool, error) {
	if Book(known.Book) != e.Book || !known.EntryDate.Equal(e.Date) {
		return false, nil
	}
	rows, err := q.ReadLines(ctx, org, []id.ID{known.ID}, []id.ID{})
	if err != nil {
		return false, fmt.Errorf("read what is posted: %w", err)
	}
	was, is := make([]string, 0, len(rows)), make([]string, 0, len(e.Lines))
	for _, r := range rows {
		was = append(was, recordedLine(r).mark())
	}
	for _, l := range e.Lines {
		is = append(is, l.mark())
	}
	slices.Sort(was)
	slices.Sort(is)
	return slices.Equal(was, is), nil
}

// mark is all of a line but its words.
func (l Line) mark() string {
	return fmt.Sprint(l.Account, l.Amount, l.Property, l.Unit, l.Lease, l.Tenancy, l.Renter, l.Owner, l.Vendor, l.Bank, l.Cash, l.For)
}

// write writes the fresh entries, numbered as they were taken, and says in out where they are.
func write(ctx context.Context, q *ledgerdb.Queries, tx tenancy.Tx, entries []Entry, fresh []int, taken ledgerdb.TakeNumbersRow, out []Posted) error {
	org := tx.Organization()
	head := ledgerdb.InsertEntriesParams{TenantID: org, RecordedAt: taken.RecordedAt}
	if by := tx.Principal().User; by != id.Nil {
		head.CreatedBy = &by
	}
	lines := ledgerdb.InsertLinesParams{TenantID: org}
	for n, i := range fresh {
		e, entry := entries[i], id.New()
		out[i] = Posted{ID: entry, Number: taken.First + int64(n)}
		head.Ids, head.Numbers = append(head.Ids, entry), append(head.Numbers, taken.First+int64(n))
		head.Books, head.EntryDates = append(head.Books, string(e.Book)), append(head.EntryDates, e.Date)
		head.Sources, head.SourceIds = append(head.Sources, e.Source), append(head.SourceIds, e.SourceID)
		head.Memos, head.PostingKeys = append(head.Memos, e.Memo), append(head.PostingKeys, e.Key)
		head.LateReasons, head.ReversesIds = append(head.LateReasons, strings.TrimSpace(e.LateReason)), append(head.ReversesIds, e.reverses)
		head.AccrualOnlys = append(head.AccrualOnlys, e.AccrualOnly)
		for _, l := range e.Lines {
			add(&lines, entry, l)
		}
	}
	if err := q.InsertEntries(ctx, head); err != nil {
		return fmt.Errorf("write entries: %w", err)
	}
	if err := q.InsertLines(ctx, lines); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	return nil
}

func add(to *ledgerdb.InsertLinesParams, entry id.ID, l Line) {
	kind := "debit"
	if l.Amount.Sign() < 0 {
		kind = "credit"
	}
	to.Ids, to.JournalEntryIds = append(to.Ids, id.New()), append(to.JournalEntryIds, entry)
	to.LedgerAccountIds, to.Types = append(to.LedgerAccountIds, l.Account), append(to.Types, kind)
	to.Amounts, to.PropertyIds = append(to.Amounts, l.Amount.Abs()), append(to.PropertyIds, l.Property)
	to.UnitIds, to.LeaseIds = append(to.UnitIds, l.Unit), append(to.LeaseIds, l.Lease)
	to.TenancyIds, to.RenterIds = append(to.TenancyIds, l.Tenancy), append(to.RenterIds, l.Renter)
	to.OwnerIds, to.VendorIds = append(to.OwnerIds, l.Owner), append(to.VendorIds, l.Vendor)
	to.BankAccountIds, to.Descriptions = append(to.BankAccountIds, l.Bank), append(to.Descriptions, l.Description)
	to.CashAccountIds, to.ReferenceTypes = append(to.CashAccountIds, l.Cash), append(to.ReferenceTypes, l.For.Kind)
	to.ReferenceIds = append(to.ReferenceIds, l.For.ID)
}

// recordedLine is a row as a line.
func recordedLine(r ledgerdb.ReadLinesRow) Line {
	return Line{
		Account: r.LedgerAccountID, Amount: r.Amount, Property: r.PropertyID, Unit: r.UnitID, Lease: r.LeaseID, Tenancy: r.TenancyID,
		Renter: r.RenterID, Owner: r.OwnerID, Vendor: r.VendorID, Bank: r.BankAccountID, Description: r.Description,
		Cash: r.CashAccountID, For: Subject{r.ReferenceType, r.ReferenceID},
	}
}

// Side is the amount of a line that was given as a debit or as a credit. What is wrong with it is noted in f; at is the line's
// pointer.
func Side(f *fault.Fields, at string, debit, credit *money.Amount) money.Amount {
	switch {
	case (debit == nil) == (credit == nil):
		f.Add(at, "required", "Give a debit or a credit, and not both.")
	case debit != nil:
		f.Check(debit.Sign() > 0, at+"/debit", "range", "Use an amount above 0.")
		return *debit
	default:
		f.Check(credit.Sign() > 0, at+"/credit", "range", "Use an amount above 0.")
		return credit.Neg()
	}
	return money.Zero
}

// Debit is a line that debits an account of a property.
func Debit(account, property id.ID, amount money.Amount) Line {
	return Line{Account: account, Property: property, Amount: amount}
}

// Credit is a line that credits an account of a property.
func Credit(account, property id.ID, amount money.Amount) Line {
	return Line{Account: account, Property: property, Amount: amount.Neg()}
}
