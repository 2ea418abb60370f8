package identity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/fxamacker/cbor/v2"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// authenticator is a security key with one passkey. Source of the formats: Web Authentication Level 3, sections 5.8.1, 6.1
// and 6.5.
type authenticator struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	handle  []byte // whose it is
	counter uint32
	origin  string
	flags   byte // user present, user verified
}

const (
	flagPresent  = 1
	flagVerified = 4
	flagAttested = 64
)

func newAuthenticator(t *testing.T) *authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &authenticator{t: t, key: key, id: random(32), origin: testURL, flags: flagPresent | flagVerified}
}

func (a *authenticator) must(v any, err error) []byte {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
	b, _ := v.([]byte)
	return b
}

func b64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func (a *authenticator) client(kind, challenge string) []byte {
	return a.must(json.Marshal(map[string]string{"type": kind, "challenge": challenge, "origin": a.origin}))
}

func (a *authenticator) data(flags byte, extra []byte) []byte {
	rp := sha256.Sum256([]byte("localhost"))
	out := append(rp[:], flags)
	out = binary.BigEndian.AppendUint32(out, a.counter)
	return append(out, extra...)
}

type asked struct {
	Challenge string `json:"challenge"`
	User      struct {
		ID string `json:"id"`
	} `json:"user"`
	AllowCredentials []struct {
		ID string `json:"id"`
	} `json:"allowCredentials"`
	UserVerification string `json:"userVerification"`
}

func (a *authenticator) read(c Ceremony) asked {
	a.t.Helper()
	var q asked
	a.must(nil, json.Unmarshal(c.Options, &q))
	return q
}

func (a *authenticator) answer(c Ceremony, response map[string]any) PasskeyAnswer {
	raw := a.must(json.Marshal(map[string]any{
		"id": b64url(a.id), "rawId": b64url(a.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{},
	}))
	return PasskeyAnswer{Ticket: c.Ticket, Response: raw}
}

// create answers the ceremony that makes a passkey.
func (a *authenticator) create(c Ceremony) PasskeyAnswer {
	a.t.Helper()
	q := a.read(c)
	a.handle = a.must(base64.RawURLEncoding.DecodeString(q.User.ID))
	public := a.must(a.key.PublicKey.Bytes()) // 4, then both coordinates
	cose := a.must(cbor.Marshal(map[int]any{1: 2, 3: -7, -1: 1, -2: public[1:33], -3: public[33:]}))
	attested := append(make([]byte, 16), binary.BigEndian.AppendUint16(nil, uint16(len(a.id)))...)
	attested = append(append(attested, a.id...), cose...)
	object := a.must(cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": a.data(a.flags|flagAttested, attested)}))
	return a.answer(c, map[string]any{
		"clientDataJSON": b64url(a.client("webauthn.create", q.Challenge)), "attestationObject": b64url(object),
	})
}

// get answers a ceremony in which the passkey is shown.
func (a *authenticator) get(c Ceremony) PasskeyAnswer {
	a.t.Helper()
	a.counter++
	client, data := a.client("webauthn.get", a.read(c).Challenge), a.data(a.flags, nil)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	return a.answer(c, map[string]any{
		"clientDataJSON": b64url(client), "authenticatorData": b64url(data), "userHandle": b64url(a.handle),
		"signature": b64url(a.must(ecdsa.SignASN1(rand.Reader, a.key, digest[:]))),
	})
}

// keyed is a person with a passkey, signed in.
type keyed struct {
	*kit
	user User
	me   tenancy.Principal
	key  *authenticator
}

func withPasskey(t *testing.T) *keyed {
	t.Helper()
	k := &keyed{kit: setup(t), key: newAuthenticator(t)}
	k.user = k.kit.user(ownerEmail)
	_, k.me = k.signIn()
	c, err := k.BeginPasskey(k.ctx, k.me)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := k.AddPasskey(k.ctx, k.me, " Blue key ", k.key.create(c))
	if err != nil || len(codes) != recoveryCodes {
		t.Fatal(len(codes), err)
	}
	return k
}

func (k *keyed) alone(change func(*Ceremony, *PasskeyAnswer)) error {
	k.t.Helper()
	c, err := k.BeginPasskeySignIn(k.ctx, from(ownerIP, "", ""))
	if err != nil {
		k.t.Fatal(err)
	}
	a := k.key.get(c)
	if change != nil {
		change(&c, &a)
	}
	e, err := k.PasskeySignIn(k.ctx, from(ownerIP, "", ""), a)
	if err == nil {
		_, err = k.Authenticate(k.ctx, e.Token)
	}
	return err
}

func TestPasskeyAlone(t *testing.T) {
	t.Parallel()
	k := withPasskey(t)
	c, err := k.BeginPasskeySignIn(k.ctx, from(ownerIP, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	if q := k.key.read(c); q.UserVerification != "required" || len(q.AllowCredentials) != 0 {
		t.Errorf("a stranger is asked %+v", q)
	}
	a := k.key.get(c)
	e, err := k.PasskeySignIn(k.ctx, from(ownerIP, "", ""), a)
	if err != nil || e.Principal.User != k.user.ID {
		t.Fatal(e, err)
	}
	if m := value[string](k.kit, `SELECT method FROM platform.sessions WHERE id = $1`, e.Principal.Session); m != methodAlone {
		t.Errorf("the session was proved by %s", m)
	}
	_, err = k.PasskeySignIn(k.ctx, from(ownerIP, "", ""), a)
	mustBe(t, err, ErrChallenge)
	own, err := k.Security(k.ctx, k.me)
	if err != nil || len(own.Passkeys) != 1 || own.Passkeys[0].Name != "Blue key" || own.Passkeys[0].LastUsedAt == nil {
		t.Errorf("%+v, %v", own, err)
	}
	for name, change := range map[string]func(*Ceremony, *PasskeyAnswer){
		"no ticket": func(_ *Ceremony, a *PasskeyAnswer) { a.Ticket = secret.Text{} },
		"too late":  func(*Ceremony, *PasskeyAnswer) { k.clock.Advance(ceremonyLifetime) },
		"another ceremony": func(_ *Ceremony, a *PasskeyAnswer) {
			c, _ := k.BeginPasskeySignIn(k.ctx, from(ownerIP, "", ""))
			a.Ticket = c.Ticket
		},
		"not JSON":          func(_ *Ceremony, a *PasskeyAnswer) { a.Response = []byte("{") },
		"holder unverified": func(c *Ceremony, a *PasskeyAnswer) { k.key.flags = flagPresent; *a = k.key.get(*c) },
		"another site":      func(c *Ceremony, a *PasskeyAnswer) { k.key.origin = "https://propertyos.example"; *a = k.key.get(*c) },
		"another person": func(c *Ceremony, a *PasskeyAnswer) {
			other := id.New()
			k.key.handle = other[:]
			*a = k.key.get(*c)
		},
		"another key": func(c *Ceremony, a *PasskeyAnswer) {
			mine := k.key.key
			k.key.key = newAuthenticator(t).key
			*a = k.key.get(*c)
			k.key.key = mine
		},
	} {
		if err := k.alone(change); !errors.Is(err, ErrPasskey) && !errors.Is(err, ErrChallenge) {
			t.Errorf("%s: %v", name, err)
		}
		k.key.flags, k.key.origin, k.key.handle = flagPresent|flagVerified, testURL, k.user.Identity[:]
		if err := k.alone(nil); err != nil {
			t.Fatalf("after %q: %v", name, err)
		}
	}
}

func TestCopiedPasskeyIsRefused(t *testing.T) {
	t.Parallel()
	k := withPasskey(t)
	k.key.counter = 10
	if err := k.alone(nil); err != nil {
		t.Fatal(err)
	}
	k.key.counter = 4 // a copy that was made before
	mustBe(t, k.alone(nil), ErrPasskey)
	if n := value[int](k.kit, `SELECT count(*) FROM platform.security_events WHERE kind = 'second_factor_failed' AND identity_id IS NOT NULL
		AND detail ->> 'copied' = 'true'`); n != 1 {
		t.Errorf("%d copies were noted", n)
	}
	k.key.counter = 11
	if err := k.alone(nil); err != nil {
		t.Errorf("the original: %v", err)
	}
}

func TestPasskeyAsSecondFactor(t *testing.T) {
	t.Parallel()
	k := withPasskey(t)
	here := from(ownerIP, ownerEmail, goodPassword)
	begin := func() (secret.Text, Ceremony) {
		t.Helper()
		e, err := k.Begin(k.ctx, here)
		if err != nil || e.Ticket.IsZero() {
			t.Fatal(e, err)
		}
		c, err := k.BeginSecondFactor(k.ctx, e.Ticket, here)
		if err != nil {
			t.Fatal(err)
		}
		return e.Ticket, c
	}
	ticket, c := begin()
	if q := k.key.read(c); len(q.AllowCredentials) != 1 {
		t.Errorf("asked %+v", q)
	}
	a := k.key.get(c)
	_, err := k.PasskeySignIn(k.ctx, here, a) // a second factor is no first one
	mustBe(t, err, ErrChallenge)
	e, err := k.SecondFactor(k.ctx, SecondFactorInput{Ticket: ticket, Proof: Proof{Passkey: &a}, From: here})
	if err != nil || e.Token.IsZero() {
		t.Fatal(err)
	}
	ticket, _ = begin()
	_, err = k.SecondFactor(k.ctx, SecondFactorInput{Ticket: ticket, Proof: Proof{Passkey: &a}, From: here})
	mustBe(t, err, ErrChallenge)

	stranger := k.userIn(k.org, "bo@example.com", tenancy.RoleManager, goodPassword)
	_, c = begin()
	theirs, err := k.Begin(k.ctx, from(ownerIP, stranger.Email, goodPassword))
	if err != nil || theirs.Token.IsZero() {
		t.Fatal(err)
	}
	a = k.key.get(c)
	mustBe(t, k.StepUp(k.ctx, theirs.Principal, Proof{Passkey: &a}), ErrChallenge)

	c, err = k.BeginStepUp(k.ctx, k.me)
	if err != nil {
		t.Fatal(err)
	}
	a = k.key.get(c)
	if err := k.StepUp(k.ctx, k.me, Proof{Passkey: &a}); err != nil {
		t.Error(err)
	}
	mustBe(t, k.StepUp(k.ctx, k.me, Proof{Passkey: &a}), ErrChallenge)
}

func TestPasskeysAreOnesOwn(t *testing.T) {
	t.Parallel()
	k := withPasskey(t)
	k.userIn(k.org, "bo@example.com", tenancy.RoleAdmin, goodPassword)
	_, bo, err := k.SignIn(k.ctx, from(ownerIP, "bo@example.com", goodPassword))
	if err != nil {
		t.Fatal(err)
	}
	own, err := k.Security(k.ctx, k.me)
	if err != nil {
		t.Fatal(err)
	}
	mustBe(t, k.RemovePasskey(k.ctx, bo, own.Passkeys[0].ID), ErrUnknownPasskey)
	c, err := k.BeginPasskey(k.ctx, bo)
	if err != nil {
		t.Fatal(err)
	}
	_, err = k.AddPasskey(k.ctx, k.me, "", k.key.create(c)) // a ceremony of somebody else's
	mustBe(t, err, ErrChallenge)
	if _, err = k.AddPasskey(k.ctx, bo, "", k.key.create(c)); err == nil {
		t.Error("one passkey is two people's")
	}
	k.key.handle = k.user.Identity[:]
	if err := k.RemovePasskey(k.ctx, k.me, own.Passkeys[0].ID); err != nil {
		t.Fatal(err)
	}
	mustBe(t, k.alone(nil), ErrPasskey)
	if _, _, err := k.SignIn(k.ctx, from(ownerIP, ownerEmail, goodPassword)); err != nil {
		t.Errorf("without the passkey the password is enough: %v", err)
	}
}

func TestStrangersBeginSoManyCeremonies(t *testing.T) {
	t.Parallel()
	k := withPasskey(t)
	for range maxOpen {
		if _, err := k.BeginPasskeySignIn(k.ctx, from(attackerIP, "", "")); err != nil {
			t.Fatal(err)
		}
	}
	_, err := k.BeginPasskeySignIn(k.ctx, from(attackerIP, "", ""))
	mustBe(t, err, ErrThrottled)
	if err := k.alone(nil); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	k.clock.Advance(sweepAfter + ceremonyLifetime + time.Second)
	for range maxOpen / 10 {
		if err := k.alone(nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := value[int](k.kit, `SELECT count(*) FROM platform.tickets WHERE ip_address = $1::text::inet`, attackerIP.String()); n != 0 {
		t.Errorf("%d tickets that nobody can use are kept", n)
	}
}
