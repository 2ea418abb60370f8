package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/domain/demo/internal/demodb"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

var (
	// ErrExists says that every demo organization is there with its data; nothing was changed.
	ErrExists = fault.New(fault.Conflict, "demo_exists", "The demo organizations are here already; nothing was changed.")
	// ErrSlugTaken says that an organization which is no demo has the slug of one. It was left alone.
	ErrSlugTaken = fault.New(fault.Conflict, "demo_slug_taken",
		"An organization that is not a demo has the slug of a demo organization. Nothing was added to it.")
	// ErrLoading says that another run is at the same organization. That run goes on.
	ErrLoading = fault.New(fault.Conflict, "demo_loading", "Another run is loading the demo data right now.")
)

// Organizations makes and finds organizations; organization.Service does.
type Organizations interface {
	Create(ctx context.Context, in organization.CreateInput) (organization.Organization, error)
	Find(ctx context.Context, slug string) (organization.Entry, error)
}

// Users adds people to organizations; identity.Service does.
type Users interface {
	CreateUser(ctx context.Context, in identity.CreateUserInput) (identity.User, error)
}

// Service loads the demo organizations.
type Service struct {
	db            *tenancy.DB
	keys          *crypt.Keyring
	organizations Organizations
	users         Users
	living        *Living // nil: the books alone are written
}

// New makes the service.
func New(db *tenancy.DB, keys *crypt.Keyring, organizations Organizations, users Users) *Service {
	return &Service{db: db, keys: keys, organizations: organizations, users: users}
}

// Options say what to load.
type Options struct {
	AsOf period.Date // the day the data lead up to; zero is today in UTC
	// Progress is told what is about to be written; nil for nobody. It may be told twice when a transaction is repeated.
	Progress func(Progress)
}

// Progress is how far loading is.
type Progress struct {
	Organization string // its name
	Step         string // what comes now, such as "payments"
	Done, Total  int    // steps of all organizations
}

// Report is what was loaded.
type Report struct {
	AsOf          period.Date
	Organizations []Loaded // those that were written now
	SignIns       []SignIn // of all demo organizations; Password opens them
}

// Loaded counts what was written into one organization.
type Loaded struct {
	ID                                                       id.ID
	Slug, Name                                               string
	Properties, Units, Households, Renters, Payments, Owners int
	Vendors, Requests, WorkOrders                            int
}

// Load writes the demo organizations that are not there yet, each with all its data in one transaction: an organization
// that an earlier run made and did not fill is filled, one with any property in it is left alone. Errors: ErrExists when
// there was nothing to do, ErrSlugTaken, ErrLoading.
func (s *Service) Load(ctx context.Context, o Options) (Report, error) {
	if o.AsOf.IsZero() {
		o.AsOf = period.In(s.db.Clock().Now(), time.UTC)
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	report := Report{AsOf: o.AsOf, SignIns: SignIns()}
	list := Generate(o.AsOf)
	for i := range list {
		tell := func(step string, n int) {
			o.Progress(Progress{Organization: list[i].Name, Step: step, Done: i*steps + n, Total: len(list) * steps})
		}
		written, err := s.load(ctx, &list[i], tell)
		if err != nil {
			return report, fmt.Errorf("load %s: %w", list[i].Slug, err)
		}
		if written {
			report.Organizations = append(report.Organizations, summary(&list[i]))
		}
	}
	if len(report.Organizations) == 0 {
		return report, ErrExists
	}
	return report, nil
}

// load makes one organization and its people where they are missing, and fills it if it is empty.
func (s *Service) load(ctx context.Context, o *Organization, tell func(string, int)) (bool, error) {
	tell("organization", 0)
	org, err := s.organization(ctx, o)
	if err != nil {
		return false, err
	}
	p := tenancy.Operator(org, "demo")
	full, err := demodb.New(tenancy.Reader(ctx, s.db, p)).HasProperties(ctx, org)
	if err != nil {
		return false, fmt.Errorf("look for properties: %w", err)
	}
	if full {
		return false, nil
	}
	tell("people", 1)
	if err := s.staff(ctx, org, o.SignIns); err != nil {
		return false, err
	}
	// Keys are read, and values sealed, before the transaction: it does database work only.
	if err := s.keys.Warm(ctx, org); err != nil {
		return false, fmt.Errorf("read keys: %w", err)
	}
	sealed, err := seal(ctx, s.keys, org, o)
	if err != nil {
		return false, err
	}
	written := false
	err = tenancy.InTx(ctx, s.db, p, func(ctx context.Context, tx tenancy.Tx) (err error) {
		written, err = write(ctx, tx, o, sealed, tell)
		return err
	})
	if err != nil || !written {
		return written, err
	}
	manager, err := s.manager(ctx, p, o)
	if err != nil {
		return true, err
	}
	return true, s.enliven(ctx, manager, o)
}

// organization returns the id of the demo organization, making it if there is none.
func (s *Service) organization(ctx context.Context, o *Organization) (id.ID, error) {
	entry, err := s.organizations.Find(ctx, o.Slug)
	if fault.As(err).Is404() {
		made, err := s.organizations.Create(ctx, organization.CreateInput{
			ID: o.ID, Slug: o.Slug, Name: o.Name,
			TimeZone: o.TimeZone, Plan: o.Plan, Demo: true,
		})
		if err != nil {
			return id.Nil, fmt.Errorf("make organization: %w", err)
		}
		return made.ID, nil
	}
	if err != nil {
		return id.Nil, err
	}
	if !entry.Demo {
		return id.Nil, ErrSlugTaken
	}
	return entry.ID, nil
}

// staff adds those who can sign in. Whoever an earlier run has added is there already.
func (s *Service) staff(ctx context.Context, org id.ID, list []SignIn) error {
	for _, in := range list {
		_, err := s.users.CreateUser(ctx, identity.CreateUserInput{
			Organization: org, Email: in.Email, FirstName: in.FirstName,
			LastName: in.LastName, Role: in.Role, Password: secret.New(Password),
		})
		if err != nil && !errors.Is(err, identity.ErrEmailTaken) {
			return fmt.Errorf("add the demo %s: %w", in.Role, err)
		}
	}
	return nil
}

func summary(o *Organization) Loaded {
	l := Loaded{
		ID: o.ID, Slug: o.Slug, Name: o.Name, Properties: len(o.Properties), Units: o.Units(),
		Households: len(o.Households) + len(o.Spaces), Payments: len(o.Payments), Owners: len(o.Owners), Vendors: len(o.Vendors),
		Requests: len(o.Requests), WorkOrders: len(o.WorkOrders),
	}
	for _, h := range o.Households {
		l.Renters += len(h.Renters)
	}
	return l
}

// manager returns who works in a demo organization: the user with the manager's sign-in.
func (s *Service) manager(ctx context.Context, p tenancy.Principal, o *Organization) (tenancy.Principal, error) {
	for _, in := range o.SignIns {
		if in.Role != tenancy.RoleManager {
			continue
		}
		users, err := staffIDs(ctx, demodb.New(tenancy.Reader(ctx, s.db, p)), p.Organization, []SignIn{in})
		if err != nil {
			return tenancy.Principal{}, err
		}
		return tenancy.Principal{Organization: p.Organization, User: users[in.Email], Role: in.Role}, nil
	}
	return tenancy.Principal{}, fmt.Errorf("nobody manages %s", o.Slug)
}
