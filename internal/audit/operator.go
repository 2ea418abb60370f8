package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"os/user"
	"strings"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrReason says that whoever looks into an organization's rows from the machine has to say why.
var ErrReason = fault.New(fault.Invalid, "reason_required", "Say why with --reason: it is kept in the audit log of the organization.").On("/reason")

// OperatorAccess writes, before it returns, that a command enters an organization, or with id.Nil that it can reach all of them: a
// security event, and in the log of each organization an entry with the command, the machine's user and the reason. It must come
// before any row is touched. A database without the schema has nothing to record, or to touch.
func OperatorAccess(ctx context.Context, db *tenancy.DB, org id.ID, command, reason string) error {
	reason = clean(strings.TrimSpace(reason))
	detail := map[string]any{"command": command}
	if reason != "" {
		detail["reason"] = reason
	}
	if u, err := user.Current(); err == nil {
		detail["system_user"] = clean(u.Username)
	}
	raw, err := json.Marshal(detail)
	if err != nil {
		return fmt.Errorf("operator access: %w", err)
	}
	err = tenancy.InSystemTx(ctx, db, "operator access", func(ctx context.Context, tx tenancy.SystemTx) error {
		q := auditdb.New(tx)
		if ready, err := q.AuditReady(ctx); err != nil || !ready {
			return err
		}
		var in *id.ID
		if org != id.Nil {
			in = &org
		}
		return q.NoteOperatorAccess(ctx, id.New(), in, "propertyos "+command, raw)
	})
	if err != nil {
		return fmt.Errorf("record operator access: %w", err)
	}
	return nil
}
