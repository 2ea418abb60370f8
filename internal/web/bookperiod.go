package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/ledger"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

const periodsPath = "/books/periods"

func (s *site) closedPeriods(r *request) error {
	list, closed, err := s.Ledger.Locks(r.Context(), r.p)
	if err != nil {
		return err
	}
	m := view.Periods{
		Frame: r.booksFrame(message.T(r.Context(), "Closed periods"), booksCrumb(r)), Closed: closed, Write: authz.Allowed(r.p, authz.LedgerClose),
	}
	for _, l := range list {
		row := r.periodRow(l)
		if row.State == "waiting" {
			m.Wish = &row
		}
		m.Rows = append(m.Rows, row)
	}
	return s.page(r, view.PeriodsPage(m))
}

func (r *request) periodRow(l ledger.Lock) view.PeriodRow {
	row := view.PeriodRow{
		ID: l.ID.String(), State: l.State(), Reason: l.Reason, Asked: l.AskedName, Decided: l.DecidedName, Through: l.Through, AskedAt: l.AskedAt.In(r.zone),
		Own: l.AskedBy == r.p.User,
	}
	if l.DecidedAt != nil {
		row.DecidedAt = l.DecidedAt.In(r.zone)
	}
	return row
}

func periodsCrumb(r *request) view.Link {
	return view.Link{Text: message.T(r.Context(), "Closed periods"), Href: periodsPath}
}

// closingForm is the form that closes a period. The month that ended last is proposed, unless it is closed.
func (s *site) closingForm(r *request) (view.PlainForm, error) {
	ctx := r.Context()
	_, closed, err := s.Ledger.Locks(ctx, r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	through := dateField("through", message.T(ctx, "Close through"), "", false)
	if end := s.today(r).FirstOfMonth().AddDays(-1); closed.IsZero() || end.After(closed) {
		through.Value = end.String()
	}
	if !closed.IsZero() {
		through.Help = message.T(ctx, "Closed through %s until now.", closed.Words())
	}
	return view.PlainForm{
		Frame: r.booksFrame(message.T(ctx, "Close a period"), booksCrumb(r), periodsCrumb(r)), Action: periodsPath, Verb: message.T(ctx, "Close period"), Back: periodsPath,
		Intro: message.T(ctx, "Nothing is dated on that day or before it any more, unless somebody who may override gives a reason. Opening it again takes a second person."),
		Fields: []view.Field{
			through, {Name: "reason", Label: message.T(ctx, "Reason"), MaxLength: "1000", Help: message.T(ctx, "Such as: February is reconciled.")},
		},
	}, nil
}

func (s *site) askClosing(r *request) error {
	m, err := s.closingForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) closePeriod(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.closingForm(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		through := dayOf(&f, "through", v["through"])
		if err := f.Err(); err != nil {
			return done{}, err
		}
		err := s.Ledger.Close(r.Context(), r.p, through, v["reason"])
		return done{Next: periodsPath, Say: message.T(r.Context(), "The books are closed through %s.", through.Words())}, err
	})
}

// reopeningForm is the form that asks to open a period again.
func (s *site) reopeningForm(r *request) (view.PlainForm, error) {
	ctx := r.Context()
	_, closed, err := s.Ledger.Locks(ctx, r.p)
	if err != nil {
		return view.PlainForm{}, err
	}
	through := dateField("through", message.T(ctx, "Stays closed through"), message.T(ctx, "Empty: everything is opened."), true)
	if !closed.IsZero() { // the month that was closed last
		through.Value = closed.FirstOfMonth().AddDays(-1).String()
	}
	return view.PlainForm{
		Frame: r.booksFrame(message.T(ctx, "Ask to open again"), booksCrumb(r), periodsCrumb(r)), Action: periodsPath + "/reopen", Verb: message.T(ctx, "Ask a second person"),
		Back: periodsPath, Intro: message.T(ctx, "It stays closed until somebody else who may close periods has agreed."),
		Fields: []view.Field{
			through, {Name: "reason", Label: message.T(ctx, "Reason"), MaxLength: "1000", Help: message.T(ctx, "Such as: a bill of January came late.")},
		},
	}, nil
}

func (s *site) askReopening(r *request) error {
	m, err := s.reopeningForm(r)
	if err != nil {
		return err
	}
	return s.page(r, view.PlainFormPage(m))
}

func (s *site) wishReopening(r *request) error {
	return s.plain(r, func() (view.PlainForm, error) { return s.reopeningForm(r) }, func(v map[string]string) (done, error) {
		var f fault.Fields
		through := dayOf(&f, "through", v["through"])
		if err := f.Err(); err != nil {
			return done{}, err
		}
		err := s.Ledger.AskReopening(r.Context(), r.p, through, v["reason"])
		return done{Next: periodsPath, Say: message.T(r.Context(), "Somebody else has to agree now.")}, err
	})
}

func (s *site) decideReopening(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	said, accept := message.T(r.Context(), "It stays closed."), r.text("do") == "accept"
	if accept {
		said = message.T(r.Context(), "The period was opened.")
	}
	if err := s.Ledger.DecideReopening(r.Context(), r.p, at, accept); err != nil {
		return err
	}
	s.tell(r, said, "")
	return r.see(periodsPath)
}
