package leasing

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/platform/pdf"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Letter writes the letter that tells renters what becomes of their deposits as PDF, itemized, and returns a name for its file. A draft says that
// it is one. Errors: postgres.ErrNotFound, pdf.ErrUnprintable, authz.ErrForbidden.
func (s *Papers) Letter(ctx context.Context, p tenancy.Principal, w io.Writer, disposition id.ID) (name string, err error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return "", err
	}
	d, err := s.leases.Disposition(ctx, p, disposition)
	if err != nil {
		return "", err
	}
	var l letter
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		l.LetterOfDispositionRow, err = q.LetterOfDisposition(ctx, tx.Now(), tx.Organization(), disposition)
		if err != nil {
			return err
		}
		people, err := q.LeaseRenters(ctx, tx.Organization(), l.LeaseID)
		for _, r := range people {
			if r.Role == RoleRenter {
				l.renters = append(l.renters, Name{First: r.FirstName, Last: r.LastName, Company: r.CompanyName}.String())
			}
		}
		return err
	})
	if err != nil {
		return "", fmt.Errorf("letter of a disposition: %w", err)
	}
	home := strings.TrimSpace(l.PropertyName + " " + l.Number)
	s.recorder.Note(p, audit.Entry{Action: audit.ActionRead, EntityType: "deposit_dispositions", EntityIDs: []id.ID{disposition}, Detail: map[string]any{"shows": "letter"}})
	return "Deposits " + home + ".pdf", pdf.Write(w, pdf.Document{
		Title: "Disposition of deposits", Footer: "Disposition of deposits · " + home, Created: s.db.Clock().Now(), Blocks: l.blocks(d),
	})
}

// letter is what the letter of a disposition says beside its amounts.
type letter struct {
	leasingdb.LetterOfDispositionRow
	renters []string
}

func (l letter) dollars(a money.Amount) string { return a.In(l.Currency) }

func (l letter) blocks(d Disposition) []pdf.Block {
	on, to := l.Today, d.ForwardingAddress
	if !d.SentOn.IsZero() {
		on = d.SentOn
	}
	if to == "" {
		to = "No forwarding address was given."
	}
	text := func(s string) pdf.Block { return pdf.Block{Text: s} }
	left := ""
	if !l.MovedOutOn.IsZero() {
		left = ", from which you moved out on " + l.MovedOutOn.Words()
	}
	out := []pdf.Block{text(l.OrganizationName + "\n" + on.Words())}
	if d.Status == "draft" {
		out = append(out, text("Draft: this letter has not been sent."))
	}
	out = append(out, text(orNone(l.renters)+"\n"+to), pdf.Block{Kind: pdf.Heading, Level: 1, Text: "Disposition of deposits"},
		text("For the home at "+l.address()+left+"."))
	rows := [][]string{{"", "Amount"}, {"Deposits held", l.dollars(d.Held)}}
	for _, i := range d.Items {
		rows = append(rows, []string{i.Description, l.dollars(i.Amount.Neg())})
	}
	out = append(out, pdf.Block{Kind: pdf.Table, Rows: append(rows, []string{"Returned to you", l.dollars(d.Refund())}), Total: true})
	if len(d.Items) == 0 {
		out = append(out, text("Nothing is withheld."))
	}
	if d.Citation != "" {
		out = append(out, text("This statement is given under "+d.Citation+"."))
	}
	if d.Note != "" {
		out = append(out, text(d.Note))
	}
	return out
}

func (l letter) address() string {
	return place([]string{l.Street1, l.Street2}, l.Number, l.City, strings.TrimSpace(l.State+" "+l.ZipCode))
}
