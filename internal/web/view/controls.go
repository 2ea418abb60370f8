package view

import (
	"strconv"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// CheckList is a choice of several from a list: properties that somebody may see, scopes of a key.
type CheckList struct {
	Name    string // of every box
	Label   string
	Help    string
	Error   string
	Options []Option
	Chosen  []string
}

// searchable lists get a field that narrows them while one types.
const searchable = 8

func (c CheckList) id(i int) string { return "f-" + c.Name + "-" + strconv.Itoa(i) }

func (c CheckList) describedBy() string {
	return Field{Name: c.Name, Help: c.Help, Error: c.Error}.describedBy()
}

// StatementLine is one line of an account, with the balance after it.
type StatementLine struct {
	On      period.Date
	What    string
	Href    string       // the source of the line: a number that cannot be opened is not shown
	Amount  money.Amount // above zero what is owed more, below zero what was paid
	Balance money.Amount // after this line
}

// Running fills in the balance after each line, the oldest first, starting from opening.
func Running(opening money.Amount, lines []StatementLine) []StatementLine {
	out := make([]StatementLine, len(lines))
	for i, l := range lines {
		opening = opening.Add(l.Amount)
		l.Balance = opening
		out[i] = l
	}
	return out
}

// Upload is a form that sends files to an address: POST, multipart, the input named file.
type Upload struct {
	Action string
	Label  string
	Help   string // what is accepted and how large
	Accept string // as of <input accept>
	Error  string
	Many   bool
}

func times(n int) []struct{} { return make([]struct{}, n) }

// stepState is what a step of Stepper is: behind, now, or ahead.
func stepState(i, at int) string {
	switch {
	case i < at:
		return "step step-done"
	case i == at:
		return "step step-now"
	}
	return "step"
}
