package api

import (
	"context"
	"net/http"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/demo"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

type sandboxView struct {
	ID         id.ID  `json:"id" doc:"The organization that it is."`
	Slug       string `json:"slug" example:"maple-main-sandbox-k7q2m4x5"`
	Properties int    `json:"properties,omitempty" doc:"How many it was filled with. Only when it has just been made." example:"6"`
	Units      int    `json:"units,omitempty" doc:"How many it was filled with. Only when it has just been made." example:"61"`
}

func (a *api) sandboxOperations() []operation {
	const tag, path = "Sandbox", "/v1/sandbox"
	return []operation{
		{
			id: "get-sandbox", method: http.MethodGet, needs: authz.SandboxWrite, path: path, tag: tag, summary: "Read your sandbox",
			doc: "404 where there is none.", result: sandboxView{}, codes: []string{"not_found"}, handle: a.getSandbox,
		},
		{
			id: "create-sandbox", method: http.MethodPost, needs: authz.SandboxWrite, path: path, tag: tag, summary: "Make a sandbox",
			doc: "An organization of its own for trying, full of invented data, in which you are an administrator. Sign in to it to make its " +
				"keys, which begin with `pos_test_`. Nothing that happens there touches your own organization.",
			status: http.StatusCreated, result: sandboxView{}, codes: []string{"sandbox_exists", "sandbox_of_sandbox", "sandbox_unavailable"},
			handle: a.createSandbox,
		},
		{
			id: "reset-sandbox", method: http.MethodPost, needs: authz.SandboxWrite, path: path + "/reset", tag: tag, summary: "Begin the sandbox anew",
			doc:    "Closes it with its keys, and makes another.",
			result: sandboxView{}, codes: []string{"not_found", "sandbox_exists", "sandbox_of_sandbox", "sandbox_unavailable"}, handle: a.resetSandbox,
		},
		{
			id: "remove-sandbox", method: http.MethodDelete, needs: authz.SandboxWrite, path: path, tag: tag, summary: "Remove the sandbox",
			doc: "Closes it for good, with its keys.", status: http.StatusNoContent, codes: []string{"not_found"}, handle: a.removeSandbox,
		},
	}
}

func answerSandbox(s demo.Sandbox, err error) (reply, error) {
	return reply{body: sandboxView(s), location: "/v1/sandbox"}, err
}

func (a *api) getSandbox(ctx context.Context, c *call) (reply, error) {
	out, err := answerSandbox(a.Sandboxes.Get(ctx, c.principal))
	out.location = ""
	return out, err
}

func (a *api) createSandbox(ctx context.Context, c *call) (reply, error) {
	return answerSandbox(a.Sandboxes.Make(ctx, c.principal))
}

func (a *api) resetSandbox(ctx context.Context, c *call) (reply, error) {
	out, err := answerSandbox(a.Sandboxes.Reset(ctx, c.principal))
	out.location = ""
	return out, err
}

func (a *api) removeSandbox(ctx context.Context, c *call) (reply, error) {
	return reply{}, a.Sandboxes.Remove(ctx, c.principal)
}
