package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/search"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

type searchView struct {
	Alike  bool              `json:"alike" doc:"Whether some results are there only because a word in them is spelled like one that was asked for."`
	Groups []searchGroupView `json:"groups" nullable:"false" doc:"What was found, by kind. A kind of which nothing was found is not there."`
}

type searchGroupView struct {
	Kind  string          `json:"kind" enum:"property,unit,renter,owner,vendor,user,document,lease,payment"`
	Total int64           `json:"total" doc:"How many fit, counted up to about a thousand." example:"2"`
	Hits  []searchHitView `json:"hits" nullable:"false" doc:"The best first."`
}

type searchHitView struct {
	ID         id.ID         `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Name       string        `json:"name" doc:"Of a property or person, or a document's file; of a lease or payment the renter's. Empty for a unit." example:"Maple Court"`
	Contact    string        `json:"contact" doc:"A person's e-mail address or telephone number."`
	Place      string        `json:"place" doc:"Street, city and state of a property or unit."`
	Renters    string        `json:"renters" doc:"Who is in possession of a unit."`
	Note       string        `json:"note" doc:"A document's description."`
	State      string        `json:"state" doc:"Of a lease or payment; a document's type."`
	Property   string        `json:"property" doc:"The property's name; of a renter that of the latest stay."`
	Number     string        `json:"number" doc:"The unit's number, which may be empty." example:"3B"`
	PropertyID *id.ID        `json:"property_id" doc:"Null where there is none."`
	UnitID     *id.ID        `json:"unit_id" doc:"Null where there is none."`
	Amount     *money.Amount `json:"amount" nullable:"true" doc:"A lease's monthly rent, a payment's amount." example:"1450.00"`
	On         *period.Date  `json:"on" nullable:"true" doc:"When a lease begins or a payment was made."`
}

func viewAnswer(a search.Answer) searchView {
	v := searchView{Alike: a.Alike, Groups: make([]searchGroupView, 0, len(a.Groups))}
	for _, g := range a.Groups {
		group := searchGroupView{Kind: string(g.Kind), Total: g.Total, Hits: make([]searchHitView, 0, len(g.Hits))}
		for _, h := range g.Hits {
			group.Hits = append(group.Hits, searchHitView{
				ID: h.ID, Name: h.Name, Contact: h.Contact, Place: h.Place, Renters: h.Renters, Note: h.Note, State: h.State,
				Property: h.Property, Number: h.Number, PropertyID: present(h.PropertyID), UnitID: present(h.UnitID), Amount: h.Amount, On: day(h.On),
			})
		}
		v.Groups = append(v.Groups, group)
	}
	return v
}

// present is nil for no id.
func present(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

func (a *api) searchOperations() []operation {
	kinds := make([]string, 0, len(search.Kinds))
	for _, k := range search.Kinds {
		kinds = append(kinds, string(k))
	}
	limit := numberParam("limit", "How many results of each kind there are at most.", 1, search.MaxLimit)
	limit.schema.Default = search.DefaultLimit
	return []operation{{
		id: "search", method: http.MethodGet, needs: authz.SearchRead, path: "/v1/search", tag: "Search", summary: "Search everything",
		doc: "What fits a text among all that you may see: properties by name and address, units by number (with words of the property beside " +
			"it), people by name, e-mail address and telephone number, documents by file name and description, leases and payments by amount. " +
			"Every word has to fit, in any order and in part. Case and accents do not matter. Where little fits, words spelled alike are looked for too.",
		query: []param{
			textParam("q", "What to look for: words, parts of them, a telephone number or an amount. Beyond 200 characters and eight words it is left out.", 20000),
			choicesParam("kind", "Only results of these kinds. Repeat it for several.", kinds), limit,
		},
		result: searchView{}, handle: a.search,
	}}
}

func (a *api) search(ctx context.Context, c *call) (reply, error) {
	r := search.Request{Text: c.query.text("q"), Limit: search.DefaultLimit}
	if n := c.query.number("limit"); n != nil {
		r.Limit = int(*n)
	}
	for _, k := range c.query.texts("kind") {
		r.Kinds = append(r.Kinds, search.Kind(k))
	}
	found, err := a.Search.Search(ctx, c.principal, r)
	return reply{body: viewAnswer(found)}, err
}
