package web

import (
	"cmp"
	"strings"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const (
	rulesPath      = "/settings/deposit-rules"
	checklistsPath = "/settings/checklists"
)

func (s *site) leasingSettingsRoutes() map[string]handler {
	return map[string]handler{
		"GET " + rulesPath:                         s.depositRules,
		"GET " + rulesPath + "/new":                s.newDepositRule,
		"POST " + rulesPath:                        s.confirmDepositRule,
		"GET " + rulesPath + "/{id}/end":           s.askEndDepositRule,
		"POST " + rulesPath + "/{id}/end":          s.endDepositRule,
		"GET " + checklistsPath:                    s.checklists,
		"GET " + checklistsPath + "/new":           s.newChecklist,
		"POST " + checklistsPath:                   s.addChecklist,
		"GET " + checklistsPath + "/{id}":          s.editChecklist,
		"POST " + checklistsPath + "/{id}":         s.updateChecklist,
		"POST " + checklistsPath + "/{id}/delete":  s.deleteChecklist,
		"POST " + checklistsPath + "/{id}/restore": s.restoreChecklist,
	}
}

// leasingSettings is the frame of a page of the settings of leasing.
func (r *request) leasingSettings(title string, crumbs ...view.Link) view.Frame {
	return r.settings(title, view.SectionLeasing, crumbs...)
}

func (s *site) depositRules(r *request) error {
	list, err := s.Leases.DepositRules(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.DepositRules{Frame: r.leasingSettings(message.T(r.Context(), "Deposit rules")), Write: authz.Allowed(r.p, authz.OrganizationWrite)}
	known := map[string]bool{}
	for _, rule := range list {
		known[rule.Jurisdiction] = known[rule.Jurisdiction] || rule.To.IsZero()
		m.Rows = append(m.Rows, depositRuleRow(rule))
	}
	for _, rule := range leasing.RuleProposals() {
		if !known[rule.Jurisdiction] {
			m.Proposals = append(m.Proposals, depositRuleRow(rule))
		}
	}
	return s.page(r, view.DepositRulesPage(m))
}

func depositRuleRow(rule leasing.DepositRule) view.DepositRule {
	row := view.DepositRule{
		Place: rule.Jurisdiction, Starts: rule.Starts, Days: int(rule.DaysWithoutClaim), DaysWithClaim: int(rule.DaysWithClaim), Citation: rule.Citation,
		Source: rule.SourceURL, From: rule.From, To: rule.To, Verified: rule.VerifiedOn,
	}
	if rule.ID != id.Nil {
		row.ID = rule.ID.String()
	}
	return row
}

func depositRulesCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Deposit rules"), Href: rulesPath}
}

// depositRuleForm is the form of a rule to confirm, with what is proposed for its place.
func (s *site) depositRuleForm(r *request, place string) view.PlainForm {
	ctx := r.Context()
	rule := leasing.DepositRule{Jurisdiction: place, Starts: leasing.RuleStarts[0]}
	days, claim := "", ""
	for _, proposed := range leasing.RuleProposals() {
		if proposed.Jurisdiction == place {
			rule, days, claim = proposed, itoa(proposed.DaysWithoutClaim), itoa(proposed.DaysWithClaim)
		}
	}
	today := s.today(r).String()
	return view.PlainForm{
		Frame: r.leasingSettings(message.T(ctx, "Confirm a deposit rule"), depositRulesCrumb(r)), Action: rulesPath, Verb: message.T(ctx, "Confirm rule"),
		Back: rulesPath, Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}, {Name: "place", Value: place}},
		Intro: message.T(ctx, "Read the law in its source before you confirm it: it changes, and cities add to it. From then on it sets the day by which deposits have to be returned there."),
		Fields: []view.Field{
			{Name: "jurisdiction", Label: message.T(ctx, "Place"), Value: rule.Jurisdiction, MaxLength: "6", Help: message.T(ctx, "Country and state, such as US-CA.")},
			{Name: "starts_on_kind", Label: message.T(ctx, "The days count from"), Value: rule.Starts, Options: view.Words(ctx, view.RuleStarts)},
			{Name: "days_without_claim", Label: message.T(ctx, "Days to return everything"), Value: days, InputMode: "numeric"},
			{Name: "days_with_claim", Label: message.T(ctx, "Days where something is kept"), Value: claim, InputMode: "numeric"},
			{Name: "citation", Label: message.T(ctx, "Citation"), Value: rule.Citation, MaxLength: "500"},
			{Name: "source_url", Label: message.T(ctx, "Address of the source"), Value: rule.SourceURL, MaxLength: "500", Type: "url", Optional: true},
			{Name: "delivery", Label: message.T(ctx, "How it has to be sent"), Value: rule.Delivery, MaxLength: "500", Optional: true},
			{Name: "interest", Label: message.T(ctx, "Interest on deposits"), Value: rule.Interest, MaxLength: "500", Optional: true},
			{Name: "from_date", Label: message.T(ctx, "Holds from"), Value: today, Type: "date"},
			{Name: "verified_on", Label: message.T(ctx, "Source read on"), Value: today, Type: "date"},
		},
	}
}

func (s *site) newDepositRule(r *request) error {
	return s.page(r, view.PlainFormPage(s.depositRuleForm(r, r.URL.Query().Get("place"))))
}

func (s *site) confirmDepositRule(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.depositRuleForm(r, r.text("place")), nil }, func(v map[string]string) (done, error) {
		var f fault.Fields
		in := leasing.DepositRule{
			Jurisdiction: v["jurisdiction"], Starts: v["starts_on_kind"], DaysWithoutClaim: -1, DaysWithClaim: -1, Delivery: v["delivery"],
			Interest: v["interest"], Citation: v["citation"], SourceURL: v["source_url"], From: dayOf(&f, "from_date", v["from_date"]),
			VerifiedOn: dayOf(&f, "verified_on", v["verified_on"]),
		}
		if n := whole(&f, "days_without_claim", v["days_without_claim"]); n != nil {
			in.DaysWithoutClaim = *n
		}
		if n := whole(&f, "days_with_claim", v["days_with_claim"]); n != nil {
			in.DaysWithClaim = *n
		}
		if err := f.Err(); err != nil {
			return done{}, err
		}
		rule, err := s.Leases.ConfirmRule(r.Context(), r.p, r.key("deposit_rule.confirm"), in)
		return done{rulesPath, message.T(r.Context(), "The rule of %s was confirmed.", rule.Jurisdiction), ""}, err
	})
}

func (s *site) ruleEndForm(r *request) (view.PlainForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	rule, err := s.Leases.DepositRule(r.Context(), r.p, at)
	return view.PlainForm{
		Frame:  r.leasingSettings(message.T(r.Context(), "End the rule of %s", rule.Jurisdiction), depositRulesCrumb(r)),
		Action: rulesPath + "/" + at.String() + "/end", Verb: message.T(r.Context(), "End rule"), Back: rulesPath,
		Intro:  message.T(r.Context(), "After its last day another rule can hold there. What was sent by it stays as it is."),
		Fields: []view.Field{{Name: "to_date", Label: message.T(r.Context(), "Last day"), Type: "date", Value: s.today(r).String()}},
	}, err
}

func (s *site) askEndDepositRule(r *request) error {
	m, err := s.ruleEndForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) endDepositRule(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.ruleEndForm(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		last := dayOf(&f, "to_date", v["to_date"])
		f.Check(!last.IsZero() || len(v["to_date"]) > 0, "/to_date", "required", "This is required.")
		if err := f.Err(); err != nil {
			return done{}, err
		}
		_, err := s.Leases.EndRule(r.Context(), r.p, at, last)
		return done{rulesPath, message.T(r.Context(), "The rule was ended."), ""}, err
	})
}

func (s *site) checklists(r *request) error {
	list, err := s.Leases.Checklists(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Checklists{Frame: r.leasingSettings(message.T(r.Context(), "Checklists")), Write: authz.Allowed(r.p, authz.TemplateWrite)}
	for _, t := range list {
		row := view.ChecklistRow{ID: t.ID.String(), Name: t.Name, Kind: t.Kind, Areas: len(t.Areas)}
		for _, a := range t.Areas {
			row.Items += len(a.Items)
		}
		m.Rows = append(m.Rows, row)
	}
	return s.page(r, view.ChecklistsPage(m))
}

// areasText writes areas as they are typed: a line for each, and under it its items with a dash.
func areasText(areas []leasing.Area) string {
	var b strings.Builder
	for _, a := range areas {
		b.WriteString(a.Area + "\n")
		for _, item := range a.Items {
			b.WriteString("- " + item + "\n")
		}
	}
	return strings.TrimSpace(b.String())
}

func readAreas(f *fault.Fields, text string) (out []leasing.Area) {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := strings.CutPrefix(line, "-")
		switch {
		case line == "":
		case !isItem:
			out = append(out, leasing.Area{Area: line})
		case len(out) == 0:
			f.Add("/areas", "area_missing", "Begin with an area, and put its items below it.")
			return nil
		default:
			last := &out[len(out)-1]
			last.Items = append(last.Items, strings.TrimSpace(item))
		}
	}
	return out
}

func checklistsCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Checklists"), Href: checklistsPath}
}

// checklistForm is the form of a new checklist, which begins with the usual one, or of one that is stored.
func (s *site) checklistForm(r *request, t leasing.ChecklistTemplate) view.PlainForm {
	ctx := r.Context()
	m := view.PlainForm{
		Frame: r.leasingSettings(message.T(ctx, "Add checklist"), checklistsCrumb(r)), Action: checklistsPath, Verb: message.T(ctx, "Save checklist"),
		Back: checklistsPath, Hidden: []view.Hidden{{Name: "key", Value: newKey(r)}},
		Intro: message.T(ctx, "The first checklist of a kind, by its name, is the one that a walk begins with. Walks that were begun keep theirs."),
	}
	areas := t.Areas
	kind := view.Field{Name: "kind", Label: message.T(ctx, "For"), Value: cmp.Or(t.Kind, "move_in"), Options: view.Words(ctx, view.InspectionKinds)}
	fields := []view.Field{{Name: "name", Label: message.T(ctx, "Name"), Value: t.Name, MaxLength: "255"}}
	if t.ID == id.Nil {
		areas = leasing.UsualChecklist()
		fields = append(fields, kind)
	} else {
		m.Frame = r.leasingSettings(t.Name, checklistsCrumb(r))
		m.Action, m.Hidden = checklistsPath+"/"+t.ID.String(), []view.Hidden{{Name: "version", Value: itoa(t.Version)}}
	}
	m.Fields = append(fields, view.Field{
		Name: "areas", Label: message.T(ctx, "Areas and items"), Value: areasText(areas), Type: "area", Rows: 20,
		Help: message.T(ctx, "An area in a line of its own, and below it what to look at, each with a dash before it."),
	})
	return m
}

func (s *site) newChecklist(r *request) error {
	return s.page(r, view.PlainFormPage(s.checklistForm(r, leasing.ChecklistTemplate{})))
}

func (s *site) addChecklist(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.checklistForm(r, leasing.ChecklistTemplate{}), nil }, func(v map[string]string) (done, error) {
		var f fault.Fields
		in := leasing.ChecklistTemplate{Name: v["name"], Kind: v["kind"], Areas: readAreas(&f, v["areas"])}
		if err := f.Err(); err != nil {
			return done{}, err
		}
		t, err := s.Leases.AddChecklist(r.Context(), r.p, r.key("checklist.add"), in)
		return done{checklistsPath, message.T(r.Context(), "%s was added.", t.Name), ""}, err
	})
}

func (s *site) storedChecklist(r *request) (view.PlainForm, error) {
	at, err := r.pathID()
	if err != nil {
		return view.PlainForm{}, err
	}
	t, err := s.Leases.Checklist(r.Context(), r.p, at)
	return s.checklistForm(r, t), err
}

func (s *site) editChecklist(r *request) error {
	m, err := s.storedChecklist(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) updateChecklist(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return s.plain(r, func() (view.PlainForm, error) { return s.storedChecklist(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		areas, version := readAreas(&f, v["areas"]), whole(&f, "version", v["version"])
		if err := f.Err(); err != nil {
			return done{}, err
		}
		_, err := s.Leases.UpdateChecklist(r.Context(), r.p, at, version, func(t *leasing.ChecklistTemplate) { t.Name, t.Areas = v["name"], areas })
		return done{checklistsPath, message.T(r.Context(), "Your changes were saved."), ""}, err
	})
}

func (s *site) deleteChecklist(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	if err := s.Leases.DeleteChecklist(r.Context(), r.p, at, nil); err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "The checklist was deleted."), checklistsPath+"/"+at.String()+"/restore")
	return r.see(checklistsPath)
}

func (s *site) restoreChecklist(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	t, err := s.Leases.RestoreChecklist(r.Context(), r.p, at)
	if err != nil {
		return err
	}
	s.tell(r, message.T(r.Context(), "%s was restored.", t.Name), "")
	return r.see(checklistsPath)
}
