package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/propertyos/propertyos/internal/domain/document/internal/documentdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
)

const (
	maxTags        = 20
	maxDescription = 2000 // characters
)

// check normalizes what is said of a document and says what is wrong with it.
func (in *New) check() error {
	in.Description = strings.TrimSpace(in.Description)
	in.Type = orElse(in.Type, "other")
	in.AccessLevel = orElse(in.AccessLevel, "staff")
	in.RetentionClass = orElse(in.RetentionClass, "standard")
	var f fault.Fields
	oneOf(&f, "/type", in.Type, Types)
	oneOf(&f, "/entity_type", in.EntityType, EntityTypes)
	oneOf(&f, "/access_level", in.AccessLevel, AccessLevels)
	oneOf(&f, "/retention_class", in.RetentionClass, RetentionClasses)
	f.Check(in.EntityID != id.Nil, "/entity_id", "required", "Say what this document belongs to.")
	f.Check((in.AccessLevel == "person") == (in.AudienceID != id.Nil || in.AudienceEmail != ""), "/audience_id", "required",
		"Name the person where the document is for one person, and nobody otherwise.")
	f.Text("/description", in.Description, false, maxDescription)
	in.Tags = tidy(in.Tags)
	f.Check(len(in.Tags) <= maxTags, "/tags", "too_many", "Use at most 20 tags.")
	for _, tag := range in.Tags {
		f.Text("/tags", tag, true, 50)
	}
	return f.Err()
}

// whom finds the one person by the address that they sign in with. Error: reference_not_found at /audience_email.
func (in *New) whom(ctx context.Context, q *documentdb.Queries, org id.ID) error {
	in.AudienceEmail = strings.ToLower(strings.TrimSpace(in.AudienceEmail))
	if in.AccessLevel != "person" || in.AudienceEmail == "" {
		return nil
	}
	user, err := q.UserByEmail(ctx, org, in.AudienceEmail)
	switch {
	case errors.Is(err, postgres.ErrNotFound):
		var f fault.Fields
		f.Add("/audience_email", "reference_not_found", "Nobody here has this address.")
		return f.Err()
	case err != nil:
		return fmt.Errorf("find whom a document is for: %w", err)
	}
	in.AudienceID = user
	return nil
}

// tidy trims tags and leaves out what is empty or there already.
func tidy(tags []string) []string {
	out := []string{}
	for _, tag := range tags {
		if tag = strings.TrimSpace(tag); tag != "" && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	return out
}

func orElse(v, otherwise string) string {
	if v == "" {
		return otherwise
	}
	return v
}

func oneOf(f *fault.Fields, pointer, value string, allowed []string) {
	f.Check(slices.Contains(allowed, value), pointer, "not_allowed", "Use one of: "+strings.Join(allowed, ", ")+".")
}

func list(v []string) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: strings only
	}
	return b
}

var likeEscape = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// pattern makes a contains-pattern for ILIKE of what somebody typed; nothing typed is no pattern.
func pattern(q string) string {
	if q = strings.TrimSpace(q); q == "" {
		return ""
	}
	return "%" + likeEscape.Replace(q) + "%"
}
