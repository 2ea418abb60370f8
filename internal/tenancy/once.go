package tenancy

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy/internal/tenancydb"
)

// ErrKeyReused says that an idempotency key came back with another request.
var ErrKeyReused = fault.New(fault.Conflict, "idempotency_key_reused",
	"This Idempotency-Key was used for a different request. Use a new key for a new request.")

// Key makes a request that is sent twice happen once. The zero Key asks for nothing.
type Key struct {
	Value     string            // what the client chose, 1 to 255 characters
	Operation string            // what is asked for, such as "property.create"
	Request   [sha256.Size]byte // digest of the request's body
}

// NewKey returns the key of a request.
func NewKey(value, operation string, body []byte) Key {
	return Key{Value: value, Operation: operation, Request: sha256.Sum256(body)}
}

// Once runs do at most once for a key of the principal's: the first time it keeps the result with what was made, in the
// same transaction; after that it returns the kept result and replayed = true. While the first is under way a second
// waits for it. Errors: ErrKeyReused, and whatever do returns.
func Once[T any](ctx context.Context, tx Tx, key Key, do func() (T, error)) (out T, replayed bool, err error) {
	if key.Value == "" {
		out, err = do()
		return out, false, err
	}
	q := tenancydb.New(tx)
	actor := tx.Principal().User
	claimed, err := q.ClaimKey(ctx, tenancydb.ClaimKeyParams{
		TenantID: tx.Organization(), ID: id.New(), ActorID: actor,
		Key: key.Value, Operation: key.Operation, RequestHash: key.Request[:],
	})
	if err != nil {
		return out, false, fmt.Errorf("claim idempotency key: %w", err)
	}
	if claimed == 0 {
		found, err := q.FindKey(ctx, tx.Organization(), actor, key.Value)
		if err != nil {
			return out, false, fmt.Errorf("find idempotency key: %w", err)
		}
		if found.Operation != key.Operation || !bytes.Equal(found.RequestHash, key.Request[:]) {
			return out, false, ErrKeyReused
		}
		if err := json.Unmarshal(found.Result, &out); err != nil {
			return out, false, fmt.Errorf("read kept result: %w", err)
		}
		return out, true, nil
	}
	if out, err = do(); err != nil {
		return out, false, err
	}
	kept, err := json.Marshal(out)
	if err != nil {
		return out, false, fmt.Errorf("keep result: %w", err)
	}
	if err := q.KeepResult(ctx, kept, tx.Organization(), actor, key.Value); err != nil {
		return out, false, fmt.Errorf("keep result: %w", err)
	}
	return out, false, nil
}

// Kept returns the result that Once has kept for a key of the principal's and an operation. Error: postgres.ErrNotFound
// where there is none, or none any more: results are kept for 24 hours.
func Kept[T any](ctx context.Context, tx Tx, key, operation string) (out T, err error) {
	found, err := tenancydb.New(tx).FindKey(ctx, tx.Organization(), tx.Principal().User, key)
	if err != nil {
		return out, fmt.Errorf("find idempotency key: %w", err)
	}
	if found.Operation != operation {
		return out, postgres.ErrNotFound
	}
	if err := json.Unmarshal(found.Result, &out); err != nil {
		return out, fmt.Errorf("read kept result: %w", err)
	}
	return out, nil
}
