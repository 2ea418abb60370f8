package trust

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/trust/internal/trustdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Where a receipt is before it is at the bank.
const (
	InHand     = "undeposited"
	InClearing = "clearing" // with the payment processor
)

// Receipt is one payment's part for one bank.
type Receipt struct {
	ID                               id.ID
	Payment, Tenancy, Property, Bank id.ID
	Kind                             string // InHand or InClearing
	Amount                           money.Amount
	Received                         period.Date
	Hold                             int32       // business days
	Banked, Cleared, Gone            period.Date // zero: not yet
}

// Faults of receipts.
var (
	ErrBanked = fault.New(fault.Conflict, "receipt_banked", "Some of these receipts are at the bank already.")
	ErrGone   = fault.New(fault.Conflict, "receipt_gone", "Some of these receipts went back before they came to the bank.")
	errBefore = fault.New(fault.Invalid, "range", "The bank deposit is not dated before its receipts.").On("/date")
)

// Receive writes down receipts. What the processor holds clears so many business days after its success, whenever it is paid out.
func Receive(ctx context.Context, tx tenancy.Tx, list ...Receipt) error {
	in := trustdb.InsertReceiptsParams{TenantID: tx.Organization()}
	for _, r := range list {
		if r.Kind == InClearing {
			r.Cleared = r.Received.AddBusinessDays(int(r.Hold))
		}
		in.Ids, in.PaymentIds = append(in.Ids, id.New()), append(in.PaymentIds, r.Payment)
		in.TenancyIds, in.PropertyIds = append(in.TenancyIds, r.Tenancy), append(in.PropertyIds, r.Property)
		in.BankAccountIds, in.Kinds = append(in.BankAccountIds, r.Bank), append(in.Kinds, r.Kind)
		in.Amounts, in.ReceivedOns = append(in.Amounts, r.Amount), append(in.ReceivedOns, r.Received)
		in.HoldDays, in.ClearedOns = append(in.HoldDays, r.Hold), append(in.ClearedOns, r.Cleared)
	}
	if err := trustdb.New(tx).InsertReceipts(ctx, in); err != nil {
		return fmt.Errorf("write down receipts: %w", err)
	}
	return nil
}

// Receipts returns receipts by their ids, or those of payments, and holds them to the end of the transaction.
func Receipts(ctx context.Context, tx tenancy.Tx, ids, payments []id.ID) ([]Receipt, error) {
	rows, err := trustdb.New(tx).LockReceipts(ctx, tx.Organization(), append([]id.ID{}, ids...), append([]id.ID{}, payments...))
	if err != nil {
		return nil, fmt.Errorf("hold receipts: %w", err)
	}
	out := make([]Receipt, 0, len(rows))
	for _, r := range rows {
		out = append(out, Receipt{
			ID: r.ID, Payment: r.PaymentID, Tenancy: r.TenancyID, Property: r.PropertyID, Bank: r.BankAccountID, Kind: r.Kind, Amount: r.Amount,
			Received: r.ReceivedOn, Hold: r.HoldDays, Banked: r.BankedOn, Cleared: r.ClearedOn, Gone: r.GoneOn,
		})
	}
	return out, nil
}

// Bank says that receipts came to their banks on a day. Errors: ErrBanked, ErrGone, Invalid for the day.
func Bank(ctx context.Context, tx tenancy.Tx, list []Receipt, on period.Date) error {
	q := trustdb.New(tx)
	for _, r := range list {
		switch {
		case !r.Banked.IsZero():
			return ErrBanked
		case !r.Gone.IsZero():
			return ErrGone
		case on.Before(r.Received):
			return errBefore
		}
		if err := q.BankReceipt(ctx, on, on.AddBusinessDays(int(r.Hold)), tx.Organization(), r.ID); err != nil {
			return fmt.Errorf("receipt to the bank: %w", err)
		}
	}
	return nil
}

// Unbank takes back that receipts came to their banks.
func Unbank(ctx context.Context, tx tenancy.Tx, list []Receipt) error {
	q := trustdb.New(tx)
	for _, r := range list {
		if err := q.UnbankReceipt(ctx, tx.Organization(), r.ID); err != nil {
			return fmt.Errorf("receipt back from the bank: %w", err)
		}
	}
	return nil
}

// Gone says that the receipts of a payment went back on a day: they are not held any more, nor anywhere.
func Gone(ctx context.Context, tx tenancy.Tx, payment id.ID, on period.Date) error {
	if err := trustdb.New(tx).ReceiptsGone(ctx, on, tx.Organization(), payment); err != nil {
		return fmt.Errorf("receipt gone: %w", err)
	}
	return nil
}

// Held is a receipt that is not good yet.
type Held = trustdb.HeldReceiptsRow

// HeldOf lists the receipts of a property that are not good on a day: in hand, with the processor, or in the bank and still held.
func HeldOf(ctx context.Context, tx tenancy.Tx, property id.ID, on period.Date) ([]Held, error) {
	rows, err := trustdb.New(tx).HeldReceipts(ctx, on, tx.Organization(), property)
	if err != nil {
		return nil, fmt.Errorf("receipts that are held: %w", err)
	}
	return rows, nil
}
