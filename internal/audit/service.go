package audit

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Service reads the log. Reading it is itself a read that is recorded.
type Service struct {
	db       *tenancy.DB
	recorder Recorder
}

// NewService makes the service.
func NewService(db *tenancy.DB, r Recorder) *Service { return &Service{db: db, recorder: r} }

// Logged is one entry of the log.
type Logged struct {
	ID         id.ID
	At         time.Time
	User       id.ID  // id.Nil where the program, a command or an unknown person acted
	Name       string // the person's name, else their e-mail address; empty without a person, or one who is gone
	Email      string
	Role       string // in which they acted; empty for somebody who was not let in
	APIKey     id.ID  // id.Nil where none was used
	Action     string
	EntityType string
	EntityID   id.ID    // the organization's own id for a list as a whole
	Changes    []Change // of a changed row
	Detail     []Change // of everything else: Old is empty
	RequestID  string
	Reason     string
	Address    string // of the client, empty where unknown
	Agent      string
}

// Filter narrows the log. Zero values do not narrow.
type Filter struct {
	User       id.ID
	APIKey     id.ID
	Action     string
	EntityType string
	EntityID   id.ID
	Since      time.Time // from this moment on
	Until      time.Time // before this moment
	RequestID  string
	Address    string // of the client
}

// Sorts are the orders that the log offers: the newest first, or turned round the oldest.
var Sorts = []string{"newest"}

// maxText bounds a filter's text.
const maxText = 200

// check makes the filter ready: an address in its usual form, text that the database takes.
func (f *Filter) check() error {
	var fields fault.Fields
	for _, v := range []struct{ name, text string }{
		{"action", f.Action}, {"entity_type", f.EntityType}, {"request_id", f.RequestID}, {"address", f.Address},
	} {
		fields.Text(v.name, v.text, false, maxText)
	}
	if f.Address != "" {
		ip, err := netip.ParseAddr(strings.TrimSpace(f.Address))
		fields.Check(err == nil, "address", "address_invalid", "Give an address such as 203.0.113.7.")
		f.Address = ip.String()
	}
	fields.Check(f.Since.IsZero() || f.Until.IsZero() || f.Since.Before(f.Until), "to", "out_of_range", "The end is before the beginning.")
	return fields.Err()
}

// told is the filter as it is recorded.
func (f Filter) told() map[string]any {
	out := map[string]any{}
	put := func(name, v string) {
		if v != "" {
			out[name] = v
		}
	}
	for name, v := range map[string]id.ID{"user_id": f.User, "api_key_id": f.APIKey, "entity_id": f.EntityID} {
		if v != id.Nil {
			out[name] = v
		}
	}
	put("action", f.Action)
	put("entity_type", f.EntityType)
	put("request_id", f.RequestID)
	put("address", f.Address)
	if !f.Since.IsZero() {
		put("since", f.Since.UTC().Format(time.RFC3339))
	}
	if !f.Until.IsZero() {
		put("until", f.Until.UTC().Format(time.RFC3339))
	}
	return out
}

// farthest is after every entry, and before every one its opposite.
var (
	farthest = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)
	nearest  = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
)

func (f Filter) params(org id.ID, limit int32) auditdb.ListEntriesParams {
	q := auditdb.ListEntriesParams{
		TenantID: org, UserID: given(f.User), ApiKeyID: given(f.APIKey), Action: text(f.Action), EntityType: text(f.EntityType),
		EntityID: given(f.EntityID), RequestID: text(f.RequestID), IpAddress: text(f.Address), Since: f.Since, Until: f.Until,
		BeforeAt: farthest, RowLimit: limit,
	}
	if q.Since.IsZero() {
		q.Since = nearest
	}
	if q.Until.IsZero() {
		q.Until = farthest
	}
	return q
}

func given(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// List returns a page of the log, the newest first. Errors: authz.ErrForbidden, Invalid for the parameters, page.ErrCursor.
func (s *Service) List(ctx context.Context, p tenancy.Principal, f Filter, r page.Request) ([]Logged, page.Page, error) {
	g, err := authz.Require(p, authz.AuditRead)
	if err != nil {
		return nil, page.Page{}, err
	}
	at, err := page.Parse(r, Sorts...)
	if err != nil {
		return nil, page.Page{}, err
	}
	if err := f.check(); err != nil {
		return nil, page.Page{}, err
	}
	rows, err := s.rows(ctx, g, f, at)
	if err != nil {
		return nil, page.Page{}, err
	}
	rows, around := page.Cut(at, rows, func(r auditdb.ListEntriesRow) (string, id.ID) {
		return r.CreatedAt.UTC().Format(time.RFC3339Nano), r.ID
	})
	s.recorder.Note(p, Entry{Action: ActionRead, EntityType: "audit_logs", Detail: f.told()})
	out := make([]Logged, 0, len(rows))
	for _, r := range rows {
		out = append(out, logged(r))
	}
	return out, around, nil
}

// rows reads a page in whichever direction its cursor leads.
func (s *Service) rows(ctx context.Context, g authz.Grant, f Filter, at page.Query) ([]auditdb.ListEntriesRow, error) {
	q, params := auditdb.New(g.Reader(ctx, s.db)), f.params(g.Organization(), at.Fetch())
	if at.Descending { // from the oldest
		params.BeforeAt = nearest
	}
	if at.HasCursor {
		key, err := time.Parse(time.RFC3339Nano, at.Key)
		if err != nil {
			return nil, page.ErrCursor
		}
		params.BeforeAt, params.BeforeID = key, at.ID
	}
	if !at.Descending {
		rows, err := q.ListEntries(ctx, params)
		if err != nil {
			return nil, fmt.Errorf("list audit entries: %w", err)
		}
		return rows, nil
	}
	back, err := q.ListEntriesBack(ctx, auditdb.ListEntriesBackParams{
		TenantID: params.TenantID, UserID: params.UserID, ApiKeyID: params.ApiKeyID, Action: params.Action, EntityType: params.EntityType,
		EntityID: params.EntityID, RequestID: params.RequestID, IpAddress: params.IpAddress, Since: params.Since, Until: params.Until,
		AfterAt: params.BeforeAt, AfterID: params.BeforeID, RowLimit: params.RowLimit,
	})
	if err != nil {
		return nil, fmt.Errorf("list audit entries: %w", err)
	}
	rows := make([]auditdb.ListEntriesRow, 0, len(back))
	for _, r := range back {
		rows = append(rows, auditdb.ListEntriesRow(r))
	}
	return rows, nil
}

func logged(r auditdb.ListEntriesRow) Logged {
	l := Logged{
		ID: r.ID, At: r.CreatedAt.UTC(), User: value(r.UserID), Email: r.Email, Role: value(r.ActorRole), APIKey: value(r.ApiKey),
		Action: r.Action, EntityType: r.EntityType, EntityID: r.EntityID, Changes: ParseChanges(r.Changes), Detail: details(r.Detail),
		RequestID: value(r.RequestID), Reason: value(r.Reason), Address: r.IpAddress, Agent: value(r.UserAgent),
	}
	if l.Name = strings.TrimSpace(r.FirstName + " " + r.LastName); l.Name == "" {
		l.Name = r.Email
	}
	return l
}

func value[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

// around is how far apart the entries of one request can be: no request takes longer.
const around = 10 * time.Minute

// requestRows bounds how many entries of one request are shown beside one.
const requestRows = 50

// Entry returns one entry and the others of its request, the newest first, at most 50. The moment, where it is known, makes it
// quick. Error: postgres.ErrNotFound.
func (s *Service) Entry(ctx context.Context, p tenancy.Principal, entry id.ID, at time.Time) (Logged, []Logged, error) {
	g, err := authz.Require(p, authz.AuditRead)
	if err != nil {
		return Logged{}, nil, err
	}
	var moment *time.Time
	if !at.IsZero() {
		moment = &at
	}
	q := auditdb.New(g.Reader(ctx, s.db))
	row, err := q.GetEntry(ctx, g.Organization(), entry, moment)
	if err != nil {
		return Logged{}, nil, fmt.Errorf("audit entry: %w", err)
	}
	one := logged(auditdb.ListEntriesRow(row))
	s.recorder.Note(p, Entry{Action: ActionRead, EntityType: "audit_logs", EntityIDs: []id.ID{entry}})
	if one.RequestID == "" {
		return one, nil, nil
	}
	f := Filter{RequestID: one.RequestID, Since: one.At.Add(-around), Until: one.At.Add(around)}
	rows, err := q.ListEntries(ctx, f.params(g.Organization(), requestRows+1))
	if err != nil {
		return Logged{}, nil, fmt.Errorf("entries of the request: %w", err)
	}
	var others []Logged
	for _, r := range rows {
		if r.ID != entry && len(others) < requestRows {
			others = append(others, logged(r))
		}
	}
	return one, others, nil
}

// Actor is somebody whom the log may name.
type Actor struct {
	ID   id.ID
	Name string
}

// Choices are what the filters offer: the people of the organization, and what the last 2,000 entries were about.
type Choices struct {
	Actors      []Actor
	Actions     []string
	EntityTypes []string
}

// Choices lists what the filters offer.
func (s *Service) Choices(ctx context.Context, p tenancy.Principal) (Choices, error) {
	g, err := authz.Require(p, authz.AuditRead)
	if err != nil {
		return Choices{}, err
	}
	q := auditdb.New(g.Reader(ctx, s.db))
	people, err := q.ListActors(ctx, g.Organization())
	if err != nil {
		return Choices{}, fmt.Errorf("list actors: %w", err)
	}
	recent, err := q.ListActions(ctx, g.Organization())
	if err != nil {
		return Choices{}, fmt.Errorf("list actions: %w", err)
	}
	var out Choices
	for _, u := range people {
		name := strings.TrimSpace(u.FirstName + " " + u.LastName)
		if name == "" {
			name = u.Email
		}
		out.Actors = append(out.Actors, Actor{u.ID, name})
	}
	actions, types := map[string]bool{}, map[string]bool{}
	for _, r := range recent {
		actions[r.Action], types[r.EntityType] = true, true
	}
	out.Actions, out.EntityTypes = sorted(actions), sorted(types)
	return out, nil
}

// Head is the end of an organization's chain. Whoever keeps the hash elsewhere can show later that nothing before it was changed.
type Head struct {
	Sequence int64
	Hash     string // hexadecimal
	SealedAt time.Time
}

// Head returns the last seal, and false where there is none yet.
func (s *Service) Head(ctx context.Context, p tenancy.Principal) (Head, bool, error) {
	g, err := authz.Require(p, authz.AuditRead)
	if err != nil {
		return Head{}, false, err
	}
	last, err := auditdb.New(g.Reader(ctx, s.db)).LastSeal(ctx, g.Organization())
	if errors.Is(err, postgres.ErrNotFound) {
		return Head{}, false, nil
	}
	if err != nil {
		return Head{}, false, fmt.Errorf("last seal: %w", err)
	}
	return Head{Sequence: last.Sequence, Hash: hex.EncodeToString(last.Hash), SealedAt: last.SealedAt.UTC()}, true, nil
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
