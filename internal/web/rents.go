package web

import (
	"net/http"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// askRents is the action of a list that asks how rents change before anything does.
const askRents = "rent"

// chosenRows are the rows that a form names.
func chosenRows(r *request) ([]id.ID, error) {
	var out []id.ID
	for _, text := range r.PostForm["ids"] {
		row, err := id.Parse(text)
		if err != nil {
			return nil, fault.ErrNotFound
		}
		out = append(out, row)
	}
	return out, nil
}

// rents asks how the market rents of the chosen units change, and shows what would become of them.
func (s *site) rents(r *request) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	ids, err := chosenRows(r)
	if err != nil {
		return err
	}
	list := manyList{at: "/units"}
	m := view.RentChange{
		Frame: r.frame(message.T(r.Context(), "Change market rents"), view.AreaUnits, view.Link{Text: message.T(r.Context(), "Units"), Href: list.back(r)}),
		IDs:   r.PostForm["ids"], Next: list.back(r), Key: newKey(r), Action: r.text("action"), Value: r.text("value"),
	}
	if len(ids) == 0 {
		s.tell(r, message.T(r.Context(), "Choose the units first."), "")
		return r.see(m.Next)
	}
	if m.Action == askRents {
		m.Action, m.Value = property.ManyBaseRentPercent, ""
		return s.page(r, view.RentsPage(m))
	}
	rows, err := s.Properties.PreviewRents(r.Context(), r.p, property.ManyInput{IDs: ids, Action: m.Action, Value: m.Value})
	if no, ok := refusalOf(err); ok && len(no.Errors) > 0 {
		m.Errors = no.Errors
		return s.show(r.ResponseWriter, r.Request, http.StatusUnprocessableEntity, view.RentsPage(m))
	}
	if err != nil {
		return err
	}
	for _, row := range rows {
		m.Rows = append(m.Rows, view.RentRow{Unit: row.Number, Property: row.PropertyName, Before: row.BaseRent, After: row.After, Refused: row.Refused})
		if row.Refused == "" {
			m.Changed++
			m.Before, m.After = m.Before.Add(row.BaseRent), m.After.Add(row.After)
		}
	}
	return s.page(r, view.RentsPage(m))
}
