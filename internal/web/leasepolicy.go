package web

import (
	"context"
	"strconv"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// policyField is one rule: how it is asked for, shown and read.
type policyField struct {
	field view.Field
	shown func(leasing.Policy) string
	read  func(f *fault.Fields, p *leasing.Policy, text string)
}

// The kinds of rules: days, money or a percentage, one of some words, yes or no. Each is given where the policy holds it.

func dayRule(name, label string, at func(*leasing.Policy) **int32) policyField {
	return policyField{
		view.Field{Name: name, Label: label, InputMode: "numeric"},
		func(p leasing.Policy) string { return orBlank(*at(&p), itoa) },
		func(f *fault.Fields, p *leasing.Policy, text string) { *at(p) = whole(f, name, text) },
	}
}

func sumRule(name, label, prefix, suffix string, at func(*leasing.Policy) **money.Amount) policyField {
	return policyField{
		view.Field{Name: name, Label: label, InputMode: "decimal", Prefix: prefix, Suffix: suffix},
		func(p leasing.Policy) string { return orBlank(*at(&p), money.Amount.String) },
		func(f *fault.Fields, p *leasing.Policy, text string) { *at(p) = amount(f, name, text) },
	}
}

func wordRule(name, label string, words []view.Option, at func(*leasing.Policy) **string) policyField {
	return policyField{
		view.Field{Name: name, Label: label, Options: words},
		func(p leasing.Policy) string { return deref(*at(&p)) },
		func(_ *fault.Fields, p *leasing.Policy, text string) { *at(p) = optional(text) },
	}
}

func switchRule(name, label string, words []view.Option, at func(*leasing.Policy) **bool) policyField {
	return policyField{
		view.Field{Name: name, Label: label, Options: words},
		func(p leasing.Policy) string { return orBlank(*at(&p), strconv.FormatBool) },
		func(_ *fault.Fields, p *leasing.Policy, text string) { *at(p) = yes(text) },
	}
}

// policyFields are the rules in the order in which they are shown.
func policyFields(ctx context.Context, currency string) []policyField {
	yesNo := view.Words(ctx, view.YesNo)
	return []policyField{
		dayRule("due_day", message.T(ctx, "Rent is due on day"), func(p *leasing.Policy) **int32 { return &p.DueDay }),
		dayRule("grace_days", message.T(ctx, "Days of grace"), func(p *leasing.Policy) **int32 { return &p.GraceDays }),
		wordRule("proration_method", message.T(ctx, "Parts of a month"), view.Words(ctx, view.ProrationMethods),
			func(p *leasing.Policy) **string { return &p.ProrationMethod }),
		wordRule("late_fee_kind", message.T(ctx, "Late fee"), view.Words(ctx, view.LateFeeKinds), func(p *leasing.Policy) **string { return &p.LateFeeKind }),
		sumRule("late_fee_amount", message.T(ctx, "Late fee: amount"), currency, "", func(p *leasing.Policy) **money.Amount { return &p.LateFeeAmount }),
		sumRule("late_fee_percentage", message.T(ctx, "Late fee: percentage of the rent that is late"), "", "%",
			func(p *leasing.Policy) **money.Amount { return &p.LateFeePercentage }),
		sumRule("late_fee_cap_amount", message.T(ctx, "Late fee: at most"), currency, "", func(p *leasing.Policy) **money.Amount { return &p.LateFeeCapAmount }),
		sumRule("late_fee_daily_amount", message.T(ctx, "Late fee: for each further day"), currency, "",
			func(p *leasing.Policy) **money.Amount { return &p.LateFeeDailyAmount }),
		sumRule("late_fee_daily_cap_amount", message.T(ctx, "Late fee: further days at most"), currency, "",
			func(p *leasing.Policy) **money.Amount { return &p.LateFeeDailyCapAmount }),
		sumRule("late_fee_minimum_amount", message.T(ctx, "Late fee: not below an amount late of"), currency, "",
			func(p *leasing.Policy) **money.Amount { return &p.LateFeeMinimumAmount }),
		sumRule("nsf_fee", message.T(ctx, "Fee for a returned payment"), currency, "", func(p *leasing.Policy) **money.Amount { return &p.NsfFee }),
		switchRule("full_payment_only", message.T(ctx, "Only payments in full"), yesNo, func(p *leasing.Policy) **bool { return &p.FullPaymentOnly }),
		switchRule("online_payment_blocked", message.T(ctx, "Online payments blocked"), yesNo, func(p *leasing.Policy) **bool { return &p.OnlinePaymentBlocked }),
		switchRule("certified_funds_only", message.T(ctx, "Certified funds only"), yesNo, func(p *leasing.Policy) **bool { return &p.CertifiedFundsOnly }),
		dayRule("notice_days", message.T(ctx, "Days of notice to leave"), func(p *leasing.Policy) **int32 { return &p.NoticeDays }),
		dayRule("expiring_soon_days", message.T(ctx, "Days before its end a lease expires soon"), func(p *leasing.Policy) **int32 { return &p.ExpiringSoonDays }),
	}
}

func yes(text string) *bool {
	v, err := strconv.ParseBool(text)
	if err != nil {
		return nil
	}
	return &v
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// inWords is a rule as people read it.
func (f policyField) inWords(ctx context.Context, p leasing.Policy) string {
	v := f.shown(p)
	switch {
	case v == "":
		return message.T(ctx, "none")
	case len(f.field.Options) > 0:
		return view.Label(ctx, f.field.Options, v)
	case f.field.Prefix != "":
		return f.field.Prefix + " " + v
	case f.field.Suffix != "":
		return v + " " + f.field.Suffix
	}
	return v
}

func policyLines(r *request, p leasing.ResolvedPolicy) []view.PolicyLine {
	var out []view.PolicyLine
	for _, f := range policyFields(r.Context(), r.profile.Currency) {
		line := view.PolicyLine{Label: f.field.Label, Value: f.inWords(r.Context(), p.Policy)}
		if from := p.From[f.field.Name]; from != "" {
			line.Source = view.Label(r.Context(), view.PolicySources, from)
		}
		out = append(out, line)
	}
	return out
}

// policyPage is whose policy a page is about.
type policyPage struct {
	of     leasing.PolicyOf
	path   string
	back   string
	frame  view.Frame
	change authz.Action
}

func (s *site) policyForm(r *request, m policyPage, typed func(string) string) (view.FieldsForm, error) {
	ctx := r.Context()
	now, err := s.Leases.Policy(ctx, r.p, m.of)
	if err != nil {
		return view.FieldsForm{}, err
	}
	form := view.FieldsForm{
		Settings: m.of == leasing.PolicyOf{}, Frame: m.frame, Action: m.path, Back: m.back, Hidden: []view.Hidden{{Name: "version", Value: itoa(now.Version)}},
		Lead: message.T(ctx, "What is left empty here is taken from the wider rules: of the property, of the organization, or the usual."),
	}
	if authz.Allowed(r.p, m.change) {
		form.Verb = message.T(ctx, "Save rules")
	}
	for _, f := range policyFields(ctx, r.profile.Currency) {
		field := f.field
		field.Optional, field.Value = true, f.shown(now.Own)
		if typed != nil {
			field.Value = typed(field.Name)
		}
		field.Help = message.T(ctx, "Now: %s", f.inWords(ctx, now.Resolved.Policy))
		if from := now.Resolved.From[field.Name]; from != "" {
			field.Help = message.T(ctx, "Now: %s, %s", f.inWords(ctx, now.Resolved.Policy), view.Label(ctx, view.PolicySources, from))
		}
		if len(field.Options) > 0 {
			field.Blank = message.T(ctx, "From the wider rules")
		}
		form.Fields = append(form.Fields, field)
	}
	return form, nil
}

func (s *site) showPolicy(r *request, m policyPage) error {
	form, err := s.policyForm(r, m, nil)
	if err != nil {
		return err
	}
	return s.page(r, view.FieldsPage(form))
}

func (s *site) savePolicy(r *request, m policyPage) error {
	return submit(s, r, entry[struct{}]{
		values: func(*request) struct{} { return struct{}{} },
		do: func(struct{}) (done, error) {
			var f fault.Fields
			var own leasing.Policy
			for _, field := range policyFields(r.Context(), "") {
				field.read(&f, &own, r.text(field.field.Name))
			}
			err := merge(&f, own.Check())
			if err == nil {
				_, err = s.Leases.SetPolicy(r.Context(), r.p, m.of, version(r), func(p *leasing.Policy) { *p = own })
			}
			return done{Next: m.back, Say: message.T(r.Context(), "The rules were saved.")}, err
		},
		again: func(_ struct{}, no refusal) (templ.Component, error) {
			form, err := s.policyForm(r, m, r.text)
			if no.Stale {
				no.Message = fault.As(leasing.ErrChanged).Message
			}
			form.Errors, form.Message = no.Errors, no.Message
			return view.FieldsPage(form), err
		},
	})
}

func (s *site) leasePolicyAt(r *request) (policyPage, error) {
	l, err := s.leaseAt(r)
	at := "/leases/" + l.ID.String()
	return policyPage{
		of: leasing.PolicyOf{Lease: l.ID}, path: at + "/policy", back: at + "?tab=policies", change: authz.LeasingWrite,
		frame: r.frame(message.T(r.Context(), "Rules of this lease"), view.AreaLeasing, r.leaseCrumbs(l)...),
	}, err
}

func (s *site) propertyPolicyAt(r *request) (policyPage, error) {
	at, err := r.pathID()
	if err != nil {
		return policyPage{}, err
	}
	p, err := s.Properties.Property(r.Context(), r.p, at, false)
	back := "/properties/" + p.ID.String()
	return policyPage{
		of: leasing.PolicyOf{Property: p.ID}, path: back + "/policy", back: back, change: authz.PortfolioWrite,
		frame: r.frame(message.T(r.Context(), "Leasing rules"), view.AreaProperties, propertiesCrumb(r), view.Link{Text: p.Name, Href: back}),
	}, err
}

func (s *site) organizationPolicyAt(r *request) (policyPage, error) {
	frame := r.frame(message.T(r.Context(), "Leasing rules"), view.AreaSettings)
	frame.Section = view.SectionLeasing
	return policyPage{of: leasing.PolicyOf{}, path: "/settings/leasing", back: "/settings/leasing", change: authz.OrganizationWrite, frame: frame}, nil
}

// about runs a page about somebody's policy.
func about(r *request, at func(*request) (policyPage, error), do func(*request, policyPage) error) error {
	m, err := at(r)
	if err != nil {
		return err
	}
	return do(r, m)
}

func (s *site) leasePolicy(r *request) error { return about(r, s.leasePolicyAt, s.showPolicy) }

func (s *site) setLeasePolicy(r *request) error { return about(r, s.leasePolicyAt, s.savePolicy) }

func (s *site) propertyPolicy(r *request) error { return about(r, s.propertyPolicyAt, s.showPolicy) }

func (s *site) setPropertyPolicy(r *request) error { return about(r, s.propertyPolicyAt, s.savePolicy) }

func (s *site) organizationPolicy(r *request) error {
	return about(r, s.organizationPolicyAt, s.showPolicy)
}

func (s *site) setOrganizationPolicy(r *request) error {
	return about(r, s.organizationPolicyAt, s.savePolicy)
}
