package property

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// MaxGroups is how many groups an organization may have: as many as a list shows at once.
const MaxGroups = 500

// Group is a set of properties that somebody works with as one: a region, a fund, a manager's buildings. The counts are of
// the undeleted properties that the reader may see.
type Group struct {
	ID          id.ID      `json:"id"`
	Name        string     `json:"name"` // unique, whatever its case
	Description *string    `json:"description"`
	Properties  int64      `json:"properties"`
	Units       int64      `json:"units"`
	Occupied    int64      `json:"occupied"` // on notice is occupied
	Version     int32      `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
	DeletedAt   *time.Time `json:"deleted_at"`
}

// GroupInput is what a caller may say of a group.
type GroupInput struct {
	Name        string
	Description *string
}

// MembersInput says which properties join a group and which leave it.
type MembersInput struct{ Add, Remove []id.ID }

// What happens to groups.
var (
	GroupChanged = event.Define[event.None]("property_group.changed", "property_group", "A group of properties was added, changed or got other members.")
	GroupDeleted = event.Define[event.None]("property_group.deleted", "property_group", "A group of properties was deleted.")
)

func (in *GroupInput) check() error {
	in.Name = strings.TrimSpace(in.Name)
	if in.Description != nil && strings.TrimSpace(*in.Description) == "" {
		in.Description = nil
	}
	var f fault.Fields
	f.Text("/name", in.Name, true, 100)
	f.Text("/description", deref(in.Description), false, 500)
	return f.Err()
}

// Groups lists the groups by name. Somebody who is limited to some properties has those that one of them is in. Error:
// authz.ErrForbidden.
func (s *Service) Groups(ctx context.Context, p tenancy.Principal) ([]Group, error) {
	g, err := authz.Require(p, authz.GroupRead)
	if err != nil {
		return nil, err
	}
	return groups(ctx, propertydb.New(g.Reader(ctx, s.db)), g, id.Nil, false)
}

// Group returns one group, a deleted one only if asked for. Error: postgres.ErrNotFound.
func (s *Service) Group(ctx context.Context, p tenancy.Principal, group id.ID, withDeleted bool) (Group, error) {
	g, err := authz.Require(p, authz.GroupRead)
	if err != nil {
		return Group{}, err
	}
	return getGroup(ctx, propertydb.New(g.Reader(ctx, s.db)), g, group, withDeleted)
}

func groups(ctx context.Context, q *propertydb.Queries, g authz.Grant, one id.ID, withDeleted bool) ([]Group, error) {
	if g.Relation() == authz.Own { // an owner who narrows a list to a group
		return nil, nil
	}
	rows, err := q.ListGroups(ctx, propertydb.ListGroupsParams{
		TenantID: g.Organization(), ID: one, Deleted: withDeleted, PropertyScope: g.PropertyFilter(), RowLimit: MaxGroups,
	})
	if err != nil {
		return nil, fmt.Errorf("list groups: %w", err)
	}
	out := make([]Group, 0, len(rows))
	for _, r := range rows {
		out = append(out, Group{
			ID: r.ID, Name: r.Name, Description: r.Description, Properties: r.Properties, Units: r.Units, Occupied: r.Occupied,
			Version: r.Version, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, DeletedAt: r.DeletedAt,
		})
	}
	return out, nil
}

func getGroup(ctx context.Context, q *propertydb.Queries, g authz.Grant, group id.ID, withDeleted bool) (Group, error) {
	if group == id.Nil {
		return Group{}, postgres.ErrNotFound
	}
	list, err := groups(ctx, q, g, group, withDeleted)
	switch {
	case err != nil:
		return Group{}, err
	case len(list) == 0:
		return Group{}, postgres.ErrNotFound
	}
	return list[0], nil
}

// GroupsOf names the groups that a property is in, as options: id and name. Error: postgres.ErrNotFound for the property.
func (s *Service) GroupsOf(ctx context.Context, p tenancy.Principal, property id.ID) ([]Group, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	if !g.Covers(property) {
		return nil, postgres.ErrNotFound
	}
	if g.Relation() == authz.Own {
		return nil, nil
	}
	rows, err := propertydb.New(g.Reader(ctx, s.db)).GroupsOfProperty(ctx, g.Organization(), property)
	if err != nil {
		return nil, fmt.Errorf("groups of property: %w", err)
	}
	out := make([]Group, 0, len(rows))
	for _, r := range rows {
		out = append(out, Group{ID: r.ID, Name: r.Name})
	}
	return out, nil
}

// CreateGroup adds a group without members, which takes somebody who sees every property. Errors: authz.ErrLimited, Invalid with fields, group_name_taken, tenancy.ErrKeyReused.
func (s *Service) CreateGroup(ctx context.Context, p tenancy.Principal, key tenancy.Key, in GroupInput) (Group, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Group{}, err
	}
	if len(g.PropertyFilter()) > 0 {
		return Group{}, authz.ErrLimited
	}
	if err := in.check(); err != nil {
		return Group{}, err
	}
	var out Group
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		out, _, err = tenancy.Once(ctx, tx, key, func() (Group, error) {
			q, group := propertydb.New(tx), id.New()
			if list, err := groups(ctx, q, g, id.Nil, false); err != nil {
				return Group{}, err
			} else if len(list) >= MaxGroups {
				return Group{}, fault.New(fault.Invalid, "too_many", fmt.Sprintf("An organization has at most %d groups.", MaxGroups)).On("/name")
			}
			if err := q.InsertGroup(ctx, tx.Organization(), group, in.Name, in.Description); err != nil {
				return Group{}, err
			}
			if err := event.Write(ctx, tx, GroupChanged, group, event.None{}); err != nil {
				return Group{}, err
			}
			return getGroup(ctx, q, g, group, false)
		})
		return err
	})
	if err != nil {
		return Group{}, fmt.Errorf("create group: %w", err)
	}
	return out, nil
}

// changeGroup runs do on a locked group and returns it as it then is.
func (s *Service) changeGroup(ctx context.Context, p tenancy.Principal, group id.ID, version *int32,
	do func(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, g authz.Grant, now Group) error,
) (Group, error) {
	g, err := authz.Require(p, authz.PortfolioWrite)
	if err != nil {
		return Group{}, err
	}
	var out Group
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := propertydb.New(tx)
		if _, err := q.LockGroup(ctx, tx.Organization(), group); err != nil {
			return err
		}
		now, err := getGroup(ctx, q, g, group, true)
		if err != nil {
			return err
		}
		if version != nil && *version != now.Version {
			return ErrChanged
		}
		if err := do(ctx, tx, q, g, now); err != nil {
			return err
		}
		if out, err = getGroup(ctx, q, g, group, true); errors.Is(err, postgres.ErrNotFound) {
			out, err = now, nil // the last property of theirs has left it
		}
		return err
	})
	if err != nil {
		return Group{}, fmt.Errorf("change group: %w", err)
	}
	return out, nil
}

// UpdateGroup changes a group's name and description. Errors: Invalid with fields, group_name_taken, ErrChanged,
// postgres.ErrNotFound.
func (s *Service) UpdateGroup(ctx context.Context, p tenancy.Principal, group id.ID, version *int32, change func(*GroupInput)) (Group, error) {
	return s.changeGroup(ctx, p, group, version, func(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, _ authz.Grant, now Group) error {
		if now.DeletedAt != nil {
			return postgres.ErrNotFound
		}
		in := GroupInput{Name: now.Name, Description: now.Description}
		change(&in)
		if err := in.check(); err != nil {
			return err
		}
		if _, err := q.UpdateGroup(ctx, propertydb.UpdateGroupParams{
			TenantID: tx.Organization(), ID: group, Name: in.Name, Description: in.Description,
		}); err != nil {
			return err
		}
		return event.Write(ctx, tx, GroupChanged, group, event.None{})
	})
}

// ChangeMembers puts properties into a group and takes others out, all or none. What is in already, or not in, is no fault.
// Errors: Invalid with fields where one is none of the caller's living properties, postgres.ErrNotFound for the group.
func (s *Service) ChangeMembers(ctx context.Context, p tenancy.Principal, group id.ID, in MembersInput) (Group, error) {
	return s.changeGroup(ctx, p, group, nil, func(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, g authz.Grant, now Group) error {
		if now.DeletedAt != nil {
			return postgres.ErrNotFound
		}
		if err := checkMembers(ctx, tx, q, g, &in); err != nil {
			return err
		}
		rows := make([]id.ID, len(in.Add))
		for i := range rows {
			rows[i] = id.New()
		}
		if _, err := q.AddMembers(ctx, tx.Organization(), group, rows, in.Add); err != nil {
			return err
		}
		if _, err := q.RemoveMembers(ctx, tx.Organization(), group, in.Remove); err != nil {
			return err
		}
		return event.Write(ctx, tx, GroupChanged, group, event.None{})
	})
}

func checkMembers(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, g authz.Grant, in *MembersInput) error {
	order := func(a, b id.ID) int { return slices.Compare(a[:], b[:]) }
	for _, list := range []*[]id.ID{&in.Add, &in.Remove} { // in one order for all, so that nobody waits in a ring
		*list = slices.Clone(*list)
		slices.SortFunc(*list, order)
		*list = append([]id.ID{}, slices.Compact(*list)...)
	}
	var f fault.Fields
	f.Check(len(in.Add) <= MaxMany, "/add", "too_many", fmt.Sprintf("Choose at most %d properties at a time.", MaxMany))
	f.Check(len(in.Remove) <= MaxMany, "/remove", "too_many", fmt.Sprintf("Choose at most %d properties at a time.", MaxMany))
	foreign := func(list []id.ID) bool { return slices.ContainsFunc(list, func(v id.ID) bool { return !g.Covers(v) }) }
	living, err := q.CountLiving(ctx, tx.Organization(), in.Add)
	if err != nil {
		return err
	}
	f.Check(!foreign(in.Add) && living == int64(len(in.Add)), "/add", "reference_not_found", "One of these is no property of yours.")
	f.Check(!foreign(in.Remove), "/remove", "reference_not_found", "One of these is no property of yours.")
	return f.Err()
}

// DeleteGroup soft-deletes a group; its properties stay as they are. Errors: ErrChanged, postgres.ErrNotFound.
func (s *Service) DeleteGroup(ctx context.Context, p tenancy.Principal, group id.ID, version *int32) error {
	_, err := s.changeGroup(ctx, p, group, version, func(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, _ authz.Grant, now Group) error {
		if now.DeletedAt != nil {
			return postgres.ErrNotFound
		}
		if _, err := q.DeleteGroup(ctx, propertydb.DeleteGroupParams{
			TenantID: tx.Organization(), ID: group, DeletedAt: tx.Now(), DeletedBy: actor(p), DeletionID: id.New(),
		}); err != nil {
			return err
		}
		return event.Write(ctx, tx, GroupDeleted, group, event.None{})
	})
	return err
}

// RestoreGroup brings a deleted group back with its members. Errors: group_name_taken, postgres.ErrNotFound.
func (s *Service) RestoreGroup(ctx context.Context, p tenancy.Principal, group id.ID) (Group, error) {
	return s.changeGroup(ctx, p, group, nil, func(ctx context.Context, tx tenancy.Tx, q *propertydb.Queries, _ authz.Grant, now Group) error {
		if now.DeletedAt == nil {
			return nil
		}
		if _, err := q.RestoreGroup(ctx, tx.Organization(), group); err != nil {
			return err
		}
		return event.Write(ctx, tx, GroupChanged, group, event.None{})
	})
}
