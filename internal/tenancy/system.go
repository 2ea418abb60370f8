package tenancy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// errNoOrganization is a defect: without an organization a transaction would see what sign-in sees.
var errNoOrganization = errors.New("tenancy: a system transaction cannot enter no organization")

// SystemTx is a transaction of the system role, for the few things that happen before an organization is known or
// across organizations. It sees the platform's tables, and tenant rows only of what its policies list.
type SystemTx struct {
	*session
	now    time.Time
	reason string
}

// Now is the moment the transaction began.
func (t SystemTx) Now() time.Time { return t.now }

// Enter puts the rest of the transaction into one organization, as it must be before any tenant row is written.
func (t SystemTx) Enter(ctx context.Context, org id.ID) error {
	return t.EnterAs(ctx, Principal{Organization: org, Role: RoleSystem})
}

// EnterAs is Enter in somebody's name: the audit log then names them, and the platform's tables that hold rows of
// organizations show what their role may see. A principal of no organization is refused.
func (t SystemTx) EnterAs(ctx context.Context, p Principal) error {
	if p.Organization == id.Nil {
		return errNoOrganization
	}
	if _, err := t.Exec(ctx, enterSQL, p.enterArgs(t.reason)...); err != nil {
		return fmt.Errorf("enter organization: %w", err)
	}
	return nil
}

// InSystemTx runs fn as the system role. The reason is kept with every row that the transaction changes. Which packages
// may call it is a list in the architecture test.
func InSystemTx(ctx context.Context, db *DB, reason string, fn func(context.Context, SystemTx) error) error {
	return db.retry(ctx, db.system, opening{begin: "BEGIN"}, Principal{Role: RoleSystem}, reason, func(ctx context.Context, s *session) error {
		return fn(ctx, SystemTx{session: s, now: db.clock.Now(), reason: reason})
	})
}
