package identity

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/secret"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// DeviceLifetime is how long a remembered device need not show a second factor: the age to give its cookie.
const DeviceLifetime = 30 * 24 * time.Hour

// ErrUnknownDevice says that the person has no such remembered device.
var ErrUnknownDevice = fault.New(fault.NotFound, "not_found", "There is nothing here, or you may not see it.")

// Device is a browser that is remembered: it signs in by the password alone.
type Device struct {
	ID         id.ID
	Agent      Agent
	IP         netip.Addr // where it was remembered; the zero address if that is not known
	CreatedAt  time.Time
	LastUsedAt time.Time
	ExpiresAt  time.Time
}

// remembered reports whether a browser's token is that of a device which the person had remembered, and notes its use.
func remembered(ctx context.Context, tx tenancy.SystemTx, identity id.ID, token secret.Text) (bool, error) {
	hash, ok := sessionHash(token)
	if !ok {
		return false, nil
	}
	n, err := identitydb.New(tx).UseDevice(ctx, tx.Now(), identity, hash[:])
	if err != nil {
		return false, fmt.Errorf("find device: %w", err)
	}
	return n == 1, nil
}

// remember makes a device of the browser that has just proved itself.
func remember(ctx context.Context, tx tenancy.SystemTx, identity id.ID, o origin) (secret.Text, error) {
	token, hash := newSessionToken()
	err := identitydb.New(tx).AddDevice(ctx, identitydb.AddDeviceParams{
		ID: id.New(), IdentityID: identity, TokenHash: hash, IpAddress: storableIP(o.ip), UserAgent: storable(o.agent),
		Now: tx.Now(), ExpiresAt: tx.Now().Add(DeviceLifetime),
	})
	if err != nil {
		return secret.Text{}, fmt.Errorf("remember device: %w", err)
	}
	return token, note(ctx, tx, o.event(eventRemembered, tx.Now(), identity, nil))
}

func devicesOf(ctx context.Context, tx tenancy.SystemTx, identity id.ID) ([]Device, error) {
	rows, err := identitydb.New(tx).Devices(ctx, identity, tx.Now())
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	out := make([]Device, 0, len(rows))
	for _, r := range rows {
		out = append(out, Device{
			ID: r.ID, Agent: ParseAgent(orEmpty(r.UserAgent)), IP: orNowhere(r.IpAddress), CreatedAt: r.CreatedAt,
			LastUsedAt: r.LastUsedAt, ExpiresAt: r.ExpiresAt,
		})
	}
	return out, nil
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func orNowhere(ip *netip.Addr) netip.Addr {
	if ip == nil {
		return netip.Addr{}
	}
	return *ip
}

// ForgetDevice makes a remembered device ask for a second factor again; id.Nil means all of them. Errors: authz's,
// ErrUnknownDevice.
func (s *Service) ForgetDevice(ctx context.Context, p tenancy.Principal, device id.ID) error {
	return s.own(ctx, p, authz.AccountWrite, "forget device", func(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
		q := identitydb.New(tx)
		var n int64
		var err error
		if device == id.Nil {
			n, err = q.ForgetDevices(ctx, tx.Now(), identity)
		} else {
			n, err = q.ForgetDevice(ctx, tx.Now(), identity, device)
		}
		switch {
		case err != nil:
			return fmt.Errorf("forget device: %w", err)
		case n == 0 && device != id.Nil:
			return ErrUnknownDevice
		case n == 0:
			return nil
		}
		return note(ctx, tx, originOf(p).event(eventForgotten, tx.Now(), identity, map[string]any{"devices": n}))
	})
}

// endTrust takes away what a password that is no longer good brought about: remembered devices, and sign-ins under way.
func endTrust(ctx context.Context, tx tenancy.SystemTx, identity id.ID) error {
	q := identitydb.New(tx)
	if _, err := q.ForgetDevices(ctx, tx.Now(), identity); err != nil {
		return fmt.Errorf("forget devices: %w", err)
	}
	if err := q.VoidChallenges(ctx, tx.Now(), identity); err != nil {
		return fmt.Errorf("void sign-ins: %w", err)
	}
	return nil
}

// Agent is what a User-Agent header says that a person would recognize. Parts that it does not say are "".
type Agent struct{ Browser, System string }

// Known reports whether there is anything to show.
func (a Agent) Known() bool { return a.Browser != "" || a.System != "" }

// String is the agent in words, such as "Firefox on Windows".
func (a Agent) String() string {
	if a.Browser == "" || a.System == "" {
		return a.Browser + a.System
	}
	return a.Browser + " on " + a.System
}

// The marks are looked for in order: most browsers name those that they descend from as well.
var browserMarks, systemMarks = [][2]string{
	{"Edg/", "Edge"},
	{"EdgA/", "Edge"},
	{"EdgiOS/", "Edge"},
	{"OPR/", "Opera"},
	{"SamsungBrowser/", "Samsung Internet"},
	{"Vivaldi/", "Vivaldi"},
	{"Firefox/", "Firefox"},
	{"FxiOS/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"HeadlessChrome/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
	{"curl/", "curl"},
}, [][2]string{
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"Android", "Android"},
	{"CrOS", "ChromeOS"},
	{"Windows", "Windows"},
	{"Macintosh", "Mac"},
	{"Linux", "Linux"},
}

// ParseAgent reads a User-Agent header.
func ParseAgent(header string) Agent {
	find := func(marks [][2]string) string {
		for _, m := range marks {
			if strings.Contains(header, m[0]) {
				return m[1]
			}
		}
		return ""
	}
	return Agent{Browser: find(browserMarks), System: find(systemMarks)}
}
