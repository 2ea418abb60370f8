package api

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/propertyos/propertyos/internal/authz"
)

// Operation is what the table of authorization says of an operation.
type Operation struct {
	ID, Method, Path string
	Needs            authz.Action
	// Body is the example of the body that the document gives, as JSON; nil where there is none.
	Body []byte
}

// Operations lists every operation with what its caller must be allowed to do, by path and method. The operation refuses
// everybody else before it reads anything but the request's head.
func Operations() []Operation {
	list := build(Deps{}).operations
	out := make([]Operation, 0, len(list))
	for _, op := range list {
		o := Operation{ID: op.id, Method: op.method, Path: op.path, Needs: op.needs}
		if op.example != nil {
			raw, err := json.Marshal(op.example)
			if err != nil {
				panic(err) // unreachable: examples are literals
			}
			o.Body = raw
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b Operation) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method)) })
	return out
}
