package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type noticeView struct {
	ID              id.ID        `json:"id"`
	TenancyID       id.ID        `json:"tenancy_id"`
	LeaseID         id.ID        `json:"lease_id"`
	Kind            string       `json:"kind" enum:"to_vacate,non_renewal,termination,pay_or_quit,cure_or_quit,rent_increase,entry,other"`
	GivenBy         string       `json:"given_by" enum:"renter,manager"`
	GivenOn         period.Date  `json:"given_on" example:"2026-10-01"`
	EffectiveOn     *period.Date `json:"effective_on" nullable:"true" example:"2026-10-31"`
	ServedOn        *period.Date `json:"served_on" nullable:"true"`
	ServedMethod    string       `json:"served_method" doc:"Empty where it was not served." example:"certified_mail"`
	ServedBy        string       `json:"served_by"`
	ProofDocumentID *id.ID       `json:"proof_document_id" nullable:"true"`
	Note            string       `json:"note"`
	AcknowledgedAt  *time.Time   `json:"acknowledged_at" doc:"Of a renter's notice: when somebody took note of it."`
	WithdrawnAt     *time.Time   `json:"withdrawn_at"`
	NoticeDays      int32        `json:"notice_days" doc:"Of a notice of leaving: what the policy asks for; otherwise 0." example:"30"`
	Short           bool         `json:"short" doc:"It gives fewer days than the policy asks for. It stands all the same."`
	Version         int32        `json:"version" doc:"Goes up with every change; the ETag is this in quotes." example:"7"`
	CreatedAt       time.Time    `json:"created_at"`
}

func viewNotice(n leasing.Notice) noticeView {
	return noticeView{
		ID: n.ID, TenancyID: n.TenancyID, LeaseID: n.LeaseID, Kind: n.Kind, GivenBy: n.GivenBy, GivenOn: n.GivenOn, EffectiveOn: day(n.EffectiveOn),
		ServedOn: day(n.ServedOn), ServedMethod: n.ServedMethod, ServedBy: n.ServedBy, ProofDocumentID: idOrNull(n.ProofDocumentID), Note: n.Note,
		AcknowledgedAt: utc(n.AcknowledgedAt), WithdrawnAt: utc(n.WithdrawnAt), NoticeDays: n.NoticeDays, Short: n.Short(), Version: n.Version,
		CreatedAt: n.CreatedAt.UTC(),
	}
}

func answerNotice(n leasing.Notice, err error) (reply, error) {
	return reply{body: viewNotice(n), version: n.Version, location: "/v1/notices/" + n.ID.String()}, err
}

type noticeBody struct {
	Kind            opt[string]       `json:"kind" enum:"to_vacate,non_renewal,termination,pay_or_quit,cure_or_quit,rent_increase,entry,other"`
	GivenBy         opt[string]       `json:"given_by" enum:"renter,manager"`
	GivenOn         opt[period.Date]  `json:"given_on" doc:"Not after today." example:"2026-10-01"`
	EffectiveOn     opt[*period.Date] `json:"effective_on" doc:"When the household leaves, or when what it says begins. A notice of leaving needs it." example:"2026-10-31"`
	ServedOn        opt[*period.Date] `json:"served_on" doc:"With served_method." example:"2026-10-01"`
	ServedMethod    opt[string]       `json:"served_method" enum:"in_person,mail,certified_mail,posted,courier,email,portal,other" example:"certified_mail"`
	ServedBy        opt[string]       `json:"served_by" maxLength:"255"`
	ProofDocumentID opt[*string]      `json:"proof_document_id" format:"uuid" doc:"A document that proves the service."`
	Note            opt[string]       `json:"note" maxLength:"2000"`
}

func (b noticeBody) input() (leasing.NoticeInput, error) {
	var f fault.Fields
	return leasing.NoticeInput{
		Kind: b.Kind.value, GivenBy: b.GivenBy.value, GivenOn: b.GivenOn.value, EffectiveOn: dateOf(b.EffectiveOn), ServedOn: dateOf(b.ServedOn),
		ServedMethod: b.ServedMethod.value, ServedBy: b.ServedBy.value, ProofDocumentID: bodyID(&f, "/proof_document_id", b.ProofDocumentID), Note: b.Note.value,
	}, f.Err()
}

type serviceBody struct {
	ServedOn        opt[period.Date] `json:"served_on" doc:"From the day on which it was given to today." example:"2026-10-02"`
	ServedMethod    opt[string]      `json:"served_method" enum:"in_person,mail,certified_mail,posted,courier,email,portal,other" example:"certified_mail"`
	ServedBy        opt[string]      `json:"served_by" maxLength:"255"`
	ProofDocumentID opt[*string]     `json:"proof_document_id" format:"uuid" doc:"A document that proves the service."`
}

func (a *api) noticeOperations() []operation {
	const tag, one = "Notices", "/v1/notices/{id}"
	step := func(name, word, summary, doc string, do func(context.Context, tenancy.Principal, id.ID) (leasing.Notice, error), codes ...string) operation {
		return operation{
			id: name, method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/" + word, tag: tag, summary: summary, doc: doc,
			result: noticeView{}, versioned: true, codes: append(codes, "notice_withdrawn", "not_moved_in", "moved_out"),
			handle: func(ctx context.Context, c *call) (reply, error) {
				out, err := answerNotice(do(ctx, c.principal, c.id()))
				out.location = ""
				return out, err
			},
		}
	}
	return []operation{
		{
			id: "give-notice", method: http.MethodPost, needs: authz.LeasingWrite, path: oneTenancy + "/notices", tag: tag, summary: "Record a notice",
			doc:  "After to_vacate, non_renewal and termination the household leaves: they set when it plans to go, and the end of a lease that goes from month to month.",
			body: &noticeBody{}, create: []string{"kind", "given_by", "given_on"}, status: http.StatusCreated, example: map[string]any{
				"kind": "to_vacate", "given_by": "renter", "given_on": "2026-10-01", "effective_on": "2026-10-31",
			},
			result: noticeView{}, versioned: true, repeatable: true, codes: []string{"not_moved_in", "moved_out", "lease_not_active", "notice_open"}, handle: a.recordNotice,
		},
		{
			id: "get-notice", method: http.MethodGet, needs: authz.LeasingRead, path: one, tag: tag, summary: "Read a notice", result: noticeView{}, versioned: true,
			handle: func(ctx context.Context, c *call) (reply, error) {
				n, err := a.Leases.Notice(ctx, c.principal, c.id())
				return reply{body: viewNotice(n), version: n.Version}, err
			},
		},
		step("withdraw-notice", "withdraw", "Withdraw a notice", "What followed from a notice of leaving is taken back with it.", a.Leases.WithdrawNotice),
		step("acknowledge-notice", "acknowledge", "Acknowledge a renter's notice", "One that a renter gave in the portal has its effect from then on.",
			a.Leases.AcknowledgeNotice, "notice_acknowledged", "notice_open", "lease_not_active"),
		{
			id: "serve-notice", method: http.MethodPost, needs: authz.LeasingWrite, path: one + "/serve", tag: tag, summary: "Record how a notice was served",
			body: &serviceBody{}, create: []string{"served_on", "served_method"}, example: map[string]any{"served_on": "2026-10-02", "served_method": "posted"},
			result: noticeView{}, versioned: true, codes: []string{"notice_withdrawn"}, handle: a.serveNotice,
		},
	}
}

func (a *api) recordNotice(ctx context.Context, c *call) (reply, error) {
	var b noticeBody
	key, err := c.keyed("notice.give", &b)
	if err != nil {
		return reply{}, err
	}
	in, err := b.input()
	if err != nil {
		return reply{}, err
	}
	return answerNotice(a.Leases.GiveNotice(ctx, c.principal, key, c.id(), in))
}

func (a *api) serveNotice(ctx context.Context, c *call) (reply, error) {
	var b serviceBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var f fault.Fields
	in := leasing.NoticeInput{
		ServedOn: b.ServedOn.value, ServedMethod: b.ServedMethod.value, ServedBy: b.ServedBy.value,
		ProofDocumentID: bodyID(&f, "/proof_document_id", b.ProofDocumentID),
	}
	if err := f.Err(); err != nil {
		return reply{}, err
	}
	n, err := a.Leases.ServeNotice(ctx, c.principal, c.id(), in)
	return reply{body: viewNotice(n), version: n.Version}, err
}
