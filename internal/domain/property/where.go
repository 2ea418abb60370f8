package property

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/property/internal/propertydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Where narrows a list to properties that a query by their columns does not find: those of a group, and those around a place.
// The zero value does not narrow.
type Where struct {
	Group id.ID // an unknown one finds nothing
	Near  *Near
}

// Near is the ground around a point, or around a property.
type Near struct {
	Property            id.ID // id.Nil: the point
	Latitude, Longitude float64
	Miles               int32 // statute miles over the ground, 1 to MaxMiles
}

// usualMiles is how far a search goes that does not say.
const usualMiles = 10

// ParseNear reads a place as people and programs write it: "39.74, -104.99", or the id of a property. Error: Invalid for near.
func ParseNear(text string, miles *int32) (*Near, error) {
	n := Near{Miles: usualMiles}
	if miles != nil {
		n.Miles = *miles
	}
	if at, err := id.Parse(strings.TrimSpace(text)); err == nil && at != id.Nil {
		n.Property = at
		return &n, nil
	}
	latitude, longitude, found := strings.Cut(text, ",")
	var north, east error
	n.Latitude, north = strconv.ParseFloat(strings.TrimSpace(latitude), 64)
	n.Longitude, east = strconv.ParseFloat(strings.TrimSpace(longitude), 64)
	var f fault.Fields
	f.Check(found && north == nil && east == nil && !math.IsNaN(n.Latitude+n.Longitude), "near", "place_invalid",
		"Use a latitude and a longitude, such as 39.74, -104.99, or the id of a property.")
	return &n, f.Err()
}

// MaxMiles bounds a search around a place.
const MaxMiles = 500

// metersPerMile is the international mile. Source: NIST Special Publication 811, appendix B.
const metersPerMile = 1609.344

func (w Where) check(f *fault.Fields) {
	if n := w.Near; n != nil {
		f.Check(n.Miles >= 1 && n.Miles <= MaxMiles, "miles", "out_of_range", fmt.Sprintf("Use 1 to %d miles.", MaxMiles))
		f.Check(n.Latitude >= -90 && n.Latitude <= 90 && n.Longitude >= -180 && n.Longitude <= 180, "near", "out_of_range",
			"Use a latitude from -90 to 90 and a longitude from -180 to 180.")
	}
}

// scope is the parameter of a query that keeps it to the properties of g and w, where empty means every property.
func (s *Service) scope(ctx context.Context, g authz.Grant, w Where) ([]id.ID, error) {
	all := g.PropertyFilter()
	if w.Group == id.Nil && w.Near == nil {
		return all, nil
	}
	q := propertydb.New(g.Reader(ctx, s.db))
	if w.Group != id.Nil {
		var members []id.ID
		if _, err := getGroup(ctx, q, g, w.Group, false); err == nil {
			if members, err = q.GroupMembers(ctx, g.Organization(), w.Group); err != nil {
				return nil, fmt.Errorf("members of group: %w", err)
			}
		} else if fault.As(err).Kind != fault.NotFound {
			return nil, err
		}
		all = both(all, members)
	}
	if w.Near != nil {
		found, err := s.around(ctx, q, g, *w.Near)
		if err != nil {
			return nil, err
		}
		all = both(all, found)
	}
	return all, nil
}

// both are the ids of a list that are in another too. An empty list is every id; that there is none is told by the id that no
// row has.
func both(list, other []id.ID) []id.ID {
	out := slices.Clone(other)
	if len(list) > 0 {
		out = slices.DeleteFunc(out, func(v id.ID) bool { return !slices.Contains(list, v) })
	}
	if len(out) == 0 {
		return []id.ID{id.Nil}
	}
	return out
}

// around are the properties near a place. Near a property without coordinates, or that p may not see, is nothing.
func (s *Service) around(ctx context.Context, q *propertydb.Queries, g authz.Grant, n Near) ([]id.ID, error) {
	if n.Property != id.Nil {
		if !g.Covers(n.Property) {
			return nil, nil
		}
		at, err := s.getProperty(ctx, q, g.Organization(), n.Property, false)
		switch {
		case err != nil && fault.As(err).Kind == fault.NotFound:
			return nil, nil
		case err != nil:
			return nil, err
		case at.Address == nil || at.Address.Latitude == nil || at.Address.Longitude == nil:
			return nil, nil
		}
		n.Latitude, n.Longitude = *at.Address.Latitude, *at.Address.Longitude
	}
	rows, err := q.PropertiesNear(ctx, n.Latitude, n.Longitude, float64(n.Miles)*metersPerMile, g.Organization())
	if err != nil {
		return nil, fmt.Errorf("properties near: %w", err)
	}
	out := make([]id.ID, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.PropertyID)
	}
	return out, nil
}

// Box is a part of the ground, in degrees (WGS 84). The zero value is all of it.
type Box struct{ South, West, North, East float64 }

func (b Box) holds(latitude, longitude float64) bool {
	return b == Box{} || latitude >= b.South && latitude <= b.North && longitude >= b.West && longitude <= b.East
}

// Cluster is a number of properties that stand near each other on a map, or one that stands alone.
type Cluster struct {
	Properties          int64
	Latitude, Longitude float64 // of their middle
	Box                 Box     // around them
	Property            id.ID   // the one that stands alone; id.Nil for several
	Name                string  // of that one
}

// MapPoints is how many properties a map shows one by one; more are gathered.
const MapPoints = 40

// Map gathers the properties of a filter that stand within a box by the cells of a grid, so fine that some MapPoints clusters
// are left. Few properties are shown one by one. Errors: Invalid for the filter.
func (s *Service) Map(ctx context.Context, p tenancy.Principal, f PropertyFilter, in Box) ([]Cluster, error) {
	g, err := authz.Require(p, authz.PortfolioRead)
	if err != nil {
		return nil, err
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	scope, err := s.scope(ctx, g, f.Where)
	if err != nil {
		return nil, err
	}
	var out []Cluster
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := propertydb.New(tx)
		rows, err := q.LocatedProperties(ctx, propertydb.LocatedPropertiesParams{
			TenantID: g.Organization(), Deleted: f.Deleted, Type: f.Type, Status: f.Status, PropertyScope: scope, Q: pattern(f.Query),
		})
		if err != nil {
			return err
		}
		only, around := []id.ID{}, Box{South: 90, West: 180, North: -90, East: -180}
		for _, r := range rows {
			if in.holds(r.Latitude, r.Longitude) {
				only = append(only, r.ID)
				around.South, around.North = min(around.South, r.Latitude), max(around.North, r.Latitude)
				around.West, around.East = min(around.West, r.Longitude), max(around.East, r.Longitude)
			}
		}
		found, err := q.PropertyClusters(ctx, only, cell(around, len(only)), g.Organization())
		for _, r := range found {
			out = append(out, Cluster{
				Properties: r.Properties, Latitude: r.Latitude, Longitude: r.Longitude, Property: r.PropertyID, Name: r.Name,
				Box: Box{South: r.South, West: r.West, North: r.North, East: r.East},
			})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("map: %w", err)
	}
	return out, nil
}

// cell is the side of a grid's cells in degrees. One that is finer than what stands at one address keeps few properties apart.
func cell(around Box, properties int) float64 {
	const alone, across = 1e-7, 8
	if properties <= MapPoints {
		return alone
	}
	return max(alone, max(around.North-around.South, around.East-around.West)/across)
}
