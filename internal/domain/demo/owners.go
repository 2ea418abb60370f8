package demo

import (
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

var banks = []string{"First Demo Bank", "Sample National Bank", "Example Savings", "Placeholder Credit Union"}

// owners makes the owners with their accounts, their shares, and the organization's own accounts.
func (g *generator) owners() {
	d := newDice(g.company.slug, "owners")
	names := newPeople(g.company.slug + " owners")
	area := g.company.sites[0].city.area
	for i, name := range g.company.owners {
		o := Owner{
			ID: g.ids.newID(founded), Name: name, Phone: names.phone(area),
			Email: fmt.Sprintf("owner%d@%s.example.com", i+1, g.company.slug), Share: dollars(100), Day: pick(d, []int{1, 5, 10, 15}),
			Frequency: []string{"monthly", "quarterly", "monthly", "annually", "on_request"}[i%5], TaxID: taxID(d, i),
		}
		account := g.bankAccount(d, "owner_payout", name)
		account.OwnerID, account.Primary, o.BankAccountID = o.ID, true, account.ID
		g.out.Owners, g.out.BankAccounts = append(g.out.Owners, o), append(g.out.BankAccounts, account)
	}
	for _, purpose := range []string{"operating_trust", "deposit_trust", "company"} {
		account := g.bankAccount(d, purpose, g.company.name)
		account.Primary = purpose == "operating_trust"
		if purpose == "deposit_trust" {
			account.Type = "savings"
		}
		g.out.BankAccounts = append(g.out.BankAccounts, account)
	}
	for i := range g.out.Properties {
		g.shares(d, i)
	}
}

// shares divides a property: one owner, or two or three together; every third property changed hands in part during the
// story.
func (g *generator) shares(d dice, i int) {
	p := &g.out.Properties[i]
	n := len(g.out.Owners)
	first, second, third := g.out.Owners[i%n], g.out.Owners[(i+1)%n], g.out.Owners[(i+2)%n]
	since := g.acquired[p.ID]
	value := 0
	for _, u := range p.Units {
		value += int(u.BaseRent.Cents()/100) * 12 * 11
	}
	add := func(o Owner, percent string, from, to period.Date) {
		share := money.MustParse(percent)
		g.out.Shares = append(g.out.Shares, Share{
			ID: g.ids.newID(founded), OwnerID: o.ID, PropertyID: p.ID, Percent: share,
			From: from, To: to, AcquiredOn: from, AcquisitionCost: dollars(value / 1000 * int(share.Cents()) / 10000 * 1000),
		})
	}
	var still period.Date
	switch i % 3 {
	case 0:
		add(first, "100", since, still)
	case 1:
		if d.chance(500) {
			add(first, "62.50", since, still)
			add(second, "37.50", since, still)
		} else {
			add(first, "50", since, still)
			add(second, "33.34", since, still)
			add(third, "16.66", since, still)
		}
	default:
		sold := g.month.AddMonths(-d.between(4, 14))
		add(first, "100", since, sold.AddDays(-1))
		add(first, "60", sold, still)
		add(second, "40", sold, still)
	}
}

// taxID is a number of a prefix that is never given to a business.
func taxID(d dice, serial int) secret.Text {
	return secret.New(fmt.Sprintf("00-%03d%04d", d.between(100, 999), 1000+serial))
}

func (g *generator) bankAccount(d dice, purpose, holder string) BankAccount {
	var number strings.Builder
	for range d.between(10, 12) {
		number.WriteByte(byte('0' + d.between(0, 9)))
	}
	return BankAccount{
		ID: g.ids.newID(founded), Purpose: purpose, Holder: holder, Type: "checking", Bank: pick(d, banks),
		RoutingNumber: secret.New(fmt.Sprintf("99%07d", d.between(1_000_000, 9_999_999))), AccountNumber: secret.New(number.String()),
	}
}
