package web

import (
	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/view"
)

// plain runs a form of view.PlainForm. form draws it as things stand, do reads what was typed and calls the service.
func (s *site) plain(r *request, form func() (view.PlainForm, error), do func(map[string]string) (done, error)) error {
	return submit(s, r, entry[map[string]string]{
		values: func(r *request) map[string]string {
			typed := map[string]string{}
			for name := range r.PostForm {
				typed[name] = r.text(name)
			}
			return typed
		},
		do: do,
		again: func(typed map[string]string, no refusal) (templ.Component, error) {
			m, err := form()
			if err != nil {
				return nil, err
			}
			var differ []view.ConflictRow
			for i, f := range m.Fields {
				differ = append(differ, view.ConflictRow{Label: f.Label, Saved: f.Value, Typed: typed[f.Name]})
				m.Fields[i].Value, m.Fields[i].Error = typed[f.Name], no.Errors[f.Name]
			}
			if no.Stale {
				m.Conflict = conflict(differing(differ))
			} else {
				for i, h := range m.Hidden {
					if h.Name == "version" {
						m.Hidden[i].Value = r.text("version")
					}
				}
			}
			m.Errors, m.Message = no.Errors, no.Message
			return view.PlainFormPage(m), nil
		},
	})
}

// dayOf reads a day that was typed; none for nothing.
func dayOf(f *fault.Fields, name, text string) period.Date {
	if text == "" {
		return period.Date{}
	}
	d, err := period.Parse(text)
	f.Check(err == nil, "/"+name, "date_invalid", "Use a date such as 2026-12-31.")
	return d
}

// dayValue is a day as a field of dates holds it.
func dayValue(d period.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
