package api

import (
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite openapi.json")

// TestDocumentIsCommitted fails when the program and the committed contract differ, whose changes test/contract judges.
func TestDocumentIsCommitted(t *testing.T) {
	t.Parallel()
	want := Document()
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	committed, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if string(committed) == string(want) {
		return
	}
	t.Error("openapi.json is not current: run go test ./internal/api -run TestDocumentIsCommitted -update and read the diff")
}

func TestDocumentIsValid(t *testing.T) {
	t.Parallel()
	if _, err := contract(); err != nil {
		t.Fatal(err)
	}
}
