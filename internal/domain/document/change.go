package document

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// act runs one change of a document that the principal may see: do is given it, locked. A version makes the change conditional on
// nobody else's. It returns the document as it is then, even where it was deleted.
func (s *Service) act(ctx context.Context, p tenancy.Principal, needs authz.Action, document id.ID, version *int32,
	do func(context.Context, tenancy.Tx, *documentdb.Queries, Document) error,
) (out Document, err error) {
	g, err := authz.Require(p, needs)
	if err != nil {
		return Document{}, err
	}
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		q := documentdb.New(tx)
		if _, err := q.LockDocument(ctx, tx.Organization(), document); err != nil {
			return err
		}
		stored, err := get(ctx, q, g, document, true)
		if err != nil {
			return err
		}
		if version != nil && *version != stored.Version {
			return ErrChanged
		}
		if err := do(ctx, tx, q, stored); err != nil {
			return err
		}
		out, err = get(ctx, q, g, document, true)
		return err
	})
	return out, err
}

// Update changes what is said of a document: change is given what is stored (without EntityType, EntityID and Content, which
// stay) and alters it. Errors: Invalid with fields, ErrChanged, ErrShorter, postgres.ErrNotFound.
func (s *Service) Update(ctx context.Context, p tenancy.Principal, document id.ID, version *int32, change func(*New)) (Document, error) {
	out, err := s.act(ctx, p, authz.DocumentWrite, document, version,
		func(ctx context.Context, tx tenancy.Tx, q *documentdb.Queries, stored Document) error {
			if stored.DeletedAt != nil {
				return postgres.ErrNotFound
			}
			before := stored.said()
			in := stored.said()
			change(&in)
			in.EntityType, in.EntityID = stored.EntityType, stored.EntityID
			if err := in.check(); err != nil {
				return err
			}
			if err := in.whom(ctx, q, tx.Organization()); err != nil {
				return err
			}
			in.RetainUntil = retainUntil(in.RetentionClass, in.RetainUntil, period.In(stored.CreatedAt, time.UTC))
			if shortens(before, in) && authz.Check(p, authz.DocumentHold) != nil {
				return ErrShorter
			}
			if _, err := q.UpdateDocument(ctx, documentdb.UpdateDocumentParams{
				TenantID: tx.Organization(), ID: document, Type: in.Type, FileName: safeName(in.Name, stored.MediaType),
				Description: given(in.Description), ExpiresAt: midnight(in.ExpiresOn), RetentionClass: in.RetentionClass,
				RetainUntil: in.RetainUntil, AccessLevel: in.AccessLevel, AudienceID: given(in.AudienceID), Tags: list(in.Tags),
			}); err != nil {
				return err
			}
			return event.Write(ctx, tx, Updated, document, Event{PropertyID: stored.PropertyID})
		})
	if err != nil {
		return Document{}, fmt.Errorf("update document: %w", err)
	}
	return out, nil
}

// said is what is said of a document, as it would be added.
func (d Document) said() New {
	return New{
		Type: d.Type, EntityType: d.EntityType, EntityID: d.EntityID, Name: d.Name, AccessLevel: d.AccessLevel,
		AudienceID: deref(d.AudienceID), Description: d.Description, Tags: d.Tags, ExpiresOn: d.ExpiresOn,
		RetentionClass: d.RetentionClass, RetainUntil: d.RetainUntil,
	}
}

// Delete soft-deletes a document; its files stay in the store. Errors: ErrOnHold, ErrRetained, ErrChanged, postgres.ErrNotFound.
func (s *Service) Delete(ctx context.Context, p tenancy.Principal, document id.ID, version *int32) (Document, error) {
	out, err := s.act(ctx, p, authz.DocumentWrite, document, version,
		func(ctx context.Context, tx tenancy.Tx, q *documentdb.Queries, stored Document) error {
			if stored.DeletedAt != nil {
				return postgres.ErrNotFound
			}
			if err := deletable(stored.HeldAt != nil, stored.RetentionClass, stored.RetainUntil, s.today()); err != nil {
				return err
			}
			if _, err := q.DeleteDocument(ctx, documentdb.DeleteDocumentParams{
				TenantID: tx.Organization(), ID: document, DeletedAt: tx.Now(), DeletedBy: given(p.User), DeletionID: id.New(),
			}); err != nil {
				return err
			}
			return event.Write(ctx, tx, Deleted, document, Event{PropertyID: stored.PropertyID})
		})
	if err != nil {
		return Document{}, fmt.Errorf("delete document: %w", err)
	}
	return out, nil
}

// Restore brings back a deleted document; one that is not deleted stays as it is. Error: postgres.ErrNotFound.
func (s *Service) Restore(ctx context.Context, p tenancy.Principal, document id.ID) (Document, error) {
	out, err := s.act(ctx, p, authz.DocumentWrite, document, nil,
		func(ctx context.Context, tx tenancy.Tx, q *documentdb.Queries, stored Document) error {
			if stored.DeletedAt == nil {
				return nil
			}
			if _, err := q.RestoreDocument(ctx, tx.Organization(), document); err != nil {
				return err
			}
			return event.Write(ctx, tx, Restored, document, Event{PropertyID: stored.PropertyID})
		})
	if err != nil {
		return Document{}, fmt.Errorf("restore document: %w", err)
	}
	return out, nil
}

const maxReason = 500 // characters

// Hold puts a document on legal hold: nobody can delete it, nor what it belongs to, until the hold is lifted. Errors: Invalid
// without a reason, postgres.ErrNotFound.
func (s *Service) Hold(ctx context.Context, p tenancy.Principal, document id.ID, reason string) (Document, error) {
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.Text("/reason", reason, true, maxReason)
	if err := f.Err(); err != nil {
		return Document{}, err
	}
	now := s.db.Clock().Now()
	return s.hold(ctx, p, document, documentdb.SetHoldParams{HeldAt: &now, HeldBy: given(p.User), HoldReason: &reason}, Held)
}

// Release lifts a legal hold; where there is none nothing changes. Error: postgres.ErrNotFound.
func (s *Service) Release(ctx context.Context, p tenancy.Principal, document id.ID) (Document, error) {
	return s.hold(ctx, p, document, documentdb.SetHoldParams{}, Released)
}

func (s *Service) hold(ctx context.Context, p tenancy.Principal, document id.ID, to documentdb.SetHoldParams, told event.Type[Event]) (Document, error) {
	out, err := s.act(ctx, p, authz.DocumentHold, document, nil,
		func(ctx context.Context, tx tenancy.Tx, q *documentdb.Queries, stored Document) error {
			if stored.DeletedAt != nil {
				return postgres.ErrNotFound
			}
			to.TenantID, to.ID = tx.Organization(), document
			if _, err := q.SetHold(ctx, to); err != nil {
				return err
			}
			return event.Write(ctx, tx, told, document, Event{PropertyID: stored.PropertyID})
		})
	if err != nil {
		return Document{}, fmt.Errorf("legal hold: %w", err)
	}
	return out, nil
}
