package isolation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// identity is what a transaction enters as; the zero identity enters nothing at all.
type identity struct {
	org    id.ID
	role   string
	user   id.ID
	scopes []string
}

func staff(org id.ID) identity { return identity{org: org, role: "admin"} }

func (i identity) enter() string {
	if i.org == id.Nil {
		return "SELECT 1"
	}
	return fmt.Sprintf(`SELECT app.set_context('%s', '%s', '%s', '{%s}', '{"id": "attack"}')`, i.org, i.user, i.role, strings.Join(i.scopes, ","))
}

// answer is everything that a server said to one statement.
type answer struct {
	rows     int
	affected int64
	text     string // all values, the command tag and the error, as the client reads them
	err      *pgconn.PgError
}

// attacker sends statements as one role over one pool, and notes what is seen that should not be.
type attacker struct {
	t    *testing.T
	w    *world
	pool *pgxpool.Pool
	who  identity
	// what is secret to this attacker
	ids    map[string]bool
	canary string
	// found receives each leak and wrong each attack that proves nothing; by default they fail the test
	found func(what, statement string)
	wrong func(format string, args ...any)
	count *atomic.Int64
	// enough ends the attack early, and end ends its transactions
	enough func() bool
	end    string
}

func (w *world) attacker(t *testing.T, pool *pgxpool.Pool) *attacker {
	a := &attacker{
		t: t, w: w, pool: pool, who: staff(w.mine.Org), ids: w.victimIDs, canary: w.victim.Canary,
		wrong: t.Errorf, count: &attempts, end: "COMMIT",
		enough: func() bool { return false },
	}
	a.found = func(what, statement string) {
		leaks.Add(1)
		t.Errorf("LEAK: %s\n\t%s", what, statement)
	}
	return a
}

// as returns the same attacker with another identity.
func (a *attacker) as(who identity) *attacker {
	b := *a
	b.who = who
	return &b
}

// send runs one statement in a transaction of its own, entered as who, and ends it with end. The simple protocol sends
// all of it at once and gives every value as text.
func (a *attacker) send(statement, end string) answer {
	a.t.Helper()
	if a.enough() {
		return answer{err: &pgconn.PgError{Code: "42501"}}
	}
	a.count.Add(1)
	ctx := context.Background()
	conn, err := a.pool.Acquire(ctx)
	if err != nil {
		a.t.Fatal(err)
	}
	defer conn.Release()
	var said answer
	var text strings.Builder
	reader := conn.Conn().PgConn().Exec(ctx, "BEGIN; "+a.who.enter()+"; "+statement+"; "+end)
	for n := 0; reader.NextResult(); n++ {
		result := reader.ResultReader().Read()
		if n < 2 { // BEGIN and the context
			continue
		}
		for _, row := range result.Rows {
			said.rows++
			for _, v := range row {
				text.Write(v)
				text.WriteByte('\n')
			}
		}
		if tag := result.CommandTag; tag.String() != "" && !tag.Select() && tag.String() != end {
			said.affected += tag.RowsAffected()
		}
	}
	if err := reader.Close(); err != nil && !errors.As(err, &said.err) {
		a.t.Fatalf("%s: %v", statement, err)
	}
	if said.err != nil {
		fmt.Fprintln(&text, said.err.Message, said.err.Detail, said.err.Hint, said.err.Where, said.err.InternalQuery)
		if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
			a.t.Fatal(err)
		}
	}
	said.text = text.String()
	return said
}

// peek sends a statement and looks whether the answer reveals anything.
func (a *attacker) peek(statement string) answer {
	a.t.Helper()
	said := a.send(statement, "ROLLBACK")
	a.judge(said, statement)
	return said
}

func (a *attacker) judge(said answer, statement string) {
	a.t.Helper()
	if what := reveals(said.text, statement, a.ids, a.canary); what != "" {
		a.found(fmt.Sprintf("shows %s (as %s)", what, a.who.role), statement)
	}
}

// change sends a statement that must change nothing, and commits whatever it did.
func (a *attacker) change(statement string) answer {
	a.t.Helper()
	said := a.send(statement, a.end)
	a.judge(said, statement)
	if said.err == nil && said.affected > 0 {
		a.found(fmt.Sprintf("changes %d rows (as %s)", said.affected, a.who.role), statement)
	}
	return said
}

// refused sends a statement that must fail for want of a right.
func (a *attacker) refused(statement string, states ...string) {
	a.t.Helper()
	said := a.send(statement, "ROLLBACK")
	a.judge(said, statement)
	if said.err == nil {
		a.found("is allowed", statement)
		return
	}
	for _, s := range append(states, "42501") {
		if said.err.Code == s {
			return
		}
	}
	a.wrong("%s: refused by %s %s, which says nothing of rights", statement, said.err.Code, said.err.Message)
}

// works sends a statement that must succeed: without it, the refusal of its evil twin would prove nothing.
func (a *attacker) works(statement string) answer {
	a.t.Helper()
	said := a.send(statement, "ROLLBACK")
	a.judge(said, statement)
	if said.err != nil {
		a.wrong("control fails: %s\n\t%s %s", statement, said.err.Code, said.err.Message)
	}
	return said
}

// copyOut reads by COPY, which has a protocol of its own.
func (a *attacker) copyOut(what string) {
	a.t.Helper()
	if a.enough() {
		return
	}
	a.count.Add(1)
	a.inTx(func(conn *pgconn.PgConn) error {
		var out strings.Builder
		statement := "COPY " + what + " TO STDOUT"
		_, err := conn.CopyTo(context.Background(), &out, statement)
		said := answer{text: out.String()}
		if errors.As(err, &said.err) {
			said.text += said.err.Message + said.err.Detail
		}
		a.judge(said, statement)
		return err
	})
}

// copyIn writes one line by COPY.
func (a *attacker) copyIn(table, line string) {
	a.t.Helper()
	if a.enough() {
		return
	}
	a.count.Add(1)
	a.inTx(func(conn *pgconn.PgConn) error {
		statement := "COPY public." + table + " FROM STDIN"
		tag, err := conn.CopyFrom(context.Background(), io.MultiReader(strings.NewReader(line)), statement)
		if err == nil {
			a.found(fmt.Sprintf("writes %d rows", tag.RowsAffected()), statement)
		}
		return err
	})
}

func (a *attacker) inTx(fn func(*pgconn.PgConn) error) {
	a.t.Helper()
	ctx := context.Background()
	conn, err := a.pool.Acquire(ctx)
	if err != nil {
		a.t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Conn().PgConn().Exec(ctx, "BEGIN; "+a.who.enter()).ReadAll(); err != nil {
		a.t.Fatal(err)
	}
	_ = fn(conn.Conn().PgConn()) // judged there
	if _, err := conn.Conn().PgConn().Exec(ctx, "ROLLBACK").ReadAll(); err != nil {
		a.t.Fatal(err)
	}
}

// inLast runs several statements and hands over the text of the last result before after.
func (a *attacker) inLast(statement, after string, see func(string)) {
	a.t.Helper()
	ctx := context.Background()
	conn, err := a.pool.Acquire(ctx)
	if err != nil {
		a.t.Fatal(err)
	}
	defer conn.Release()
	pg := conn.Conn().PgConn()
	results, err := pg.Exec(ctx, "BEGIN; "+a.who.enter()+"; "+statement).ReadAll()
	if err != nil {
		a.t.Fatalf("%s: %v", statement, err)
	}
	var text strings.Builder
	for _, row := range results[len(results)-1].Rows {
		for _, v := range row {
			text.Write(v)
			text.WriteByte('\n')
		}
	}
	see(text.String())
	if _, err := pg.Exec(ctx, "ROLLBACK"+after).ReadAll(); err != nil {
		a.t.Fatal(err)
	}
}
