package api

import (
	"context"
	"net/http"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type ownSessionView struct {
	ID           id.ID     `json:"id" example:"0197c4a2-7b1e-7c3a-9f52-3d8e6b2a4c10"`
	Current      bool      `json:"current" doc:"The session that this request came with."`
	Organization id.ID     `json:"organization_id" doc:"The organization that the session is in."`
	Browser      string    `json:"browser" doc:"Empty if the browser did not say." example:"Firefox"`
	System       string    `json:"system" doc:"Empty if the browser did not say." example:"Windows"`
	IPAddress    string    `json:"ip_address" doc:"Where it began; empty if that is not known." example:"203.0.113.7"`
	Method       string    `json:"method" enum:"password,password_totp,password_passkey,password_recovery_code,password_device,passkey,single_sign_on"`
	CreatedAt    time.Time `json:"created_at"`
	LastSeenAt   time.Time `json:"last_seen_at" doc:"To the minute."`
}

type ownSessionsView struct {
	Data []ownSessionView `json:"data" nullable:"false"`
}

func viewOwnSession(s identity.Session) ownSessionView {
	v := ownSessionView{
		ID: s.ID, Current: s.Current, Organization: s.Organization, Browser: s.Agent.Browser, System: s.Agent.System,
		Method: s.Method, CreatedAt: s.CreatedAt.UTC(), LastSeenAt: s.LastSeenAt.UTC(),
	}
	if s.IP.IsValid() {
		v.IPAddress = s.IP.String()
	}
	return v
}

func (a *api) ownSessionOperations() []operation {
	return []operation{
		{
			id: "list-own-sessions", method: http.MethodGet, path: "/v1/me/sessions", tag: "Me", needs: authz.AccountRead,
			summary: "List your sessions", doc: "Where you are signed in, the newest use first, 200 at most. A key sees the sessions of its user in its own organization.",
			result: ownSessionsView{}, handle: a.listOwnSessions,
		},
		{
			id: "end-own-session", method: http.MethodDelete, path: "/v1/me/sessions/{id}", tag: "Me", needs: authz.AccountWrite,
			summary: "End a session of yours", doc: "Whoever uses it is signed out within two seconds.",
			status: http.StatusNoContent, handle: a.endOwnSession,
		},
	}
}

func (a *api) listOwnSessions(ctx context.Context, c *call) (reply, error) {
	list, err := a.Identities.Sessions(ctx, c.principal)
	if err != nil {
		return reply{}, err
	}
	out := ownSessionsView{Data: make([]ownSessionView, 0, len(list))}
	for _, s := range list {
		out.Data = append(out.Data, viewOwnSession(s))
	}
	return reply{body: out}, nil
}

func (a *api) endOwnSession(ctx context.Context, c *call) (reply, error) {
	return reply{}, a.Identities.EndSession(ctx, c.principal, c.id())
}
