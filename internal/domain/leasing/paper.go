package leasing

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/pdf"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Papers makes documents of leases from templates.
type Papers struct {
	db        *tenancy.DB
	leases    *Service
	templates *template.Service
	files     *document.Service
	recorder  audit.Recorder
}

// NewPapers makes the service.
func NewPapers(db *tenancy.DB, leases *Service, t *template.Service, files *document.Service, r audit.Recorder) *Papers {
	return &Papers{db, leases, t, files, r}
}

// Paper is a document that was made.
type Paper struct {
	Name     string // of the file, such as "Lease Maple Court 12B.pdf"
	Template template.Template
	Property id.ID
}

// Print writes a lease's document, made from a template, as PDF. Errors: postgres.ErrNotFound for the lease or the template,
// pdf.ErrUnprintable, authz.ErrForbidden.
func (s *Papers) Print(ctx context.Context, p tenancy.Principal, w io.Writer, lease, of id.ID) (Paper, error) {
	g, err := authz.Require(p, authz.LeasingRead)
	if err != nil {
		return Paper{}, err
	}
	t, err := s.templates.Get(ctx, p, of, false)
	if err != nil {
		return Paper{}, err
	}
	doc, err := template.Parse(t.Body)
	if err != nil {
		return Paper{}, err
	}
	var facts paperFacts
	err = g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		facts, err = gather(ctx, leasingdb.New(tx), tx, g, lease)
		return err
	})
	if err != nil {
		return Paper{}, fmt.Errorf("gather a lease's facts: %w", err)
	}
	home := strings.TrimSpace(facts.lease.PropertyName + " " + facts.lease.Number)
	out := Paper{Name: t.Name + " " + home + ".pdf", Template: t, Property: facts.lease.PropertyID}
	s.recorder.Note(p, audit.Entry{
		Action: audit.ActionRead, EntityType: "leases", EntityIDs: []id.ID{lease}, Detail: map[string]any{"template_id": of, "number": t.Number},
	})
	err = pdf.Write(w, pdf.Document{
		Title: t.Name, Footer: t.Name + " · " + home, Created: s.db.Clock().Now(), Blocks: doc.Merge(facts.values()),
	})
	return out, err
}

// paperFacts is what is known of a lease.
type paperFacts struct {
	lease    leasingdb.PaperLeaseRow
	people   []leasingdb.LeaseRentersRow
	terms    OwnLease // its amounts
	vehicles []leasingdb.OwnListVehiclesRow
}

func gather(ctx context.Context, q *leasingdb.Queries, tx tenancy.Tx, g authz.Grant, lease id.ID) (f paperFacts, err error) {
	usual := programPolicy()
	f.lease, err = q.PaperLease(ctx, leasingdb.PaperLeaseParams{
		Now: tx.Now(), TenantID: g.Organization(), ID: lease, DueDay: *usual.DueDay, GraceDays: *usual.GraceDays, NoticeDays: *usual.NoticeDays,
	})
	if err != nil {
		return f, err
	}
	if !g.Covers(f.lease.PropertyID) {
		return f, errNoRow
	}
	if f.people, err = q.LeaseRenters(ctx, g.Organization(), lease); err != nil {
		return f, err
	}
	f.terms.ID = lease
	if err := f.terms.amounts(ctx, q, g.Organization()); err != nil {
		return f, err
	}
	f.vehicles, err = q.OwnListVehicles(ctx, g.Organization(), []id.ID{f.lease.TenancyID})
	return f, err
}

// values fills the fields of a template.
func (f paperFacts) values() map[string]template.Value {
	l := f.lease
	names := map[string][]string{}
	var sign []string
	for _, p := range f.people {
		name := Name{First: p.FirstName, Last: p.LastName, Company: p.CompanyName}.String()
		names[p.Role] = append(names[p.Role], name)
		if p.Role != RoleOccupant {
			sign = append(sign, name+", "+p.Role)
		}
	}
	text := func(s string) template.Value { return template.Text(s) }
	end, term := "month to month", "from "+l.StartDate.Words()+", from month to month"
	if !l.EndDate.IsZero() {
		end, term = l.EndDate.Words(), "from "+l.StartDate.Words()+" to "+l.EndDate.Words()
	}
	out := map[string]template.Value{
		"date.today": text(l.Today.Words()), "organization.name": text(l.OrganizationName),
		"renter.names": text(strings.Join(names[RoleRenter], ", ")), "occupant.names": text(orNone(names[RoleOccupant])),
		"guarantor.names": text(orNone(names[RoleGuarantor])), "property.name": text(l.PropertyName), "unit.number": text(l.Number),
		"unit.address": text(f.address()), "lease.start": text(l.StartDate.Words()), "lease.end": text(end), "lease.term": text(term),
		"lease.terms": text(orWord(l.Terms)), "lease.due_day": text(days(l.DueDay)), "lease.grace_days": text(days(l.GraceDays)),
		"lease.notice_days": text(days(l.NoticeDays)), "rent.schedule": f.rent(), "charge.list": f.charges(), "deposit.list": f.deposits(),
		"vehicle.list": f.cars(), "signature.renters": template.Signatures(sign),
	}
	if l.MonthlyRent != nil {
		out["lease.rent"] = text(f.dollars(*l.MonthlyRent))
	}
	return out
}

// orNone lists names; where there are none it says so.
func orNone(list []string) string { return orWord(strings.Join(list, ", ")) }

func orWord(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func days(n int32) string { return strconv.Itoa(int(n)) }

func (f paperFacts) address() string {
	l := f.lease
	return place([]string{l.Street1, l.Street2}, l.Number, l.City, strings.TrimSpace(l.State+" "+l.ZipCode))
}

// place writes an address with its unit on one line, without what is empty.
func place(streets []string, number, city, at string) string {
	if number != "" {
		number = "Unit " + number
	}
	parts := slices.DeleteFunc(append(streets, number, city, at), func(s string) bool { return s == "" })
	return strings.Join(parts, ", ")
}

// dollars writes an amount in the organization's currency.
func (f paperFacts) dollars(a money.Amount) string { return a.In(f.lease.Currency) }

func untilWords(d period.Date) string {
	if d.IsZero() {
		return "without end"
	}
	return d.Words()
}

func (f paperFacts) rent() template.Value {
	rows := [][]string{{"From", "To", "Paid by", "Amount"}}
	for _, r := range f.terms.Rent {
		rows = append(rows, []string{r.From.Words(), untilWords(r.To), r.Payer + ", " + r.Frequency, f.dollars(r.Amount)})
	}
	if len(rows) == 1 && f.lease.MonthlyRent != nil {
		rows = append(rows, []string{f.lease.StartDate.Words(), untilWords(f.lease.EndDate), "renter, monthly", f.dollars(*f.lease.MonthlyRent)})
	}
	return template.Table(rows, false)
}

// charges lists what comes beside the rent, with the sum where all of it comes each month.
func (f paperFacts) charges() template.Value {
	rows := [][]string{{"What", "How often", "Amount"}}
	sum, monthly := money.Amount{}, true
	for _, c := range f.terms.Charges {
		a := c.Amount
		if c.Kind == "credit" {
			a = a.Neg()
		}
		sum, monthly = sum.Add(a), monthly && c.Frequency == "monthly"
		rows = append(rows, []string{c.Description, c.Frequency, f.dollars(a)})
	}
	if monthly && len(rows) > 1 {
		return template.Table(append(rows, []string{"Sum a month", "", f.dollars(sum)}), true)
	}
	return template.Table(rows, false)
}

func (f paperFacts) deposits() template.Value {
	rows := [][]string{{"Deposit", "Amount"}}
	sum := money.Amount{}
	add := func(name string, a money.Amount) {
		sum = sum.Add(a)
		rows = append(rows, []string{name, f.dollars(a)})
	}
	for _, d := range f.terms.Deposits {
		add(strings.ToUpper(d.Kind[:1])+strings.ReplaceAll(d.Kind[1:], "_", " "), d.Amount)
	}
	if len(f.terms.Deposits) == 0 { // a lease that was brought in says it in columns
		if d := f.lease.SecurityDeposit; d != nil && d.Sign() > 0 {
			add("Security", *d)
		}
		if d := f.lease.PetDeposit; d != nil && d.Sign() > 0 {
			add("Pet", *d)
		}
	}
	if len(rows) > 1 {
		return template.Table(append(rows, []string{"Sum", f.dollars(sum)}), true)
	}
	return template.Table(rows, false)
}

func (f paperFacts) cars() template.Value {
	rows := [][]string{{"Vehicle", "Plate"}}
	for _, v := range f.vehicles {
		name := strings.TrimSpace(v.Make + " " + v.Model)
		if v.Color != "" {
			name += ", " + v.Color
		}
		if v.Year != nil {
			name += ", " + strconv.Itoa(int(*v.Year))
		}
		rows = append(rows, []string{name, strings.TrimSpace(v.PlateRegion + " " + v.Plate)})
	}
	return template.Table(rows, false)
}
