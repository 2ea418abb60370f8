package identity

import (
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestCreateUser(t *testing.T) {
	t.Parallel()
	k := setup(t)
	second := k.pg.Org(t)
	u := k.user(ownerEmail)
	again := CreateUserInput{Organization: k.org, Email: " ANA.Manager@example.com", Role: tenancy.RoleAdmin}
	_, err := k.CreateUser(k.ctx, again)
	mustBe(t, err, ErrEmailTaken)

	again.Organization, again.Password = second, secret.New(badPassword)
	_, err = k.CreateUser(k.ctx, again) // or whoever runs the second organization could sign in to the first
	mustBe(t, err, ErrHasPassword)
	if n := value[int](k, `SELECT count(*) FROM users`); n != 1 {
		t.Errorf("%d users after a refusal", n)
	}
	again.Password = secret.Text{}
	other, err := k.CreateUser(k.ctx, again)
	if err != nil || other.Identity != u.Identity || other.ID == u.ID {
		t.Fatalf("the same person elsewhere: %+v, %v", other, err)
	}
	k.signIn()

	// A row of users without a login holds its e-mail address too.
	k.exec(`INSERT INTO users (tenant_id, id, email) VALUES ($1, gen_random_uuid(), 'contact@example.com')`, k.org)
	_, err = k.CreateUser(k.ctx, CreateUserInput{Organization: k.org, Email: "contact@example.com", Role: tenancy.RoleManager})
	mustBe(t, err, ErrEmailTaken)
	for _, org := range []id.ID{id.New(), id.Nil} {
		_, err = k.CreateUser(k.ctx, CreateUserInput{Organization: org, Email: "new@example.com", Role: tenancy.RoleManager})
		mustBe(t, err, ErrUnknownOrganization)
	}
	if n := value[int](k, `SELECT count(*) FROM platform.identities`); n != 1 {
		t.Errorf("%d identities: a refused user left one behind", n)
	}
}

func TestCreateUserComesBack(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.user(ownerEmail)
	k.exec(`UPDATE users SET deleted_at = now(), property_scope = $1`, []id.ID{id.New()})
	k.exec(`UPDATE platform.memberships SET ended_at = now()`)
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	back := k.userIn(k.org, ownerEmail, tenancy.RoleTechnician, "")
	if back.ID != u.ID || back.Identity != u.Identity {
		t.Errorf("came back as %+v, was %+v", back, u)
	}
	if _, p := k.signIn(); p.Role != tenancy.RoleTechnician || p.PropertyScope != nil {
		t.Errorf("came back as %+v", p)
	}
}

func TestCreateUserTogether(t *testing.T) {
	t.Parallel()
	k := setup(t)
	orgs := []id.ID{k.org, k.pg.Org(t), k.pg.Org(t)}
	var all sync.WaitGroup
	made := make([]error, 12)
	for i := range made {
		all.Go(func() {
			_, made[i] = k.CreateUser(k.ctx, CreateUserInput{Organization: orgs[i%len(orgs)], Email: ownerEmail, Role: tenancy.RoleManager})
		})
	}
	all.Wait()
	taken := 0
	for _, err := range made {
		if err != nil {
			mustBe(t, err, ErrEmailTaken)
			taken++
		}
	}
	if taken != len(made)-len(orgs) {
		t.Errorf("%d of %d were refused", taken, len(made))
	}
}

func TestCreateUserChecksItsInput(t *testing.T) {
	t.Parallel()
	k := setup(t)
	_, err := k.CreateUser(k.ctx, CreateUserInput{
		Organization: k.org, Email: "nobody", Role: tenancy.RoleSystem,
		FirstName: strings.Repeat("ö", 101), LastName: "a\x00b", Password: secret.New("short-pw"),
	})
	f := fault.As(err)
	var got []string
	for _, field := range f.Fields {
		got = append(got, field.Pointer+" "+field.Code)
	}
	want := []string{"/email email_invalid", "/first_name too_long", "/last_name text_invalid", "/role role_invalid", "/password too_short"}
	if d := cmp.Diff(want, got); d != "" || f.Kind != fault.Invalid {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	if strings.Contains(err.Error(), "short-pw") {
		t.Error("the fault repeats the password")
	}
}

func TestSetPassword(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.userIn(k.org, ownerEmail, tenancy.RoleAdmin, goodPassword)
	k.user("else@example.com")
	key, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: u.ID, Name: "key", Role: tenancy.RoleAdmin})
	token, _ := k.signIn()
	elses, _, err := k.SignIn(k.ctx, from(ownerIP, "else@example.com", goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	k.authenticates(k.Service, token, nil)

	if err := k.SetPassword(k.ctx, " Ana.Manager@EXAMPLE.com", secret.New("nine brave herons")); err != nil {
		t.Fatal(err)
	}
	k.authenticates(k.Service, token, ErrNoSession)
	k.authenticates(k.Service, elses, nil)
	k.opens(k.Service, key, nil)
	k.fails(ErrSignInFailed, from(ownerIP, ownerEmail, goodPassword))
	if _, _, err := k.SignIn(k.ctx, from(ownerIP, ownerEmail, "nine brave herons")); err != nil {
		t.Error(err)
	}
	mustBe(t, k.SetPassword(k.ctx, "nobody@example.com", secret.New("nine brave herons")), ErrUnknownUser)
	mustBe(t, k.SetPassword(k.ctx, "nobody", secret.New("nine brave herons")), ErrEmail)
	if f := fault.As(k.SetPassword(k.ctx, ownerEmail, secret.New("short"))); f == nil || f.Code != fault.CodeInvalid {
		t.Errorf("a short password: %v", f)
	}
	if n := value[int](k, `SELECT count(*) FROM platform.security_events WHERE kind = 'password_changed'`); n != 1 {
		t.Errorf("%d events", n)
	}
}

// What must stay secret is in no log line and no row of the platform's, and an e-mail address only where it is looked up.
func TestNothingSecretIsKept(t *testing.T) {
	t.Parallel()
	k := setup(t)
	u := k.userIn(k.org, ownerEmail, tenancy.RoleAdmin, goodPassword)
	token, _ := k.signIn()
	k.authenticates(k.Service, token, nil)
	key, _ := k.key(CreateAPIKeyInput{Organization: k.org, User: u.ID, Name: "key", Role: tenancy.RoleAdmin})
	k.opens(k.Service, key, nil)
	for range 6 {
		_, _, _ = k.SignIn(k.ctx, from(attackerIP, "stranger@example.com", badPassword))
		_, _, _ = k.SignIn(k.ctx, from(attackerIP, ownerEmail, badPassword))
	}
	if err := k.SetPassword(k.ctx, ownerEmail, secret.New("nine brave herons")); err != nil {
		t.Fatal(err)
	}
	if err := k.SignOut(k.ctx, token); err != nil {
		t.Fatal(err)
	}
	k.clock.Advance(time.Minute)

	rawToken, err := sessionEncoding.DecodeString(token.Reveal())
	if err != nil {
		t.Fatal(err)
	}
	hidden := []string{
		token.Reveal(), hex.EncodeToString([]byte(token.Reveal())), hex.EncodeToString(rawToken), key.Reveal(),
		strings.Split(key.Reveal(), "_")[3], hex.EncodeToString([]byte(key.Reveal())), goodPassword, badPassword,
		"nine brave herons", hex.EncodeToString([]byte(goodPassword)), "stranger@example.com",
	}
	log := k.log.String()
	for i, s := range append(slices.Clone(hidden), ownerEmail, ownerIP.String(), attackerIP.String()) {
		if strings.Contains(log, s) {
			t.Errorf("secret %d is in the log", i)
		}
	}
	if !strings.Contains(log, "signed in") {
		t.Error("the log was not seen")
	}
	rows, err := k.super.Query(k.ctx, `SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('platform', 'public')`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, table)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(tables) < 30 {
		t.Fatalf("only %d tables were looked at", len(tables))
	}
	for _, table := range tables {
		content := value[string](k, `SELECT coalesce(string_agg(row_to_json(t)::text, E'\n'), '') FROM `+table+` AS t`)
		for i, s := range hidden {
			if strings.Contains(content, s) {
				t.Errorf("secret %d is in %s", i, table)
			}
		}
		if strings.HasPrefix(table, "platform.") && table != "platform.identities" && strings.Contains(content, ownerEmail) {
			t.Errorf("the e-mail address is in %s", table)
		}
	}
}
