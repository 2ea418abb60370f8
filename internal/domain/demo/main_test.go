package demo_test

import (
	"flag"
	"testing"

	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) {
	// One check generates everything twice: a quarter of the usual number is plenty. A number on the command line wins.
	if err := flag.Set("rapid.checks", "8"); err != nil {
		panic(err)
	}
	pgtest.Main(m)
}
