package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type ownNoticeView struct {
	ID                id.ID        `json:"id"`
	LeaseID           id.ID        `json:"lease_id"`
	GivenOn           period.Date  `json:"given_on"`
	LeaveOn           *period.Date `json:"leave_on" nullable:"true" doc:"The last day."`
	ForwardingAddress string       `json:"forwarding_address"`
	Note              string       `json:"note"`
	AcknowledgedAt    *time.Time   `json:"acknowledged_at" doc:"When the manager confirmed it; null until then."`
	WithdrawnAt       *time.Time   `json:"withdrawn_at"`
	Version           int32        `json:"version" example:"1"`
}

func viewOwnNotice(n leasing.OwnNotice) ownNoticeView {
	return ownNoticeView{
		n.ID, n.LeaseID, n.GivenOn, day(n.LeaveOn), n.ForwardingAddress, n.Note, utc(n.AcknowledgedAt), utc(n.WithdrawnAt), n.Version,
	}
}

type ownNoticeBody struct {
	LeaseID           opt[*id.ID]       `json:"lease_id"`
	LeaveOn           opt[*period.Date] `json:"leave_on" doc:"The last day."`
	ForwardingAddress opt[string]       `json:"forwarding_address" maxLength:"500" example:"4 Elm Street, Portland, ME 04101"`
	Note              opt[string]       `json:"note" maxLength:"2000"`
}

func (b ownNoticeBody) apply(in *leasing.OwnNoticeInput) {
	if b.LeaseID.value != nil {
		in.LeaseID = *b.LeaseID.value
	}
	setDay(b.LeaveOn, &in.LeaveOn)
	b.ForwardingAddress.set(&in.ForwardingAddress)
	b.Note.set(&in.Note)
}

func (a *api) ownNoticeOperations() []operation {
	const tag, list = "Portal", "/v1/portal/notices"
	return []operation{
		{
			id: "list-own-notices", method: http.MethodGet, needs: authz.HomeRead, path: list, tag: tag, summary: "List the notices that you gave",
			doc: "For renters, with the session of their browser. One page holds all.", result: pageView[ownNoticeView]{}, handle: a.listOwnNotices,
		},
		{
			id: "give-own-notice", method: http.MethodPost, needs: authz.PortalWrite, path: list, tag: tag, summary: "Give notice to leave",
			doc:  "One at a time for each home. A day that is nearer than the lease's notice is taken: what that costs is the lease's to say.",
			body: &ownNoticeBody{}, create: []string{"lease_id", "leave_on"}, status: http.StatusCreated,
			example: map[string]any{"lease_id": exampleID, "leave_on": "2027-01-31", "forwarding_address": "4 Elm Street, Portland, ME 04101"},
			result:  ownNoticeView{}, versioned: true, repeatable: true, codes: []string{"notice_stands", "lease_ended", "not_found"}, handle: a.giveNotice,
		},
		{
			id: "withdraw-own-notice", method: http.MethodPost, needs: authz.PortalWrite, path: list + "/{id}/withdraw", tag: tag,
			summary: "Withdraw a notice that is not confirmed", result: ownNoticeView{}, versioned: true, codes: []string{"notice_settled"}, handle: a.withdrawNotice,
		},
	}
}

func (a *api) listOwnNotices(ctx context.Context, c *call) (reply, error) {
	list, err := a.Portal.Notices(ctx, c.principal)
	return reply{body: viewPage(list, page.Page{}, viewOwnNotice)}, err
}

func (a *api) giveNotice(ctx context.Context, c *call) (reply, error) {
	var in leasing.OwnNoticeInput
	key, err := readInto(c, "portal.notice.give", ownNoticeBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	n, err := a.Portal.GiveNotice(ctx, c.principal, key, in)
	return reply{body: viewOwnNotice(n), version: n.Version, location: "/v1/portal/notices"}, err
}

func (a *api) withdrawNotice(ctx context.Context, c *call) (reply, error) {
	n, err := a.Portal.WithdrawNotice(ctx, c.principal, c.id())
	return reply{body: viewOwnNotice(n), version: n.Version}, err
}
