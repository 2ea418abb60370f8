package billing

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// PaymentSorts are the orders of payments, by the day on which they were started or came; the first is the default.
var PaymentSorts = []string{"date"}

// PaymentFilter narrows a list of payments. Zero values do not narrow.
type PaymentFilter struct {
	Property, Tenancy id.ID
	Status            string
}

// Payments lists a page of payments. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Payments(ctx context.Context, p tenancy.Principal, f PaymentFilter, r page.Request) ([]Payment, page.Page, error) {
	var rows []billingdb.ListPaymentsRow
	q, err := s.list(ctx, p, r, PaymentSorts, func(ctx context.Context, g authz.Grant, tx tenancy.Tx, q page.Query, after cursor) (err error) {
		rows, err = billingdb.New(tx).ListPayments(ctx, billingdb.ListPaymentsParams{
			TenantID: tx.Organization(), Properties: some(g.PropertyFilter()), PropertyID: f.Property, TenancyID: f.Tenancy, Status: f.Status,
			HasCursor: q.HasCursor, Descending: q.Descending, AfterDay: after.day, AfterID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list payments: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r billingdb.ListPaymentsRow) (string, id.ID) { return r.Day.String(), r.ID })
	out := make([]Payment, 0, len(rows))
	for _, r := range rows {
		out = append(out, paymentOf(r))
	}
	shown(s, p, "payments", out, func(m Payment) id.ID { return m.ID })
	return out, around, nil
}

func paymentOf(r billingdb.ListPaymentsRow) Payment {
	return Payment{
		ID: r.ID, Tenancy: r.TenancyID, Lease: r.LeaseID, Property: r.PropertyID, Renter: r.RenterID, Amount: r.Amount, Instrument: r.Instrument,
		Method: r.Method, Status: r.Status, Payer: r.Payer, PayerName: r.PayerName, Reference: r.Reference, Started: r.StartedOn, Received: r.ReceivedOn,
		TakenBack: r.TakenBack, Settled: r.Settled, ReturnCode: r.ReturnCode, CreatedAt: r.CreatedAt,
	}
}

// Allocated is so much of a payment on a charge from a day on, or off it again (below zero).
type Allocated = billingdb.AllocationsOfPaymentRow

// Takeback is so much of a payment that went back on a day.
type Takeback = billingdb.TakebacksOfPaymentRow

// PaymentDetail is a payment with all that became of it.
type PaymentDetail struct {
	Payment
	FailedOn    period.Date // zero: it did not fail
	Note        string
	Allocations []Allocated
	Takebacks   []Takeback
}

// OnePayment returns a payment with all that became of it. Errors: postgres.ErrNotFound, also for one of a property that the person was not
// given; authz.ErrForbidden.
func (s *Service) OnePayment(ctx context.Context, p tenancy.Principal, payment id.ID) (out PaymentDetail, err error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return out, err
	}
	if payment == id.Nil {
		return out, postgres.ErrNotFound
	}
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := billingdb.New(tx)
		rows, err := q.ListPayments(ctx, billingdb.ListPaymentsParams{
			TenantID: tx.Organization(), ID: payment, Properties: some(g.PropertyFilter()), RowLimit: 1,
		})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return postgres.ErrNotFound
		}
		out = PaymentDetail{Payment: paymentOf(rows[0]), FailedOn: rows[0].FailedOn, Note: rows[0].Notes}
		if out.Allocations, err = q.AllocationsOfPayment(ctx, tx.Organization(), payment); err != nil {
			return err
		}
		out.Takebacks, err = q.TakebacksOfPayment(ctx, tx.Organization(), payment)
		return err
	})
	if err != nil {
		return PaymentDetail{}, fmt.Errorf("read a payment: %w", err)
	}
	shown(s, p, "payments", []Payment{out.Payment}, func(m Payment) id.ID { return m.ID })
	return out, nil
}

// RefundSorts are the orders of refunds; the first is the default.
var RefundSorts = []string{"asked_at"}

// The states of refunds, as a filter names them.
const (
	RefundOpen      = "open" // nobody has released it nor taken it back
	RefundReleased  = "released"
	RefundCancelled = "cancelled"
)

// RefundFilter narrows a list of refunds. Zero values do not narrow.
type RefundFilter struct {
	Tenancy id.ID
	State   string // RefundOpen, RefundReleased or RefundCancelled
}

// Refunds lists a page of refunds. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Service) Refunds(ctx context.Context, p tenancy.Principal, f RefundFilter, r page.Request) ([]Refund, page.Page, error) {
	var rows []billingdb.ListRefundsRow
	q, err := s.list(ctx, p, r, RefundSorts, func(ctx context.Context, g authz.Grant, tx tenancy.Tx, q page.Query, after cursor) (err error) {
		rows, err = billingdb.New(tx).ListRefunds(ctx, billingdb.ListRefundsParams{
			TenantID: tx.Organization(), Properties: some(g.PropertyFilter()), TenancyID: f.Tenancy, State: f.State,
			HasCursor: q.HasCursor, Descending: q.Descending, After: after.at, AfterID: q.ID, RowLimit: q.Fetch(),
		})
		return err
	})
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list refunds: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r billingdb.ListRefundsRow) (string, id.ID) { return r.AskedAt.UTC().Format(stamp), r.ID })
	out := make([]Refund, 0, len(rows))
	for _, r := range rows {
		out = append(out, refundOf(r))
	}
	shown(s, p, "renter_refunds", out, func(r Refund) id.ID { return r.ID })
	return out, around, nil
}

func refundOf(r billingdb.ListRefundsRow) Refund {
	return Refund{
		ID: r.ID, Tenancy: r.TenancyID, Property: r.PropertyID, Kind: r.Kind, Amount: r.Amount, Payee: r.Payee, AskedBy: r.AskedBy, AskedAt: r.AskedAt,
		Released: r.ReleasedAt != nil, Cancelled: r.CancelledAt != nil, PaidOn: r.PaidOn, Method: r.Method, Reference: r.Reference,
	}
}

// OneRefund returns a refund. Errors: postgres.ErrNotFound, also for one of a property that the person was not given; authz.ErrForbidden.
func (s *Service) OneRefund(ctx context.Context, p tenancy.Principal, refund id.ID) (Refund, error) {
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return Refund{}, err
	}
	if refund == id.Nil {
		return Refund{}, postgres.ErrNotFound
	}
	rows, err := billingdb.New(g.Reader(ctx, s.db)).ListRefunds(ctx, billingdb.ListRefundsParams{
		TenantID: g.Organization(), ID: refund, Properties: some(g.PropertyFilter()), RowLimit: 1,
	})
	if err != nil {
		return Refund{}, fmt.Errorf("read a refund: %w", err)
	}
	if len(rows) == 0 {
		return Refund{}, postgres.ErrNotFound
	}
	out := refundOf(rows[0])
	shown(s, p, "renter_refunds", []Refund{out}, func(r Refund) id.ID { return r.ID })
	return out, nil
}
