// Package ledger keeps the books: a chart of accounts, and a journal of balanced entries that are never changed. What happens to
// rent, deposits and bills is decided by the domains above; they post it here inside their own transactions. The README has the
// invariants.
package ledger

import (
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Book is whose books an entry is in.
type Book string

// The books.
const (
	PropertyBook Book = "property" // the owners' and renters' money, held in trust; each line names its property
	CompanyBook  Book = "company"  // the manager's own
)

// Books are both.
var Books = []Book{PropertyBook, CompanyBook}

// Line is one account's part of an entry. Amount is signed: a debit is positive, a credit negative, never zero. Zero ids are unknown.
type Line struct {
	Account id.ID
	Amount  money.Amount

	Property, Unit, Lease, Tenancy id.ID
	Renter, Owner, Vendor          id.ID // the party
	Bank                           id.ID
	// Cash is the account that the line stands in on the cash basis, where it is another one: what is paid on a charge stands in the
	// charge's income.
	Cash id.ID
	// For is what the line settles or opens, such as a charge.
	For         Subject
	Description string
}

// Subject is what a line is about, in a domain above.
type Subject struct {
	Kind string // such as "charge"
	ID   id.ID
}

// Basis is the way of counting.
type Basis string

// The bases. Both come from the same lines.
const (
	Accrual Basis = "accrual" // what is owed counts when it is
	Cash    Basis = "cash"    // what is owed counts when it is paid
)

// Entry is what is to be posted.
type Entry struct {
	// Key is what is posted, such as "charge:" and an id: the same key posts once, however often it is asked for. Required.
	Key        string
	Book       Book
	Date       period.Date // the entry date: it governs periods, as-of and age
	Source     string      // the kind of thing that is posted, such as "charge"
	SourceID   id.ID
	Memo       string
	LateReason string // why it is dated in a closed period; only for who may override
	// AccrualOnly keeps the entry out of the cash basis: a charge, a bill, a credit, before money moves.
	AccrualOnly bool
	Lines       []Line

	reverses id.ID
}

// Posted says where an entry is in the journal.
type Posted struct {
	ID     id.ID
	Number int64 // of the organization's entries, one after the other, from 1
	Before bool  // it had been posted earlier
}

// Recorded is an entry of the journal with its lines.
type Recorded struct {
	ID          id.ID
	Number      int64
	Book        Book
	Date        period.Date
	RecordedAt  time.Time
	Source      string
	SourceID    id.ID
	Memo, Key   string
	LateReason  string
	Reverses    id.ID // the entry that this one takes back
	ReversedBy  id.ID
	AccrualOnly bool
	By          *id.ID // the user; nil for the program
	ByName      string
	Lines       []RecordedLine
}

// ByHand reports whether a person wrote the entry, nobody has taken it back, and it takes nothing back itself: Undo takes it.
func (e Recorded) ByHand() bool {
	return e.Source == sourceManual && e.Reverses == id.Nil && e.ReversedBy == id.Nil
}

// RecordedLine is a line as it was posted.
type RecordedLine struct {
	Line
	ID         id.ID
	Code, Name string // of the account
}

// What goes wrong with an entry.
var (
	ErrUnbalanced = fault.New(fault.Invalid, "entry_unbalanced", "Debits and credits have to be equal, in each property by itself.").On("/lines")
	ErrLocked     = fault.New(fault.Conflict, "period_locked", "That day is in a closed period. Use a later day, or open the period again.").On("/date")
	ErrKeyReused  = fault.New(fault.Conflict, "posting_key_reused", "Something else has been posted under that key.")
	ErrReversed   = fault.New(fault.Conflict, "entry_reversed", "That entry has been reversed already.")
	ErrReversal   = fault.New(fault.Conflict, "entry_is_reversal", "A reversal is not reversed. Post what is right as a new entry.")
	ErrNotManual  = fault.New(fault.Conflict, "entry_not_manual", "That entry belongs to what it was posted for. Undo it there.")
)

// wrong is a fault of one field.
func wrong(pointer, code, text string) error {
	var f fault.Fields
	f.Add(pointer, code, text)
	return f.Err()
}

// Limits of an entry.
const (
	maxLines = 1000
	maxMemo  = 1000
)

// check says what is wrong with an entry, before anything is written.
func (e *Entry) check() error {
	var f fault.Fields
	f.Text("/key", e.Key, true, 200)
	f.Check(e.Book == PropertyBook || e.Book == CompanyBook, "/book", "not_allowed", "Use property or company.")
	f.Check(!e.Date.IsZero(), "/date", "required", "Give the date.")
	f.Text("/source", e.Source, true, 63)
	f.Text("/memo", e.Memo, false, maxMemo)
	f.Text("/late_reason", e.LateReason, false, maxMemo)
	f.Check(len(e.Lines) >= 2 && len(e.Lines) <= maxLines, "/lines", "range", fmt.Sprintf("Fill in at least 2 lines, and at most %d.", maxLines))
	sums := map[id.ID]money.Amount{}
	for i, l := range e.Lines {
		at := fmt.Sprintf("/lines/%d", i)
		f.Check(l.Account != id.Nil, at+"/account_id", "required", "Choose the account.")
		f.Check(!l.Amount.IsZero(), at+"/amount", "range", "A line has an amount.")
		f.Check(e.Book != PropertyBook || l.Property != id.Nil, at+"/property_id", "required", "Choose the property.")
		f.Text(at+"/description", l.Description, false, maxMemo)
		sums[l.Property] = sums[l.Property].Add(l.Amount)
	}
	if err := f.Err(); err != nil {
		return err
	}
	for _, sum := range sums {
		if !sum.IsZero() {
			return ErrUnbalanced
		}
	}
	return nil
}

// Service is the use cases of the books.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of what it shows of money, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}
