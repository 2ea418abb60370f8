// Package matrix tries every operation of the API and every page as every role, on what is the person's own, on what is a
// colleague's or of another property, on another organization's, and on what does not exist. What has to happen follows
// from the tables of authz, api and web, from which docs/authorization.md is written too.
//
// It does so three times: as the product is; with row-level security taken off every table, so that authz and the filters
// of the queries stand alone; and with authz allowing everything (the build tag authz_allow_all, in a program that the
// test builds), so that row-level security stands alone: it must stop renters, owners and vendors, and everybody at the
// organization's border. Staff below that border are authz's alone.
//
// A new operation needs no entry here unless it takes a body that its document has no example of, or an id of something
// that objects does not know yet: the failure says what to add to samples_test.go.
package matrix
