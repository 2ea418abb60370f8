package view

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/web/message"
)

// moneyAmount lets a template name the type of amounts.
type moneyAmount = money.Amount

func safe(path string) templ.SafeURL { return templ.SafeURL(path) }

// paperWord says what the page of a lease's paper is for: kept to be signed, or only printed.
func paperWord(ctx context.Context, keep bool) string {
	if keep {
		return message.T(ctx, "Make the paper")
	}
	return message.T(ctx, "Print")
}

func stepHref(lease, step string) templ.SafeURL {
	return address(string(to("leases", lease, "step")), url.Values{"to": {step}})
}

func partHref(lease, act, kind, part string) templ.SafeURL {
	q := url.Values{"kind": {kind}}
	put(q, "part", part)
	return address(string(to("leases", lease, act)), q)
}

func (m LeaseDetail) restore() templ.SafeURL {
	if !m.MayWrite {
		return ""
	}
	return to("leases", m.ID, "restore")
}

func yesNo(ctx context.Context, yes bool) string {
	if yes {
		return message.T(ctx, "Yes")
	}
	return message.T(ctx, "No")
}

func personTitle(ctx context.Context, i int) string {
	if i == 0 {
		return message.T(ctx, "First renter")
	}
	return message.T(ctx, "Person %d", i+1)
}

func newLeaseOf(unit string) templ.SafeURL { return address("/leases/new", url.Values{"unit": {unit}}) }

func newLeaseAt(property string) templ.SafeURL {
	return address("/leases/new", url.Values{"property": {property}})
}
