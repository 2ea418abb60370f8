package api

import (
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

const ledgerTag = "Ledger"

type ledgerAccountView struct {
	ID          id.ID     `json:"id"`
	Code        string    `json:"code" example:"4000"`
	Name        string    `json:"name" example:"Rent income"`
	Type        string    `json:"type" enum:"asset,liability,equity,income,expense"`
	ParentID    *id.ID    `json:"parent_id" nullable:"true"`
	Description string    `json:"description"`
	Purpose     string    `json:"purpose" doc:"What the program posts to it; empty for an account of your own." example:"rent"`
	Keeper      string    `json:"keeper" doc:"Whose an income is: owner, company or split; otherwise empty." example:"owner"`
	CashFlow    string    `json:"cash_flow" doc:"Where its movements stand in the cash flow: operating, investing or financing; empty for cash, income and expenses."`
	Active      bool      `json:"active"`
	Version     int32     `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"1"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
}

func viewLedgerAccount(a ledger.Account) ledgerAccountView {
	return ledgerAccountView{
		ID: a.ID, Code: a.Code, Name: a.Name, Type: a.Type, ParentID: a.ParentID, Description: a.Description, Purpose: a.Purpose, Keeper: a.Keeper,
		CashFlow: a.CashFlow, Active: a.Active, Version: a.Version, CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(),
	}
}

type journalLineView struct {
	ID            id.ID        `json:"id"`
	AccountID     id.ID        `json:"account_id"`
	AccountCode   string       `json:"account_code" example:"1200"`
	AccountName   string       `json:"account_name" example:"Tenant receivables"`
	Debit         money.Amount `json:"debit" example:"1500.00"`
	Credit        money.Amount `json:"credit" example:"0.00"`
	PropertyID    *id.ID       `json:"property_id" nullable:"true"`
	UnitID        *id.ID       `json:"unit_id" nullable:"true"`
	LeaseID       *id.ID       `json:"lease_id" nullable:"true"`
	TenancyID     *id.ID       `json:"tenancy_id" nullable:"true"`
	RenterID      *id.ID       `json:"renter_id" nullable:"true"`
	OwnerID       *id.ID       `json:"owner_id" nullable:"true"`
	VendorID      *id.ID       `json:"vendor_id" nullable:"true"`
	BankAccountID *id.ID       `json:"bank_account_id" nullable:"true"`
	Description   string       `json:"description"`
}

type journalEntryView struct {
	ID         id.ID             `json:"id"`
	Number     int64             `json:"number" doc:"Of your organization's entries, one after the other." example:"1042"`
	Book       string            `json:"book" enum:"property,company"`
	Date       period.Date       `json:"date" example:"2026-03-01"`
	RecordedAt time.Time         `json:"recorded_at"`
	Source     string            `json:"source" doc:"What was posted: manual for what a person wrote." example:"manual"`
	SourceID   *id.ID            `json:"source_id" nullable:"true"`
	Memo       string            `json:"memo"`
	LateReason string            `json:"late_reason" doc:"Why it is dated in a closed period; otherwise empty."`
	Reverses   *id.ID            `json:"reverses_id" nullable:"true" doc:"The entry that this one takes back."`
	ReversedBy *id.ID            `json:"reversed_by_id" nullable:"true"`
	CreatedBy  *id.ID            `json:"created_by" nullable:"true" doc:"null for the program."`
	Lines      []journalLineView `json:"lines" nullable:"false"`
}

func viewJournalEntry(e ledger.Recorded) journalEntryView {
	out := journalEntryView{
		ID: e.ID, Number: e.Number, Book: string(e.Book), Date: e.Date, RecordedAt: e.RecordedAt.UTC(), Source: e.Source, SourceID: idOrNull(e.SourceID),
		Memo: e.Memo, LateReason: e.LateReason, Reverses: idOrNull(e.Reverses), ReversedBy: idOrNull(e.ReversedBy), CreatedBy: e.By,
		Lines: make([]journalLineView, 0, len(e.Lines)),
	}
	for _, l := range e.Lines {
		v := journalLineView{
			ID: l.ID, AccountID: l.Account, AccountCode: l.Code, AccountName: l.Name, PropertyID: idOrNull(l.Property), UnitID: idOrNull(l.Unit),
			LeaseID: idOrNull(l.Lease), TenancyID: idOrNull(l.Tenancy), RenterID: idOrNull(l.Renter), OwnerID: idOrNull(l.Owner),
			VendorID: idOrNull(l.Vendor), BankAccountID: idOrNull(l.Bank), Description: l.Description,
		}
		if l.Amount.Sign() > 0 {
			v.Debit = l.Amount
		} else {
			v.Credit = l.Amount.Neg()
		}
		out.Lines = append(out.Lines, v)
	}
	return out
}

type trialBalanceView struct {
	Book    string                 `json:"book" enum:"property,company"`
	AsOf    period.Date            `json:"as_of"`
	KnownAt *time.Time             `json:"known_at" nullable:"true"`
	Debit   money.Amount           `json:"debit" doc:"Of all accounts; the credits are as much." example:"7537.50"`
	Credit  money.Amount           `json:"credit" example:"7537.50"`
	Rows    []trialBalanceLineView `json:"accounts" nullable:"false" doc:"The accounts that something was posted to, by code."`
}

type trialBalanceLineView struct {
	AccountID   id.ID        `json:"account_id"`
	AccountCode string       `json:"account_code" example:"1010"`
	AccountName string       `json:"account_name" example:"Operating trust bank"`
	AccountType string       `json:"account_type" enum:"asset,liability,equity,income,expense"`
	Debits      money.Amount `json:"debits" doc:"All of them, from the beginning." example:"2950.00"`
	Credits     money.Amount `json:"credits" example:"500.00"`
	Balance     money.Amount `json:"balance" doc:"Debits less credits." example:"2450.00"`
}

type closedPeriodView struct {
	ID        id.ID        `json:"id"`
	Kind      string       `json:"kind" enum:"lock,reopen"`
	Through   *period.Date `json:"through" nullable:"true" doc:"The last closed day from then on; null where all is open."`
	Reason    string       `json:"reason"`
	AskedBy   id.ID        `json:"asked_by"`
	AskedAt   time.Time    `json:"asked_at"`
	DecidedBy *id.ID       `json:"decided_by" nullable:"true" doc:"null while a reopening waits for a second person."`
	DecidedAt *time.Time   `json:"decided_at"`
	Accepted  *bool        `json:"accepted" nullable:"true"`
}

func viewClosedPeriod(l ledger.Lock) closedPeriodView {
	kind := "lock"
	if l.Reopens {
		kind = "reopen"
	}
	return closedPeriodView{l.ID, kind, day(l.Through), l.Reason, l.AskedBy, l.AskedAt.UTC(), l.DecidedBy, utc(l.DecidedAt), l.Accepted}
}

type ledgerAccountBody struct {
	Code        opt[string]  `json:"code" minLength:"1" maxLength:"20" example:"4050"`
	Name        opt[string]  `json:"name" minLength:"1" maxLength:"255" example:"Laundry income"`
	Type        opt[string]  `json:"type" enum:"asset,liability,equity,income,expense" doc:"Stays as it was made."`
	ParentID    opt[*string] `json:"parent_id" format:"uuid"`
	Description opt[string]  `json:"description" maxLength:"1000"`
	Keeper      opt[string]  `json:"keeper" enum:",owner,company,split" doc:"Of an income account."`
	CashFlow    opt[string]  `json:"cash_flow" enum:",operating,investing,financing"`
	Active      opt[bool]    `json:"active"`
}

// apply puts the body's fields into in.
func (b ledgerAccountBody) apply(f *fault.Fields, in *ledger.AccountInput) {
	b.Code.set(&in.Code)
	b.Name.set(&in.Name)
	b.Type.set(&in.Type)
	b.Description.set(&in.Description)
	b.Keeper.set(&in.Keeper)
	b.CashFlow.set(&in.CashFlow)
	b.Active.set(&in.Active)
	if b.ParentID.given {
		in.Parent = bodyID(f, "/parent_id", b.ParentID)
	}
}

type journalLineBody struct {
	AccountID   opt[*string]       `json:"account_id" format:"uuid" doc:"Not one that the program keeps: receivables, payables, deposits, prepaid rent."`
	Debit       opt[*money.Amount] `json:"debit" required:"false" doc:"A decimal string with at most two places, above 0; a line has a debit or a credit." example:"500.00"`
	Credit      opt[*money.Amount] `json:"credit" required:"false" example:"500.00"`
	PropertyID  opt[*string]       `json:"property_id" required:"false" format:"uuid" doc:"Needed in the property book."`
	UnitID      opt[*string]       `json:"unit_id" required:"false" format:"uuid"`
	OwnerID     opt[*string]       `json:"owner_id" required:"false" format:"uuid"`
	VendorID    opt[*string]       `json:"vendor_id" required:"false" format:"uuid"`
	Description opt[string]        `json:"description" required:"false" maxLength:"1000"`
}

type journalEntryBody struct {
	Book       opt[string]            `json:"book" enum:"property,company"`
	Date       opt[period.Date]       `json:"date" example:"2026-03-01"`
	Memo       opt[string]            `json:"memo" maxLength:"1000" example:"Owner puts money in"`
	LateReason opt[string]            `json:"late_reason" maxLength:"1000" doc:"Why it is dated in a closed period. Asks for the right to override."`
	Lines      opt[[]journalLineBody] `json:"lines" minItems:"2" maxItems:"1000"`
}

func (b journalEntryBody) entry() (ledger.Entry, error) {
	var f fault.Fields
	e := ledger.Entry{Book: ledger.Book(b.Book.value), Date: b.Date.value, Memo: b.Memo.value, LateReason: b.LateReason.value}
	for i, l := range b.Lines.value {
		at := fmt.Sprintf("/lines/%d", i)
		e.Lines = append(e.Lines, ledger.Line{
			Amount: ledger.Side(&f, at, l.Debit.value, l.Credit.value), Account: bodyID(&f, at+"/account_id", l.AccountID), Property: bodyID(&f, at+"/property_id", l.PropertyID),
			Unit: bodyID(&f, at+"/unit_id", l.UnitID), Owner: bodyID(&f, at+"/owner_id", l.OwnerID), Vendor: bodyID(&f, at+"/vendor_id", l.VendorID),
			Description: l.Description.value,
		})
	}
	return e, f.Err()
}

type reversalBody struct {
	Date       opt[*period.Date] `json:"date" doc:"Not before the entry. Left out it is the entry's own day, or the first open one after it." example:"2026-04-01"`
	Reason     opt[string]       `json:"reason" minLength:"1" maxLength:"1000" example:"Booked to the wrong property"`
	LateReason opt[string]       `json:"late_reason" maxLength:"1000"`
}

type closingBody struct {
	Through opt[*period.Date] `json:"through" doc:"The last closed day. Left out of a reopening, all is opened." example:"2026-02-28"`
	Reason  opt[string]       `json:"reason" minLength:"1" maxLength:"1000" example:"February is reconciled"`
}
