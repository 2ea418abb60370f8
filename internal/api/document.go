package api

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// Version is the version of the API's contract: the major number is in the paths.
const Version = "1.0.0"

const exampleID = "0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"

const introduction = `PropertyOS keeps the properties, units and leases of a property manager. This is its whole API for programs.

## Signing requests
Send an API key with every request: ` + "`Authorization: Bearer pos_live_…`" + `. An administrator makes one under Settings, API keys, or by this API. A key acts for one user in one organization, with that user's role or a narrower one, and for the actions that its scopes name; nothing of another organization can be seen with it. Keys of a sandbox begin with ` + "`pos_test_`" + `. A browser that is signed in may use its session cookie instead.

## Reading lists
A list answers with a page of rows under ` + "`data`" + ` and the cursors of the pages beside it, which are null at the ends. Send a cursor back as ` + "`cursor`" + ` with the same ` + "`sort`" + ` and filters. Pages neither repeat nor skip a row while others are added.

## Parts and more
` + "`fields=id,name,address.city`" + ` answers with these fields of each row only, on every list and every read. ` + "`expand=property`" + ` puts what a row refers to into the row, where the operation offers it; it takes the same permission as reading that by itself.

## Many at once
` + "`POST /v1/units/bulk`" + ` and ` + "`POST /v1/properties/bulk`" + ` change up to 500 rows in one transaction and tell of each row what became of it. ` + "`GET …/export`" + ` gives a whole list out as a file, with the same filters and order.

## Changing things
` + "`PATCH`" + ` takes the fields that change: a field that is absent stays as it is, null clears it (RFC 7396). Answers carry an ` + "`ETag`" + `; send it as ` + "`If-Match`" + ` with PATCH or DELETE, and the change is refused with 412 if somebody else was faster. ` + "`DELETE`" + ` can be undone: ` + "`POST …/restore`" + ` brings back exactly what it took, and ` + "`deleted=true`" + ` shows what is gone.

## Sending a request twice
Give a POST an ` + "`Idempotency-Key`" + ` of your choice, and it happens once however often it is sent; later answers are the first one again. Keys are kept for 24 hours. So after a time-out, send it again with the same key.

## How much
Each process of the server counts requests in buckets of tokens: one for each key, one for each address. ` + "`RateLimit`" + ` and ` + "`RateLimit-Policy`" + ` say on every answer what is left (draft-ietf-httpapi-ratelimit-headers-10). Past it the answer is 429 with ` + "`Retry-After`" + ` in seconds.

## Values
- Amounts of money are strings with at most two decimal places, such as ` + "`\"1250.00\"`" + `, in the currency of the organization. Numbers are refused: they would pass through binary fractions.
- Moments are RFC 3339 in UTC; dates are ` + "`YYYY-MM-DD`" + ` and have no time zone.
- Ids are UUIDs in their 36-character form.
- Unknown fields and parameters are refused, so that a typing error is told and not ignored.

## Problems
Every refusal is ` + "`application/problem+json`" + ` (RFC 9457). Programs should look at ` + "`code`" + `, which does not change; each operation lists its codes, and ` + "`/problems`" + ` explains them all. ` + "`errors`" + ` points at single fields. What does not exist and what belongs to somebody else are answered alike, with 404. A request's id is in the ` + "`X-Request-Id`" + ` header; name it when you ask for help.`

// Documentation of types that carry no tags of ours.
type (
	amountDoc struct{}
	idDoc     struct{}
	dateDoc   struct{}
)

const amountPattern = `^-?[0-9]{1,12}(\.[0-9]{1,2})?$`

func (amountDoc) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "decimal", Pattern: amountPattern}
}

func (idDoc) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "uuid"}
}

func (dateDoc) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

// newDocument is the document before there are operations.
func newDocument() *huma.OpenAPI {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	registry.RegisterTypeAlias(reflect.TypeFor[money.Amount](), reflect.TypeFor[amountDoc]())
	registry.RegisterTypeAlias(reflect.TypeFor[id.ID](), reflect.TypeFor[idDoc]())
	registry.RegisterTypeAlias(reflect.TypeFor[period.Date](), reflect.TypeFor[dateDoc]())
	return &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info:    &huma.Info{Title: "PropertyOS API", Version: Version, Description: introduction},
		Servers: []*huma.Server{{URL: "/", Description: "This installation"}},
		Tags: []*huma.Tag{
			{Name: "Organization", Description: "The customer that a key belongs to, and its settings."},
			{Name: "Properties", Description: "Buildings and sites, each with its own address and units."},
			{Name: "Units", Description: "What can be rented. A single-family house is a property with one unit that has no number."},
			{Name: "Leases", Description: "The terms of a household's stay in a unit, from the draft to the day on which they come into force, with their people, rents, charges and deposits."},
			{Name: "Leasing policies", Description: "The rules for rent. What a lease does not set is its property's, then the organization's, then the program's own."},
			{Name: "Addresses", Description: "Places. A property's address is created and changed with the property; these operations reach all addresses by themselves."},
			{Name: "Documents", Description: "Files that belong to something: what they are, who may see them, how long they are kept. Files arrive by uploads and leave by links."},
			{Name: "Property groups", Description: "Sets of properties that you work with as one, such as a region or a fund."},
			{Name: "Owners", Description: "Who owns which share of which property, by date."},
			{Name: "Availability", Description: "What units are by date, and what keeps them from being let."},
			{Name: "Renters", Description: "The people and companies that rent, and whom to call in an emergency. Social Security numbers and the like are kept encrypted and shown by one operation alone, with a reason."},
			{Name: "Ledger", Description: "The books: the chart of accounts, the journal, balances on any day, and closed periods."},
			{Name: "Trust money", Description: "Other people's money in your banks: which banks a property has, the rules for it, what is short, and how a property comes into the books."},
			{Name: "Charges", Description: "What stays owe: by hand, by the runs that charge rent and late fees, and what was forgiven."},
			{Name: "Payments", Description: "What came in, what it settled, and what of it went back."},
			{Name: "Refunds", Description: "Deposits that pay what is owed, and money that goes back to renters: one person makes it ready, another releases it."},
			{Name: "Receivables", Description: "The account and the statement of each stay, and all that is owed by its age."},
			{Name: "Templates", Description: "The texts that documents are made from, with fields that are filled in, and the documents of leases as PDF."},
			{Name: "Announcements", Description: "What renters are told in their portal."},
			{Name: "Users", Description: "The people of your organization and those who are invited: their roles and the properties that they see."},
			{Name: "Me", Description: "Who you are and where you are signed in."},
			{Name: "Portal", Description: "What a renter, owner or vendor is shown of their own. For the sessions of browsers: API keys are for staff."},
			{Name: "API keys", Description: "The keys of programs: their scopes, their use, their end."},
			{Name: "Sandbox", Description: "An organization of its own, for trying."},
			{Name: "Summary", Description: "The state of the whole portfolio in one answer."},
			{Name: "Search", Description: "One search over everything that you may see."},
			{Name: "Imports", Description: "Rent rolls of other systems, looked over before they come in and taken back as a whole."},
			{Name: "Jobs", Description: "What is done in the background in your organization's name."},
			{Name: "Tenancies", Description: "The stay of a household in a unit: moving in, moving out, moving on."},
			{Name: "Notices", Description: "What renters and managers give notice of, and how it was served."},
			{Name: "Renewals", Description: "The leases that end, and offers of further terms."},
			{Name: "Inspections", Description: "Walks through a unit with a checklist, when a household moves in and out and in between."},
			{Name: "Dispositions", Description: "What becomes of the deposits of a household that has left, by the day that the law sets."},
			{Name: "Deposit rules", Description: "The law on returning deposits, by place and date, as your organization confirmed it."},
			{Name: "Plan", Description: "What your plan includes, and what can be switched on and off."},
			{Name: "Audit log", Description: "What happened in the organization: changes, reads of personal and financial data, sign-ins, exports."},
		},
		Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
			"apiKey":  {Type: "http", Scheme: "bearer", BearerFormat: "pos_live_…", Description: "An API key, made by an operator. Keep it out of browsers and repositories."}, //nolint:gosec // G101: says how keys are sent and holds none
			"session": {Type: "apiKey", In: "cookie", Name: "propertyos_session", Description: "The session of a browser that is signed in. Its pages may call the API; pages of other sites may not."},
		}},
		Security: []map[string][]string{{"apiKey": {}}, {"session": {}}},
	}
}

// finishDocument renders the document when all operations are in it.
func finishDocument(o *huma.OpenAPI) []byte {
	for name, s := range o.Components.Schemas.Map() {
		if !strings.HasSuffix(name, "Patch") && !strings.HasSuffix(name, "Create") {
			s.AdditionalProperties = nil // answers may grow
		}
	}
	raw, err := json.Marshal(o)
	if err != nil {
		panic(err) // a defect of this package that any start shows
	}
	if dropUnused(o.Components.Schemas.Map(), string(raw)) {
		return finishDocument(o)
	}
	var plain any
	if err := json.Unmarshal(raw, &plain); err != nil {
		panic(err)
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(plain); err != nil {
		panic(err)
	}
	return []byte(b.String())
}

// schemaUse is how a part of the document names a schema.
var schemaUse = regexp.MustCompile(`"#/components/schemas/([^"]+)"`)

// dropUnused takes out the schemas that nothing refers to, such as that of a change where rows are only made.
func dropUnused(schemas map[string]*huma.Schema, document string) (dropped bool) {
	used := map[string]bool{}
	for _, m := range schemaUse.FindAllStringSubmatch(document, -1) {
		used[m[1]] = true
	}
	for name := range schemas {
		if !used[name] {
			delete(schemas, name)
			dropped = true
		}
	}
	return dropped
}

// schemaName names a schema after its Go type: propertyView is Property, propertyBody PropertyPatch, and a page of
// propertyView PropertyPage.
func schemaName(t reflect.Type, _ string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	suffix := ""
	if inner, ok := strings.CutPrefix(name, "pageView["); ok {
		name, suffix = strings.TrimSuffix(inner[strings.LastIndexByte(inner, '.')+1:], "]"), "Page"
	}
	if body, ok := strings.CutSuffix(name, "Body"); ok {
		name, suffix = body, "Patch"
	}
	name = strings.TrimSuffix(name, "View")
	if name == "" {
		return ""
	}
	return strings.ToUpper(name[:1]) + name[1:] + suffix
}

// pageView is a page of a list.
type pageView[T any] struct {
	Data       []T     `json:"data" nullable:"false" doc:"The rows of this page."`
	NextCursor *string `json:"next_cursor" doc:"The cursor of the page after this one; null on the last."`
	PrevCursor *string `json:"prev_cursor" doc:"The cursor of the page before this one; null on the first."`
}
