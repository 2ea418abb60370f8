package web

import (
	"context"
	"io"
	"mime/multipart"
	"strings"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
	"github.com/propertyos/propertyos/internal/web/message"
	"github.com/propertyos/propertyos/internal/web/view"
)

// leaseStep takes a lease one step on, as the form's value to says.
func (s *site) leaseStep(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	return submit(s, r, entry[view.Hidden]{
		values: func(r *request) view.Hidden { return view.Hidden{Name: r.text("to")} },
		do: func(v view.Hidden) (done, error) {
			said, err := s.step(r, at, v)
			return done{Next: "/leases/" + at.String(), Say: said}, err
		},
		again: func(v view.Hidden, no refusal) (templ.Component, error) {
			l, err := s.leaseAt(r)
			if err != nil {
				return nil, err
			}
			m := s.stepForm(r, l, v.Name)
			if m.Title == "" {
				m.Frame = r.frame(message.T(r.Context(), "This cannot be done now"), view.AreaLeasing, r.leaseCrumbs(l)...)
			}
			m.Errors, m.Message = no.Errors, no.Message
			if no.Stale {
				m.Message = fault.As(leasing.ErrChanged).Message
			}
			return view.FieldsPage(m), nil
		},
	})
}

// signLease records a signature. The form may carry a scan of the paper, which comes after the fields.
func (s *site) signLease(r *request) error {
	at, err := r.pathID()
	if err != nil {
		return err
	}
	// Somebody else's lease is told as missing before anything is said of the form.
	if _, err := s.Leases.Lease(r.Context(), r.p, at, false); err != nil {
		return err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return badForm(err)
	}
	typed, signed := map[string]string{}, false
	sign := func(scan *leasing.Scan) error {
		signed = true
		var f fault.Fields
		in, version := leasing.SignInput{On: dayOf(&f, "signed_on", typed["signed_on"])}, whole(&f, "version", typed["version"])
		if err := f.Err(); err != nil {
			return err
		}
		_, err := s.Papers.Sign(r.Context(), r.p, at, version, in, scan)
		return err
	}
	err = eachPart(parts, func(name string, part *multipart.Part) error {
		if part.FileName() != "" {
			if signed {
				return nil
			}
			return sign(&leasing.Scan{Name: part.FileName(), Content: part})
		}
		text, err := io.ReadAll(io.LimitReader(part, maxForm))
		typed[name] = strings.TrimSpace(string(text))
		return err
	})
	if err == nil && !signed {
		err = sign(nil)
	}
	if err != nil {
		return s.refuseSignature(r, typed["signed_on"], err)
	}
	s.tell(r, message.T(r.Context(), "The signature was recorded."), "")
	return r.see("/leases/" + at.String())
}

// refuseSignature shows the form of a signature with what was wrong.
func (s *site) refuseSignature(r *request, signedOn string, err error) error {
	if f := fault.As(err); f.Kind == fault.TooLarge {
		err = fault.New(fault.Invalid, f.Code, f.Message).On("/file")
	}
	no, ok := refusalOf(err)
	if !ok {
		return err
	}
	l, failed := s.leaseAt(r)
	if failed != nil {
		return failed
	}
	m := s.stepForm(r, l, "sign")
	m.Fields[0].Value, m.Errors, m.Message = signedOn, no.Errors, no.Message
	if no.Stale {
		m.Message = fault.As(leasing.ErrChanged).Message
	}
	return s.show(r.ResponseWriter, r.Request, fault.As(err).Kind.Status(), view.FieldsPage(m))
}

func (s *site) step(r *request, at id.ID, v view.Hidden) (said string, err error) {
	ctx := r.Context()
	run := func(do func(context.Context, tenancy.Principal, id.ID, *int32) (leasing.LeaseDetail, error)) {
		_, err = do(ctx, r.p, at, version(r))
	}
	switch v.Name {
	case "submit":
		said = message.T(ctx, "The lease waits for signatures now.")
		run(s.Leases.SubmitLease)
	case "withdraw":
		said = message.T(ctx, "The lease is a draft again.")
		run(s.Leases.WithdrawLease)
	case "activate":
		said = message.T(ctx, "The lease is in force.")
		run(s.Leases.ActivateLease)
	case "cancel":
		said = message.T(ctx, "The lease was cancelled.")
		run(s.Leases.CancelLease)
	case "late-fees", "late-fees-off":
		said = message.T(ctx, "Your changes were saved.")
		_, err = s.Leases.ConfirmLateFees(ctx, r.p, at, v.Name == "late-fees")
	default:
		if _, err = s.Leases.Lease(ctx, r.p, at, false); err == nil {
			err = fault.New(fault.Invalid, "step_unknown", "Choose a step.")
		}
	}
	return said, err
}
