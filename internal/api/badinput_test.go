package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// secretText is put wherever the test sends something wrong: no answer may hold it.
const secretText = "Zq7sentinel"

type badInput struct {
	name   string
	body   string
	status int
	code   string
	places string // "pointer code", joined by commas
}

var longName = strings.Repeat(secretText, 1000)[:10_000]

var badProperties = []badInput{
	{"nothing", ``, 400, "json_invalid", ""},
	{"blank", `   `, 400, "json_invalid", ""},
	{"cut off", `{"name":"` + secretText, 400, "json_invalid", ""},
	{"no quotes", `{name:"` + secretText + `"}`, 400, "json_invalid", ""},
	{"comma at the end", `{"name":"a",}`, 400, "json_invalid", ""},
	{"two values", `{"name":"a"}{"name":"b"}`, 400, "json_invalid", ""},
	{"text after", `{"name":"a"} ` + secretText, 400, "json_invalid", ""},
	{"NaN", `{"latitude":NaN}`, 400, "json_invalid", ""},
	{"raw control character", "{\"name\":\"a\x00b\"}", 400, "json_invalid", ""},
	{"deep", strings.Repeat(`{"a":`, 40) + `1` + strings.Repeat(`}`, 40), 400, "json_too_deep", ""},
	{"very deep", `{"a":` + strings.Repeat(`[`, 200_000), 400, "json_too_deep", ""},
	{"list", `["` + secretText + `"]`, 422, "invalid_input", " wrong_type"},
	{"text", `"` + secretText + `"`, 422, "invalid_input", " wrong_type"},
	{"null", `null`, 422, "invalid_input", " wrong_type"},
	{"empty object", `{}`, 422, "invalid_input", "/name required,/type not_allowed"},
	{"unknown field", `{"name":"a","type":"land","shade":"` + secretText + `"}`, 422, "invalid_input", "/shade unknown_field"},
	{"another case", `{"Name":"a","type":"land"}`, 422, "invalid_input", "/Name unknown_field"},
	{"field of the answer", `{"id":"` + secretText + `","name":"a","type":"land"}`, 422, "invalid_input", "/id unknown_field"},
	{"a name that is not one", `{"` + secretText + ` <b>":1,"name":"a","type":"land"}`, 422, "invalid_input", " unknown_field"},
	{"unknown inside", `{"name":"a","type":"land","address":{"street1":"1","city":"c","planet":1}}`, 422, "invalid_input", "/address/planet unknown_field"},
	{"twice", `{"name":"a","name":"` + secretText + `","type":"land"}`, 422, "invalid_input", "/name duplicate_field"},
	{"twice inside", `{"name":"a","type":"land","address":{"city":"a","city":"b"}}`, 422, "invalid_input", "/address/city duplicate_field"},
	{"NUL", `{"name":"` + secretText + `\u0000","type":"land"}`, 422, "invalid_input", "/name text_invalid"},
	{"NUL inside", `{"name":"a","type":"land","address":{"street1":"\u0000","city":"b"}}`, 422, "invalid_input", "/address/street1 text_invalid"},
	{"NUL in a list", `{"name":"a","type":"land","amenities":["\u0000"]}`, 422, "invalid_input", "/amenities text_invalid"},
	{"not UTF-8", "{\"name\":\"" + secretText + "\xff\xfe\",\"type\":\"land\"}", 422, "invalid_input", "/name text_invalid"},
	{"half a surrogate", `{"name":"\ud800","type":"land"}`, 422, "invalid_input", "/name text_invalid"},
	{"number for text", `{"name":5,"type":"land"}`, 422, "invalid_input", "/name wrong_type"},
	{"object for text", `{"name":{"a":"` + secretText + `"},"type":"land"}`, 422, "invalid_input", "/name wrong_type"},
	{"null for text", `{"name":null,"type":"land"}`, 422, "invalid_input", "/name null_not_allowed"},
	{"text for number", `{"name":"a","type":"land","year_built":"` + secretText + `"}`, 422, "invalid_input", "/year_built wrong_type"},
	{"fraction", `{"name":"a","type":"land","year_built":1987.5}`, 422, "invalid_input", "/year_built wrong_type"},
	{"exponent", `{"name":"a","type":"land","year_built":1e3}`, 422, "invalid_input", "/year_built wrong_type"},
	{"too large", `{"name":"a","type":"land","year_built":99999999999999999999}`, 422, "invalid_input", "/year_built out_of_range"},
	{"out of range", `{"name":"a","type":"land","year_built":1000}`, 422, "invalid_input", "/year_built out_of_range"},
	{"text for list", `{"name":"a","type":"land","amenities":"` + secretText + `"}`, 422, "invalid_input", "/amenities wrong_type"},
	{"numbers in list", `{"name":"a","type":"land","amenities":[1,2]}`, 422, "invalid_input", "/amenities wrong_type"},
	{"text for object", `{"name":"a","type":"land","address":"` + secretText + `"}`, 422, "invalid_input", "/address wrong_type"},
	{"long", `{"name":"` + longName + `","type":"land"}`, 422, "invalid_input", "/name too_long"},
	{"not allowed", `{"name":"a","type":"` + secretText + `"}`, 422, "invalid_input", "/type not_allowed"},
	{"unknown zone", `{"name":"a","type":"land","time_zone":"` + secretText + `"}`, 422, "invalid_input", "/time_zone time_zone_unknown"},
	{
		"address without city", `{"name":"a","type":"land","address":{"street1":"1"}}`, 422, "invalid_input",
		"/address/city required,/address/state required,/address/zip_code required",
	},
	{
		"half a coordinate", `{"name":"a","type":"land","address":{"street1":"1","city":"c","state":"s","zip_code":"z","latitude":1e300}}`, 422,
		"invalid_input", "/address/latitude coordinates_incomplete,/address/latitude out_of_range",
	},
	{
		"endless coordinate", `{"name":"a","type":"land","address":{"street1":"1","city":"c","latitude":1e999,"longitude":1}}`, 422,
		"invalid_input", "/address/latitude out_of_range",
	},
}

var badUnits = []badInput{
	{"number for money", `{"number":"1","base_rent":1250.00}`, 422, "invalid_input", "/base_rent amount_not_string"},
	{"whole number for money", `{"number":"1","deposit":1250}`, 422, "invalid_input", "/deposit amount_not_string"},
	{"too many decimals", `{"number":"1","base_rent":"1250.005"}`, 422, "invalid_input", "/base_rent too_many_decimals"},
	{"zeros too many", `{"number":"1","base_rent":"1250.000"}`, 422, "invalid_input", "/base_rent too_many_decimals"},
	{"NaN as text", `{"number":"1","base_rent":"NaN"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"infinite", `{"number":"1","base_rent":"Infinity"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"exponent", `{"number":"1","base_rent":"1e3"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"separators", `{"number":"1","base_rent":"1,250.00"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"currency", `{"number":"1","base_rent":"$` + secretText + `"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"plus", `{"number":"1","base_rent":"+1"}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"nothing", `{"number":"1","base_rent":""}`, 422, "invalid_input", "/base_rent amount_invalid"},
	{"null", `{"number":"1","base_rent":null}`, 422, "invalid_input", "/base_rent null_not_allowed"},
	{"bool", `{"number":"1","base_rent":true}`, 422, "invalid_input", "/base_rent wrong_type"},
	{"too large", `{"number":"1","base_rent":"1000000000000.00"}`, 422, "invalid_input", "/base_rent out_of_range"},
	{"far too large", `{"number":"1","base_rent":"` + strings.Repeat("9", 300) + `"}`, 422, "invalid_input", "/base_rent out_of_range"},
	{"negative", `{"number":"1","base_rent":"-1.00"}`, 422, "invalid_input", "/base_rent out_of_range"},
	{"quarter of a bathroom", `{"number":"1","bathrooms":"1.25"}`, 422, "invalid_input", "/bathrooms out_of_range"},
	{"text for bool", `{"number":"1","non_revenue":"yes"}`, 422, "invalid_input", "/non_revenue wrong_type"},
	{"long number", `{"number":"` + longName + `"}`, 422, "invalid_input", "/number too_long"},
	{
		"several", `{"number":1,"base_rent":1,"floor":"x","status":null}`, 422, "invalid_input",
		"/number wrong_type,/floor wrong_type,/base_rent amount_not_string,/status null_not_allowed",
	},
	{
		"several rules", `{"number":"1","form":"castle","floor":9999,"status":"haunted"}`, 422, "invalid_input",
		"/form not_allowed,/status not_allowed,/floor out_of_range",
	},
}

func TestBadBodies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	p := c.property("Maple Court")
	try := func(method, path string, in badInput) {
		t.Helper()
		in.check(t, c.do(method, path, in.body))
	}
	for _, in := range badProperties {
		try("POST", "/v1/properties", in)
		if in.name != "empty object" { // which changes nothing
			try("PATCH", "/v1/properties/"+p, in)
		}
	}
	u := c.unit(p, "0")
	for _, in := range badUnits {
		try("POST", "/v1/properties/"+p+"/units", in)
		try("PATCH", "/v1/units/"+u, in)
	}
	if list := c.must(200, "GET", "/v1/properties", nil)["data"].([]any); len(list) != 1 {
		t.Errorf("bad input made %d properties", len(list)-1)
	}
}

func (in badInput) check(t *testing.T, got answer) {
	t.Helper()
	code, places := got.problem(t)
	if got.status != in.status || code != in.code || strings.Join(places, ",") != in.places {
		t.Errorf("%s: %d %s %q, want %d %s %q", in.name, got.status, code, places, in.status, in.code, in.places)
	}
	if bytes.Contains(got.body, []byte(secretText)) || got.header.Get("Content-Type") != problemType {
		t.Errorf("%s: repeats what was sent, or is no problem: %s", in.name, got.body)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	fields := map[string]int{}
	for i := range 5000 {
		fields["f"+strings.Repeat("x", i%40)+string(rune('a'+i%26))] = i
	}
	got := w.manager().do("POST", "/v1/properties", fields)
	if _, places := got.problem(t); got.status != 422 || len(places) != maxFaults {
		t.Errorf("%d with %d places", got.status, len(places))
	}
}

func TestBodySizeAndMediaType(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	large := `{"name":"` + strings.Repeat("a", maxBody) + `"}`
	badInput{"declared", "", 413, "body_too_large", ""}.check(t, c.do("POST", "/v1/properties", large))

	chunked, err := http.NewRequestWithContext(t.Context(), "POST", w.server.URL+"/v1/properties", struct{ *strings.Reader }{strings.NewReader(large)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := json.Marshal(c.as)
	if err != nil {
		t.Fatal(err)
	}
	chunked.Header.Set("Authorization", "Bearer "+string(p))
	chunked.Header.Set("Content-Type", "application/json")
	badInput{"chunked", "", 413, "body_too_large", ""}.check(t, c.send(chunked))

	full := `{"name":"` + strings.Repeat("a", maxBody-len(`{"name":"","type":"land"}`)) + `","type":"land"}`
	badInput{"exactly 1 MiB", "", 422, "invalid_input", "/name too_long"}.check(t, c.do("POST", "/v1/properties", full))

	for _, media := range []string{
		"", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded",
		"application/merge-patch+json", "application/json; charset=latin1", "application/json;;", "/",
	} {
		got := c.do("POST", "/v1/properties", `{"name":"`+secretText+`","type":"land"}`, "Content-Type", "", "Content-Type", media)
		badInput{"media type " + media, "", 415, "media_type_unsupported", ""}.check(t, got)
	}
	c.must(201, "POST", "/v1/properties", `{"name":"a","type":"land"}`, "Content-Type", "", "Content-Type", `application/JSON; charset="UTF-8"`)
}

func TestBadQueries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.manager()
	c.property("Maple Court")
	for _, in := range []struct {
		query, code, places string
		status              int
	}{
		{"shade=" + secretText, "invalid_input", "shade unknown_parameter", 422},
		{"Limit=5", "invalid_input", "Limit unknown_parameter", 422},
		{"%3Cb%3E" + secretText + "=1", "invalid_input", " unknown_parameter", 422},
		{"limit=5&limit=6", "invalid_input", "limit repeated", 422},
		{"q=a&q=" + secretText, "invalid_input", "q repeated", 422},
		{"limit=0", "invalid_input", "limit out_of_range", 422},
		{"limit=201", "invalid_input", "limit out_of_range", 422},
		{"limit=-1", "invalid_input", "limit out_of_range", 422},
		{"limit=99999999999999", "invalid_input", "limit out_of_range", 422},
		{"limit=ten", "invalid_input", "limit wrong_type", 422},
		{"limit=", "invalid_input", "limit wrong_type", 422},
		{"deleted=yes", "invalid_input", "deleted wrong_type", 422},
		{"deleted=", "invalid_input", "deleted wrong_type", 422},
		{"sort=" + secretText, "invalid_input", "sort not_allowed", 422},
		{"sort=--name", "invalid_input", "sort not_allowed", 422},
		{"cursor=" + secretText, "cursor_invalid", "", 422},
		{"cursor=%00", "invalid_input", "cursor text_invalid", 422},
		{"cursor=" + strings.Repeat("a", 5000), "invalid_input", "cursor too_long", 422},
		{"q=%00", "invalid_input", "q text_invalid", 422},
		{"q=%ff", "invalid_input", "q text_invalid", 422},
		{"q=" + strings.Repeat("a", 201), "invalid_input", "q too_long", 422},
		{"type=" + secretText, "invalid_input", "type not_allowed", 422},
		{"status=" + secretText, "invalid_input", "status not_allowed", 422},
		{"q=%zz", "query_invalid", "", 400},
		{"q=a;b", "query_invalid", "", 400},
		{"a=1&b=2", "invalid_input", "a unknown_parameter,b unknown_parameter", 422},
	} {
		badInput{in.query, "", in.status, in.code, in.places}.check(t, c.do("GET", "/v1/properties?"+in.query, nil))
	}
	for query, places := range map[string]string{
		"property_id=" + secretText: "property_id id_invalid", "property_id=00000000-0000-0000-0000-000000000000": "property_id id_invalid",
		"bedrooms=-1": "bedrooms out_of_range", "bedrooms=1.5": "bedrooms wrong_type", "status=vacant&status=" + secretText: "status not_allowed",
		"having=" + secretText: "having not_allowed", "form=castle": "form not_allowed",
		strings.Repeat("status=vacant&", 21) + "limit=5": "status too_many",
	} {
		badInput{query, "", 422, "invalid_input", places}.check(t, c.do("GET", "/v1/units?"+query, nil))
	}
	badInput{"as_of", "", 422, "invalid_input", "as_of date_invalid"}.check(t, c.do("GET", "/v1/summary?as_of=2026-02-30", nil))
	badInput{"on one row", "", 422, "invalid_input", "expand unknown_parameter"}.check(t, c.do("GET", "/v1/properties/x?expand=1", nil))
	c.must(200, "GET", "/v1/units?status=vacant&status=notice&bedrooms=2&having=past_due", nil)
}

func TestBadKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, headers := range map[string][]string{"key_invalid": {keyHeader, "two words"}, "repeated": {keyHeader, "a", keyHeader, "a"}} {
		got := w.manager().do("POST", "/v1/properties", `{"name":"a","type":"land"}`, headers...)
		badInput{name, "", 422, "invalid_input", keyHeader + " " + name}.check(t, got)
	}
	long := w.manager().do("POST", "/v1/properties", `{"name":"a","type":"land"}`, keyHeader, strings.Repeat("k", 256))
	badInput{"long key", "", 422, "invalid_input", keyHeader + " key_invalid"}.check(t, long)
}
