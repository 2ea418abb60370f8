package fill

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// rowsMeant is how many rows a statement has to touch.
type rowsMeant bool

const (
	oneRow  rowsMeant = true
	anyRows rowsMeant = false
)

// script is what fills an organization: hundreds of statements that go to the server in one message, since each would
// otherwise be prepared by itself for one use.
type script struct{ steps []step }

type step struct {
	table, sql string
	rows       rowsMeant
}

func (s *script) add(table, sql string, rows rowsMeant) {
	s.steps = append(s.steps, step{table, sql, rows})
}

// run sends the script. The error names the table whose statement fails or touches another number of rows.
func (s *script) run(ctx context.Context, conn *pgconn.PgConn) error {
	var all strings.Builder
	for _, one := range s.steps {
		all.WriteString(one.sql + ";\n")
	}
	results := conn.Exec(ctx, all.String())
	var odd error
	n := 0
	for ; results.NextResult(); n++ {
		tag, err := results.ResultReader().Close()
		if err == nil && n < len(s.steps) && s.steps[n].rows == oneRow && tag.RowsAffected() != 1 && odd == nil {
			odd = fmt.Errorf("table %s: %d rows came of %s", s.steps[n].table, tag.RowsAffected(), s.steps[n].sql)
		}
	}
	if err := results.Close(); err != nil {
		if n < len(s.steps) && s.steps[n].table != "" {
			return fmt.Errorf("table %s cannot be filled; give testkit/fill a hint: %w", s.steps[n].table, err)
		}
		return err
	}
	return odd
}
