package architecture

import (
	"os"
	"slices"
	"testing"
)

// rules are checked on the whole repository by TestRepository and, each by itself, on examples by TestEachRule.
var rules = []struct {
	name  string
	check func(tree) []string
}{
	{"every folder is named", everyFolderIsNamed},
	{"imports go down", importsGoDown},
	{"testkit stays in tests", testkitStaysInTests},
	{"third parties stay in place", thirdPartiesStayInPlace},
	{"kernel is pure", kernelIsPure},
	{"packages are described", packagesAreDescribed},
	{"one clock", oneClock},
	{"system transactions are rare", systemTxIsRare},
	{"files are short", filesAreShort},
	{"no driver types", noDriverTypes},
	{"domains explain themselves", domainsExplainThemselves},
	{"no machine paths", noMachinePaths},
	{"nothing left over", nothingLeftOver},
	{"queries name the tenant", queriesNameTheTenant},
	{"grants are the key", grantsAreTheKey},
	{"authz is never off", authzIsNeverOff},
}

func TestRepository(t *testing.T) {
	t.Parallel()
	const root = "../.."
	if _, err := os.Stat(root + "/go.mod"); err != nil {
		t.Fatal("the repository is not where this test looks for it:", err)
	}
	repository, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(repository.packages) == 0 || len(repository.files) == 0 {
		t.Fatal("nothing was found to check")
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			found := r.check(repository)
			slices.Sort(found)
			for _, violation := range found {
				t.Error(violation)
			}
		})
	}
}
