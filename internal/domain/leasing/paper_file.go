package leasing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/page"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrSigned says that the paper of a lease was signed and is not made anew.
var ErrSigned = fault.New(fault.Conflict, "lease_signed",
	"This lease is signed: its paper stays as it was signed. Take the lease back to draft to make another.")

// paperTypes are the types of documents that texts of a kind become; any other kind is "other".
var paperTypes = map[string]string{"lease": "lease", "addendum": "addendum", "notice": "notice"}

// printed is the tag of documents that were made from a template, whose name is their description.
const printed = "printed"

// Issue makes a lease's document from a template and keeps it as a document of the lease, which its renters see once the
// lease is no draft. Made again from the same template it is the document's next version, so that nobody signs an older
// one. Errors: as Print, ErrSigned, ErrEnded, and those of document.Service.Add.
func (s *Papers) Issue(ctx context.Context, p tenancy.Principal, lease, of id.ID) (document.Document, error) {
	l, err := s.leases.Lease(ctx, p, lease, false)
	if err != nil {
		return document.Document{}, err
	}
	for _, action := range []authz.Action{authz.LeasingWrite, authz.DocumentWrite} {
		if _, err := authz.Require(p, action); err != nil {
			return document.Document{}, err
		}
	}
	switch {
	case l.Status == StatusDraft || l.Status == StatusPending && l.SignedAt == nil:
	case l.SignedAt != nil:
		return document.Document{}, ErrSigned
	default:
		return document.Document{}, ErrEnded
	}
	var b bytes.Buffer
	paper, err := s.Print(ctx, p, &b, lease, of)
	if err != nil {
		return document.Document{}, err
	}
	there, _, err := s.files.Documents(ctx, p, document.Filter{EntityType: "lease", EntityID: lease, Tag: printed}, page.Request{Limit: page.MaxLimit})
	if err != nil {
		return document.Document{}, err
	}
	for _, d := range there {
		if d.Description == paper.Template.Name {
			return s.files.AddVersion(ctx, p, d.ID, paper.Name, &b)
		}
	}
	kind, ok := paperTypes[paper.Template.Kind]
	if !ok {
		kind = "other"
	}
	return s.files.Add(ctx, p, document.New{
		Type: kind, EntityType: "lease", EntityID: lease, Name: paper.Name, AccessLevel: "renter", Tags: []string{printed}, Content: &b,
		Description: paper.Template.Name,
	})
}

// Scan is a file of a paper that was signed.
type Scan struct {
	Name    string // of the file
	Content io.Reader
}

// Sign records the signature of a lease as Service.SignLease does, with a scan of the paper, which is kept as a document
// of the lease that its renters see. The scan is stored only where the signature can be recorded. Errors: those of
// Service.SignLease and of document.Service.Add.
func (s *Papers) Sign(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32, in SignInput, scan *Scan) (LeaseDetail, error) {
	if scan == nil {
		return s.leases.SignLease(ctx, p, lease, version, in)
	}
	if err := s.leases.maySign(ctx, p, lease, version, in); err != nil {
		return LeaseDetail{}, err
	}
	d, err := s.files.Add(ctx, p, document.New{
		Type: "lease", EntityType: "lease", EntityID: lease, Name: scan.Name, AccessLevel: "renter", RetentionClass: "lease", Tags: []string{"signed"},
		Content: scan.Content,
	})
	if err != nil {
		return LeaseDetail{}, err
	}
	in.DocumentID = d.ID
	return s.leases.SignLease(ctx, p, lease, version, in)
}

// errAsked takes back a transaction that only asked.
var errAsked = errors.New("only asked")

// maySign reports whether SignLease would record the signature now. Errors: those of SignLease.
func (s *Service) maySign(ctx context.Context, p tenancy.Principal, lease id.ID, version *int32, in SignInput) error {
	_, err := s.change(ctx, p, lease, version, func(_ context.Context, c *changing) (event.Type[LeaseEvent], error) {
		if err := c.signable(in); err != nil {
			return LeaseSigned, err
		}
		return LeaseSigned, errAsked
	})
	if errors.Is(err, errAsked) {
		return nil
	}
	return fmt.Errorf("may sign: %w", err)
}
