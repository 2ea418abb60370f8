package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type announcementView struct {
	ID         id.ID        `json:"id"`
	PropertyID *id.ID       `json:"property_id" nullable:"true" doc:"null is everybody."`
	Property   string       `json:"property" doc:"Its name; empty where it is for everybody." example:"Maple Court"`
	Title      string       `json:"title" example:"Water off on Tuesday"`
	Body       string       `json:"body" example:"From 9 to 11 in the morning, for repairs in the basement."`
	PublishOn  period.Date  `json:"publish_on" doc:"The first day on which renters see it."`
	ExpiresOn  *period.Date `json:"expires_on" nullable:"true" doc:"The last day; null is until it is deleted."`
	Version    int32        `json:"version" example:"1"`
	CreatedAt  time.Time    `json:"created_at"`
	UpdatedAt  time.Time    `json:"updated_at"`
	DeletedAt  *time.Time   `json:"deleted_at"`
}

func viewAnnouncement(v leasing.Announcement) announcementView {
	return announcementView{
		v.ID, v.PropertyID, v.Property, v.Title, v.Body, v.PublishOn, day(v.ExpiresOn), v.Version, v.CreatedAt.UTC(), v.UpdatedAt.UTC(), utc(v.DeletedAt),
	}
}

type announcementBody struct {
	PropertyID opt[*id.ID]       `json:"property_id" doc:"Whom it is for: the renters of this property; null is everybody."`
	Title      opt[string]       `json:"title" minLength:"1" maxLength:"200" example:"Water off on Tuesday"`
	Body       opt[string]       `json:"body" minLength:"1" maxLength:"4000" example:"From 9 to 11 in the morning, for repairs in the basement."`
	PublishOn  opt[*period.Date] `json:"publish_on" doc:"The first day on which renters see it."`
	ExpiresOn  opt[*period.Date] `json:"expires_on" doc:"The last day; null is until it is deleted."`
}

// setDay puts a date of a body into what a service takes; null is no date.
func setDay(o opt[*period.Date], v *period.Date) {
	if o.given {
		*v = period.Date{}
		if o.value != nil {
			*v = *o.value
		}
	}
}

func (b announcementBody) apply(in *leasing.AnnouncementInput) {
	b.PropertyID.set(&in.PropertyID)
	b.Title.set(&in.Title)
	b.Body.set(&in.Body)
	setDay(b.PublishOn, &in.PublishOn)
	setDay(b.ExpiresOn, &in.ExpiresOn)
}

// readInto reads the body of a POST into the input of a service, and the request's key.
func readInto[B, I any](c *call, operation string, apply func(B, *I), in *I) (tenancy.Key, error) {
	var b B
	if err := c.read(&b); err != nil {
		return tenancy.Key{}, err
	}
	apply(b, in)
	return c.key(operation)
}

func (a *api) announcementOperations() []operation {
	const tag, list, one = "Announcements", "/v1/announcements", "/v1/announcements/{id}"
	return []operation{
		{
			id: "list-announcements", method: http.MethodGet, needs: authz.AnnouncementRead, path: list, tag: tag, summary: "List announcements",
			query: pageParams(leasing.AnnouncementSorts, formatParam("property_id", "Only those for this property.", "uuid"),
				deletedParam("The deleted ones instead.")),
			result: pageView[announcementView]{}, handle: a.listAnnouncements,
		},
		{
			id: "create-announcement", method: http.MethodPost, needs: authz.AnnouncementWrite, path: list, tag: tag, summary: "Announce something",
			body: &announcementBody{}, create: []string{"title", "body", "publish_on"}, status: http.StatusCreated, example: map[string]any{
				"title": "Water off on Tuesday", "body": "From 9 to 11 in the morning, for repairs in the basement.", "publish_on": "2026-11-02",
			},
			result: announcementView{}, versioned: true, repeatable: true, handle: a.createAnnouncement,
		},
		{
			id: "get-announcement", method: http.MethodGet, needs: authz.AnnouncementRead, path: one, tag: tag, summary: "Read an announcement",
			query: oneParams, result: announcementView{}, versioned: true, handle: a.getAnnouncement,
		},
		{
			id: "update-announcement", method: http.MethodPatch, needs: authz.AnnouncementWrite, path: one, tag: tag, summary: "Change an announcement",
			body: &announcementBody{}, example: map[string]any{"title": "Water off on Wednesday"},
			result: announcementView{}, versioned: true, conditional: true, handle: a.updateAnnouncement,
		},
		{
			id: "delete-announcement", method: http.MethodDelete, needs: authz.AnnouncementWrite, path: one, tag: tag, summary: "Take an announcement back",
			status: http.StatusNoContent, conditional: true, handle: a.deleteAnnouncement,
		},
		{
			id: "restore-announcement", method: http.MethodPost, needs: authz.AnnouncementWrite, path: one + "/restore", tag: tag,
			summary: "Restore an announcement", result: announcementView{}, versioned: true, handle: a.restoreAnnouncement,
		},
	}
}

func answerAnnouncement(v leasing.Announcement, err error) (reply, error) {
	return reply{body: viewAnnouncement(v), version: v.Version}, err
}

func (a *api) listAnnouncements(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Announcements.List(ctx, c.principal, leasing.AnnouncementFilter{Property: c.query.id("property_id"), Deleted: c.query.deleted()}, c.page())
	return reply{body: viewPage(rows, around, viewAnnouncement)}, err
}

func (a *api) createAnnouncement(ctx context.Context, c *call) (reply, error) {
	var in leasing.AnnouncementInput
	key, err := readInto(c, "announcement.create", announcementBody.apply, &in)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Announcements.Create(ctx, c.principal, key, in)
	out, err := answerAnnouncement(v, err)
	out.location = "/v1/announcements/" + v.ID.String()
	return out, err
}

func (a *api) getAnnouncement(ctx context.Context, c *call) (reply, error) {
	return answerAnnouncement(a.Announcements.Get(ctx, c.principal, c.id(), c.query.deleted()))
}

func (a *api) updateAnnouncement(ctx context.Context, c *call) (reply, error) {
	var b announcementBody
	version, err := c.readChange(&b)
	if err != nil {
		return reply{}, err
	}
	return answerAnnouncement(a.Announcements.Update(ctx, c.principal, c.id(), version, b.apply))
}

func (a *api) deleteAnnouncement(ctx context.Context, c *call) (reply, error) {
	version, err := c.version()
	if err != nil {
		return reply{}, err
	}
	return reply{}, a.Announcements.Delete(ctx, c.principal, c.id(), version)
}

func (a *api) restoreAnnouncement(ctx context.Context, c *call) (reply, error) {
	return answerAnnouncement(a.Announcements.Restore(ctx, c.principal, c.id()))
}
