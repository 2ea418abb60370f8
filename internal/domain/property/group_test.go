package property_test

import (
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// names are the properties that a filter finds, and the count and the units of all its pages.
func (k *kit) names(p tenancy.Principal, w property.Where) string {
	k.Helper()
	list, _, err := k.s.Properties(k.Context(), p, property.PropertyFilter{Where: w}, page.Request{})
	k.check(err)
	names := make([]string, 0, len(list))
	for _, v := range list {
		names = append(names, v.Name)
	}
	sums, err := k.s.SumProperties(k.Context(), p, property.PropertyFilter{Where: w})
	k.check(err)
	units, _, err := k.s.Units(k.Context(), p, property.UnitFilter{Where: w}, page.Request{})
	k.check(err)
	totals, err := k.s.SumUnits(k.Context(), p, property.UnitFilter{Where: w})
	k.check(err)
	if sums.Properties != int64(len(list)) || sums.Units != int64(len(units)) || totals.Units != int64(len(units)) {
		k.Errorf("the list has %d properties and %d units, the sums %+v and %+v", len(list), len(units), sums, totals)
	}
	return strings.Join(names, " ")
}

func TestGroups(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, _ := k.building("Elm", "1", "2")
	oak, _ := k.building("Oak", "1")
	k.building("Ash", "1")
	group := func(name string) (property.Group, error) {
		return k.s.CreateGroup(t.Context(), k.admin, tenancy.Key{}, property.GroupInput{Name: name})
	}
	north, err := group(" North ")
	k.check(err)
	if _, err := group("NORTH"); code(err) != "group_name_taken" {
		t.Errorf("a name in other letters: %v", err)
	}
	if _, err := group(" "); fieldsOf(err) != "/name required" {
		t.Errorf("no name: %v", err)
	}
	members := func(p tenancy.Principal, in property.MembersInput) (property.Group, error) {
		return k.s.ChangeMembers(t.Context(), p, north.ID, in)
	}
	got, err := members(k.admin, property.MembersInput{Add: []id.ID{elm.ID, oak.ID, elm.ID}})
	if err != nil || got.Properties != 2 || got.Units != 3 {
		t.Fatal(got, err)
	}
	if _, err := members(k.admin, property.MembersInput{Add: []id.ID{oak.ID}}); err != nil { // in already
		t.Error(err)
	}
	within := property.Where{Group: north.ID}
	if got := k.names(k.admin, within); got != "Elm Oak" {
		t.Errorf("the group has %q", got)
	}
	if _, err := members(k.admin, property.MembersInput{Add: []id.ID{id.New()}, Remove: []id.ID{elm.ID}}); fieldsOf(err) != "/add reference_not_found" {
		t.Errorf("no property: %v", err)
	}
	ofOak := limited(k.admin, oak.ID)
	if got := k.names(ofOak, within); got != "Oak" {
		t.Errorf("staff of Oak find %q", got)
	}
	if g, err := k.s.Group(t.Context(), ofOak, north.ID, false); err != nil || g.Properties != 1 {
		t.Errorf("staff of Oak are told %+v, %v", g, err)
	}
	if _, err := members(ofOak, property.MembersInput{Remove: []id.ID{elm.ID}}); fieldsOf(err) != "/remove reference_not_found" {
		t.Errorf("staff of Oak took out Elm: %v", err)
	}
	owner := as(k.admin, tenancy.RoleOwner)
	owner.Scopes = []id.ID{elm.ID}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "an owner": owner} {
		if got := k.names(p, within); got != "" {
			t.Errorf("%s finds %q", name, got)
		}
	}
	if list, err := k.s.Groups(t.Context(), k.stranger); err != nil || len(list) != 0 {
		t.Errorf("another organization is shown %v, %v", list, err)
	}
	if _, err := k.s.Group(t.Context(), k.stranger, north.ID, true); code(err) != "not_found" {
		t.Errorf("another organization: %v", err)
	}
	if list, err := k.s.Groups(t.Context(), owner); code(err) != "forbidden" {
		t.Errorf("an owner is shown %v, %v", list, err)
	}
	if _, err := k.s.Group(t.Context(), owner, north.ID, true); code(err) != "forbidden" {
		t.Errorf("an owner: %v", err)
	}
	if _, err := members(k.stranger, property.MembersInput{}); code(err) != "not_found" {
		t.Errorf("another organization changes members: %v", err)
	}
	before := k.contents()
	k.check(k.s.DeleteGroup(t.Context(), k.admin, north.ID, nil))
	if got := k.names(k.admin, within); got != "" {
		t.Errorf("a deleted group finds %q", got)
	}
	other, err := group("north")
	k.check(err)
	if _, err := k.s.RestoreGroup(t.Context(), k.admin, north.ID); code(err) != "group_name_taken" {
		t.Errorf("a name that was given away: %v", err)
	}
	k.check(k.s.DeleteGroup(t.Context(), k.admin, other.ID, &other.Version))
	if g, err := k.s.RestoreGroup(t.Context(), k.admin, north.ID); err != nil || g.Properties != 2 {
		t.Errorf("restored %+v, %v", g, err)
	}
	if now := k.contents(); now["property_group_members"] != before["property_group_members"] {
		t.Error("a group came back with other members")
	}
}

// place gives a property coordinates.
func (k *kit) place(p property.Property, latitude, longitude float64) {
	k.Helper()
	_, err := k.s.UpdateProperty(k.Context(), k.admin, p.ID, nil, func(in *property.PropertyInput) {
		in.Address.Latitude, in.Address.Longitude = &latitude, &longitude
	})
	k.check(err)
}

// Properties are found around a point, by the distance over the ground.
func TestNear(t *testing.T) {
	t.Parallel()
	k := setup(t)
	elm, _ := k.building("Elm", "1")
	oak, _ := k.building("Oak", "1")
	k.building("Nowhere", "1")
	k.place(elm, 39.7392, -104.9903) // Denver
	k.place(oak, 40.0150, -105.2705) // Boulder, 24.2 miles from there
	for _, c := range []struct {
		near property.Near
		want string
	}{
		{property.Near{Latitude: 39.7392, Longitude: -104.9903, Miles: 1}, "Elm"},
		{property.Near{Latitude: 39.7392, Longitude: -104.9903, Miles: 24}, "Elm"},
		{property.Near{Latitude: 39.7392, Longitude: -104.9903, Miles: 25}, "Elm Oak"},
		{property.Near{Property: oak.ID, Miles: 1}, "Oak"},
		{property.Near{Property: id.New(), Miles: 500}, ""},
		{property.Near{Latitude: -39, Longitude: 104, Miles: 500}, ""},
	} {
		if got := k.names(k.admin, property.Where{Near: &c.near}); got != c.want {
			t.Errorf("%+v finds %q, want %q", c.near, got, c.want)
		}
	}
	all := property.Where{Near: &property.Near{Latitude: 39.7, Longitude: -105, Miles: 100}}
	owner := as(k.admin, tenancy.RoleOwner)
	owner.Scopes = []id.ID{oak.ID}
	for want, p := range map[string]tenancy.Principal{"Elm": limited(k.admin, elm.ID), "Oak": owner, "": k.stranger} {
		if got := k.names(p, all); got != want {
			t.Errorf("finds %q, want %q", got, want)
		}
	}
	if got := k.names(limited(k.admin, elm.ID), property.Where{Near: &property.Near{Property: oak.ID, Miles: 500}}); got != "" {
		t.Errorf("a property that they may not see tells staff where it stands: %q", got)
	}
	if _, _, err := k.s.Properties(t.Context(), k.admin, property.PropertyFilter{Where: property.Where{Near: &property.Near{Miles: 0}}}, page.Request{}); fieldsOf(err) != "miles out_of_range" {
		t.Error(err)
	}
}

// Many properties are gathered by where they stand, and none is lost; few are shown one by one.
func TestMapClusters(t *testing.T) {
	t.Parallel()
	k := setup(t)
	few, _ := k.building("Elm")
	k.place(few, 39.7392, -104.9903)
	list, err := k.s.Map(t.Context(), k.admin, property.PropertyFilter{}, property.Box{})
	if err != nil || len(list) != 1 || list[0].Property != few.ID || list[0].Name != "Elm" {
		t.Fatalf("one property: %+v, %v", list, err)
	}
	k.exec(`INSERT INTO addresses (tenant_id, id, street1, city, state, zip_code, coordinates)
		SELECT $1, gen_random_uuid(), n::text, 'Denver', 'CO', '80201', extensions.ST_SetSRID(extensions.ST_MakePoint(-104.9 + n % 10 * 0.001, 39.7 + n / 10 * 0.01), 4326)::extensions.geography
		FROM generate_series(1, 60) AS n`, k.admin.Organization)
	k.exec(`INSERT INTO properties (tenant_id, id, name, type, address_id) SELECT tenant_id, gen_random_uuid(), 'P' || street1, 'land', id
		FROM addresses WHERE city = 'Denver' AND street1 !~ 'Elm'`)
	list, err = k.s.Map(t.Context(), k.admin, property.PropertyFilter{}, property.Box{})
	k.check(err)
	sum, several := int64(0), property.Cluster{}
	for _, c := range list {
		sum += c.Properties
		if c.Properties > several.Properties {
			several = c
		}
	}
	if sum != 61 || len(list) > 60 || several.Properties < 2 {
		t.Errorf("%d clusters of %d properties", len(list), sum)
	}
	inside, err := k.s.Map(t.Context(), k.admin, property.PropertyFilter{}, several.Box)
	if err != nil || len(inside) != int(several.Properties) {
		t.Errorf("a cluster of %d opens as %d, %v", several.Properties, len(inside), err)
	}
	for name, p := range map[string]tenancy.Principal{"another organization": k.stranger, "the owner of nothing": as(k.admin, tenancy.RoleOwner)} {
		if list, err := k.s.Map(t.Context(), p, property.PropertyFilter{}, property.Box{}); err != nil || len(list) != 0 {
			t.Errorf("%s is shown %v, %v", name, list, err)
		}
	}
	if list, err := k.s.Map(t.Context(), limited(k.admin, few.ID), property.PropertyFilter{}, property.Box{}); err != nil || len(list) != 1 {
		t.Errorf("staff of one are shown %v, %v", list, err)
	}
}
