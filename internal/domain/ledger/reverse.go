package ledger

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Reversal says how an entry is taken back.
type Reversal struct {
	Entry      id.ID
	Date       period.Date // zero: the entry's own day, or the first open one after it
	Reason     string      // required
	LateReason string      // why it is dated in a closed period
}

// Reverse posts the opposite of an entry in the caller's transaction. Errors: those of Post, ErrReversed, ErrReversal, Invalid for the day
// or reason, postgres.ErrNotFound.
func Reverse(ctx context.Context, tx tenancy.Tx, r Reversal) (Posted, error) {
	q := ledgerdb.New(tx)
	taken, err := q.TakeNumbers(ctx, 0, tx.Now(), tx.Organization())
	if err != nil {
		return Posted{}, fmt.Errorf("take the ledger: %w", err)
	}
	was, err := read(ctx, q, tx.Organization(), r.Entry, nil)
	if err != nil {
		return Posted{}, err
	}
	switch {
	case was.Reverses != id.Nil:
		return Posted{}, ErrReversal
	case was.ReversedBy != id.Nil:
		return Posted{}, ErrReversed
	}
	if r.Date.IsZero() {
		r.Date = was.Date
		if !taken.LockedThrough.IsZero() && !was.Date.After(taken.LockedThrough) && r.LateReason == "" {
			r.Date = taken.LockedThrough.AddDays(1)
		}
	}
	if r.Date.Before(was.Date) {
		return Posted{}, errTooEarly
	}
	e := Entry{
		Key: "reversal:" + was.ID.String(), Book: was.Book, Date: r.Date, Source: was.Source, SourceID: was.SourceID, Memo: r.Reason,
		LateReason: r.LateReason, AccrualOnly: was.AccrualOnly, reverses: was.ID,
	}
	if e.Memo == "" {
		return Posted{}, errNoReason
	}
	var f fault.Fields
	f.Text("/reason", r.Reason, true, maxMemo)
	if err := f.Err(); err != nil {
		return Posted{}, err
	}
	for _, l := range was.Lines {
		l.Amount = l.Amount.Neg()
		e.Lines = append(e.Lines, l.Line)
	}
	out, err := Post(ctx, tx, e)
	if err != nil {
		return Posted{}, err
	}
	return out[0], nil
}

// read reads one entry with its lines; of some properties only those, and an entry without one is not there.
func read(ctx context.Context, q *ledgerdb.Queries, org, entry id.ID, properties []id.ID) (Recorded, error) {
	list, err := readAll(ctx, q, org, []id.ID{entry}, properties)
	if err != nil {
		return Recorded{}, err
	}
	if len(list) == 0 || len(list[0].Lines) == 0 {
		return Recorded{}, postgres.ErrNotFound
	}
	return list[0], nil
}

// readAll reads entries with their lines, in the order of their numbers.
func readAll(ctx context.Context, q *ledgerdb.Queries, org id.ID, entries, properties []id.ID) ([]Recorded, error) {
	heads, err := q.ReadEntries(ctx, org, entries)
	if err != nil {
		return nil, fmt.Errorf("read entries: %w", err)
	}
	rows, err := q.ReadLines(ctx, org, entries, append([]id.ID{}, properties...))
	if err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	out, at := make([]Recorded, 0, len(heads)), make(map[id.ID]int, len(heads))
	for i, h := range heads {
		at[h.ID] = i
		out = append(out, Recorded{
			ID: h.ID, Number: h.Number, Book: Book(h.Book), Date: h.EntryDate, RecordedAt: h.RecordedAt, Source: h.Source, SourceID: h.SourceID,
			Memo: h.Memo, Key: h.PostingKey, LateReason: h.LateReason, Reverses: h.ReversesID, ReversedBy: h.ReversedByID, AccrualOnly: h.AccrualOnly,
			By: h.CreatedBy, ByName: h.CreatedByName,
		})
	}
	for _, r := range rows {
		e := &out[at[r.JournalEntryID]]
		e.Lines = append(e.Lines, RecordedLine{Line: recordedLine(r), ID: r.ID, Code: r.Code, Name: r.AccountName})
	}
	return out, nil
}
