package intake

import (
	"errors"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/organization"
)

func TestImportSwitchedOff(t *testing.T) {
	t.Parallel()
	k := setup(t)
	no := false
	if err := k.service.organizations.SetFeature(t.Context(), "", organization.FeatureRentRollImport, &no, "an incident"); err != nil {
		t.Fatal(err)
	}
	if _, err := k.load(large()); !errors.Is(err, organization.ErrFeatureOff) {
		t.Errorf("%v", err)
	}
}
