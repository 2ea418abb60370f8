package api

import (
	"context"
	"errors"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/page"
)

// errNoReference is told of what a body names and the person has not.
var errNoReference = fault.New(fault.Invalid, "reference_not_found", "What this refers to does not exist.")

// hidden answers for a row in the path that was not given to the person as for one that is not there. The role was asked about before.
func hidden(err error) error {
	if errors.Is(err, authz.ErrForbidden) {
		return fault.ErrNotFound
	}
	return err
}

// ofStay is hidden for the stay in the path: it may be there without a lease.
func (a *api) ofStay(ctx context.Context, c *call, err error) error {
	if errors.Is(err, billing.ErrNoTerms) {
		if gone := a.Billing.StayThere(ctx, c.principal, c.op.needs, c.id()); gone != nil {
			return hidden(gone)
		}
	}
	return hidden(err)
}

// namedStay answers for a stay that the body names and that is not there, or was not given to the person: the two are told alike.
func (a *api) namedStay(ctx context.Context, c *call, stay id.ID, err error) error {
	switch {
	case errors.Is(err, authz.ErrForbidden):
		return errNoReference.On("/tenancy_id")
	case errors.Is(err, billing.ErrNoTerms) && a.Billing.StayThere(ctx, c.principal, c.op.needs, stay) != nil:
		return errNoReference.On("/tenancy_id")
	}
	return err
}

// neededID reads an id that has to be there.
func neededID(f *fault.Fields, at string, o opt[*string]) id.ID {
	f.Check(o.value != nil, at, "required", "Give the id.")
	return bodyID(f, at, o)
}

// amountOf is an amount that may be left out.
func amountOf(o opt[*money.Amount]) money.Amount {
	if o.value == nil {
		return money.Zero
	}
	return *o.value
}

// onePage is a list that has one page.
func onePage[T, V any](rows []T, view func(T) V) pageView[V] {
	return viewPage(rows, page.Page{}, view)
}

// partBody is how much of a sum goes to a charge.
type partBody struct {
	ChargeID opt[*string]       `json:"charge_id" format:"uuid" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Amount   opt[*money.Amount] `json:"amount" doc:"Above 0, and no more than is open of the charge." example:"1200.00"`
}

func partsOf(f *fault.Fields, list []partBody) []billing.Part {
	out := make([]billing.Part, 0, len(list))
	for i, p := range list {
		at := "/parts/" + strconv.Itoa(i)
		out = append(out, billing.Part{Charge: neededID(f, at+"/charge_id", p.ChargeID), Amount: amountOf(p.Amount)})
	}
	return out
}

type partView struct {
	ChargeID id.ID        `json:"charge_id"`
	Amount   money.Amount `json:"amount" example:"1200.00"`
}

// reasonBody is why something is taken back.
type reasonBody struct {
	Reason opt[string] `json:"reason" minLength:"1" maxLength:"1000" example:"The rent of 12B was wrong"`
}
