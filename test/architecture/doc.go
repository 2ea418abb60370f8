// Package architecture holds docs/architecture.md as tests: which folders there are, what each may import, where the
// clock is read, and a few habits that keep the tree readable. A folder that layout_test.go does not name fails the
// build; so the table is changed first and on purpose.
package architecture
