package leasing

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing/internal/leasingdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// RuleStarts are the days from which the days of a rule count.
var RuleStarts = []string{"move_out", "end_of_term", "later_of_both", "address_given"}

// DepositRule is the law of a place on returning deposits, as somebody of the organization confirmed it.
type DepositRule struct {
	ID               id.ID       `json:"-"`
	Jurisdiction     string      `json:"jurisdiction"`       // such as US-CA
	Starts           string      `json:"starts_on_kind"`     // one of RuleStarts
	DaysWithoutClaim int32       `json:"days_without_claim"` // to return everything
	DaysWithClaim    int32       `json:"days_with_claim"`    // to tell what is kept and return the rest
	Delivery         string      `json:"delivery"`           // how it has to be sent, in words
	Interest         string      `json:"interest"`           // what it has to bear, in words
	Citation         string      `json:"citation"`
	SourceURL        string      `json:"source_url"`
	VerifiedOn       period.Date `json:"-"` // when somebody of the organization read the source
	From, To         period.Date `json:"-"` // zero To: without end
	Version          int32       `json:"-"`
}

//go:embed rule_proposals.json
var ruleProposals []byte

// RuleProposals are rules of some places with their sources. They bind nobody and apply to nothing until an organization
// has read the source and confirmed them: law changes, and cities add to it.
func RuleProposals() []DepositRule {
	var list []DepositRule
	if err := json.Unmarshal(ruleProposals, &list); err != nil {
		panic(err) // a defect of the file beside this one, which any test shows
	}
	return list
}

var jurisdictionForm = regexp.MustCompile(`^[A-Z]{2}(-[A-Z0-9]{1,3})?$`)

func (r *DepositRule) check(today period.Date) error {
	r.Jurisdiction = strings.ToUpper(strings.TrimSpace(r.Jurisdiction))
	if r.VerifiedOn.IsZero() {
		r.VerifiedOn = today
	}
	if r.From.IsZero() {
		r.From = today
	}
	var f fault.Fields
	f.Check(jurisdictionForm.MatchString(r.Jurisdiction), "/jurisdiction", "not_allowed", "Use country and state, such as US-CA.")
	f.Check(slices.Contains(RuleStarts, r.Starts), "/starts_on_kind", "not_allowed", "Choose from which day it counts.")
	f.Check(r.DaysWithoutClaim >= 0 && r.DaysWithoutClaim <= 365, "/days_without_claim", "out_of_range", "Use 0 to 365 days.")
	f.Check(r.DaysWithClaim >= 0 && r.DaysWithClaim <= 365, "/days_with_claim", "out_of_range", "Use 0 to 365 days.")
	f.Text("/citation", r.Citation, true, 500)
	f.Text("/delivery", r.Delivery, false, 500)
	f.Text("/interest", r.Interest, false, 500)
	f.Check(r.SourceURL == "" || strings.HasPrefix(r.SourceURL, "https://") && len(r.SourceURL) <= 500, "/source_url", "not_allowed",
		"Use an address that begins with https://.")
	f.Check(!r.VerifiedOn.After(today), "/verified_on", "in_the_future", "This day has not come yet.")
	f.Check(r.To.IsZero() || !r.To.Before(r.From), "/to_date", "end_before_start", "The end lies before the beginning.")
	return f.Err()
}

// DepositRules lists the rules that the organization confirmed. Error: authz.ErrForbidden.
func (s *Service) DepositRules(ctx context.Context, p tenancy.Principal) ([]DepositRule, error) {
	return s.rules(ctx, p, id.Nil)
}

// DepositRule returns one rule. Error: postgres.ErrNotFound.
func (s *Service) DepositRule(ctx context.Context, p tenancy.Principal, rule id.ID) (DepositRule, error) {
	list, err := s.rules(ctx, p, rule)
	if err == nil && (len(list) == 0 || rule == id.Nil) {
		err = postgres.ErrNotFound
	}
	if err != nil {
		return DepositRule{}, err
	}
	return list[0], nil
}

func (s *Service) rules(ctx context.Context, p tenancy.Principal, rule id.ID) ([]DepositRule, error) {
	g, err := authz.Require(p, authz.OrganizationRead)
	if err != nil {
		return nil, err
	}
	rows, err := leasingdb.New(g.Reader(ctx, s.db)).DepositRules(ctx, g.Organization(), rule, "", period.Date{})
	if err != nil {
		return nil, fmt.Errorf("list deposit rules: %w", err)
	}
	out := make([]DepositRule, 0, len(rows))
	for _, r := range rows {
		out = append(out, ruleOf(r))
	}
	return out, nil
}

// ConfirmRule records a rule that somebody of the organization has read in its source. The law is of the organization as a
// whole, so that takes an administrator. Errors: Invalid with fields, rule_overlaps, authz.ErrForbidden.
func (s *Service) ConfirmRule(ctx context.Context, p tenancy.Principal, key tenancy.Key, r DepositRule) (DepositRule, error) {
	return s.onRules(ctx, p, key, "confirm deposit rule", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries, today period.Date) (id.ID, error) {
		if err := r.check(today); err != nil {
			return id.Nil, err
		}
		row := leasingdb.InsertDepositRuleParams{
			TenantID: tx.Organization(), ID: id.New(), Jurisdiction: r.Jurisdiction, StartsOnKind: r.Starts, DaysWithoutClaim: r.DaysWithoutClaim,
			DaysWithClaim: r.DaysWithClaim, Delivery: r.Delivery, Interest: r.Interest, Citation: r.Citation, SourceUrl: r.SourceURL,
			VerifiedOn: r.VerifiedOn, FromDate: r.From, ToDate: r.To,
		}
		if user := tx.Principal().User; user != id.Nil {
			row.ConfirmedBy = &user
		}
		return row.ID, q.InsertDepositRule(ctx, row)
	})
}

// EndRule gives a rule a last day, after which another one can hold. Errors: Invalid, postgres.ErrNotFound,
// authz.ErrForbidden.
func (s *Service) EndRule(ctx context.Context, p tenancy.Principal, rule id.ID, last period.Date) (DepositRule, error) {
	return s.onRules(ctx, p, tenancy.Key{}, "end deposit rule", func(ctx context.Context, tx tenancy.Tx, q *leasingdb.Queries, _ period.Date) (id.ID, error) {
		n, err := q.EndDepositRule(ctx, last, tx.Organization(), rule)
		if err == nil && n == 0 {
			err = postgres.ErrNotFound
		}
		return rule, err
	})
}

func (s *Service) onRules(
	ctx context.Context, p tenancy.Principal, key tenancy.Key, what string,
	do func(context.Context, tenancy.Tx, *leasingdb.Queries, period.Date) (id.ID, error),
) (out DepositRule, err error) {
	g, err := authz.Require(p, authz.OrganizationWrite)
	if err != nil {
		return out, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := leasingdb.New(tx)
		today, err := q.Today(ctx, tx.Now(), g.Organization())
		if err != nil {
			return err
		}
		made, _, err := tenancy.Once(ctx, tx, key, func() (id.ID, error) { return do(ctx, tx, q, today) })
		if err != nil {
			return err
		}
		rows, err := q.DepositRules(ctx, g.Organization(), made, "", period.Date{})
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return postgres.ErrNotFound
		}
		out = ruleOf(rows[0])
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("%s: %w", what, err)
	}
	return out, nil
}

// ruleOfPlace finds the confirmed rule of where the stay is: the state's, or else the country's.
func (a stayAct) ruleOfPlace(ctx context.Context) (DepositRule, bool, error) {
	place, err := a.q.StayPlace(ctx, a.g.Organization(), a.stay.PropertyID)
	if err != nil || place.Country == "" {
		return DepositRule{}, false, err
	}
	for _, jurisdiction := range []string{place.Country + "-" + place.State, place.Country} {
		rows, err := a.q.DepositRules(ctx, a.g.Organization(), id.Nil, jurisdiction, a.stay.MovedOutOn)
		if err != nil {
			return DepositRule{}, false, err
		}
		if len(rows) > 0 {
			return ruleOf(rows[0]), true, nil
		}
	}
	return DepositRule{}, false, nil
}

// dueBy is the day by which a rule wants the disposition sent; not ok where the rule counts from the day on which the
// household gave its address, and it has given none.
func (a stayAct) dueBy(ctx context.Context, r DepositRule, claim, address bool) (period.Date, bool) {
	days := int(r.DaysWithoutClaim)
	if claim {
		days = int(r.DaysWithClaim)
	}
	from := a.stay.MovedOutOn
	switch r.Starts {
	case "address_given":
		if !address {
			return period.Date{}, false
		}
	case "end_of_term", "later_of_both":
		end := a.termEnd(ctx)
		if r.Starts == "end_of_term" && !end.IsZero() || end.After(from) {
			from = end
		}
	}
	return from.AddDays(days), true
}

// termEnd is the last day of the stay's terms: when the last lease ended, by itself or by being broken off. Zero where
// nobody knows.
func (a stayAct) termEnd(ctx context.Context) period.Date {
	leases, err := a.q.StayLeases(ctx, a.g.Organization(), a.stay.ID)
	if err != nil {
		return period.Date{}
	}
	var end period.Date
	for _, l := range leases {
		last := l.EndDate
		if !l.TerminatedOn.IsZero() {
			last = l.TerminatedOn
		}
		if l.Status != StatusDraft && l.Status != StatusCancelled && last.After(end) {
			end = last
		}
	}
	return end
}

func ruleOf(r leasingdb.DepositRulesRow) DepositRule {
	return DepositRule{
		ID: r.ID, Jurisdiction: r.Jurisdiction, Starts: r.StartsOnKind, DaysWithoutClaim: r.DaysWithoutClaim, DaysWithClaim: r.DaysWithClaim,
		Delivery: r.Delivery, Interest: r.Interest, Citation: r.Citation, SourceURL: r.SourceUrl, VerifiedOn: r.VerifiedOn, From: r.FromDate,
		To: r.ToDate, Version: r.Version,
	}
}
