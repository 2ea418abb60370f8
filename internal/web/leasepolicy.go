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

// policyFields are the rules in the order in which they are shown.
func policyFields(ctx context.Context, currency string) []policyField {
	return []policyField{
		{
			view.Field{Name: "due_day", Label: message.T(ctx, "Rent is due on day"), InputMode: "numeric"},
			func(p leasing.Policy) string { return orBlank(p.DueDay, itoa) },
			func(f *fault.Fields, p *leasing.Policy, text string) { p.DueDay = whole(f, "due_day", text) },
		},
		{
			view.Field{Name: "grace_days", Label: message.T(ctx, "Days of grace"), InputMode: "numeric"},
			func(p leasing.Policy) string { return orBlank(p.GraceDays, itoa) },
			func(f *fault.Fields, p *leasing.Policy, text string) { p.GraceDays = whole(f, "grace_days", text) },
		},
		{
			view.Field{Name: "proration_method", Label: message.T(ctx, "Parts of a month"), Options: view.Words(ctx, view.ProrationMethods)},
			func(p leasing.Policy) string { return deref(p.ProrationMethod) },
			func(_ *fault.Fields, p *leasing.Policy, text string) { p.ProrationMethod = optional(text) },
		},
		{
			view.Field{Name: "late_fee_kind", Label: message.T(ctx, "Late fee"), Options: view.Words(ctx, view.LateFeeKinds)},
			func(p leasing.Policy) string { return deref(p.LateFeeKind) },
			func(_ *fault.Fields, p *leasing.Policy, text string) { p.LateFeeKind = optional(text) },
		},
		{
			view.Field{Name: "late_fee_amount", Label: message.T(ctx, "Late fee: amount"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.LateFeeAmount, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeeAmount = amount(f, "late_fee_amount", text)
			},
		},
		{
			view.Field{Name: "late_fee_percentage", Label: message.T(ctx, "Late fee: percentage of the rent that is late"), InputMode: "decimal", Suffix: "%"},
			func(p leasing.Policy) string { return orBlank(p.LateFeePercentage, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeePercentage = amount(f, "late_fee_percentage", text)
			},
		},
		{
			view.Field{Name: "late_fee_cap_amount", Label: message.T(ctx, "Late fee: at most"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.LateFeeCapAmount, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeeCapAmount = amount(f, "late_fee_cap_amount", text)
			},
		},
		{
			view.Field{Name: "late_fee_daily_amount", Label: message.T(ctx, "Late fee: for each further day"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.LateFeeDailyAmount, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeeDailyAmount = amount(f, "late_fee_daily_amount", text)
			},
		},
		{
			view.Field{Name: "late_fee_daily_cap_amount", Label: message.T(ctx, "Late fee: further days at most"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.LateFeeDailyCapAmount, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeeDailyCapAmount = amount(f, "late_fee_daily_cap_amount", text)
			},
		},
		{
			view.Field{Name: "late_fee_minimum_amount", Label: message.T(ctx, "Late fee: not below an amount late of"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.LateFeeMinimumAmount, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.LateFeeMinimumAmount = amount(f, "late_fee_minimum_amount", text)
			},
		},
		{
			view.Field{Name: "nsf_fee", Label: message.T(ctx, "Fee for a returned payment"), InputMode: "decimal", Prefix: currency},
			func(p leasing.Policy) string { return orBlank(p.NsfFee, money.Amount.String) },
			func(f *fault.Fields, p *leasing.Policy, text string) { p.NsfFee = amount(f, "nsf_fee", text) },
		},
		{
			view.Field{Name: "full_payment_only", Label: message.T(ctx, "Only payments in full"), Options: view.Words(ctx, view.YesNo)},
			func(p leasing.Policy) string { return orBlank(p.FullPaymentOnly, strconv.FormatBool) },
			func(_ *fault.Fields, p *leasing.Policy, text string) { p.FullPaymentOnly = yes(text) },
		},
		{
			view.Field{Name: "online_payment_blocked", Label: message.T(ctx, "Online payments blocked"), Options: view.Words(ctx, view.YesNo)},
			func(p leasing.Policy) string { return orBlank(p.OnlinePaymentBlocked, strconv.FormatBool) },
			func(_ *fault.Fields, p *leasing.Policy, text string) { p.OnlinePaymentBlocked = yes(text) },
		},
		{
			view.Field{Name: "certified_funds_only", Label: message.T(ctx, "Certified funds only"), Options: view.Words(ctx, view.YesNo)},
			func(p leasing.Policy) string { return orBlank(p.CertifiedFundsOnly, strconv.FormatBool) },
			func(_ *fault.Fields, p *leasing.Policy, text string) { p.CertifiedFundsOnly = yes(text) },
		},
		{
			view.Field{Name: "notice_days", Label: message.T(ctx, "Days of notice to leave"), InputMode: "numeric"},
			func(p leasing.Policy) string { return orBlank(p.NoticeDays, itoa) },
			func(f *fault.Fields, p *leasing.Policy, text string) { p.NoticeDays = whole(f, "notice_days", text) },
		},
		{
			view.Field{Name: "expiring_soon_days", Label: message.T(ctx, "Days before its end a lease expires soon"), InputMode: "numeric"},
			func(p leasing.Policy) string { return orBlank(p.ExpiringSoonDays, itoa) },
			func(f *fault.Fields, p *leasing.Policy, text string) {
				p.ExpiringSoonDays = whole(f, "expiring_soon_days", text)
			},
		},
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
		Frame: m.frame, Action: m.path, Back: m.back, Hidden: []view.Hidden{{Name: "version", Value: itoa(now.Version)}},
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
