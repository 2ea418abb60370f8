package audit

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Damage is a kind of what can be wrong with a log.
type Damage string

// The kinds of damage.
const (
	DamageAltered    Damage = "altered"         // an entry is not what was sealed
	DamageMissing    Damage = "missing"         // an entry that was sealed is gone
	DamageInserted   Damage = "inserted"        // an entry was put among sealed ones
	DamageSeal       Damage = "seal altered"    // a seal is not what its hash says
	DamageGap        Damage = "seals missing"   // the numbers of the seals have a gap
	DamageChain      Damage = "chain broken"    // a seal does not follow the one before it
	DamageOrder      Damage = "seals reordered" // a seal ends before the one before it
	DamageTail       Damage = "tail cut off"    // the pinned seal is not in the chain
	damageShownAtMax        = 100
)

// Finding is one damage. Entry is id.Nil where it is of a seal.
type Finding struct {
	Damage     Damage    `json:"damage"`
	Sequence   int64     `json:"seal"` // the seal that tells of it
	Entry      id.ID     `json:"entry"`
	At         time.Time `json:"at"` // when the entry was written, as it was sealed or else as it stands
	Action     string    `json:"action,omitempty"`
	EntityType string    `json:"entity_type,omitempty"` // not known of an entry that is gone
	EntityID   id.ID     `json:"entity_id"`
}

// String tells the finding in one line.
func (f Finding) String() string {
	switch {
	case f.Entry == id.Nil && f.Damage == DamageTail:
		return "tail cut off: no seal of the chain has the pinned hash"
	case f.Entry == id.Nil:
		return fmt.Sprintf("%s: seal %d", f.Damage, f.Sequence)
	case f.EntityType == "":
		return fmt.Sprintf("%s: entry %s of %s, sealed by %d", f.Damage, f.Entry, f.At.Format(time.RFC3339Nano), f.Sequence)
	default:
		return fmt.Sprintf("%s: entry %s of %s (%s, %s %s), in the range of seal %d", f.Damage, f.Entry, f.At.Format(time.RFC3339Nano),
			f.Action, f.EntityType, f.EntityID, f.Sequence)
	}
}

// Report is what came of verifying one organization's log.
type Report struct {
	Organization id.ID      `json:"organization"`
	Slug         string     `json:"slug"`
	Entries      int64      `json:"entries"`  // that are sealed and there
	Seals        int64      `json:"seals"`    // of both kinds
	Retained     int64      `json:"retained"` // entries that are gone by retention, as a seal says
	GoneBefore   *time.Time `json:"gone_before"`
	Unsealed     int64      `json:"unsealed"` // entries that wait for a seal
	Oldest       *time.Time `json:"oldest_unsealed"`
	Head         string     `json:"head"` // hash of the last seal, hexadecimal
	Findings     []Finding  `json:"findings"`
	Damages      int64      `json:"damages"` // how many there are; Findings holds the first hundred
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return r.Damages == 0 }

var (
	errPin      = fault.New(fault.Invalid, "pin_invalid", "A pin is the hash of a seal: 64 hexadecimal digits, as verify prints it.")
	errPinWhose = fault.New(fault.Invalid, "pin_without_org", "A pin is of one organization: name it with --org.")
	errNoOrg    = fault.New(fault.NotFound, "organization_unknown", "There is no organization with that slug.")
)

// Verify recomputes the chains of all organizations, or of the one with the slug, and tells each report as it is done. A pin is the
// hash of a seal that somebody kept elsewhere, hexadecimal: it must be in the chain. It reports whether everything is as it was
// sealed.
func Verify(ctx context.Context, db *tenancy.DB, slug, pin string, tell func(Report)) (ok bool, err error) {
	want, err := hex.DecodeString(strings.TrimSpace(pin))
	if err != nil || len(want) != 0 && len(want) != len(noHash) {
		return false, errPin
	}
	if len(want) > 0 && slug == "" {
		return false, errPinWhose
	}
	var names []auditdb.OrganizationNamesRow
	err = tenancy.InSystemTx(ctx, db, "audit: verify", func(ctx context.Context, tx tenancy.SystemTx) (err error) {
		names, err = auditdb.New(tx).OrganizationNames(ctx, slug)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("list organizations: %w", err)
	}
	if slug != "" && len(names) == 0 {
		return false, errNoOrg
	}
	ok = true
	for _, n := range names {
		r, err := verifyOne(ctx, db, n.OrganizationID, want)
		if err != nil {
			return false, fmt.Errorf("verify %s: %w", n.Slug, err)
		}
		r.Slug = n.Slug
		ok = ok && r.OK()
		tell(r)
	}
	return ok, nil
}

// verifier goes along one chain.
type verifier struct {
	q      *auditdb.Queries
	org    id.ID
	report Report
	head   head
	pin    []byte
	pinned bool
	// gone is before when entries may be missing. The seals that say so come after those of the entries, so they are read first.
	gone time.Time
}

func verifyOne(ctx context.Context, db *tenancy.DB, org id.ID, pin []byte) (Report, error) {
	var out Report
	err := tenancy.InSystemTx(ctx, db, "audit: verify", func(ctx context.Context, tx tenancy.SystemTx) error {
		if err := tx.Enter(ctx, org); err != nil {
			return err
		}
		q := auditdb.New(tx)
		if err := q.AllowLong(ctx); err != nil {
			return err
		}
		gone, err := q.GoneBefore(ctx, org)
		if err != nil {
			return fmt.Errorf("retention: %w", err)
		}
		v := &verifier{
			q: q, org: org, pin: pin, pinned: len(pin) == 0, gone: gone,
			report: Report{Organization: org, Findings: []Finding{}}, head: head{hash: noHash, at: place{era: 1, xact: -1}},
		}
		if err := v.seals(ctx); err != nil {
			return err
		}
		if err := v.rest(ctx); err != nil {
			return err
		}
		out = v.report
		return nil
	})
	return out, err
}

// sealPage is how many seals are in memory at a time: each may hold half a megabyte.
const sealPage = 8

func (v *verifier) seals(ctx context.Context) error {
	for {
		list, err := v.q.ListSeals(ctx, v.org, v.head.sequence, sealPage)
		if err != nil {
			return fmt.Errorf("read seals: %w", err)
		}
		for i := range list {
			if err := v.seal(ctx, &list[i]); err != nil {
				return err
			}
		}
		if len(list) < sealPage {
			return nil
		}
	}
}

// seal checks one seal against the one before it and against the entries that it covers.
func (v *verifier) seal(ctx context.Context, s *auditdb.ListSealsRow) error {
	v.report.Seals++
	end := place{s.Era, s.ToXact, s.ToID}
	if s.Sequence != v.head.sequence+1 {
		v.found(Finding{Damage: DamageGap, Sequence: s.Sequence})
	} else if !bytes.Equal(s.PreviousHash, v.head.hash) {
		v.found(Finding{Damage: DamageChain, Sequence: s.Sequence})
	}
	lines, err := readManifest(s.Manifest)
	if !bytes.Equal(s.Hash, hashSeal(v.org, s)) || err != nil || s.Kind == kindEntries && len(lines) != int(s.Entries) {
		v.found(Finding{Damage: DamageSeal, Sequence: s.Sequence})
	}
	v.pinned = v.pinned || bytes.Equal(s.Hash, v.pin)
	switch {
	case end.before(v.head.at):
		v.found(Finding{Damage: DamageOrder, Sequence: s.Sequence})
	case s.Kind == kindEntries:
		if err := v.entries(ctx, s, lines, end); err != nil {
			return err
		}
	}
	v.head = head{sequence: s.Sequence, hash: s.Hash, at: v.head.at.later(end)}
	v.report.Head = hex.EncodeToString(s.Hash)
	return nil
}

func (p place) before(other place) bool {
	if p.era != other.era {
		return p.era < other.era
	}
	if p.xact != other.xact {
		return p.xact < other.xact
	}
	return bytes.Compare(p.id[:], other.id[:]) < 0
}

func (p place) later(other place) place {
	if p.before(other) {
		return other
	}
	return p
}

// entries compares what lies between the seal before and this one with its manifest.
func (v *verifier) entries(ctx context.Context, s *auditdb.ListSealsRow, lines []line, end place) error {
	want := make(map[id.ID]int, len(lines))
	for i, l := range lines {
		want[l.id] = i
	}
	seen := make([]bool, len(lines))
	for at := v.head.at; ; {
		until := end
		if at.era < end.era { // what is left of an era that was over is covered too
			until = place{at.era, math.MaxInt64, lastID}
		}
		rows, err := evidence(ctx, v.q, v.org, at, until, sealRows)
		if err != nil {
			return err
		}
		for i := range rows {
			r := &rows[i]
			f := Finding{Sequence: s.Sequence, Entry: r.ID, At: r.CreatedAt.UTC(), Action: r.Action, EntityType: r.EntityType, EntityID: r.EntityID}
			n, ok := want[r.ID]
			switch {
			case !ok || seen[n]:
				f.Damage = DamageInserted
				v.found(f)
			case !bytes.Equal(lines[n].hash[:], hashEntry(r)):
				f.Damage, f.At = DamageAltered, lines[n].at
				v.found(f)
				seen[n] = true
			default:
				v.report.Entries++
				seen[n] = true
			}
		}
		switch {
		case len(rows) == sealRows:
			last := rows[len(rows)-1]
			at = place{last.Era, last.Xact, last.ID}
		case at.era < end.era:
			at = place{era: at.era + 1, xact: -1}
		default:
			v.missing(s, lines, seen)
			return nil
		}
	}
}

func (v *verifier) missing(s *auditdb.ListSealsRow, lines []line, seen []bool) {
	for i, l := range lines {
		switch {
		case seen[i]:
		case l.at.Before(v.gone):
			v.report.Retained++
		default:
			v.found(Finding{Damage: DamageMissing, Sequence: s.Sequence, Entry: l.id, At: l.at})
		}
	}
}

// rest counts what waits for a seal, and ends the report.
func (v *verifier) rest(ctx context.Context) error {
	rest, err := v.q.CountUnsealed(ctx, v.org, v.head.at.era, v.head.at.xact, v.head.at.id)
	if err != nil {
		return fmt.Errorf("count unsealed: %w", err)
	}
	if v.report.Unsealed = rest.Entries; rest.Entries > 0 {
		oldest := rest.Oldest.UTC()
		v.report.Oldest = &oldest
	}
	if v.report.Retained > 0 {
		gone := v.gone.UTC()
		v.report.GoneBefore = &gone
	}
	if !v.pinned {
		v.found(Finding{Damage: DamageTail, Sequence: v.head.sequence})
	}
	return nil
}

func (v *verifier) found(f Finding) {
	v.report.Damages++
	if len(v.report.Findings) < damageShownAtMax {
		v.report.Findings = append(v.report.Findings, f)
	}
}
