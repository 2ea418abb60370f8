package crypt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Purpose tells what a keyset is for. The values are stored.
type Purpose string

// The purposes. Each organization has at most one keyset for each.
const (
	PurposeAEAD Purpose = "aead" // AES-256-GCM, for values; may hold several keys, one of them primary
	PurposeMAC  Purpose = "mac"  // HMAC-SHA256, for blind indexes; holds one key for good
)

// WrappedKeyset is one stored keyset, encrypted by the master key. It is safe to store and to back up as long as the
// master key is kept elsewhere.
type WrappedKeyset struct {
	Purpose   Purpose
	Version   int64     // 1 when created, one more with every change
	Wrapped   []byte    // ciphertext; empty means that the keys were destroyed
	RotatedAt time.Time // when the present primary key became the primary one; UTC
}

// Destroyed reports whether the keys were shredded. The row stays so that nobody makes new keys by accident.
func (k WrappedKeyset) Destroyed() bool { return len(k.Wrapped) == 0 }

// String tells which keyset this is, without its bytes.
func (k WrappedKeyset) String() string {
	return fmt.Sprintf("%s keyset, version %d, destroyed %t", k.Purpose, k.Version, k.Destroyed())
}

// GoString is String.
func (k WrappedKeyset) GoString() string { return k.String() }

// MarshalText is String.
func (k WrappedKeyset) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// ErrVersion is returned by Store.Save when the stored version is not the one that the change was based on.
var ErrVersion = errors.New("keyset was changed by another process")

// Store keeps wrapped keysets, one row for each organization and purpose. id.Nil stands for the platform's own
// keysets. A Store is safe for concurrent use by several processes.
type Store interface {
	// Load returns all keysets of org, destroyed ones included, in any order; none is not an error.
	Load(ctx context.Context, org id.ID) ([]WrappedKeyset, error)
	// Save puts k in the place of the row of org and k.Purpose, in one atomic step and only if the stored version is
	// k.Version - 1, where an absent row has version 0. Otherwise it changes nothing and returns ErrVersion.
	Save(ctx context.Context, org id.ID, k WrappedKeyset) error
}

// find returns the keyset of purpose p; its Version is 0 when there is none.
func find(list []WrappedKeyset, p Purpose) WrappedKeyset {
	for _, k := range list {
		if k.Purpose == p {
			return k
		}
	}
	return WrappedKeyset{Purpose: p}
}
