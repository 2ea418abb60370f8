package identity

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"time"

	"github.com/propertyos/propertyos/internal/domain/identity/internal/identitydb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// limit says how many failures of a key are free, for how long they are remembered, and how long the key is then
// blocked: for block, twice as long after each further failure, at most for most.
type limit struct {
	name                string
	free                int
	window, block, most time.Duration
}

// The limits, all kept in the database and so the same for all server processes. NIST SP 800-63B section 5.2.2 allows
// 100 failures of one account in a row.
var (
	// perAddress stops one machine, or one household behind an IPv6 /64, from trying many e-mail addresses.
	perAddress = limit{name: "address", free: 20, window: 15 * time.Minute, block: time.Minute, most: time.Hour}
	// perPair stops one machine from trying one e-mail address. It is the pair that is blocked, so whoever guesses at
	// somebody's password does not lock the owner out.
	perPair = limit{name: "pair", free: 5, window: 15 * time.Minute, block: time.Minute, most: time.Hour}
	// perEmail slows a guess that comes from many addresses to one try in two seconds. It does not hold where the
	// person has signed in before, so that the owner at a usual place is not slowed.
	perEmail = limit{name: "email", free: 100, window: time.Hour, block: 2 * time.Second, most: 2 * time.Second}
)

// blockFor is how long a key is blocked after its n-th failure; 0 is not at all.
func (l limit) blockFor(n int) time.Duration {
	if n < l.free {
		return 0
	}
	d := l.block
	for range n - l.free {
		if d >= l.most {
			break
		}
		d *= 2
	}
	return min(d, l.most)
}

// try is what throttling knows of one attempt to sign in. Keys are digests, so that the table names nobody.
type try struct {
	digest               [sha256.Size]byte // of the e-mail address
	network              netip.Prefix
	address, pair, email [sha256.Size]byte // keys of the limits
}

func newTry(email string, ip netip.Addr) try {
	t := try{digest: digest("email", email), network: network(ip)}
	t.address = digest("throttle address", t.network.String())
	t.pair = digest("throttle pair", t.network.String(), email)
	t.email = digest("throttle email", email)
	return t
}

// digest hashes parts so that no two lists of parts give the same input.
func digest(parts ...string) [sha256.Size]byte {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// network is what counts as one place: an IPv4 address, or the /64 that one IPv6 customer gets at least. An unknown
// address is a place of its own.
func network(ip netip.Addr) netip.Prefix {
	ip = ip.Unmap().WithZone("")
	bits := 64
	if ip.Is4() {
		bits = 32
	}
	p, err := ip.Prefix(bits)
	if err != nil || !ip.IsValid() {
		return netip.PrefixFrom(netip.IPv6Unspecified(), 128)
	}
	return p
}

// wait is how long the try must wait; 0 lets it go on.
func (t try) wait(ctx context.Context, q *identitydb.Queries, now time.Time, knownNetwork bool) (time.Duration, error) {
	rows, err := q.BlockedUntil(ctx, [][]byte{t.address[:], t.pair[:], t.email[:]}, now)
	if err != nil {
		return 0, fmt.Errorf("look up throttles: %w", err)
	}
	var longest time.Duration
	for _, r := range rows {
		if knownNetwork && string(r.Key) == string(t.email[:]) {
			continue
		}
		longest = max(longest, r.BlockedUntil.Sub(now))
	}
	return longest, nil
}

// fail counts a failed try against every limit, and returns the limits that now block with how long they do. The order
// is the same in every transaction, and each key is of one limit only, so two tries never wait for each other in a ring.
func (t try) fail(ctx context.Context, q *identitydb.Queries, now time.Time) (map[string]time.Duration, error) {
	blocks := map[string]time.Duration{}
	for _, k := range []struct {
		limit limit
		key   [sha256.Size]byte
	}{{perAddress, t.address}, {perPair, t.pair}, {perEmail, t.email}} {
		d, err := countAgainst(ctx, q, now, k.limit, k.key)
		if err != nil {
			return nil, err
		}
		if d > 0 {
			blocks[k.limit.name] = d
		}
	}
	return blocks, nil
}

// countAgainst counts one more try of a key against its limit, and blocks it where the limit is passed: for how long.
func countAgainst(ctx context.Context, q *identitydb.Queries, now time.Time, l limit, key [sha256.Size]byte) (time.Duration, error) {
	n, err := q.CountFailure(ctx, key[:], now, now.Add(-l.window))
	if err != nil {
		return 0, fmt.Errorf("count a try: %w", err)
	}
	d := l.blockFor(int(n))
	if d == 0 {
		return 0, nil
	}
	if err := q.Block(ctx, now.Add(d), key[:]); err != nil {
		return 0, fmt.Errorf("block a key: %w", err)
	}
	return d, nil
}

// noteFailure records a failed try: the event, the counts, and an event for a block that it brought about. Tries that
// are turned away by a block are not recorded one by one, or a flood of them would fill the table.
func (t try) noteFailure(ctx context.Context, tx tenancy.SystemTx, c Credentials, found *identitydb.FindIdentityRow, alarm alarm) error {
	e := t.event(eventSignInFailed, tx.Now(), c, nil)
	if found != nil {
		e.IdentityID = &found.ID
	}
	return t.noteFailureAs(ctx, tx, e, alarm)
}

// alarm tells the person, nil for nobody, that somebody guesses at what is named.
type alarm func(ctx context.Context, tx tenancy.SystemTx, identity *id.ID, what string) error

// noteFailureAs is noteFailure with an event of the caller's.
func (t try) noteFailureAs(ctx context.Context, tx tenancy.SystemTx, e identitydb.NoteEventParams, alarm alarm) error {
	q := identitydb.New(tx)
	e.EmailDigest = t.digest[:]
	if err := q.NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note failed sign-in: %w", err)
	}
	blocks, err := t.fail(ctx, q, tx.Now())
	if err != nil || len(blocks) == 0 {
		return err
	}
	detail := map[string]any{}
	for name, d := range blocks {
		detail[name+"_seconds"] = int(d.Seconds())
	}
	throttled := event(eventSignInThrottled, tx.Now(), detail)
	throttled.IdentityID, throttled.EmailDigest, throttled.IpAddress, throttled.UserAgent = e.IdentityID, e.EmailDigest, e.IpAddress, e.UserAgent
	if err := q.NoteEvent(ctx, throttled); err != nil {
		return fmt.Errorf("note throttled sign-in: %w", err)
	}
	if blocks[perEmail.name] == 0 {
		return nil
	}
	return alarm(ctx, tx, e.IdentityID, "password")
}

// noteRefusal records that a person with the right password was not let in, and why.
func (t try) noteRefusal(ctx context.Context, tx tenancy.SystemTx, c Credentials, found identitydb.FindIdentityRow, refusal error) error {
	e := t.event(eventSignInFailed, tx.Now(), c, map[string]any{"refused": fault.As(refusal).Code})
	e.IdentityID = &found.ID
	if err := identitydb.New(tx).NoteEvent(ctx, e); err != nil {
		return fmt.Errorf("note refused sign-in: %w", err)
	}
	return nil
}

func (t try) event(kind string, now time.Time, c Credentials, detail map[string]any) identitydb.NoteEventParams {
	e := event(kind, now, detail)
	e.EmailDigest, e.IpAddress, e.UserAgent = t.digest[:], storableIP(c.IP), storable(c.UserAgent)
	return e
}
