package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type leaseSignatureBody struct {
	SignedOn   opt[period.Date] `json:"signed_on" doc:"The day of the last signature; not after today." example:"2026-11-20"`
	DocumentID opt[string]      `json:"document_id" format:"uuid" doc:"A scan of the paper: a document of the lease or its stay."`
}

type leaseLateFeesBody struct {
	Confirmed opt[bool] `json:"confirmed" doc:"Whether the lease has a late-fee clause that was looked at."`
}

func (a *api) leaseStepOperations() []operation {
	step := func(name, word, summary, doc string, do func(context.Context, tenancy.Principal, id.ID, *int32) (leasing.LeaseDetail, error), codes ...string) operation {
		return operation{
			id: name, method: http.MethodPost, needs: authz.LeasingWrite, path: oneLease + "/" + word, tag: leaseTag, summary: summary, doc: doc,
			result: leaseDetailView{}, versioned: true, conditional: true, codes: append(codes, "lease_transition"),
			handle: func(ctx context.Context, c *call) (reply, error) {
				version, err := c.version()
				if err != nil {
					return reply{}, err
				}
				return answerLease(do(ctx, c.principal, c.id(), version))
			},
		}
	}
	leases := a.Leases
	return []operation{
		step("submit-lease", "submit", "Submit a draft", "Makes the draft final: its days are the unit's from now on, and it waits for signatures.",
			leases.SubmitLease, "lease_overlaps", "unit_down", "renter_required"),
		step("withdraw-lease", "withdraw", "Take a lease back to draft", "A signature that was recorded is forgotten with it.", leases.WithdrawLease),
		{
			id: "sign-lease", method: http.MethodPost, needs: authz.LeasingWrite, path: oneLease + "/sign", tag: leaseTag, summary: "Record a signature",
			doc: "Of a lease that is pending. Recorded again it takes the place of what was.", body: &leaseSignatureBody{}, create: []string{"signed_on"},
			example: map[string]any{"signed_on": "2026-03-10"}, result: leaseDetailView{}, versioned: true, conditional: true,
			codes: []string{"lease_transition"}, handle: a.signLease,
		},
		step("activate-lease", "activate", "Activate a lease", "Brings a signed lease into force. The unit is reserved until the household moves in.",
			leases.ActivateLease, "lease_unsigned", "lease_overlaps", "unit_down"),
		step("cancel-lease", "cancel", "Cancel a lease", "Calls off what is pending, or in force while nobody has moved in.", leases.CancelLease, "lease_moved_in"),
		{
			id: "confirm-late-fees", method: http.MethodPost, needs: authz.LeasingWrite, path: oneLease + "/late-fees", tag: leaseTag,
			summary: "Confirm the late-fee clause", doc: "Late fees are off until somebody has confirmed that the lease has a clause for them.",
			body: &leaseLateFeesBody{}, create: []string{"confirmed"}, example: map[string]any{"confirmed": true}, result: leaseDetailView{}, versioned: true,
			codes: []string{"lease_ended"}, handle: a.confirmLateFees,
		},
	}
}

func (a *api) signLease(ctx context.Context, c *call) (reply, error) {
	var b leaseSignatureBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.SignInput{On: b.SignedOn.value, DocumentID: uuid(&f, "/document_id", b.DocumentID)}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	return answerLease(a.Leases.SignLease(ctx, c.principal, c.id(), version, in))
}

func (a *api) confirmLateFees(ctx context.Context, c *call) (reply, error) {
	var b leaseLateFeesBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	return answerLease(a.Leases.ConfirmLateFees(ctx, c.principal, c.id(), b.Confirmed.value))
}
