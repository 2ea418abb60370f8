package owner

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// The value lists.
var (
	DistributionFrequencies = []string{"monthly", "quarterly", "annually", "on_request"}
	States                  = []string{"active", "inactive"}
)

var (
	// ErrNoKeys says that the server runs without the keys that tax ids are sealed with.
	ErrNoKeys = fault.New(fault.Unavailable, "keys_unavailable", "The server runs without its encryption keys, so tax ids can be neither kept nor shown.")
	// ErrNoTaxID says that there is no tax id to show.
	ErrNoTaxID = fault.New(fault.Conflict, "no_tax_id", "No tax id is kept for this owner.")
)

// What happens to owners and their shares.
var (
	Created      = event.Define[event.None]("owner.created", "owner", "An owner was added.")
	Updated      = event.Define[event.None]("owner.updated", "owner", "An owner was changed.")
	Deleted      = event.Define[event.None]("owner.deleted", "owner", "An owner was deleted.")
	Restored     = event.Define[event.None]("owner.restored", "owner", "A deleted owner came back.")
	ShareChanged = event.Define[ShareEvent]("owner.share_changed", "owner", "A share of an owner began, ended or was changed.")
)

// ShareEvent is what an event of a share carries.
type ShareEvent struct {
	PropertyID id.ID `json:"property_id"`
	ShareID    id.ID `json:"share_id"`
}

// Events lists the domain's types of events.
var Events = []event.Definition{Created.Definition, Updated.Definition, Deleted.Definition, Restored.Definition, ShareChanged.Definition}

// Input is what a caller may say of an owner.
type Input struct {
	Name                  string
	Email, Phone          *string
	Address               *property.AddressInput // the owner's own; nil means none
	DefaultShare          money.Amount           // percent, above 0 and at most 100; zero is 100
	DistributionFrequency string                 // default monthly
	DistributionDay       int32                  // 1 to 31; zero is 1
	Active                bool
	TaxID                 *secret.Text // nil: as it is; an empty text takes it away
}

func (o Owner) input() Input {
	in := Input{
		Name: o.Name, Email: o.Email, Phone: o.Phone, DefaultShare: o.DefaultShare, DistributionFrequency: o.DistributionFrequency,
		DistributionDay: o.DistributionDay, Active: o.Active,
	}
	if o.Address != nil {
		address := o.Address.Input()
		in.Address = &address
	}
	return in
}

// Check normalizes the input and says what is wrong with it. Every way in calls it.
func (in *Input) Check() error {
	var f fault.Fields
	in.Name = strings.TrimSpace(in.Name)
	f.Text("/name", in.Name, true, 255)
	for _, v := range []**string{&in.Email, &in.Phone} {
		if *v != nil && strings.TrimSpace(**v) == "" {
			*v = nil
		}
	}
	if in.Email != nil {
		email, err := identity.NormalizeEmail(*in.Email)
		f.Check(err == nil, "/email", "email_invalid", "Enter an e-mail address, such as name@example.com.")
		in.Email = &email
	}
	f.Text("/phone", deref(in.Phone), false, 40)
	if in.DefaultShare.IsZero() {
		in.DefaultShare = whole
	}
	checkShare(&f, "/default_share", in.DefaultShare)
	if in.DistributionFrequency == "" {
		in.DistributionFrequency = DistributionFrequencies[0]
	}
	oneOf(&f, "/distribution_frequency", in.DistributionFrequency, DistributionFrequencies)
	if in.DistributionDay == 0 {
		in.DistributionDay = 1
	}
	f.Check(in.DistributionDay >= 1 && in.DistributionDay <= 31, "/distribution_day", "out_of_range", "Use a day of the month, 1 to 31.")
	if in.TaxID != nil && !in.TaxID.IsZero() {
		f.Check(taxIDForm(in.TaxID.Reveal()), "/tax_id", "tax_id_invalid",
			"Use 6 to 20 letters and digits, with dashes or spaces between them if you like, such as 12-3456789.")
	}
	if in.Address != nil {
		in.Address.Check(&f, "/address")
	}
	return f.Err()
}

// taxIDForm reports whether a text can be a tax id. Numbers of nine digits are the United States' (EIN, SSN, ITIN); other
// countries have other lengths, and letters.
func taxIDForm(s string) bool {
	n, digits := 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			n, digits = n+1, digits+1
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
			n++
		case r == '-', r == ' ', r == '.':
		default:
			return false
		}
	}
	return digits > 0 && n >= 6 && n <= 20 && len(s) <= 40
}

func (f Filter) check() error {
	var e fault.Fields
	e.Text("q", f.Query, false, 200)
	if f.State != "" {
		oneOf(&e, "state", f.State, States)
	}
	return e.Err()
}

// sealTaxID seals a tax id, and makes the index by which a second owner of the same number is found. Errors: Invalid with
// the field, ErrNoKeys.
func (s *Service) sealTaxID(ctx context.Context, org, owner id.ID, text *secret.Text) (sealedTaxID, error) {
	if text == nil || text.IsZero() {
		return sealedTaxID{}, nil
	}
	if !taxIDForm(text.Reveal()) {
		return sealedTaxID{}, nil // Check refuses it, with the other fields
	}
	if s.keys == nil {
		return sealedTaxID{}, ErrNoKeys
	}
	sealed, err := s.keys.SealText(ctx, org, crypt.OwnerTaxID, owner, *text)
	if err != nil {
		return sealedTaxID{}, fmt.Errorf("seal tax id: %w", err)
	}
	index, err := s.keys.BlindIndex(ctx, org, crypt.OwnerTaxID, []byte(text.Reveal()))
	if err != nil {
		return sealedTaxID{}, fmt.Errorf("index tax id: %w", err)
	}
	last := crypt.LastFour(text.Reveal())
	return sealedTaxID{sealed, index, &last}, nil
}

func oneOf(f *fault.Fields, pointer, value string, allowed []string) {
	f.Check(slices.Contains(allowed, value), pointer, "not_allowed", "Use one of: "+strings.Join(allowed, ", ")+".")
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func pattern(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + likeEscape.Replace(q) + "%"
}

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

func actor(p tenancy.Principal) *id.ID {
	if p.User == id.Nil {
		return nil
	}
	return &p.User
}
