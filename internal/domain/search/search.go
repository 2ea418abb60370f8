// Package search finds what somebody is looking for over all of an organization: properties, units, people, documents and
// amounts, by words in any order, parts of words, words spelled alike, telephone numbers and figures. The README says how.
package search

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/search/internal/searchdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Kind is what a result is.
type Kind string

// The kinds, in the order in which they are shown.
const (
	Property Kind = "property"
	Unit     Kind = "unit"
	Renter   Kind = "renter"
	Owner    Kind = "owner"
	Vendor   Kind = "vendor"
	User     Kind = "user"
	Document Kind = "document"
	Lease    Kind = "lease"   // by its monthly rent
	Payment  Kind = "payment" // by its amount
)

// Kinds are all kinds, in their order.
var Kinds = []Kind{Property, Unit, Renter, Owner, Vendor, User, Document, Lease, Payment}

// needs says what somebody has to be allowed to do to find each kind.
var needs = map[Kind]authz.Action{
	Property: authz.PortfolioRead, Unit: authz.PortfolioRead, Renter: authz.LeasingRead, Owner: authz.OwnerRead,
	Vendor: authz.PortfolioRead, User: authz.UserRead, Document: authz.DocumentRead, Lease: authz.LeasingRead,
	Payment: authz.LeasingRead,
}

// Limits of the results of one kind.
const (
	DefaultLimit = 5
	MaxLimit     = 50
)

// few is the number of results below which words that are spelled alike are looked for too.
const few = 3

// Request asks for what fits a text. Zero Kinds are all that the person may find, zero Limit is DefaultLimit.
type Request struct {
	Text  string
	Kinds []Kind
	Limit int // of each kind, at most MaxLimit
}

// Hit is one thing that was found. What a kind does not have is empty.
type Hit struct {
	Kind     Kind
	ID       id.ID
	Name     string // of a property or person, a document's file; of a lease or payment the renter's
	Contact  string // a person's e-mail address or telephone number
	Place    string // street, city and state of a property or unit
	Renters  string // who is in possession of a unit, for those who may know
	Note     string // a document's description
	State    string // of a lease or payment; a document's type
	Property string // its name; of a renter that of the latest stay
	Number   string // the unit's, which may be empty
	Amount   *money.Amount
	On       period.Date // when a lease begins or a payment was made

	PropertyID, UnitID id.ID // id.Nil where there is none
}

// Group is what was found of one kind, the best first.
type Group struct {
	Kind  Kind
	Total int64 // how many fit, counted up to about a thousand
	Hits  []Hit
}

// Answer is what was found, in the order of Kinds, without those of which there is nothing. Alike says that some are there
// only because a word in them is spelled like one that was asked for.
type Answer struct {
	Groups []Group
	Alike  bool
}

// Service is the use cases.
type Service struct {
	db       *tenancy.DB
	recorder audit.Recorder
}

// New makes the service.
func New(db *tenancy.DB) *Service { return &Service{db: db, recorder: audit.Nobody{}} }

// WithAudit makes the service tell a recorder of whom it found, and returns it.
func (s *Service) WithAudit(r audit.Recorder) *Service {
	s.recorder = r
	return s
}

// Search finds what fits r among the rows that p may see. A text without a letter or figure finds nothing. Errors:
// authz.ErrForbidden, an Invalid fault for an unknown kind or limit.
func (s *Service) Search(ctx context.Context, p tenancy.Principal, r Request) (Answer, error) {
	g, err := authz.Require(p, authz.SearchRead)
	if err != nil {
		return Answer{}, err
	}
	if err := check(&r); err != nil {
		return Answer{}, err
	}
	q := parse(r.Text)
	kinds := make([]string, 0, len(Kinds))
	for _, k := range Kinds {
		if (len(r.Kinds) == 0 || slices.Contains(r.Kinds, k)) && authz.Allowed(p, needs[k]) {
			kinds = append(kinds, string(k))
		}
	}
	if len(q.words) == 0 || len(kinds) == 0 {
		return Answer{}, nil
	}
	rows, alike, err := s.find(ctx, g, q, kinds, r.Limit)
	if err != nil || len(rows) == 0 {
		return Answer{}, err
	}
	hits, err := s.read(ctx, g, rows, authz.Allowed(p, authz.LeasingRead))
	if err != nil {
		return Answer{}, err
	}
	s.note(p, hits)
	return Answer{Groups: group(rows, hits), Alike: alike}, nil
}

func check(r *Request) error {
	var f fault.Fields
	for _, k := range r.Kinds {
		if !slices.Contains(Kinds, k) {
			f.Add("/kinds", "value", "Use the kinds that are listed.")
			break
		}
	}
	if r.Limit < 0 || r.Limit > MaxLimit {
		f.Add("/limit", "range", fmt.Sprintf("Use 1 to %d.", MaxLimit))
	}
	if r.Limit == 0 {
		r.Limit = DefaultLimit
	}
	return f.Err()
}

// find asks the search functions for ids: what has the words, and where that is little also what is spelled alike.
func (s *Service) find(ctx context.Context, g authz.Grant, q query, kinds []string, limit int) ([]searchdb.FindRow, bool, error) {
	asked := searchdb.FindParams{
		Words: q.words, PropertyScope: g.PropertyFilter(), RowLimit: int32(limit), Kinds: kinds, Digits: q.digits, Amount: q.amount,
	}
	rows, err := searchdb.New(g.Reader(ctx, s.db)).Find(ctx, asked)
	if err != nil {
		return nil, false, fmt.Errorf("search: %w", err)
	}
	if len(rows) >= few {
		return rows, false, nil
	}
	more, err := s.findAlike(ctx, g, asked)
	if err != nil {
		return nil, false, fmt.Errorf("search for what is spelled alike: %w", err)
	}
	known, alike := len(rows), false
	for _, m := range more {
		if !slices.ContainsFunc(rows[:known], func(r searchdb.FindRow) bool { return r.ID == m.ID }) {
			rows, alike = append(rows, m), true
		}
	}
	return rows, alike, nil
}

// findAlike asks for what is spelled alike, for the renters, who are most, beside all the others: it takes longer than any other
// search.
func (s *Service) findAlike(ctx context.Context, g authz.Grant, asked searchdb.FindParams) ([]searchdb.FindRow, error) {
	asked.Alike = true
	var found [2][]searchdb.FindRow
	renters, others := asked, asked
	renters.Kinds, others.Kinds = nil, nil
	for _, k := range asked.Kinds {
		if Kind(k) == Renter {
			renters.Kinds = append(renters.Kinds, k)
		} else {
			others.Kinds = append(others.Kinds, k)
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for i, part := range []searchdb.FindParams{renters, others} {
		if len(part.Kinds) > 0 {
			group.Go(func() (err error) {
				found[i], err = searchdb.New(g.Reader(ctx, s.db)).Find(ctx, part)
				return err
			})
		}
	}
	err := group.Wait()
	return append(found[0], found[1]...), err
}

// read fetches what is shown of the ids, under the caller's own policies. What has vanished meanwhile is not there.
func (s *Service) read(ctx context.Context, g authz.Grant, rows []searchdb.FindRow, renters bool) (map[id.ID]Hit, error) {
	var places, people, papers []id.ID
	for _, r := range rows {
		switch Kind(r.Kind) {
		case Property, Unit:
			places = append(places, r.ID)
		case Document, Lease, Payment:
			papers = append(papers, r.ID)
		default:
			people = append(people, r.ID)
		}
	}
	hits := make(map[id.ID]Hit, len(rows))
	err := g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		return readAll(ctx, searchdb.New(tx), g, places, people, papers, renters, hits)
	})
	if err != nil {
		return nil, fmt.Errorf("read what was found: %w", err)
	}
	return hits, nil
}

func readAll(ctx context.Context, q *searchdb.Queries, g authz.Grant, places, people, papers []id.ID, renters bool, hits map[id.ID]Hit) error {
	if len(places) > 0 {
		list, err := q.ReadPlaces(ctx, g.Organization(), places, renters)
		if err != nil {
			return err
		}
		for _, r := range list {
			hits[r.ID] = Hit{
				Kind: Kind(r.Kind), ID: r.ID, Name: r.Name, Place: r.Place, Renters: r.Renters, Property: r.Property, Number: r.Number,
				PropertyID: r.PropertyID, UnitID: r.UnitID,
			}
		}
	}
	if len(people) > 0 {
		list, err := q.ReadPeople(ctx, g.Organization(), g.PropertyFilter(), people)
		if err != nil {
			return err
		}
		for _, r := range list {
			hits[r.ID] = Hit{
				Kind: Kind(r.Kind), ID: r.ID, Name: r.Name, Contact: r.Contact, Property: r.Property, Number: r.Number,
				PropertyID: r.PropertyID, UnitID: r.UnitID,
			}
		}
	}
	if len(papers) > 0 {
		list, err := q.ReadPapers(ctx, g.Organization(), papers)
		if err != nil {
			return err
		}
		for _, r := range list {
			hits[r.ID] = Hit{
				Kind: Kind(r.Kind), ID: r.ID, Name: r.Name, Note: r.Note, State: r.State, Property: r.Property, Number: r.Number,
				Amount: r.Amount, On: r.Day, PropertyID: r.PropertyID, UnitID: r.UnitID,
			}
		}
	}
	return nil
}

// group puts the hits in the order of kinds and ranks.
func group(rows []searchdb.FindRow, hits map[id.ID]Hit) []Group {
	var list []Group
	for _, k := range Kinds {
		found := Group{Kind: k}
		of := slices.Collect(func(yield func(searchdb.FindRow) bool) {
			for _, r := range rows {
				if Kind(r.Kind) == k && !yield(r) {
					return
				}
			}
		})
		slices.SortStableFunc(of, func(a, b searchdb.FindRow) int { return cmp.Compare(b.Rank, a.Rank) })
		for _, r := range of {
			if h, ok := hits[r.ID]; ok {
				found.Total, found.Hits = max(found.Total, r.Total), append(found.Hits, h)
			}
		}
		if len(found.Hits) > 0 {
			list = append(list, found)
		}
	}
	return list
}

// note tells whose personal data was shown. What was asked for is not kept: it may be somebody's name.
func (s *Service) note(p tenancy.Principal, hits map[id.ID]Hit) {
	shown := map[Kind][]id.ID{}
	for _, h := range hits {
		if h.Kind != Unit || h.Renters != "" { // a unit alone is nobody's data
			shown[h.Kind] = append(shown[h.Kind], h.ID)
		}
	}
	for _, t := range []struct {
		kind  Kind
		table string
	}{{Unit, "units"}, {Renter, "tenants"}, {Owner, "owners"}, {User, "users"}, {Lease, "leases"}, {Payment, "payments"}} {
		if list := shown[t.kind]; len(list) > 0 {
			slices.SortFunc(list, func(a, b id.ID) int { return bytes.Compare(a[:], b[:]) })
			s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: t.table, EntityIDs: list, Detail: map[string]any{"shows": "search"}})
		}
	}
}
