package billing

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/billing/internal/billingdb"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/platform/pdf"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// lineNames are what the lines of a printed statement are called where their own text does not say so.
var lineNames = map[string]string{
	LineCredit: "Credit", LinePayment: "Payment, thank you", LineDeposit: "Paid from the deposit", LineTakeback: "Payment taken back",
}

// PrintStatement writes a stay's statement as PDF and returns a name for its file. Errors: those of Statement, pdf.ErrUnprintable.
func (s *Service) PrintStatement(ctx context.Context, p tenancy.Principal, w io.Writer, about StatementQuestion) (name string, err error) {
	st, err := s.Statement(ctx, p, about)
	if err != nil {
		return "", err
	}
	g, err := authz.Require(p, authz.MoneyRead)
	if err != nil {
		return "", err
	}
	head, err := billingdb.New(g.Reader(ctx, s.db)).HeadOfStatement(ctx, g.Organization(), about.Tenancy)
	if err != nil {
		return "", fmt.Errorf("head of a statement: %w", err)
	}
	home := strings.TrimSpace(head.PropertyName + " " + head.Number)
	return "Statement " + home + " " + st.To.String() + ".pdf", pdf.Write(w, pdf.Document{
		Title: "Statement of account", Footer: "Statement of account · " + home, Created: s.db.Clock().Now(), Blocks: st.blocks(head),
	})
}

func (s Statement) blocks(head billingdb.HeadOfStatementRow) []pdf.Block {
	in := func(a money.Amount) string { return a.In(head.Currency) }
	days := "Through " + s.To.Words()
	rows := [][]string{{"Date", "What", "Amount", "Balance"}}
	if !s.From.IsZero() {
		days = "From " + s.From.Words() + " to " + s.To.Words()
		rows = append(rows, []string{s.From.String(), "Balance before", "", in(s.Opening)})
	}
	for _, l := range s.Lines {
		rows = append(rows, []string{l.Day.String(), l.words(), in(l.Amount), in(l.Balance)})
	}
	rows = append(rows, []string{s.To.String(), "Balance", "", in(s.Closing)})
	owed := "Nothing is owed."
	switch {
	case s.Closing.Sign() > 0:
		owed = "Please pay " + in(s.Closing) + "."
	case s.Closing.Sign() < 0:
		owed = in(s.Closing.Neg()) + " is paid ahead."
	}
	return []pdf.Block{
		{Text: head.OrganizationName},
		{Kind: pdf.Heading, Level: 1, Text: "Statement of account"},
		{Text: strings.Trim(head.Renters+"\n"+strings.TrimSpace(head.PropertyName+" "+head.Number)+"\n"+days, "\n")},
		{Kind: pdf.Table, Rows: rows, Total: true},
		{Text: owed},
	}
}

// words say what a line is of.
func (l StatementLine) words() string {
	name, text := lineNames[l.What], l.Description
	if l.Payer == "agency" || l.Payer == "other" {
		text = strings.TrimSpace(text + " (" + l.Payer + ")")
	}
	return strings.Trim(name+": "+text, ": ")
}
