package migrationlint

// rule is one thing that a statement must not do.
type rule struct {
	name string
	// upOnly rules are about live traffic and released code; taking a migration back is an operator's deliberate act.
	upOnly bool
	// check returns a message for each time the statement breaks the rule.
	check func(*scene, *statement) []string
}

// rules, by name. The tests hold an example that breaks and one that keeps each.
var rules = []rule{
	// Locks: what keeps other sessions waiting while a table is read or rewritten.
	{"index-concurrently", true, indexConcurrently},
	{"concurrently-alone", false, concurrentlyAlone},
	{"volatile-default", true, volatileDefault},
	{"column-type", true, columnType},
	{"set-not-null", true, setNotNull},
	{"not-valid", true, notValid},
	{"add-unique", true, addUnique},
	{"heavy", true, heavy},
	{"contract", true, contractOnly},
	{"rename", true, rename},
	// Sharding: what Citus refuses or does differently.
	{"unnamed", false, unnamed},
	{"one-constraint", false, oneConstraint},
	{"one-statement", false, oneStatement},
	{"distribute", false, distribute},
	{"merge", false, merge},
	{"notify-in-trigger", false, notifyInTrigger},
	// The data model: what the design forbids at this place.
	{"delete-rule", false, deleteRule},
	{"bare-data-change", true, bareDataChange},
	{"bootstrap", false, bootstrap},
}

func one(broken bool, message string) []string {
	if broken {
		return []string{message}
	}
	return nil
}
