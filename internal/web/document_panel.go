package web

import (
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/web/view"
)

const (
	panelDocuments = 8
	panelPhotos    = 12
)

// documentsOf are the documents and photos of something, for its page; nil for somebody who may see none.
func (s *site) documentsOf(r *request, kind string, entity id.ID) (*view.DocumentsOf, error) {
	if s.Documents == nil || !authz.Allowed(r.p, authz.DocumentRead) {
		return nil, nil //nolint:nilnil // no panel is no fault
	}
	f := document.Filter{EntityType: kind, EntityID: entity, NotType: "photo"}
	list, around, err := s.Documents.Documents(r.Context(), r.p, f, page.Request{Limit: panelDocuments})
	if err != nil {
		return nil, err
	}
	f.NotType, f.Type = "", "photo"
	photos, _, err := s.Documents.Documents(r.Context(), r.p, f, page.Request{Limit: panelPhotos})
	if err != nil {
		return nil, err
	}
	m := &view.DocumentsOf{
		EntityType: kind, EntityID: entity.String(), CanAdd: authz.Allowed(r.p, authz.DocumentWrite), Rows: r.documentRows(list),
		More: around.Next != "",
	}
	for _, p := range photos {
		if p.Picture() && p.Openable() {
			m.Photos = append(m.Photos, r.documentRow(p))
		} else {
			m.Rows = append(m.Rows, r.documentRow(p))
		}
	}
	return m, nil
}
