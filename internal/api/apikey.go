package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

type apiKeyView struct {
	ID           id.ID      `json:"id"`
	Name         string     `json:"name" example:"Rent roll to accounting"`
	Prefix       string     `json:"prefix" doc:"How the key begins, to tell it by. A sandbox's keys begin with pos_test_." example:"pos_live_k7q2m4x5"`
	Role         string     `json:"role" enum:"admin,manager,accountant,leasing_agent,technician,bookkeeper,auditor" example:"manager"`
	Scopes       []string   `json:"scopes" nullable:"true" doc:"The actions, or areas of them, that it is for; null is all that its role may, but for what is sensitive." example:"portfolio.read,leasing.read"`
	Status       string     `json:"status" enum:"live,expired,revoked"`
	UserID       id.ID      `json:"user_id" doc:"Whom it acts for: it never does more than they may."`
	CreatedBy    *id.ID     `json:"created_by" nullable:"true" doc:"Who made it; null for an operator."`
	ReplacesID   *id.ID     `json:"replaces_id" nullable:"true" doc:"The key that it took over from."`
	Replaced     bool       `json:"replaced" doc:"Another key has taken over from it."`
	CreatedAt    time.Time  `json:"created_at"`
	ExpiresAt    *time.Time `json:"expires_at" doc:"null is never."`
	LastUsedAt   *time.Time `json:"last_used_at" doc:"To the minute; null is not yet."`
	LastUsedFrom *string    `json:"last_used_from" doc:"The address of that use." example:"203.0.113.7"`
	RevokedAt    *time.Time `json:"revoked_at"`
}

// newAPIKeyView is what its maker is shown once.
type newAPIKeyView struct {
	Token  string     `json:"token" doc:"The key itself. It is shown this once, and kept nowhere: send it as a bearer token." example:"pos_live_k7q2m4x5_…"`
	APIKey apiKeyView `json:"api_key"`
}

func (a *api) viewAPIKey(k identity.APIKey) apiKeyView {
	v := apiKeyView{
		ID: k.ID, Name: k.Name, Prefix: k.Mark() + k.Prefix, Role: string(k.Role), Scopes: k.Scopes, Status: "live", UserID: k.User,
		CreatedBy: orNull(k.CreatedBy), ReplacesID: orNull(k.Replaces), Replaced: k.Replaced, CreatedAt: k.CreatedAt.UTC(),
		ExpiresAt: utc(k.ExpiresAt), LastUsedAt: utc(k.LastUsedAt), RevokedAt: utc(k.RevokedAt),
	}
	if k.LastUsedFrom != "" {
		v.LastUsedFrom = &k.LastUsedFrom
	}
	switch {
	case k.RevokedAt != nil:
		v.Status = "revoked"
	case !k.Live(a.Clock.Now()):
		v.Status = "expired"
	}
	return v
}

func orNull(v id.ID) *id.ID {
	if v == id.Nil {
		return nil
	}
	return &v
}

type apiKeyBody struct {
	Name      opt[string]   `json:"name" minLength:"1" maxLength:"100" example:"Rent roll to accounting"`
	Role      opt[string]   `json:"role" enum:"admin,manager,accountant,leasing_agent,technician,bookkeeper,auditor" example:"manager"`
	Scopes    opt[[]string] `json:"scopes" maxItems:"100" doc:"Actions such as portfolio.read, or whole areas such as portfolio. null or left out is all that the role may, but for what is sensitive." example:"portfolio.read,leasing.read"`
	ExpiresAt opt[*string]  `json:"expires_at" format:"date-time" doc:"null or left out is never." example:"2027-03-14T00:00:00Z"`
}

type apiKeyRotationBody struct {
	OverlapHours opt[*int32] `json:"overlap_hours" minimum:"0" maximum:"168" doc:"How long the old key goes on; 0 if it is left out." example:"24"`
}

func (a *api) apiKeyOperations() []operation {
	const tag, list, one = "API keys", "/v1/api-keys", "/v1/api-keys/{id}"
	refusals := []string{"step_up_required"}
	return []operation{
		{
			id: "list-api-keys", method: http.MethodGet, needs: authz.KeyRead, path: list, tag: tag, summary: "List API keys",
			doc:    "The keys of your organization, for administrators and auditors.",
			query:  pageParams(identity.KeySorts, boolParam("live", "Only those that open something now.")),
			result: pageView[apiKeyView]{}, handle: a.listAPIKeys,
		},
		{
			id: "create-api-key", method: http.MethodPost, needs: authz.KeyWrite, path: list, tag: tag, summary: "Create an API key",
			doc: "A key that acts for you, within your properties. It can do nothing that you cannot, and a key makes another only with the " +
				"scope `api_key.write`. The answer has the token, which is shown this once: so this takes no Idempotency-Key.",
			body: &apiKeyBody{}, create: []string{"name", "role"}, status: http.StatusCreated, example: map[string]any{
				"name": "Rent roll to accounting", "role": "accountant", "scopes": []any{"portfolio.read", "leasing.read"},
			},
			result: newAPIKeyView{}, codes: append(refusals, "key_too_strong"), handle: a.createAPIKey,
		},
		{
			id: "get-api-key", method: http.MethodGet, needs: authz.KeyRead, path: one, tag: tag, summary: "Read an API key",
			doc: "All but the key itself.", result: apiKeyView{}, handle: a.getAPIKey,
		},
		{
			id: "rotate-api-key", method: http.MethodPost, needs: authz.KeyWrite, path: one + "/rotate", tag: tag, summary: "Replace an API key",
			doc: "Makes a key of the same name, role, scopes and length of life with a new token. The old one goes on for as long as you say, so " +
				"that programs can be changed over. The new one acts for you, whoever made the old one.",
			body: &apiKeyRotationBody{}, create: []string{}, status: http.StatusCreated, example: map[string]any{"overlap_hours": 24},
			result: newAPIKeyView{}, codes: append(refusals, "key_too_strong", "api_key_ended"), handle: a.rotateAPIKey,
		},
		{
			id: "revoke-api-key", method: http.MethodDelete, needs: authz.KeyWrite, path: one, tag: tag, summary: "Revoke an API key",
			doc:    "Ends it for good, within two seconds everywhere. Its row stays in the list. One that has ended stays as it is.",
			status: http.StatusNoContent, codes: refusals, handle: a.revokeAPIKey,
		},
	}
}

func (a *api) listAPIKeys(ctx context.Context, c *call) (reply, error) {
	rows, around, err := a.Identities.Keys(ctx, c.principal, c.query.text("live") == "true", c.page())
	return reply{body: viewPage(rows, around, a.viewAPIKey)}, err
}

func (a *api) getAPIKey(ctx context.Context, c *call) (reply, error) {
	k, err := a.Identities.Key(ctx, c.principal, c.id())
	return reply{body: a.viewAPIKey(k)}, err
}

func (a *api) createAPIKey(ctx context.Context, c *call) (reply, error) {
	if _, err := authz.Require(c.principal, authz.KeyWrite); err != nil {
		return reply{}, err
	}
	var b apiKeyBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	in := identity.NewKeyInput{Name: b.Name.value, Role: tenancy.Role(b.Role.value), Scopes: b.Scopes.value}
	if text := b.ExpiresAt.value; text != nil {
		at, err := time.Parse(time.RFC3339, *text)
		if err != nil {
			var f fault.Fields
			f.Add("/expires_at", "time_invalid", "Use a moment such as 2027-03-14T00:00:00Z.")
			return reply{}, f.Err()
		}
		in.ExpiresAt = &at
	}
	return a.answerNewKey(a.Identities.NewKey(ctx, c.principal, in))
}

func (a *api) answerNewKey(token secret.Text, k identity.APIKey, err error) (reply, error) {
	return reply{
		body:     newAPIKeyView{Token: token.Reveal(), APIKey: a.viewAPIKey(k)},
		location: "/v1/api-keys/" + k.ID.String(),
	}, err
}

func (a *api) rotateAPIKey(ctx context.Context, c *call) (reply, error) {
	var b apiKeyRotationBody
	if err := c.read(&b); err != nil {
		return reply{}, err
	}
	var overlap time.Duration
	if hours := b.OverlapHours.value; hours != nil {
		overlap = time.Duration(*hours) * time.Hour
	}
	return a.answerNewKey(a.Identities.RotateKey(ctx, c.principal, c.id(), overlap))
}

func (a *api) revokeAPIKey(ctx context.Context, c *call) (reply, error) {
	return reply{}, a.Identities.RevokeKey(ctx, c.principal, c.id())
}
