package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/demo/internal/demodb"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// steps is how often an organization's loading tells of itself.
const steps = 10

// write fills an organization that has no property yet, and reports whether it did.
func write(ctx context.Context, tx tenancy.Tx, o *Organization, sealed *sealedRows, tell func(string, int)) (bool, error) {
	q := demodb.New(tx)
	org := tx.Organization()
	if _, err := q.LockOrganization(ctx, org); fault.As(err).Is404() {
		return false, ErrLoading
	} else if err != nil {
		return false, fmt.Errorf("lock organization: %w", err)
	}
	if full, err := q.HasProperties(ctx, org); err != nil || full {
		return false, err
	}
	staff, err := staffIDs(ctx, q, org, o.SignIns)
	if err != nil {
		return false, err
	}
	for i, step := range []struct {
		name string
		do   func() error
	}{
		{"properties", func() error { return property.InsertManyTx(ctx, tx, o.Properties) }},
		{"leases", func() error {
			if err := leasing.RecordTx(ctx, tx, o.Households); err != nil {
				return err
			}
			return leasing.RecordTx(ctx, tx, o.Spaces)
		}},
		{"renters", func() error { return writeRenters(ctx, q, org, o, sealed) }},
		{"owners", func() error { return writeOwners(ctx, q, org, o, sealed) }},
		{"vendors", func() error { return wrote(len(o.Vendors))(q.InsertVendors(ctx, sealed.vendors)) }},
		{"payments", func() error { return writePayments(ctx, q, org, o.Payments) }},
		{"maintenance", func() error { return writeMaintenance(ctx, q, org, o, staff) }},
		{"portals", func() error { return linkPortals(ctx, q, org, o, staff) }},
	} {
		tell(step.name, i+2)
		if err := step.do(); err != nil {
			return false, fmt.Errorf("write %s: %w", step.name, err)
		}
	}
	return true, nil
}

// staffIDs finds the users that demo rows name by e-mail.
func staffIDs(ctx context.Context, q *demodb.Queries, org id.ID, list []SignIn) (map[string]id.ID, error) {
	emails := make([]string, 0, len(list))
	for _, s := range list {
		emails = append(emails, s.Email)
	}
	rows, err := q.ListStaff(ctx, org, emails)
	if err != nil {
		return nil, fmt.Errorf("list staff: %w", err)
	}
	staff := map[string]id.ID{}
	for _, r := range rows {
		staff[r.Email] = r.ID
	}
	return staff, nil
}

// wrote checks that a statement wrote all rows: joined to an organization that is not there it would silently write none.
func wrote(want int) func(int64, error) error {
	return func(got int64, err error) error {
		if err == nil && got != int64(want) {
			err = fmt.Errorf("%d of %d rows were written", got, want)
		}
		return err
	}
}

func writeRenters(ctx context.Context, q *demodb.Queries, org id.ID, o *Organization, sealed *sealedRows) error {
	if err := wrote(len(o.Details))(q.SetRenterDetails(ctx, sealed.details)); err != nil {
		return err
	}
	a := demodb.InsertEmergencyContactsParams{TenantID: org}
	for _, c := range o.Contacts {
		a.Ids = append(a.Ids, c.ID)
		a.RenterIds = append(a.RenterIds, c.RenterID)
		a.Names = append(a.Names, c.Name)
		a.Relationships = append(a.Relationships, c.Relationship)
		a.Phones = append(a.Phones, c.Phone)
		a.Emails = append(a.Emails, c.Email)
	}
	if err := wrote(len(o.Contacts))(q.InsertEmergencyContacts(ctx, a)); err != nil {
		return err
	}
	return wrote(len(o.Contacts))(q.SetEmergencyContacts(ctx, org, a.RenterIds, a.Ids))
}

// writeOwners writes owners, then the accounts that belong to them, then which account each is paid to.
func writeOwners(ctx context.Context, q *demodb.Queries, org id.ID, o *Organization, sealed *sealedRows) error {
	if err := wrote(len(o.Owners))(q.InsertOwners(ctx, sealed.owners)); err != nil {
		return err
	}
	if err := wrote(len(o.BankAccounts))(q.InsertBankAccounts(ctx, sealed.accounts)); err != nil {
		return err
	}
	var owners, accounts []id.ID
	for _, w := range o.Owners {
		owners, accounts = append(owners, w.ID), append(accounts, w.BankAccountID)
	}
	if err := wrote(len(owners))(q.SetOwnerAccounts(ctx, org, owners, accounts)); err != nil {
		return err
	}
	a := demodb.InsertSharesParams{TenantID: org}
	for _, s := range o.Shares {
		a.Ids = append(a.Ids, s.ID)
		a.OwnerIds = append(a.OwnerIds, s.OwnerID)
		a.PropertyIds = append(a.PropertyIds, s.PropertyID)
		a.Percents = append(a.Percents, s.Percent)
		a.FromDates = append(a.FromDates, s.From)
		a.ToDates = append(a.ToDates, s.To)
		a.AcquiredOn = append(a.AcquiredOn, s.AcquiredOn)
		a.Costs = append(a.Costs, s.AcquisitionCost)
	}
	return wrote(len(o.Shares))(q.InsertShares(ctx, a))
}

// chunk is the number of rows that one statement inserts, for the statement timeout of a slow machine.
const chunk = 2000

func writePayments(ctx context.Context, q *demodb.Queries, org id.ID, list []Payment) error {
	for len(list) > 0 {
		part := list[:min(chunk, len(list))]
		list = list[len(part):]
		a := demodb.InsertPaymentsParams{TenantID: org}
		for _, p := range part {
			a.Ids = append(a.Ids, p.ID)
			a.TenancyIds = append(a.TenancyIds, p.TenancyID)
			a.LeaseIds = append(a.LeaseIds, p.LeaseID)
			a.RenterIds = append(a.RenterIds, p.RenterID)
			a.Amounts = append(a.Amounts, p.Amount)
			a.Methods = append(a.Methods, p.Method)
			a.Statuses = append(a.Statuses, p.Status)
			a.DueDates = append(a.DueDates, p.DueDate)
			a.PaidAt = append(a.PaidAt, stamp(p.PaidAt))
			a.FailedAt = append(a.FailedAt, stamp(p.FailedAt))
			a.FailureReasons = append(a.FailureReasons, p.FailureReason)
			a.ReturnCodes = append(a.ReturnCodes, p.ReturnCode)
			a.Notes = append(a.Notes, p.Notes)
			a.Purposes = append(a.Purposes, p.Purpose)
			a.Refunded = append(a.Refunded, unlessZero(p.Refunded))
			a.RefundedOn = append(a.RefundedOn, p.RefundedOn.String())
			a.CreatedAt = append(a.CreatedAt, p.CreatedAt)
		}
		if err := wrote(len(part))(q.InsertPayments(ctx, a)); err != nil {
			return err
		}
	}
	return nil
}

func writeMaintenance(ctx context.Context, q *demodb.Queries, org id.ID, o *Organization, staff map[string]id.ID) error {
	r := demodb.InsertRequestsParams{TenantID: org}
	for _, m := range o.Requests {
		r.Ids = append(r.Ids, m.ID)
		r.UnitIds = append(r.UnitIds, m.UnitID)
		r.PropertyIds = append(r.PropertyIds, m.PropertyID)
		r.TenancyIds = append(r.TenancyIds, m.TenancyID)
		r.RenterIds = append(r.RenterIds, m.RenterID)
		r.Categories = append(r.Categories, m.Category)
		r.Priorities = append(r.Priorities, m.Priority)
		r.Titles = append(r.Titles, m.Title)
		r.Descriptions = append(r.Descriptions, m.Description)
		r.Statuses = append(r.Statuses, m.Status)
		r.AssigneeIds = append(r.AssigneeIds, staff[m.AssignedTo])
		r.VendorIds = append(r.VendorIds, m.VendorID)
		r.Estimates = append(r.Estimates, m.EstimatedCost)
		r.Costs = append(r.Costs, m.ActualCost)
		r.Resolutions = append(r.Resolutions, m.ResolutionNotes)
		r.ResolvedAt = append(r.ResolvedAt, stamp(m.ResolvedAt))
		r.Ratings = append(r.Ratings, small(m.Rating))
		r.CreatedAt = append(r.CreatedAt, m.CreatedAt)
	}
	if err := wrote(len(o.Requests))(q.InsertRequests(ctx, r)); err != nil {
		return err
	}
	w := demodb.InsertWorkOrdersParams{TenantID: org}
	for _, j := range o.WorkOrders {
		w.Ids = append(w.Ids, j.ID)
		w.RequestIds = append(w.RequestIds, j.RequestID)
		w.UnitIds = append(w.UnitIds, j.UnitID)
		w.PropertyIds = append(w.PropertyIds, j.PropertyID)
		w.VendorIds = append(w.VendorIds, j.VendorID)
		w.AssigneeIds = append(w.AssigneeIds, staff[j.AssignedTo])
		w.Titles = append(w.Titles, j.Title)
		w.Instructions = append(w.Instructions, j.Instructions)
		w.Priorities = append(w.Priorities, j.Priority)
		w.Statuses = append(w.Statuses, j.Status)
		w.ScheduledFrom = append(w.ScheduledFrom, stamp(j.ScheduledFrom))
		w.ScheduledTo = append(w.ScheduledTo, stamp(j.ScheduledTo))
		w.Estimates = append(w.Estimates, j.EstimatedCost)
		w.Costs = append(w.Costs, j.ActualCost)
		w.CompletedAt = append(w.CompletedAt, stamp(j.CompletedAt))
		w.CreatedAt = append(w.CreatedAt, j.CreatedAt)
	}
	return wrote(len(o.WorkOrders))(q.InsertWorkOrders(ctx, w))
}

// stamp is a moment as text, "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func unlessZero(a money.Amount) string {
	if a.IsZero() {
		return ""
	}
	return a.String()
}
