package leasing

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// AnnouncementSorts are the orders that a list of announcements offers; the first is the default.
var AnnouncementSorts = []string{"publish_on", "title"}

// Announcement is what renters are told: all of them, or those of one property.
type Announcement struct {
	ID          id.ID
	PropertyID  *id.ID // nil: everybody
	Property    string // its name; "" where there is none
	Title, Body string
	PublishOn   period.Date
	ExpiresOn   period.Date // the last day; zero: until it is deleted
	Version     int32
	CreatedAt   time.Time
	UpdatedAt   time.Time
	DeletedAt   *time.Time
}

// AnnouncementInput is what a caller may say of an announcement.
type AnnouncementInput struct {
	PropertyID           *id.ID
	Title, Body          string
	PublishOn, ExpiresOn period.Date
}

func (in *AnnouncementInput) check() error {
	in.Title, in.Body = strings.TrimSpace(in.Title), strings.TrimSpace(in.Body)
	var f fault.Fields
	f.Text("/title", in.Title, true, 200)
	f.Text("/body", in.Body, true, 4000)
	f.Check(!in.PublishOn.IsZero(), "/publish_on", "required", "This is required.")
	f.Check(in.ExpiresOn.IsZero() || !in.ExpiresOn.Before(in.PublishOn), "/expires_on", "out_of_range", "This cannot be before the first day.")
	return f.Err()
}

// Announcements is the use cases of what renters are told.
type Announcements struct{ db *tenancy.DB }

// NewAnnouncements makes the service.
func NewAnnouncements(db *tenancy.DB) *Announcements { return &Announcements{db: db} }

// AnnouncementFilter narrows a list of announcements. Zero values do not narrow.
type AnnouncementFilter struct {
	Property id.ID // those of this property only
	Deleted  bool  // the deleted ones instead
}

// List lists a page of announcements. Errors: Invalid for the parameters, page.ErrCursor, authz.ErrForbidden.
func (s *Announcements) List(ctx context.Context, p tenancy.Principal, f AnnouncementFilter, r page.Request) ([]Announcement, page.Page, error) {
	g, err := authz.Require(p, authz.AnnouncementRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	q, err := page.Parse(r, AnnouncementSorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	args := leasingdb.ListAnnouncementsParams{
		TenantID: g.Organization(), Sort: q.Sort, Deleted: f.Deleted, PropertyScope: g.PropertyFilter(), HasCursor: q.HasCursor,
		Descending: q.Descending, CursorKey: q.Key, CursorID: q.ID, RowLimit: q.Fetch(),
	}
	if f.Property != id.Nil {
		args.PropertyID = &f.Property
	}
	rows, err := leasingdb.New(g.Reader(ctx, s.db)).ListAnnouncements(ctx, args)
	if err != nil {
		return nil, page.Page{}, fmt.Errorf("list announcements: %w", err)
	}
	rows, around := page.Cut(q, rows, func(r leasingdb.ListAnnouncementsRow) (string, id.ID) { return r.SortKey, r.ID })
	out := make([]Announcement, 0, len(rows))
	for _, r := range rows {
		out = append(out, Announcement{
			ID: r.ID, PropertyID: r.PropertyID, Property: r.PropertyName, Title: r.Title, Body: r.Body, PublishOn: r.PublishOn,
			ExpiresOn: r.ExpiresOn, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
		})
	}
	return out, around, nil
}

// Get returns one announcement. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Announcements) Get(ctx context.Context, p tenancy.Principal, announcement id.ID, withDeleted bool) (Announcement, error) {
	g, err := authz.Require(p, authz.AnnouncementRead)
	if err != nil {
		return Announcement{}, err
	}
	return getAnnouncement(ctx, leasingdb.New(g.Reader(ctx, s.db)), g, announcement, withDeleted)
}

func getAnnouncement(ctx context.Context, q *leasingdb.Queries, g authz.Grant, announcement id.ID, withDeleted bool) (Announcement, error) {
	r, err := q.GetAnnouncement(ctx, g.Organization(), announcement, withDeleted, g.PropertyFilter())
	if err != nil {
		return Announcement{}, fmt.Errorf("get announcement: %w", err)
	}
	return Announcement{
		ID: r.ID, PropertyID: r.PropertyID, Property: r.PropertyName, Title: r.Title, Body: r.Body, PublishOn: r.PublishOn,
		ExpiresOn: r.ExpiresOn, Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
	}, nil
}

// mayTell holds an announcement to the properties of whoever makes it: who is limited to some cannot address everybody.
func mayTell(g authz.Grant, at *id.ID) error {
	var f fault.Fields
	limited := len(g.PropertyFilter()) > 0
	f.Check(at != nil || !limited, "/property_id", "required", "Choose one of your properties.")
	f.Check(at == nil || g.Covers(*at), "/property_id", "reference_not_found", "There is no such property, or you may not see it.")
	return f.Err()
}

// Create adds an announcement. Errors: Invalid with fields, tenancy.ErrKeyReused, authz.ErrForbidden.
func (s *Announcements) Create(ctx context.Context, p tenancy.Principal, key tenancy.Key, in AnnouncementInput) (out Announcement, err error) {
	g, err := authz.Require(p, authz.AnnouncementWrite)
	if err != nil {
		return out, err
	}
	if err := in.check(); err != nil {
		return out, err
	}
	if err := mayTell(g, in.PropertyID); err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Announcement, error) {
			q, made := leasingdb.New(tx), id.New()
			if err := q.InsertAnnouncement(ctx, leasingdb.InsertAnnouncementParams{
				TenantID: tx.Organization(), ID: made, PropertyID: in.PropertyID, Title: in.Title, Body: in.Body, PublishOn: in.PublishOn,
				ExpiresOn: in.ExpiresOn,
			}); err != nil {
				return Announcement{}, err
			}
			return getAnnouncement(ctx, q, g, made, false)
		})
		return err
	})
	if err != nil {
		return Announcement{}, fmt.Errorf("create announcement: %w", err)
	}
	return out, nil
}

// writable is an announcement that the holder may change, at the version that was asked for: one for everybody is changed
// by those who see every property.
func writable(ctx context.Context, q *leasingdb.Queries, g authz.Grant, announcement id.ID, version *int32) (Announcement, error) {
	stored, err := getAnnouncement(ctx, q, g, announcement, false)
	if err != nil {
		return stored, err
	}
	if stored.PropertyID == nil && len(g.PropertyFilter()) > 0 {
		return stored, authz.ErrForbidden
	}
	if version != nil && *version != stored.Version {
		return stored, property.ErrChanged
	}
	return stored, nil
}

// Update changes an announcement. Errors: Invalid with fields, property.ErrChanged, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Announcements) Update(ctx context.Context, p tenancy.Principal, announcement id.ID, version *int32, change func(*AnnouncementInput)) (out Announcement, err error) {
	g, err := authz.Require(p, authz.AnnouncementWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := writable(ctx, q, g, announcement, version)
		if err != nil {
			return err
		}
		in := AnnouncementInput{PropertyID: stored.PropertyID, Title: stored.Title, Body: stored.Body, PublishOn: stored.PublishOn, ExpiresOn: stored.ExpiresOn}
		change(&in)
		if err := in.check(); err != nil {
			return err
		}
		if err := mayTell(g, in.PropertyID); err != nil {
			return err
		}
		n, err := q.UpdateAnnouncement(ctx, leasingdb.UpdateAnnouncementParams{
			TenantID: tx.Organization(), ID: announcement, PropertyID: in.PropertyID, Title: in.Title, Body: in.Body, PublishOn: in.PublishOn,
			ExpiresOn: in.ExpiresOn, Version: stored.Version,
		})
		if err != nil {
			return err
		}
		if n == 0 {
			return property.ErrChanged
		}
		out, err = getAnnouncement(ctx, q, g, announcement, false)
		return err
	})
	if err != nil {
		return Announcement{}, fmt.Errorf("update announcement: %w", err)
	}
	return out, nil
}

// Delete takes an announcement back; Restore brings it again. Errors: property.ErrChanged, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Announcements) Delete(ctx context.Context, p tenancy.Principal, announcement id.ID, version *int32) error {
	g, err := authz.Require(p, authz.AnnouncementWrite)
	if err != nil {
		return err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := writable(ctx, q, g, announcement, version)
		if err != nil {
			return err
		}
		_, err = q.DeleteAnnouncement(ctx, leasingdb.DeleteAnnouncementParams{
			Now: tx.Now(), DeletedBy: whoActs(tx.Principal()), DeletionID: id.New(), TenantID: tx.Organization(), ID: announcement, Version: stored.Version,
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("delete announcement: %w", err)
	}
	return nil
}

// Restore brings a deleted announcement back. Errors: postgres.ErrNotFound, authz.ErrForbidden.
func (s *Announcements) Restore(ctx context.Context, p tenancy.Principal, announcement id.ID) (out Announcement, err error) {
	g, err := authz.Require(p, authz.AnnouncementWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		stored, err := getAnnouncement(ctx, q, g, announcement, true)
		if err != nil {
			return err
		}
		if stored.PropertyID == nil && len(g.PropertyFilter()) > 0 {
			return authz.ErrForbidden
		}
		if err := q.RestoreAnnouncement(ctx, tx.Organization(), announcement); err != nil {
			return err
		}
		out, err = getAnnouncement(ctx, q, g, announcement, false)
		return err
	})
	if err != nil {
		return Announcement{}, fmt.Errorf("restore announcement: %w", err)
	}
	return out, nil
}
