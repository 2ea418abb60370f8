package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
)

// need is what a person must be allowed to do to open a page, and where they are sent who are not; "" tells them so.
type need struct {
	action    authz.Action
	otherwise string
}

// needs says what each page for signed-in people takes. The page refuses everybody else before its handler runs; the use
// case behind it asks again.
var needs = map[string]need{
	"GET /{$}":       {authz.DashboardRead, "/portal"},
	"GET /portal":    {authz.PortalRead, "/"},
	"GET /search":    {authz.AccountRead, ""}, // finds what the person may open
	"GET /{path...}": {authz.AccountRead, ""}, // what no other page answers: there is nothing here

	"GET /settings/export":           {authz.OrganizationExport, ""},
	"POST /settings/export":          {authz.OrganizationExport, ""},
	"GET /properties/{id}/handover":  {authz.OrganizationExport, ""},
	"POST /properties/{id}/handover": {authz.OrganizationExport, ""},

	"GET /settings/audit":        {authz.AuditRead, ""},
	"GET /settings/audit/{id}":   {authz.AuditRead, ""},
	"GET /settings/audit/export": {authz.AuditExport, ""},

	"GET /properties":                {authz.PortfolioRead, ""},
	"GET /properties/new":            {authz.PortfolioWrite, ""},
	"POST /properties":               {authz.PortfolioWrite, ""},
	"GET /properties/{id}":           {authz.PortfolioRead, ""},
	"GET /properties/{id}/edit":      {authz.PortfolioWrite, ""},
	"POST /properties/{id}":          {authz.PortfolioWrite, ""},
	"GET /properties/{id}/delete":    {authz.PortfolioWrite, ""},
	"POST /properties/{id}/delete":   {authz.PortfolioWrite, ""},
	"POST /properties/{id}/restore":  {authz.PortfolioWrite, ""},
	"GET /properties/{id}/units/new": {authz.PortfolioWrite, ""},
	"POST /properties/{id}/units":    {authz.PortfolioWrite, ""},

	"GET /renters":                       {authz.LeasingRead, ""},
	"GET /renters/new":                   {authz.LeasingWrite, ""},
	"POST /renters":                      {authz.LeasingWrite, ""},
	"GET /renters/{id}":                  {authz.LeasingRead, ""},
	"GET /renters/{id}/edit":             {authz.LeasingWrite, ""},
	"POST /renters/{id}":                 {authz.LeasingWrite, ""},
	"GET /renters/{id}/delete":           {authz.LeasingWrite, ""},
	"POST /renters/{id}/delete":          {authz.LeasingWrite, ""},
	"POST /renters/{id}/restore":         {authz.LeasingWrite, ""},
	"GET /renters/{id}/reveal/{name}":    {authz.RenterReveal, ""},
	"POST /renters/{id}/reveal":          {authz.RenterReveal, ""},
	"POST /renters/{id}/contacts":        {authz.LeasingWrite, ""},
	"POST /renters/{id}/contacts/remove": {authz.LeasingWrite, ""},

	"GET /announcements":               {authz.AnnouncementRead, ""},
	"GET /announcements/new":           {authz.AnnouncementWrite, ""},
	"POST /announcements":              {authz.AnnouncementWrite, ""},
	"GET /announcements/{id}/edit":     {authz.AnnouncementWrite, ""},
	"POST /announcements/{id}":         {authz.AnnouncementWrite, ""},
	"POST /announcements/{id}/delete":  {authz.AnnouncementWrite, ""},
	"POST /announcements/{id}/restore": {authz.AnnouncementWrite, ""},

	"GET /templates":                  {authz.TemplateRead, ""},
	"GET /templates/new":              {authz.TemplateWrite, ""},
	"POST /templates":                 {authz.TemplateWrite, ""},
	"POST /templates/preview":         {authz.TemplateWrite, ""},
	"GET /templates/{id}":             {authz.TemplateRead, ""},
	"POST /templates/{id}":            {authz.TemplateWrite, ""},
	"GET /templates/{id}/preview.pdf": {authz.TemplateRead, ""},
	"POST /templates/{id}/delete":     {authz.TemplateWrite, ""},
	"POST /templates/{id}/restore":    {authz.TemplateWrite, ""},
	"GET /leases/{id}/document":       {authz.LeasingRead, ""},
	"POST /leases/{id}/document":      {authz.LeasingWrite, ""},
	"GET /leases/{id}/document.pdf":   {authz.LeasingRead, ""},

	"GET /portal/leases/{id}":            {authz.HomeRead, ""},
	"GET /portal/household":              {authz.PortalWrite, ""}, // the page of those who change it
	"GET /portal/vehicles/new":           {authz.PortalWrite, ""},
	"POST /portal/vehicles":              {authz.PortalWrite, ""},
	"GET /portal/vehicles/{id}/edit":     {authz.PortalWrite, ""},
	"POST /portal/vehicles/{id}":         {authz.PortalWrite, ""},
	"POST /portal/vehicles/{id}/remove":  {authz.PortalWrite, ""},
	"POST /portal/contacts":              {authz.PortalWrite, ""},
	"POST /portal/contacts/remove":       {authz.PortalWrite, ""},
	"GET /portal/offers/{id}":            {authz.PortalWrite, ""},
	"POST /portal/offers/{id}":           {authz.PortalWrite, ""},
	"GET /portal/notice":                 {authz.PortalWrite, ""},
	"GET /portal/notice/new":             {authz.PortalWrite, ""},
	"POST /portal/notice":                {authz.PortalWrite, ""},
	"POST /portal/notices/{id}/withdraw": {authz.PortalWrite, ""},

	"GET /units":               {authz.PortfolioRead, ""},
	"GET /units/{id}":          {authz.PortfolioRead, ""},
	"GET /units/{id}/edit":     {authz.PortfolioWrite, ""},
	"POST /units/{id}":         {authz.PortfolioWrite, ""},
	"GET /units/{id}/delete":   {authz.PortfolioWrite, ""},
	"POST /units/{id}/delete":  {authz.PortfolioWrite, ""},
	"POST /units/{id}/restore": {authz.PortfolioWrite, ""},

	"GET /leases":                  {authz.LeasingRead, ""},
	"GET /leases/new":              {authz.LeasingWrite, ""},
	"POST /leases":                 {authz.LeasingWrite, ""},
	"GET /leases/{id}":             {authz.LeasingRead, ""},
	"GET /leases/{id}/edit":        {authz.LeasingWrite, ""},
	"POST /leases/{id}":            {authz.LeasingWrite, ""},
	"GET /leases/{id}/discard":     {authz.LeasingWrite, ""},
	"POST /leases/{id}/discard":    {authz.LeasingWrite, ""},
	"POST /leases/{id}/restore":    {authz.LeasingWrite, ""},
	"GET /leases/{id}/step":        {authz.LeasingWrite, ""},
	"POST /leases/{id}/step":       {authz.LeasingWrite, ""},
	"POST /leases/{id}/sign":       {authz.LeasingWrite, ""},
	"GET /leases/{id}/add":         {authz.LeasingWrite, ""},
	"POST /leases/{id}/add":        {authz.LeasingWrite, ""},
	"GET /leases/{id}/change":      {authz.LeasingWrite, ""},
	"POST /leases/{id}/change":     {authz.LeasingWrite, ""},
	"GET /leases/{id}/policy":      {authz.LeasingRead, ""},
	"POST /leases/{id}/policy":     {authz.LeasingWrite, ""},
	"GET /properties/{id}/policy":  {authz.LeasingRead, ""},
	"POST /properties/{id}/policy": {authz.PortfolioWrite, ""},
	"GET /settings/leasing":        {authz.LeasingRead, ""},
	"POST /settings/leasing":       {authz.OrganizationWrite, ""},

	"GET /settings/deposit-rules":            {authz.OrganizationRead, ""},
	"GET /settings/deposit-rules/new":        {authz.OrganizationWrite, ""},
	"POST /settings/deposit-rules":           {authz.OrganizationWrite, ""},
	"GET /settings/deposit-rules/{id}/end":   {authz.OrganizationWrite, ""},
	"POST /settings/deposit-rules/{id}/end":  {authz.OrganizationWrite, ""},
	"GET /settings/checklists":               {authz.TemplateRead, ""},
	"GET /settings/checklists/new":           {authz.TemplateWrite, ""},
	"POST /settings/checklists":              {authz.TemplateWrite, ""},
	"GET /settings/checklists/{id}":          {authz.TemplateWrite, ""},
	"POST /settings/checklists/{id}":         {authz.TemplateWrite, ""},
	"POST /settings/checklists/{id}/delete":  {authz.TemplateWrite, ""},
	"POST /settings/checklists/{id}/restore": {authz.TemplateWrite, ""},

	"GET /tenancies":                    {authz.LeasingRead, ""},
	"GET /tenancies/{id}":               {authz.LeasingRead, ""},
	"GET /tenancies/{id}/act":           {authz.LeasingWrite, ""},
	"POST /tenancies/{id}/act":          {authz.LeasingWrite, ""},
	"POST /notices/{id}/steps":          {authz.LeasingWrite, ""},
	"GET /inspections/{id}":             {authz.LeasingRead, ""},
	"POST /inspections/{id}":            {authz.LeasingWrite, ""},
	"GET /dispositions/{id}":            {authz.LeasingRead, ""},
	"POST /dispositions/{id}":           {authz.LeasingWrite, ""},
	"GET /dispositions/{id}/letter.pdf": {authz.LeasingRead, ""},
	"GET /renewals":                     {authz.LeasingRead, ""},
	"GET /renewals/new":                 {authz.LeasingWrite, ""},
	"POST /renewals/new":                {authz.LeasingWrite, ""},
	"POST /renewals/{id}/steps":         {authz.LeasingWrite, ""},
	"GET /move-outs":                    {authz.LeasingRead, ""},
	"GET /owners":                       {authz.OwnerRead, ""},
	"GET /owners/new":                   {authz.OwnerWrite, ""},
	"POST /owners":                      {authz.OwnerWrite, ""},
	"GET /owners/{id}":                  {authz.OwnerRead, ""},
	"GET /owners/{id}/edit":             {authz.OwnerWrite, ""},
	"POST /owners/{id}":                 {authz.OwnerWrite, ""},
	"GET /owners/{id}/delete":           {authz.OwnerWrite, ""},
	"POST /owners/{id}/delete":          {authz.OwnerWrite, ""},
	"POST /owners/{id}/restore":         {authz.OwnerWrite, ""},
	"POST /owners/{id}/tax-id":          {authz.OwnerReveal, ""},
	"GET /properties/{id}/owners/new":   {authz.OwnerWrite, ""},
	"POST /properties/{id}/owners":      {authz.OwnerWrite, ""},
	"GET /shares/{id}/change":           {authz.OwnerWrite, ""},
	"POST /shares/{id}/change":          {authz.OwnerWrite, ""},
	"GET /shares/{id}/end":              {authz.OwnerWrite, ""},
	"POST /shares/{id}/end":             {authz.OwnerWrite, ""},
	"GET /shares/{id}/transfer":         {authz.OwnerWrite, ""},
	"POST /shares/{id}/transfer":        {authz.OwnerWrite, ""},
	"GET /portal/properties/{id}":       {authz.HoldingRead, ""},

	"GET /books":                       {authz.LedgerRead, ""},
	"GET /books/journal":               {authz.LedgerRead, ""},
	"GET /books/journal/new":           {authz.LedgerPost, ""},
	"POST /books/journal":              {authz.LedgerPost, ""},
	"GET /books/journal/{id}":          {authz.LedgerRead, ""},
	"GET /books/journal/{id}/reverse":  {authz.LedgerPost, ""},
	"POST /books/journal/{id}/reverse": {authz.LedgerPost, ""},
	"GET /books/accounts":              {authz.LedgerChart, ""},
	"GET /books/accounts/new":          {authz.LedgerAccounts, ""},
	"POST /books/accounts":             {authz.LedgerAccounts, ""},
	"GET /books/accounts/{id}/edit":    {authz.LedgerAccounts, ""},
	"POST /books/accounts/{id}":        {authz.LedgerAccounts, ""},
	"GET /books/periods":               {authz.LedgerChart, ""},
	"GET /books/periods/close":         {authz.LedgerClose, ""},
	"POST /books/periods":              {authz.LedgerClose, ""},
	"GET /books/periods/reopen":        {authz.LedgerClose, ""},
	"POST /books/periods/reopen":       {authz.LedgerClose, ""},
	"POST /books/periods/{id}/decide":  {authz.LedgerClose, ""},

	"GET /availability":         {authz.PortfolioRead, ""},
	"POST /units/{id}/holds":    {authz.PortfolioWrite, ""},
	"POST /holds/{id}/remove":   {authz.PortfolioWrite, ""},
	"GET /groups":               {authz.GroupRead, ""},
	"POST /groups":              {authz.PortfolioWrite, ""},
	"GET /groups/{id}":          {authz.GroupRead, ""},
	"POST /groups/{id}":         {authz.PortfolioWrite, ""},
	"POST /groups/{id}/members": {authz.PortfolioWrite, ""},
	"GET /groups/{id}/delete":   {authz.PortfolioWrite, ""},
	"POST /groups/{id}/delete":  {authz.PortfolioWrite, ""},
	"POST /groups/{id}/restore": {authz.PortfolioWrite, ""},

	"GET /account":                      {authz.AccountRead, ""},
	"POST /account":                     {authz.AccountWrite, ""},
	"GET /account/sessions":             {authz.AccountRead, ""},
	"POST /account/sessions/{id}/end":   {authz.AccountWrite, ""},
	"POST /account/sessions/end-others": {authz.AccountWrite, ""},
	"GET /account/security":             {authz.AccountRead, ""},
	// The password that they have is the proof.
	"POST /account/security/password":             {authz.AccountWrite, ""},
	"POST /account/security/app/begin":            {authz.AccountSecurity, ""},
	"GET /account/security/app":                   {authz.AccountSecurity, ""},
	"POST /account/security/app":                  {authz.AccountSecurity, ""},
	"POST /account/security/app/remove":           {authz.AccountSecurity, ""},
	"POST /account/security/passkeys/options":     {authz.AccountSecurity, ""},
	"POST /account/security/passkeys":             {authz.AccountSecurity, ""},
	"POST /account/security/passkeys/{id}/remove": {authz.AccountSecurity, ""},
	"POST /account/security/codes":                {authz.AccountSecurity, ""},
	"POST /account/security/devices/{id}/forget":  {authz.AccountWrite, ""},
	"GET /step-up":                                {authz.AccountRead, ""},
	"POST /step-up":                               {authz.AccountRead, ""},
	"POST /step-up/options":                       {authz.AccountRead, ""},

	"GET /sign-in/oidc/step-up":  {authz.AccountRead, ""},
	"GET /sign-in/oidc/connect":  {authz.AccountRead, ""},
	"POST /sign-in/oidc/connect": {authz.AccountSecurity, ""},

	"GET /settings/sign-on":                    {authz.SecurityRead, ""},
	"GET /settings/sign-on/new":                {authz.SecurityWrite, ""},
	"POST /settings/sign-on":                   {authz.SecurityWrite, ""},
	"GET /settings/sign-on/{id}/edit":          {authz.SecurityWrite, ""},
	"POST /settings/sign-on/{id}":              {authz.SecurityWrite, ""},
	"GET /settings/sign-on/{id}/remove":        {authz.SecurityWrite, ""},
	"POST /settings/sign-on/{id}/remove":       {authz.SecurityWrite, ""},
	"POST /settings/sign-on/{id}/check":        {authz.SecurityWrite, ""},
	"GET /settings/organization":               {authz.OrganizationRead, ""},
	"POST /settings/organization":              {authz.OrganizationWrite, ""},
	"GET /settings/users":                      {authz.UserRead, ""},
	"GET /settings/users/{id}":                 {authz.UserRead, ""},
	"POST /settings/users/{id}":                {authz.UserWrite, ""},
	"GET /settings/users/{id}/remove":          {authz.UserWrite, ""},
	"POST /settings/users/{id}/remove":         {authz.UserWrite, ""},
	"GET /settings/invitations":                {authz.UserRead, ""},
	"GET /settings/invitations/new":            {authz.UserWrite, ""},
	"POST /settings/invitations":               {authz.UserWrite, ""},
	"POST /settings/invitations/{id}/resend":   {authz.UserWrite, ""},
	"POST /settings/invitations/{id}/withdraw": {authz.UserWrite, ""},
	"GET /settings/roles":                      {authz.UserRead, ""},

	"GET /settings/jobs":                  {authz.JobRead, ""},
	"GET /settings/jobs/{id}":             {authz.JobRead, ""},
	"POST /settings/jobs/{id}/retry":      {authz.JobWrite, ""},
	"POST /settings/jobs/{id}/discard":    {authz.JobWrite, ""},
	"GET /settings/plan":                  {authz.PlanRead, ""},
	"POST /settings/plan/features/{name}": {authz.FeatureWrite, ""},
	"GET /live":                           {authz.LiveRead, ""},

	"GET /imports":                {authz.ImportRun, ""},
	"GET /imports/new":            {authz.ImportRun, ""},
	"POST /imports":               {authz.ImportRun, ""},
	"GET /imports/{id}":           {authz.ImportRun, ""},
	"POST /imports/{id}/describe": {authz.ImportRun, ""},
	"POST /imports/{id}/confirm":  {authz.ImportRun, ""},
	"POST /imports/{id}/discard":  {authz.ImportRun, ""},
	"GET /imports/{id}/undo":      {authz.ImportRun, ""},
	"POST /imports/{id}/undo":     {authz.ImportRun, ""},

	"GET /organizations":               {authz.AccountRead, ""},
	"GET /organizations/new":           {authz.AccountWrite, ""},
	"POST /organizations/new":          {authz.AccountWrite, ""},
	"POST /organizations/switch":       {authz.AccountWrite, ""},
	"GET /organizations/leave":         {authz.AccountWrite, ""},
	"POST /organizations/leave":        {authz.AccountWrite, ""},
	"GET /account/email":               {authz.AccountRead, ""},
	"POST /account/email":              {authz.AccountSecurity, ""},
	"POST /account/email/verify":       {authz.AccountWrite, ""},
	"POST /units/bulk":                 {authz.PortfolioWrite, ""},
	"POST /units/rents":                {authz.PortfolioWrite, ""},
	"POST /units/bulk/{key}/undo":      {authz.PortfolioWrite, ""},
	"GET /units/export":                {authz.ExportRun, ""},
	"POST /properties/bulk":            {authz.PortfolioWrite, ""},
	"POST /properties/bulk/{key}/undo": {authz.PortfolioWrite, ""},
	"GET /properties/export":           {authz.ExportRun, ""},
	"GET /leases/export":               {authz.ExportRun, ""},
	"GET /tenancies/export":            {authz.ExportRun, ""},
	"GET /renters/export":              {authz.ExportRun, ""},
	"GET /owners/export":               {authz.ExportRun, ""},
	"GET /documents/export":            {authz.ExportRun, ""},

	"GET /documents":                {authz.DocumentRead, ""},
	"GET /documents/new":            {authz.DocumentWrite, ""},
	"POST /documents":               {authz.DocumentWrite, ""},
	"GET /documents/{id}":           {authz.DocumentRead, ""},
	"GET /documents/{id}/edit":      {authz.DocumentWrite, ""},
	"POST /documents/{id}":          {authz.DocumentWrite, ""},
	"POST /documents/{id}/delete":   {authz.DocumentWrite, ""},
	"POST /documents/{id}/restore":  {authz.DocumentWrite, ""},
	"POST /documents/{id}/hold":     {authz.DocumentHold, ""},
	"POST /documents/{id}/release":  {authz.DocumentHold, ""},
	"POST /documents/{id}/versions": {authz.DocumentWrite, ""},
	"GET /documents/{id}/file":      {authz.DocumentRead, ""},

	"GET /settings/api-keys":              {authz.KeyRead, ""},
	"GET /settings/api-keys/new":          {authz.KeyWrite, ""},
	"POST /settings/api-keys":             {authz.KeyWrite, ""},
	"GET /settings/api-keys/{id}/rotate":  {authz.KeyWrite, ""},
	"POST /settings/api-keys/{id}/rotate": {authz.KeyWrite, ""},
	"GET /settings/api-keys/{id}/revoke":  {authz.KeyWrite, ""},
	"POST /settings/api-keys/{id}/revoke": {authz.KeyWrite, ""},
	"POST /settings/sandbox":              {authz.SandboxWrite, ""},
}

// public says of each page that anybody may open why that is so.
var public = map[string]string{
	"GET /dev/outbox":             "for developers: only on a machine that keeps its mail, and only from there",
	"GET /dev/outbox/{name}":      "for developers: only on a machine that keeps its mail, and only from there",
	"GET /dev/outbox/{name}/html": "for developers: only on a machine that keeps its mail, and only from there",

	"GET /files/{token}": "the link is signed, names one file and works for five minutes",

	"GET /sign-in":   "where people sign in",
	"POST /sign-in":  "takes e-mail address and password",
	"POST /sign-out": "ends the session that comes with it, if any",

	"GET /sign-in/second-factor":          "asks whoever has given the right password for the second factor",
	"POST /sign-in/second-factor":         "takes the second factor",
	"POST /sign-in/second-factor/options": "asks the browser for a passkey as the second factor",
	"POST /sign-in/passkey":               "takes a passkey",
	"POST /sign-in/passkey/options":       "asks the browser for a passkey",

	"GET /sign-in/organization":       "where people say which organization they sign in to",
	"POST /sign-in/organization":      "finds the organization's identity provider",
	"GET /sign-in/oidc/start":         "leads to an identity provider",
	"GET /sign-in/oidc/callback/{id}": "takes the provider's answer to the browser that was sent there",
	"GET /sign-up":                    "where newcomers sign up",
	"POST /sign-up":                   "has a mail sent; nothing is made before its link is used",
	"GET /verify":                     "shows what the link of a mail does",
	"POST /verify":                    "takes the token of a mail",
	"GET /forgot":                     "where people ask for a new password",
	"POST /forgot":                    "has a mail sent, if the address has an account",
	"GET /reset":                      "shows the form that the link of a mail leads to",
	"POST /reset":                     "takes the token of a mail and a new password",
	"GET /invitation":                 "shows what somebody was invited to",
	"POST /invitation":                "takes the token of an invitation",
}

// Page is what the table of authorization says of a page.
type Page struct {
	Method, Path string
	// Needs is what the person must be allowed to do; "" for a page that anybody may open.
	Needs authz.Action
	// Otherwise is where somebody is sent who is signed in and may not; "" tells them so.
	Otherwise string
	// Why says why anybody may open the page.
	Why string
}

// Pages lists every page, by path and method.
func Pages() []Page {
	var out []Page
	for _, pattern := range (&site{Deps: Deps{Outbox: noOutbox{}}}).patterns() {
		method, path, _ := strings.Cut(pattern, " ")
		n := needs[pattern]
		out = append(out, Page{Method: method, Path: path, Needs: n.action, Otherwise: n.otherwise, Why: public[pattern]})
	}
	slices.SortFunc(out, func(a, b Page) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method)) })
	return out
}
