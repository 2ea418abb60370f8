// Package db embeds everything the product says to PostgreSQL outside of sqlc's generated code.
package db

import (
	"embed"
	"io/fs"
)

// Bootstrap makes the roles, schemas and extensions; a superuser runs it once per database.
//
//go:embed bootstrap.sql
var Bootstrap string

// Schema is the dump of a freshly migrated database, which a test compares with the migrations.
//
//go:embed schema.sql
var Schema string

//go:embed migrations/*.sql
var migrations embed.FS

// Migrations holds the goose files.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // unreachable: the folder is embedded above
	}
	return sub
}
