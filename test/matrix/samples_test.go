package matrix

import (
	"context"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/testkit/fill"
)

// sample is how a target is tried where what follows from its method, path and document does not do.
type sample struct {
	// body is JSON for an operation and an encoded form for a page. An operation has the example of its document as body
	// unless this says otherwise. $table stands for the id of the row of that table in the family that is tried, $fresh for a new id.
	body  string
	query string // without the question mark; $table as above
	// prepare makes a row fit for a try that has to succeed, such as ending a lease before its unit can go.
	prepare func(ctx context.Context, w *world, of *fill.Rows)
	// want is the status where somebody may and the row is theirs; 0 is any of 2xx and 3xx.
	want int
	// unfit says that what is sent is refused by 400, 409, 412 or 422: only somebody who was let through hears that. It is
	// for what would end the session that tries, or takes a token from a mail.
	unfit bool
	// either is for what the day decides: it is done or refused as unfit, and both are heard only by somebody who was let through.
	either bool
	// once says that it ends the membership or session that tries: it is sent as somebody else of the role.
	once bool
	// shows are the roles that must find something of their own in the answer, so that an empty page is no proof.
	shows []tenancy.Role
	// endless is a stream: it is left once it has begun.
	endless bool
	// beside are tables whose rows the page names too, by the action that shows all of them to who may do it.
	beside map[string]authz.Action
}

const (
	propertyForm = "name=Elm&type=residential&status=active&version=1"
	unitForm     = "number=77&form=apartment&status=vacant&base_rent=1000&version=1"
)

// samples are by the id of an operation, or the method and path of a page. Every page that takes a form has one.
var samples = map[string]sample{
	"delete-property": {prepare: empty},
	"delete-unit":     {prepare: empty},
	"delete-address":  {prepare: letGo},
	"list-properties": {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleOwner}},
	"list-units":      {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleOwner}},
	"list-addresses":  {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleOwner}},
	"list-homes":      {shows: []tenancy.Role{tenancy.RoleRenter}},
	"list-holdings":   {shows: []tenancy.Role{tenancy.RoleOwner}},
	"list-work":       {shows: []tenancy.Role{tenancy.RoleVendor}},

	"export-organization":            {query: "property_id=$properties"},
	"POST /settings/export":          {body: "personal=false", want: 403}, // the staff here are limited to some properties
	"POST /properties/{id}/handover": {body: "personal=false"},

	"list-owners":          {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager}},
	"delete-owner":         {prepare: sold},
	"create-share":         {body: `{"owner_id":"$owners","percentage":"10.00","from":"2030-01-01"}`, unfit: true}, // the owner has one
	"change-share":         {body: `{"percentage":"40.00","from":"2030-01-01"}`, prepare: longHeld},
	"end-share":            {body: `{"to":"2031-01-01"}`, prepare: longHeld},
	"transfer-share":       {body: `{"owner_id":"$owners","from":"2030-01-01"}`, unfit: true}, // to the owner who has it
	"reveal-tax-id":        {prepare: withoutTaxID, unfit: true},
	"create-hold":          {body: `{"kind":"down","from":"2031-01-01","to":"2031-01-02"}`},
	"update-hold":          {body: `{"reason":"x"}`},
	"change-group-members": {body: `{"add":["$properties"]}`},

	"POST /owners":                 {body: "name=Elm"},
	"POST /owners/{id}":            {body: "name=Elm&distribution_frequency=monthly&version=1", prepare: ownAddress},
	"POST /owners/{id}/delete":     {prepare: sold},
	"POST /owners/{id}/restore":    {},
	"POST /owners/{id}/tax-id":     {prepare: withoutTaxID, unfit: true},
	"POST /properties/{id}/owners": {body: "owner_id=$owners&percentage=10&from=2032-01-01", unfit: true},
	"POST /shares/{id}/change":     {body: "version=-2", unfit: true},
	"POST /shares/{id}/end":        {body: "version=-2", unfit: true},
	"POST /shares/{id}/transfer":   {body: "version=-2", unfit: true},
	"POST /units/{id}/holds":       {body: "kind=down&from=2033-01-01&to=2033-01-02"},
	"POST /holds/{id}/remove":      {body: "version=1", prepare: firstVersion("unit_holds")},
	"create-property-group":        {want: 403}, // the staff here are limited to some properties
	"POST /groups":                 {body: "name=x", want: 403},
	"POST /groups/{id}":            {body: "name=", unfit: true},
	"POST /groups/{id}/members":    {},
	"POST /groups/{id}/delete":     {},
	"POST /groups/{id}/restore":    {},

	"change-units":      {body: `{"ids":["$units"],"action":"base_rent","value":"1000.00"}`},
	"change-properties": {body: `{"ids":["$properties"],"action":"status","value":"active"}`},
	// In the order of their paths: there is none to read or remove before one is made, and the page removes it.
	"get-sandbox":    {want: 404},
	"create-sandbox": {},
	"reset-sandbox":  {},
	"remove-sandbox": {want: 404},

	"POST /units/bulk":                    {body: "ids=$units&action=base_rent&value=1000"},
	"POST /units/rents":                   {body: "ids=$units&action=base_rent_percent&value=3"},
	"POST /units/bulk/{key}/undo":         {want: 404},
	"POST /properties/bulk":               {body: "ids=$properties&action=status&value=active"},
	"POST /properties/bulk/{key}/undo":    {want: 404},
	"POST /settings/api-keys":             {body: "name=x&role=manager&access=all"},
	"POST /settings/api-keys/{id}/rotate": {body: "overlap=24"},
	"POST /settings/api-keys/{id}/revoke": {},
	"POST /settings/sandbox":              {body: "action=remove"},

	"append-upload":                 {unfit: true}, // it does not say where the part begins
	"complete-upload":               {unfit: true}, // its parts are missing
	"POST /documents":               {unfit: true}, // a form without files
	"POST /documents/{id}":          {body: "name=x&type=other&access_level=staff&retention_class=standard&version=1", prepare: firstVersion("documents")},
	"POST /documents/{id}/versions": {unfit: true},
	"POST /documents/{id}/hold":     {body: "reason=x"},
	"POST /documents/{id}/release":  {},
	"POST /documents/{id}/delete":   {},
	"POST /documents/{id}/restore":  {},
	// What is done to a stay asks for rows that fit each other day by day, which a family's seldom do.
	"move-in": {either: true}, "undo-move-in": {either: true}, "move-out": {either: true}, "set-eviction": {either: true},
	"transfer":    {body: `{"unit_id":"$units","on":"2020-01-01","monthly_rent":"1.00","signed_on":"2020-01-01"}`, unfit: true},
	"give-notice": {either: true}, "withdraw-notice": {either: true}, "acknowledge-notice": {either: true}, "serve-notice": {either: true},
	"draft-renewal-offer": {either: true}, "send-renewal-offer": {either: true}, "accept-renewal-offer": {either: true},
	"decline-renewal-offer": {either: true}, "withdraw-renewal-offer": {either: true}, "begin-inspection": {either: true},
	"set-inspection-item": {body: `{"item_id":"$inspection_items","condition":"good"}`, unfit: true}, "complete-inspection": {either: true},
	"add-deduction": {either: true}, "remove-deduction": {body: `{"item_id":"$disposition_items"}`, unfit: true}, "send-disposition": {either: true},
	"end-deposit-rule": {either: true},

	"POST /tenancies/{id}/act":  {body: "do=move-in&on=", unfit: true},
	"GET /tenancies/{id}/act":   {query: "do=notice"},
	"POST /notices/{id}/steps":  {body: "do=withdraw", unfit: true},
	"POST /inspections/{id}":    {body: "do=complete", unfit: true},
	"POST /dispositions/{id}":   {body: "do=add", unfit: true},
	"POST /renewals/{id}/steps": {body: "do=withdraw"},
	"POST /renewals/new":        {body: "act=preview&ends_from=2026-11-01&ends_to=2026-11-30&months=12"},
	"create-announcement":       {body: `{"title":"x","body":"x","publish_on":"2026-11-02","property_id":"$properties"}`},
	"update-renter":             {body: `{"phone": "1"}`},
	"update-property-group":     {body: `{"description": "x"}`},
	"create-renter":             {body: `{"first_name": "Ana", "last_name": "Lopez"}`},
	"delete-renter":             {prepare: empty},
	"reveal-renter":             {unfit: true, prepare: nothingPersonal},
	"list-renters":              {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager}},
	"create-own-contact":        {body: `{"name": "Rosa", "phone": "1"}`},
	"create-own-vehicle":        {body: `{"tenancy_id": "$tenancies", "make": "Toyota"}`},
	"give-own-notice":           {body: `{"lease_id": "$leases", "leave_on": "2099-01-31"}`, either: true},
	"withdraw-own-notice":       {unfit: true, prepare: renters},
	"accept-own-offer":          {either: true},
	"decline-own-offer":         {either: true},
	"create-checklist":          {body: `{"name": "$fresh", "kind": "move_in", "areas": [{"area": "Porch", "items": ["Gate"]}]}`},
	"update-checklist":          {body: `{"name": "$fresh"}`},
	"update-own-contact":        {prepare: firstVersion("emergency_contacts")},
	"update-template":           {body: `{"body": "x"}`, prepare: plainText},
	"print-template":            {prepare: plainText},
	"print-lease":               {query: "template_id=$document_templates", prepare: plainText},
	"issue-lease-paper":         {body: `{"template_id": "$document_templates"}`, prepare: plainText, either: true},
	"list-own-announcements":    {shows: []tenancy.Role{tenancy.RoleRenter}},
	"list-announcements":        {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager}},
	"create-ledger-account":     {body: `{"code": "9000", "name": "x", "type": "expense"}`, either: true},
	"update-ledger-account":     {body: `{"name": "x"}`},
	"write-journal-entry": {body: `{"book": "property", "date": "2026-10-01", "lines": [{"account_id": "$ledger_accounts", "debit": "1.00", "property_id": "$properties"},
		{"account_id": "$ledger_accounts", "credit": "1.00", "property_id": "$properties"}]}`},
	"reverse-journal-entry": {body: `{"reason": "x"}`, unfit: true},
	"close-period":          {body: `{"through": "2000-01-31", "reason": "x"}`, either: true},
	"ask-reopening":         {body: `{"reason": "x"}`, either: true},
	"accept-reopening":      {either: true},
	"refuse-reopening":      {either: true},

	"GET /books/journal":     {beside: map[string]authz.Action{"ledger_accounts": authz.LedgerChart}}, // to choose from
	"GET /books/journal/new": {beside: map[string]authz.Action{"ledger_accounts": authz.LedgerChart}},
	"POST /books/journal": {body: "book=property&date=2026-10-01&lines=2&account_id_0=$ledger_accounts&property_id_0=$properties&debit_0=1" +
		"&account_id_1=$ledger_accounts&property_id_1=$properties&credit_1=1"},
	"POST /books/journal/{id}/reverse": {body: "reason=x", unfit: true}, // nobody wrote it by hand
	"POST /books/accounts":             {body: "code=9001&name=x&type=expense", either: true},
	"POST /books/accounts/{id}":        {body: "code=9002&name=x&active=true&version=1", prepare: firstVersion("ledger_accounts"), either: true},
	"POST /books/periods":              {body: "through=2000-02-28&reason=x", either: true},
	"POST /books/periods/reopen":       {body: "reason=x", either: true},
	"POST /books/periods/{id}/decide":  {body: "do=refuse", either: true},
	"set-money-policy":                 {want: 403}, // the staff here are limited to some properties
	"set-trust-banks":                  {want: 403},
	"set-property-trust-banks":         {body: `{"operating_bank_id": "$bank_accounts", "deposit_bank_id": "$bank_accounts"}`, unfit: true}, // it is an owner's
	"list-trust-deficits":              {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleAccountant}},
	"preview-take-on":                  {body: `{"property_id": "$properties", "on": "2026-06-30", "first_period": "2026-07-01", "operating": "0.00", "deposits": "0.00"}`},
	"take-on": {
		body:  `{"property_id": "$properties", "on": "2026-06-30", "first_period": "2026-07-01", "operating": "0.00", "deposits": "0.00"}`,
		unfit: true,
	}, // it was taken on
	"create-charge":     {body: `{"tenancy_id": "$tenancies", "kind": "other", "amount": "1.00", "due_on": "2026-10-01", "description": "x"}`},
	"list-charges":      {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleBookkeeper}},
	"credit-charge":     {body: `{"amount": "1.00", "on": "2026-10-01", "reason": "x"}`},
	"write-off-charge":  {body: `{"amount": "1.00", "on": "2026-10-01", "reason": "x"}`},
	"create-charge-run": {body: `{"kind": "late_fee"}`},
	"list-charge-runs":  {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager}},
	"undo-charge-run":   {body: `{"reason": "x"}`, unfit: true}, // something of it is settled
	"receive-payment":   {body: `{"tenancy_id": "$tenancies", "amount": "1.00", "instrument": "cash", "on": "2026-10-01"}`},
	"list-payments":     {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleBookkeeper}},
	"return-payment":    {body: `{"on": "2026-10-01", "code": "R01"}`},
	"dispute-payment":   {body: `{"on": "2026-10-01", "code": "R10"}`},
	"void-payment":      {body: `{"on": "2026-10-01", "reason": "x"}`},
	"apply-deposit":     {body: `{"on": "2026-10-01"}`, unfit: true},                                                            // the household lives there
	"ask-refund":        {body: `{"tenancy_id": "$tenancies", "kind": "deposit", "amount": "1.00", "payee": "x"}`, unfit: true}, // nothing is held
	"list-refunds":      {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleAccountant}},
	"release-refund":    {body: `{"on": "2026-10-01", "method": "ach"}`, unfit: true},
	"get-own-account":   {shows: []tenancy.Role{tenancy.RoleRenter}},
	"get-own-statement": {shows: []tenancy.Role{tenancy.RoleRenter}},
	"create-template":   {body: `{"name": "$fresh", "kind": "other", "body": "x"}`},

	"POST /renters":                      {body: "kind=person&last_name=Lopez"},
	"POST /renters/{id}":                 {body: "kind=person&last_name=Lopez&version=1", prepare: firstVersion("tenants")},
	"POST /renters/{id}/delete":          {prepare: empty},
	"POST /renters/{id}/restore":         {},
	"POST /renters/{id}/reveal":          {body: "field=ssn&reason=x", unfit: true, prepare: nothingPersonal},
	"POST /renters/{id}/contacts":        {body: "name=Rosa&phone=1"},
	"POST /renters/{id}/contacts/remove": {body: "contact=$emergency_contacts", prepare: thereAgain},
	"POST /announcements":                {body: "title=x&body=x&publish_on=2026-11-02&property_id=$properties"},
	"POST /announcements/{id}":           {body: "title=x&body=x&publish_on=2026-11-02&property_id=$properties&version=1", prepare: firstVersion("announcements")},
	"POST /announcements/{id}/delete":    {},
	"POST /announcements/{id}/restore":   {},
	"POST /templates":                    {body: "name=$fresh&kind=other&body=x"},
	"POST /templates/preview":            {body: "name=x&kind=other&body=x"},
	"POST /templates/{id}":               {body: "name=$fresh&kind=other&body=x&version=1", prepare: firstVersion("document_templates")},
	"GET /templates/{id}/preview.pdf":    {prepare: plainText},
	"POST /templates/{id}/delete":        {},
	"POST /templates/{id}/restore":       {},
	"GET /leases/{id}/document.pdf":      {want: 404}, // no template is named
	"GET /portal/notice/new":             {want: 404}, // no lease is named
	"POST /portal/vehicles":              {body: "stay=$tenancies&make=Toyota"},
	"POST /portal/vehicles/{id}":         {body: "make=Toyota&version=1", prepare: firstVersion("vehicles")},
	"POST /portal/vehicles/{id}/remove":  {},
	"POST /portal/contacts":              {body: "name=Rosa&phone=1"},
	"POST /portal/contacts/remove":       {body: "contact=$emergency_contacts", prepare: thereAgain},
	"POST /portal/notice":                {body: "lease=$leases&leave_on=2099-01-31", either: true},
	"POST /portal/notices/{id}/withdraw": {unfit: true, prepare: renters},

	"GET /{path...}": {want: 404},
	"GET /portal":    {shows: []tenancy.Role{tenancy.RoleRenter, tenancy.RoleOwner, tenancy.RoleVendor}},
	"GET /{$}":       {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager}},

	// Everybody here was given some properties only, to whom nothing of imports is shown.
	"list-imports":                {want: 403},
	"create-import":               {want: 403},
	"get-import":                  {want: 404},
	"confirm-import":              {want: 404},
	"discard-import":              {want: 404},
	"undo-import":                 {want: 404},
	"GET /imports":                {want: 403},
	"POST /imports":               {unfit: true},
	"GET /imports/{id}":           {want: 404},
	"POST /imports/{id}/describe": {want: 404},
	"POST /imports/{id}/confirm":  {want: 404},
	"POST /imports/{id}/discard":  {want: 404},
	"GET /imports/{id}/undo":      {want: 404},
	"POST /imports/{id}/undo":     {want: 404},

	"POST /properties":              {body: propertyForm},
	"POST /properties/{id}":         {body: propertyForm, prepare: firstVersion("properties")},
	"POST /properties/{id}/delete":  {prepare: empty},
	"POST /properties/{id}/restore": {},
	"POST /properties/{id}/units":   {body: unitForm},
	"POST /units/{id}":              {body: unitForm, prepare: firstVersion("units")},
	"POST /units/{id}/delete":       {prepare: empty},
	"POST /units/{id}/restore":      {},

	"update-user":         {prepare: unlimited},
	"get-me":              {},
	"create-invitation":   {body: `{"email": "invited-$users@example.com", "role": "manager"}`},
	"resend-invitation":   {prepare: mailable},
	"withdraw-invitation": {prepare: mailable},

	"POST /account/email":                      {body: "email=", unfit: true},
	"POST /account/email/verify":               {},
	"POST /organizations/leave":                {body: "organization=$organizations", once: true},
	"POST /organizations/new":                  {body: "name=", unfit: true},
	"POST /organizations/switch":               {body: "organization=none", want: 404},
	"POST /settings/organization":              {body: "name=Elm&time_zone=America/New_York&currency=USD&locale=en-US&version=1", unfit: true},
	"POST /settings/users/{id}":                {body: "role=auditor&limit=all&version=1", prepare: unlimited},
	"POST /settings/users/{id}/remove":         {body: "version=1", prepare: unlimited},
	"POST /settings/invitations":               {body: "email=&role=manager&limit=all&kind=staff", unfit: true},
	"POST /settings/invitations/{id}/resend":   {prepare: mailable},
	"POST /settings/invitations/{id}/withdraw": {prepare: mailable},
	"POST /settings/sign-on":                   {body: "issuer=none", unfit: true},
	"POST /settings/sign-on/{id}":              {body: "issuer=none&version=1", unfit: true},
	"POST /settings/sign-on/{id}/check":        {},
	"POST /settings/sign-on/{id}/remove":       {body: "version=1", prepare: trusted},
	"POST /sign-in/oidc/connect":               {want: 401}, // the sign-in that it belongs to has no beginning
	"GET /sign-in/oidc/connect":                {want: 401},
	"GET /sign-in/oidc/step-up":                {want: 401},

	"POST /forgot":               {body: "email=nobody@example.com"},
	"POST /invitation":           {body: "token=none"},
	"POST /reset":                {body: "token=none&password=none"},
	"POST /sign-in/organization": {body: "organization=none"},
	"POST /sign-up":              {body: "email=none"},
	"POST /verify":               {body: "token=none"},

	"POST /sign-in":  {body: "email=nobody@example.com&password=not+anybodys+password", want: 401},
	"POST /sign-out": {},

	"POST /account":                               {body: "first_name=Some&last_name=Body&version=0", unfit: true},
	"POST /account/security/app":                  {body: "code=none", unfit: true}, // none was begun
	"POST /account/security/app/begin":            {},
	"POST /account/security/app/remove":           {unfit: true}, // it was not confirmed
	"POST /account/security/codes":                {unfit: true}, // there is no factor to recover
	"POST /account/security/devices/{id}/forget":  {},
	"POST /account/security/passkeys":             {},
	"POST /account/security/passkeys/options":     {},
	"POST /account/security/passkeys/{id}/remove": {},
	"POST /account/security/password":             {body: "current_password=not+anybodys&new_password=x", unfit: true},
	"POST /account/sessions/end-others":           {},
	"POST /account/sessions/{id}/end":             {},
	"POST /settings/jobs/{id}/discard":            {},
	"POST /settings/jobs/{id}/retry":              {},
	"POST /settings/plan/features/{name}":         {body: "on=true", want: 404},
	"POST /sign-in/passkey":                       {body: "ticket=none&response={}"},
	"POST /sign-in/passkey/options":               {},
	"POST /sign-in/second-factor":                 {body: "code=none"},
	"POST /sign-in/second-factor/options":         {},
	"POST /step-up":                               {body: "code=none", unfit: true},
	"POST /step-up/options":                       {unfit: true}, // there is no passkey to ask for
	"GET /live":                                   {endless: true},

	"list-leases":       {shows: []tenancy.Role{tenancy.RoleAdmin, tenancy.RoleManager, tenancy.RoleLeasingAgent}},
	"create-lease":      {body: `{"unit_id":"$units","start_date":"2100-01-01"}`},
	"update-lease":      {unfit: true}, // it is in force
	"discard-lease":     {unfit: true},
	"submit-lease":      {unfit: true},
	"withdraw-lease":    {unfit: true},
	"sign-lease":        {unfit: true},
	"activate-lease":    {unfit: true},
	"cancel-lease":      {unfit: true}, // somebody has moved in
	"end-lease-part":    {body: `{"kind":"people","part_id":"$lease_parties","to_date":"2100-01-31"}`},
	"remove-lease-part": {body: `{"kind":"vehicles","part_id":"$vehicles"}`},

	"GET /leases/{id}/step":                  {query: "to=cancel"},
	"GET /leases/{id}/add":                   {query: "kind=rents"},
	"GET /leases/{id}/change":                {query: "kind=people"},
	"POST /leases":                           {body: "property=$properties&unit_id=$units&start_date=2100-01-01&people=0"},
	"POST /leases/{id}":                      {body: "start_date=2100-01-01&version=1", unfit: true}, // it is in force
	"POST /leases/{id}/discard":              {unfit: true},
	"POST /leases/{id}/restore":              {},
	"POST /leases/{id}/sign":                 {unfit: true}, // it is in force
	"POST /leases/{id}/document":             {unfit: true}, // it is signed
	"POST /portal/offers/{id}":               {body: "do=decline"},
	"POST /leases/{id}/step":                 {body: "to=cancel&version=1", unfit: true}, // somebody has moved in
	"POST /leases/{id}/add":                  {body: "kind=vehicles&make=Volvo"},
	"POST /leases/{id}/change":               {body: "kind=vehicles&part=$vehicles&act=remove"},
	"POST /leases/{id}/policy":               {body: "grace_days=3&version=1"},
	"POST /properties/{id}/policy":           {body: "grace_days=3&version=2", prepare: firstVersion("leasing_policies")},
	"POST /settings/deposit-rules":           {body: "jurisdiction=US-ZZ&starts_on_kind=move_out&days_without_claim=14&days_with_claim=14&citation=Code"},
	"POST /settings/deposit-rules/{id}/end":  {body: "to_date=2099-12-31"},
	"POST /settings/checklists":              {body: "name=$fresh&kind=move_in&areas=Hall%0A-+Door"},
	"POST /settings/checklists/{id}":         {body: "name=$fresh&areas=Hall%0A-+Door&version=1", prepare: firstVersion("checklist_templates")},
	"POST /settings/checklists/{id}/delete":  {},
	"POST /settings/checklists/{id}/restore": {},

	"POST /settings/leasing": {body: "grace_days=3&version=0", unfit: true},

	"GET /sign-in/oidc/start":         {want: 403},
	"GET /sign-in/oidc/callback/{id}": {want: 401},
}
