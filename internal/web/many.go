package web

import (
	"context"
	"crypto/sha256"

	"golang.org/x/sync/errgroup"

	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
)

func (s *site) manyRoutes() map[string]handler {
	units := manyList{at: "/units", change: s.Properties.ChangeUnits, undo: s.Properties.UndoUnits}
	properties := manyList{at: "/properties", change: s.Properties.ChangeProperties, undo: s.Properties.UndoProperties}
	return map[string]handler{
		"POST /units/bulk":                 func(r *request) error { return s.changeMany(r, units) },
		"POST /units/rents":                s.rents,
		"POST /units/bulk/{key}/undo":      func(r *request) error { return s.undoMany(r, units) },
		"POST /properties/bulk":            func(r *request) error { return s.changeMany(r, properties) },
		"POST /properties/bulk/{key}/undo": func(r *request) error { return s.undoMany(r, properties) },
	}
}

// manyList is a list whose rows are changed many at a time.
type manyList struct {
	at     string
	change func(context.Context, tenancy.Principal, tenancy.Key, property.ManyInput) (property.ManyReport, error)
	undo   func(context.Context, tenancy.Principal, string) (property.ManyReport, error)
}

// changeMany does what the form of a list says: ids (repeated), action and value; next is the list as it was, with its
// filters.
func (s *site) changeMany(r *request, list manyList) error {
	if err := r.ParseForm(); err != nil {
		return badForm(err)
	}
	in := property.ManyInput{Action: r.text("action"), Value: r.text("value")}
	if in.Action == askRents && list.at == "/units" {
		return s.rents(r)
	}
	var err error
	if in.IDs, err = chosenRows(r); err != nil {
		return err
	}
	key := tenancy.Key{Value: newKey(r), Request: sha256.Sum256([]byte(r.PostForm.Encode()))}
	done, err := list.change(r.Context(), r.p, key, in)
	if f := fault.As(err); f != nil && f.Code == fault.CodeInvalid && len(f.Fields) > 0 {
		s.tell(r, f.Fields[0].Message, "") // no form to show it on: the list is still there
		return r.see(list.back(r))
	}
	if err != nil {
		return err
	}
	undo := ""
	if done.Done() > 0 {
		undo = list.at + "/bulk/" + escapePath(key.Value) + "/undo"
	}
	s.tell(r, told(r.Context(), done), undo)
	return r.see(list.back(r))
}

func (s *site) undoMany(r *request, list manyList) error {
	done, err := list.undo(r.Context(), r.p, r.PathValue("key"))
	if err != nil {
		return err
	}
	s.tell(r, told(r.Context(), done), "")
	return r.see(list.back(r))
}

// back is the list as it was, where the form said so and it is that list.
func (l manyList) back(r *request) string {
	next := safeNext(r.PostFormValue("next"))
	if next == l.at || len(next) > len(l.at) && next[:len(l.at)+1] == l.at+"?" {
		return next
	}
	return l.at
}

// told says what became of the rows: how many were done, and why the first of the others was not.
func told(ctx context.Context, r property.ManyReport) string {
	done, refused := int64(r.Done()), int64(len(r.Outcomes)-r.Done())
	text := message.N(ctx, done, "%d row was changed.", "%d rows were changed.")
	if refused == 0 {
		return text
	}
	for _, o := range r.Outcomes {
		if o.Code != "" {
			return text + " " + message.N(ctx, refused, "%d stayed as it was:", "%d stayed as they were:") + " " + o.Message
		}
	}
	return text
}

// atOnce asks for the parts of a page side by side. The first error ends the others.
func atOnce(ctx context.Context, parts ...func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, part := range parts {
		group.Go(func() error { return part(ctx) })
	}
	return group.Wait()
}
