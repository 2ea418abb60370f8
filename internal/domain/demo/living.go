package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/template"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Living are the services through which somebody works in a demo after its books are written, so that every page shows
// something: what people do from day to day, done by its manager.
type Living struct {
	Properties    *property.Service
	Leases        *leasing.Service
	Announcements *leasing.Announcements
	Templates     *template.Service
	Documents     *document.Service
}

// WithLiving has the service bring to life what it loads as of the present day. Data as of another day stay books alone,
// since nobody can act on a day that is not.
func (s *Service) WithLiving(l Living) *Service {
	s.living = &l
	return s
}

// enliven does a few weeks' work in an organization that was just written.
func (s *Service) enliven(ctx context.Context, p tenancy.Principal, o *Organization) error {
	if s.living == nil || o.AsOf != period.In(s.db.Clock().Now(), time.UTC) {
		return nil
	}
	l := life{ctx: ctx, Living: *s.living, p: p, o: o, yesterday: o.AsOf.AddDays(-1)}
	l.choose()
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"groups", l.groups},
		{"announcements", l.announcements},
		{"a template", l.template},
		{"a household", l.household},
		{"notice", l.notice},
		{"renewals", l.renewals},
		{"move-outs", l.moveOuts},
		{"files", l.files},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("bring %s to life: %s: %w", o.Slug, step.name, err)
		}
	}
	return nil
}

// life is the work in one organization.
type life struct {
	Living
	ctx       context.Context //nolint:containedctx // of one call of enliven
	p         tenancy.Principal
	o         *Organization
	yesterday period.Date // what is told of happened by then, wherever the organization's clock is

	home     stay   // of the renter who can sign in
	staying  []stay // whose lease in force goes on for months
	leaving  []stay // whose lease ends soon, and of whom nothing is known
	holdover []stay // who stayed on after the end of their lease
	empty    []id.ID
}

// again names an act, so that a load that is repeated does it once.
func (l *life) again(act string) tenancy.Key {
	return tenancy.NewKey("demo "+act, "demo", []byte(act))
}

// choose sorts the households by what can happen to them.
func (l *life) choose() {
	for _, h := range l.o.Households {
		s := stay{Household: h}
		lease := s.lease()
		if lease == nil {
			continue
		}
		if l.home.TenancyID == id.Nil {
			l.home = s
			continue
		}
		if !h.NoticeGivenOn.IsZero() || !h.EvictionFiledOn.IsZero() || lease.End.IsZero() || lease.ID != h.Leases[len(h.Leases)-1].ID {
			continue
		}
		switch left := lease.End.DaysSince(l.o.AsOf); {
		case left < 0:
			l.holdover = append(l.holdover, s)
		case left > 120:
			l.staying = append(l.staying, s)
		case left > 30 && left < 75:
			l.leaving = append(l.leaving, s)
		}
	}
	for _, p := range l.o.Properties {
		for _, u := range p.Units {
			if u.Status == "vacant" {
				l.empty = append(l.empty, u.ID)
			}
		}
	}
}

// groups makes two groups of properties, and holds a unit that is being made ready.
func (l *life) groups() error {
	words := "Watched closely until the end of the year"
	for i, name := range []string{"Central region", "Renovation program"} {
		g, err := l.Properties.CreateGroup(l.ctx, l.p, l.again("group "+name), property.GroupInput{Name: name, Description: &words})
		if err != nil {
			return err
		}
		var members property.MembersInput
		for j, p := range l.o.Properties {
			if j%(i+2) == 0 {
				members.Add = append(members.Add, p.ID)
			}
		}
		if _, err := l.Properties.ChangeMembers(l.ctx, l.p, g.ID, members); err != nil {
			return err
		}
	}
	why := "New floors and paint"
	for i, unit := range l.empty[:min(2, len(l.empty))] {
		from := l.o.AsOf.AddDays(3 * i)
		in := property.HoldInput{Kind: "make_ready", From: from, To: from.AddDays(9), Reason: &why}
		if _, err := l.Properties.AddHold(l.ctx, l.p, l.again(fmt.Sprint("hold ", i)), unit, in); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) announcements() error {
	home := l.home.PropertyID
	for i, in := range []leasing.AnnouncementInput{
		{Title: "Office hours over the holidays", Body: "The office is open from 10 to 2. In an emergency call at any hour."},
		{Title: "Water is off on Thursday morning", Body: "A valve is replaced between 9 and 11. Please fill a pitcher before.", PropertyID: &home},
	} {
		in.PublishOn, in.ExpiresOn = l.yesterday, l.o.AsOf.AddDays(20)
		if _, err := l.Announcements.Create(l.ctx, l.p, l.again(fmt.Sprint("announcement ", i)), in); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) template() error {
	_, err := l.Templates.Create(l.ctx, l.p, l.again("template"), template.Input{Name: "Residential lease", Kind: "lease", Body: template.SampleLease})
	return err
}

// household gives the renter who can sign in what a home has: a cat, a car and a parking space.
func (l *life) household() error {
	lease, year := l.home.lease().ID, int32(2019)
	if _, err := l.Leases.AddAnimal(l.ctx, l.p, lease, leasing.AnimalInput{Name: "Pepper", Species: "cat", From: l.yesterday}); err != nil {
		return err
	}
	if _, err := l.Leases.AddVehicle(l.ctx, l.p, lease, leasing.VehicleInput{
		Make: "Toyota", Model: "Corolla", Color: "Blue", Plate: "DEMO 42", ParkingSpace: "17", Year: &year,
	}); err != nil {
		return err
	}
	_, err := l.Leases.AddCharge(l.ctx, l.p, lease, leasing.ChargeInput{
		Category: "parking", Description: "Space 17", Payer: leasing.PayerRenter, Amount: dollars(45), From: l.o.AsOf.FirstOfMonth().AddMonths(1),
	})
	return err
}

// notice has a household give notice in writing.
func (l *life) notice() error {
	if len(l.leaving) == 0 {
		return nil
	}
	s := l.leaving[0]
	_, err := l.Leases.GiveNotice(l.ctx, l.p, l.again("notice"), s.TenancyID, leasing.NoticeInput{
		Kind: "to_vacate", GivenBy: leasing.ByRenter, GivenOn: l.yesterday, EffectiveOn: s.lease().End,
		ServedOn: l.yesterday, ServedMethod: "email", Note: "Moving closer to work.",
	})
	return err
}

// renewals offers another year to whoever is asked soon: sent for the first property, drawn up for the second.
func (l *life) renewals() error {
	rise, made := money.MustParse("3.5"), map[id.ID]bool{}
	for _, s := range l.leaving[min(1, len(l.leaving)):] {
		if made[s.PropertyID] || len(made) == 3 {
			continue
		}
		made[s.PropertyID] = true
		_, err := l.Leases.DraftOffers(l.ctx, l.p, l.again("offers "+s.PropertyID.String()), leasing.OffersInput{
			RenewalFilter: leasing.RenewalFilter{First: l.o.AsOf, Last: l.o.AsOf.AddDays(90), PropertyID: s.PropertyID},
			Percentage:    &rise, Months: 12, RespondBy: l.o.AsOf.AddDays(21), Send: len(made) != 2,
			Message: "We would be glad to have you for another year.",
		})
		if err != nil {
			return err
		}
	}
	return nil
}
