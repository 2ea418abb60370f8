package postgres

import (
	"context"
	"fmt"
	"strings"

	"github.com/propertyos/propertyos/db"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// The roles that bootstrap makes. RoleDefiner cannot log in.
const (
	RoleOwner    = "propertyos_owner"
	RoleApp      = "propertyos_app"
	RoleSystem   = "propertyos_system"
	RoleReadonly = "propertyos_readonly"
	RoleMover    = "propertyos_mover"
	RoleDefiner  = "propertyos_definer"
)

// LoginRoles are the roles that need a password.
var LoginRoles = []string{RoleOwner, RoleApp, RoleSystem, RoleReadonly, RoleMover}

// ErrExtensionMissing says that the server lacks PostGIS or pg_partman.
var ErrExtensionMissing = fault.New(fault.Invalid, "extension_missing", "The PostgreSQL server lacks an extension.")

// Bootstrap makes roles, schemas and extensions in the database behind superuser, and sets the passwords given by
// role. It can be run again.
func Bootstrap(ctx context.Context, superuser secret.Text, passwords map[string]secret.Text) error {
	conn, err := Connect(ctx, superuser)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	for _, ext := range []struct{ name, debian string }{
		{"postgis", "postgresql-15-postgis-3"},
		{"btree_gist", "postgresql-contrib"},
		{"btree_gin", "postgresql-contrib"},
		{"pg_trgm", "postgresql-contrib"},
		{"pg_partman", "postgresql-15-partman"},
	} {
		var present bool
		if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = $1)`, ext.name).Scan(&present); err != nil {
			return fmt.Errorf("look for extensions: %w", Translate(err))
		}
		if !present {
			return ErrExtensionMissing.Saying("The PostgreSQL server lacks the extension %s. On Debian and Ubuntu it comes "+
				"with the package %s (with the server's version in its name).", ext.name, ext.debian)
		}
	}
	if _, err := conn.PgConn().Exec(ctx, db.Bootstrap).ReadAll(); err != nil {
		return fmt.Errorf("bootstrap: %w", Translate(err))
	}
	for _, role := range LoginRoles {
		password, ok := passwords[role]
		if !ok {
			continue
		}
		// A password cannot be a parameter of ALTER ROLE. SET keeps the statement out of the server's log.
		if _, err := conn.Exec(ctx, `SET log_statement = 'none'`); err != nil {
			return fmt.Errorf("bootstrap: %w", Translate(err))
		}
		quoted := "'" + strings.ReplaceAll(password.Reveal(), "'", "''") + "'"
		if _, err := conn.PgConn().Exec(ctx, "ALTER ROLE "+role+" PASSWORD "+quoted).ReadAll(); err != nil {
			return fmt.Errorf("set password of %s: %w", role, Translate(err))
		}
	}
	return nil
}
