package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"time"

	"github.com/propertyos/propertyos/internal/audit/internal/auditdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// digest builds SHA-256 (FIPS 180-4) over fields, each with a byte that says whether it is there and eight that say how long it
// is, big-endian: no two different lists of fields are the same bytes. The first field names what is hashed, so that no seal can
// pass for an entry (RFC 6962 section 2.1 keeps leaves and nodes apart for the same reason).
type digest struct{ h hash.Hash }

func newDigest(what string) digest {
	d := digest{sha256.New()}
	d.text(what)
	return d
}

func (d digest) bytes(b []byte) {
	if b == nil {
		_, _ = d.h.Write([]byte{0}) // a hash never fails
		return
	}
	var head [9]byte
	head[0] = 1
	binary.BigEndian.PutUint64(head[1:], uint64(len(b)))
	_, _ = d.h.Write(head[:])
	_, _ = d.h.Write(b)
}

func (d digest) text(s string) { d.bytes([]byte(s)) }

func (d digest) maybe(s *string) {
	if s == nil {
		d.bytes(nil)
		return
	}
	d.text(*s)
}

func (d digest) id(v id.ID) { d.bytes(v[:]) }

func (d digest) maybeID(v *id.ID) {
	if v == nil {
		d.bytes(nil)
		return
	}
	d.id(*v)
}

func (d digest) number(n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	d.bytes(b[:])
}

// moment is microseconds since 1970 in UTC, which is all that PostgreSQL keeps and no time zone changes.
func (d digest) moment(t time.Time) { d.number(t.UnixMicro()) }

func (d digest) sum() []byte { return d.h.Sum(nil) }

// hashEntry covers every column of an entry, in this order for good: a new column is hashed only where it is not empty, behind
// its name, so that old seals stay true.
func hashEntry(r *auditdb.EvidenceRangeRow) []byte {
	d := newDigest("propertyos audit entry 1")
	d.id(r.TenantID)
	d.id(r.ID)
	d.moment(r.CreatedAt)
	d.number(int64(r.Era))
	d.number(r.Xact)
	d.maybeID(r.UserID)
	d.maybe(r.ActorRole)
	d.text(r.Action)
	d.text(r.EntityType)
	d.id(r.EntityID)
	d.bytes(r.Changes) // jsonb as text: keys in PostgreSQL's own order, numbers as they were written
	d.maybe(r.RequestID)
	d.maybe(r.Reason)
	d.text(r.IpAddress)
	d.maybe(r.UserAgent)
	d.maybeID(r.ApiKey)
	d.bytes(r.Detail)
	return d.sum()
}

// Sizes of an entry's line in a manifest: id, moment, hash.
const (
	lineID     = 16
	lineMoment = 8
	lineSize   = lineID + lineMoment + sha256.Size
)

// appendLine adds an entry to a manifest.
func appendLine(manifest []byte, r *auditdb.EvidenceRangeRow) []byte {
	manifest = append(manifest, r.ID[:]...)
	manifest = binary.BigEndian.AppendUint64(manifest, uint64(r.CreatedAt.UnixMicro()))
	return append(manifest, hashEntry(r)...)
}

// line is one entry as a manifest knows it.
type line struct {
	id   id.ID
	at   time.Time
	hash [sha256.Size]byte
}

// errManifest says that a manifest is not a whole number of lines.
var errManifest = fmt.Errorf("audit: a manifest is cut")

func readManifest(b []byte) ([]line, error) {
	if len(b)%lineSize != 0 {
		return nil, errManifest
	}
	out := make([]line, 0, len(b)/lineSize)
	for ; len(b) > 0; b = b[lineSize:] {
		l := line{at: time.UnixMicro(int64(binary.BigEndian.Uint64(b[lineID:]))).UTC()}
		copy(l.id[:], b)
		copy(l.hash[:], b[lineID+lineMoment:])
		out = append(out, l)
	}
	return out, nil
}

// hashSeal covers a seal and, by the hash of the one before, all before it.
func hashSeal(org id.ID, s *auditdb.ListSealsRow) []byte {
	manifest := sha256.Sum256(s.Manifest)
	d := newDigest("propertyos audit seal 1")
	d.id(org)
	d.id(s.ID)
	d.number(s.Sequence)
	d.text(s.Kind)
	d.number(int64(s.Era))
	d.number(s.ToXact)
	d.id(s.ToID)
	d.number(int64(s.Entries))
	d.bytes(manifest[:])
	if s.DroppedBefore == nil {
		d.bytes(nil)
	} else {
		d.moment(*s.DroppedBefore)
	}
	d.bytes(s.PreviousHash)
	d.moment(s.SealedAt)
	return d.sum()
}
