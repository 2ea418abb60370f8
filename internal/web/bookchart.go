package web

import (
	"cmp"
	"strconv"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const accountsPath = "/books/accounts"

func (s *site) chartOfAccounts(r *request) error {
	list, err := s.Ledger.Accounts(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.ChartOfAccounts{
		Frame: r.booksFrame(message.T(r.Context(), "Chart of accounts"), booksCrumb(r)), Write: authz.Allowed(r.p, authz.LedgerAccounts),
	}
	for _, a := range list {
		m.Rows = append(m.Rows, view.AccountRow{
			ID: a.ID.String(), Code: a.Code, Name: a.Name, Type: a.Type, Description: a.Description, Program: a.IsSystem, Active: a.Active,
		})
	}
	return s.page(r, view.AccountsPage(m))
}

// accountForm is the form of an account of the chart, which is new where it has no id.
func (s *site) accountForm(r *request, a ledger.Account) (view.PlainForm, error) {
	ctx := r.Context()
	list, err := s.Ledger.Accounts(ctx, r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	added := a.ID == id.Nil
	var above []view.Option
	for _, o := range list {
		if added || o.Type == a.Type && o.ID != a.ID {
			above = append(above, view.Option{Value: o.ID.String(), Label: o.Code + " " + o.Name})
		}
	}
	chart := view.Link{Text: message.T(ctx, "Chart of accounts"), Href: accountsPath}
	m := view.PlainForm{
		Frame: r.booksFrame(message.T(ctx, "Add account"), booksCrumb(r), chart), Action: accountsPath, Verb: message.T(ctx, "Add account"), Back: accountsPath,
		Fields: []view.Field{
			{Name: "code", Label: message.T(ctx, "Account code"), Value: a.Code, MaxLength: "20", Help: message.T(ctx, "Accounts stand in the order of their codes.")},
			{Name: "name", Label: message.T(ctx, "Name"), Value: a.Name, MaxLength: "255"},
		},
	}
	if added {
		m.Hidden = []view.Hidden{{Name: "key", Value: newKey(r)}}
		m.Fields = append(m.Fields, view.Field{
			Name: "type", Label: message.T(ctx, "Type"), Value: cmp.Or(a.Type, ledger.Expense), Options: view.Words(ctx, view.AccountTypes), Help: message.T(ctx, "Stays as it is made."),
		})
	} else {
		m.Title, m.Action, m.Verb = message.T(ctx, "Edit account"), accountsPath+"/"+a.ID.String(), message.T(ctx, "Save account")
		m.Hidden = []view.Hidden{{Name: "version", Value: itoa(a.Version)}}
	}
	m.Fields = append(m.Fields,
		view.Field{Name: "parent_id", Label: message.T(ctx, "Stands below"), Value: blankID(idOf(a.ParentID)), Options: above, Blank: message.T(ctx, "No other account"), Optional: true, Help: message.T(ctx, "An account of the same type.")},
		view.Field{Name: "description", Label: message.T(ctx, "Description"), Value: a.Description, MaxLength: "1000", Optional: true},
	)
	if added || a.Type == ledger.Income {
		m.Fields = append(m.Fields, view.Field{
			Name: "keeper", Label: message.T(ctx, "Whose income"), Value: a.Keeper, Options: view.Words(ctx, view.AccountKeepers), Blank: message.T(ctx, "Nobody's in particular"), Optional: true,
			Help: message.T(ctx, "Only of an income account."),
		})
	}
	m.Fields = append(m.Fields, view.Field{
		Name: "cash_flow", Label: message.T(ctx, "Part of the cash flow"), Value: a.CashFlow, Options: view.Words(ctx, view.CashFlows), Blank: message.T(ctx, "None"), Optional: true,
		Help: message.T(ctx, "None for cash itself, for income and for expenses."),
	})
	if !added {
		m.Fields = append(m.Fields, view.Field{
			Name: "active", Label: message.T(ctx, "Use"), Value: strconv.FormatBool(a.Active), Options: view.Words(ctx, view.AccountUses),
			Help: message.T(ctx, "An account that is not in use takes no new entries. One that the program posts to stays in use."),
		})
	}
	return m, nil
}

func idOf(v *id.ID) id.ID {
	if v == nil {
		return id.Nil
	}
	return *v
}

func (s *site) newAccount(r *request) error {
	m, err := s.accountForm(r, ledger.Account{})
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

// accountInput puts what was typed into in.
func accountInput(v map[string]string, in *ledger.AccountInput) {
	in.Code, in.Name, in.Description, in.Keeper, in.CashFlow = v["code"], v["name"], v["description"], v["keeper"], v["cash_flow"]
	in.Parent = askedID(v["parent_id"])
}

func (s *site) createAccount(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.accountForm(r, ledger.Account{}) }, func(v map[string]string) (done, error) {
		in := ledger.AccountInput{Type: v["type"], Active: true}
		accountInput(v, &in)
		a, err := s.Ledger.CreateAccount(r.Context(), r.p, r.key("ledger_account.create"), in)
		return done{Next: accountsPath, Say: message.T(r.Context(), "%s was added to the chart.", a.Name)}, err
	})
}

func (s *site) accountAt(r *request) (ledger.Account, error) {
	at, err := r.pathID()
	if err != nil {
		return ledger.Account{}, err
	}
	return s.Ledger.Account(r.Context(), r.p, at)
}

func (s *site) editAccount(r *request) error {
	a, err := s.accountAt(r)
	if err != nil {
		return err
	}
	m, err := s.accountForm(r, a)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) updateAccount(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	form := func() (view.PlainForm, error) {
		a, err := s.accountAt(r)
		if err != nil {
			return view.PlainForm{}, err
		}
		return s.accountForm(r, a)
	}
	return s.plain(r, form, func(v map[string]string) (done, error) {
		a, err := s.Ledger.UpdateAccount(r.Context(), r.p, at, version(r), func(in *ledger.AccountInput) {
			accountInput(v, in)
			in.Active = v["active"] == "true"
		})
		return done{Next: accountsPath, Say: message.T(r.Context(), "%s was changed.", a.Name)}, err
	})
}
