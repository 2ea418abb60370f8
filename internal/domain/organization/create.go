package organization

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/propertyos/propertyos/internal/domain/organization/internal/organizationdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// CheckName reports what is wrong with an organization's name, as a fault of the field at pointer.
func CheckName(f *fault.Fields, pointer, name string) { f.Text(pointer, name, true, maxName) }

// maxName is the longest name, in characters.
const maxName = 255

func (in *CreateInput) normalize() error {
	in.Name, in.Slug = strings.TrimSpace(in.Name), strings.TrimSpace(in.Slug)
	def := func(v *string, d string) {
		if *v == "" {
			*v = d
		}
	}
	def(&in.TimeZone, "America/New_York")
	def(&in.Currency, "USD")
	def(&in.Plan, "essential")
	if in.ID == id.Nil {
		in.ID = id.New()
	}
	var f fault.Fields
	f.Check(in.MakeSlug || slugForm.MatchString(in.Slug), "/slug", "slug_invalid", "Use 1 to 63 lower-case letters, digits and inner hyphens.")
	checkSettings(&f, in.Name, in.TimeZone, in.Currency, defaultLocale)
	return f.Err()
}

// defaultLocale is what a new organization speaks.
const defaultLocale = "en-US"

// CreateTx is Create within the caller's transaction, which it leaves inside the new organization.
func CreateTx(ctx context.Context, tx tenancy.SystemTx, in CreateInput) (Organization, error) {
	if err := in.normalize(); err != nil {
		return Organization{}, err
	}
	if err := tx.Enter(ctx, in.ID); err != nil {
		return Organization{}, err
	}
	q := organizationdb.New(tx)
	if err := enterDirectory(ctx, q, &in); err != nil {
		return Organization{}, fmt.Errorf("enter organization in the directory: %w", err)
	}
	row, err := q.InsertOrganization(ctx, organizationdb.InsertOrganizationParams{
		TenantID: in.ID, Name: in.Name, Slug: in.Slug,
		Plan: in.Plan, TimeZone: in.TimeZone, Currency: in.Currency, Locale: defaultLocale,
	})
	if err != nil {
		return Organization{}, fmt.Errorf("create organization: %w", err)
	}
	return fromRow(organizationdb.GetOrganizationRow(row)), nil
}

// errNoSlug is a defect: the last slug that is tried ends in a part of a random id.
var errNoSlug = errors.New("organization: no slug is free")

func enterDirectory(ctx context.Context, q *organizationdb.Queries, in *CreateInput) error {
	if !in.MakeSlug {
		return q.InsertDirectory(ctx, in.ID, in.Slug, in.Plan, in.Demo)
	}
	for _, slug := range slugsOf(in.Name, in.ID) {
		n, err := q.ClaimSlug(ctx, in.ID, slug, in.Plan)
		if err != nil {
			return err
		}
		if n == 1 {
			in.Slug = slug
			return nil
		}
	}
	return errNoSlug
}

const (
	// slugWords is how much of a name becomes the slug, so that there is room for what makes it unique.
	slugWords = 48
	// plainSlugs is how many organizations of one name get a short number before the rest get a random end.
	plainSlugs = 9
)

// slugsOf returns the slugs to try for a name, the nicest first.
func slugsOf(name string, org id.ID) []string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019': // an accent, or an apostrophe inside a word
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
				b.WriteByte('-')
			}
		}
		if b.Len() >= slugWords {
			break
		}
	}
	base := strings.Trim(b.String(), "-")
	if base == "" {
		base = "organization"
	}
	list := []string{base}
	for n := 2; n <= plainSlugs; n++ {
		list = append(list, fmt.Sprintf("%s-%d", base, n))
	}
	text := strings.ReplaceAll(org.String(), "-", "")
	return append(list, base+"-"+text[len(text)-12:])
}
