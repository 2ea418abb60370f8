// Package march plays one month of one property through the services, and compares every figure with those that it must come to.
package march

import (
	"testing"

	"github.com/propertyos/propertyos/internal/testkit/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
