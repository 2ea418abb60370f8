package identity

import (
	"testing"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

func TestRememberedDevice(t *testing.T) {
	t.Parallel()
	s := secure(t)
	e, err := s.SecondFactor(s.ctx, SecondFactorInput{Ticket: s.ticket(), Proof: byCode(s.code(0)), Remember: true, From: from(ownerIP, "", "")})
	if err != nil || e.Device.IsZero() {
		t.Fatal(err)
	}
	device := e.Device
	known := func(want bool, token secret.Text) {
		t.Helper()
		if e := s.half(ownerIP, token); e.Token.IsZero() == want {
			t.Errorf("known %t, want %t", !e.Token.IsZero(), want)
		}
	}
	known(true, device)
	if m := value[string](s.kit, `SELECT method FROM platform.sessions ORDER BY created_at DESC, id DESC LIMIT 1`); m != methodDevice {
		t.Errorf("the session was proved by %s", m)
	}
	raw := device.Reveal()
	for _, bad := range []string{"", "x", raw[:42] + "A", "A" + raw[1:], s.token.Reveal(), e.Token.Reveal()} {
		if bad != raw {
			known(false, secret.New(bad))
		}
	}
	s.fails(ErrSignInFailed, Credentials{Email: ownerEmail, Password: secret.New(badPassword), IP: ownerIP, Device: device})
	other := s.userIn(s.org, "bo@example.com", tenancy.RoleManager, goodPassword)
	s.exec(`UPDATE platform.devices SET identity_id = $1`, other.Identity)
	known(false, device) // somebody else's
	s.exec(`UPDATE platform.devices SET identity_id = $1`, s.user.Identity)

	own, err := s.Security(s.ctx, s.me)
	if err != nil || len(own.Devices) != 1 {
		t.Fatal(own, err)
	}
	mustBe(t, s.ForgetDevice(s.ctx, s.me, id.New()), ErrUnknownDevice)
	if err := s.ForgetDevice(s.ctx, s.me, own.Devices[0].ID); err != nil {
		t.Fatal(err)
	}
	known(false, device)
	s.exec(`UPDATE platform.devices SET revoked_at = NULL`)
	known(true, device)
	s.clock.Advance(DeviceLifetime - time.Minute - time.Second)
	known(true, device)
	s.clock.Advance(time.Minute + time.Second)
	known(false, device)
}

func TestNewPasswordForgetsDevices(t *testing.T) {
	t.Parallel()
	s := secure(t)
	next := secret.New("nine silent herons")
	change := map[string]func() error{
		"by the person":   func() error { return s.ChangePassword(s.ctx, s.me, secret.New(goodPassword), next) },
		"by the operator": func() error { return s.SetPassword(s.ctx, ownerEmail, secret.New(goodPassword)) },
	}
	password := goodPassword
	for _, name := range []string{"by the person", "by the operator"} {
		s.clock.Advance(time.Minute)
		e, err := s.Begin(s.ctx, from(ownerIP, ownerEmail, password))
		if err != nil {
			t.Fatal(err)
		}
		waiting, err := s.Begin(s.ctx, from(ownerIP, ownerEmail, password))
		if err != nil {
			t.Fatal(err)
		}
		in, err := s.SecondFactor(s.ctx, SecondFactorInput{Ticket: e.Ticket, Proof: byCode(s.code(0)), Remember: true, From: from(ownerIP, "", "")})
		if err != nil {
			t.Fatal(name, err)
		}
		if err := change[name](); err != nil {
			t.Fatal(name, err)
		}
		password = map[string]string{"by the person": next.Reveal(), "by the operator": goodPassword}[name]
		s.clock.Advance(time.Minute)
		_, err = s.finish(waiting.Ticket, byCode(s.code(0)))
		mustBe(t, err, ErrChallenge)
		c := from(ownerIP, ownerEmail, password)
		c.Device = in.Device
		if e, err := s.Begin(s.ctx, c); err != nil || e.Ticket.IsZero() {
			t.Errorf("%s: the device is remembered still: %v", name, err)
		}
		_, err = s.Authenticate(s.ctx, in.Token)
		mustBe(t, err, ErrNoSession)
		if name == "by the person" { // whose own session goes on
			s.authenticates(s.Service, s.token, nil)
		}
	}
}
