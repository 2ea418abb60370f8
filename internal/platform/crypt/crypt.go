// Package crypt keeps sensitive columns unreadable without the keys of their organization.
//
// Every organization has two Tink keysets: one encrypts (AES-256-GCM), one makes blind indexes (HMAC-SHA256).
// Both are stored wrapped by a master key that lives outside the database, in a file or in a key management
// service. A ciphertext is bound to the organization, table, column and row that it was made for, so that it cannot be
// moved to another place, and carries the id of its key, so that rotation can find what is left to do.
package crypt

import (
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// The faults of this package. None of them ever carries plaintext or key material, in its message or its cause.
var (
	// ErrDecrypt says that a ciphertext does not belong to the place it was read from, was altered, or was made with
	// a key that is gone. It never says which, so that it cannot be used to probe.
	ErrDecrypt = fault.New(fault.Internal, "decrypt_failed", "A protected value could not be read.")
	// ErrDestroyed says that the keys of the organization were shredded by Destroy. It is final.
	ErrDestroyed = fault.New(fault.Conflict, "keys_destroyed",
		"The encryption keys of this organization were destroyed. Its protected values can no longer be read or written.")
	// ErrKeyset says that a stored keyset cannot be opened with the configured master key: another master key, a row
	// of another organization, or a damaged row.
	ErrKeyset = fault.New(fault.Internal, "keyset_unreadable",
		"The stored encryption keys cannot be opened with the configured master key.")
	// ErrBusy says that other processes kept changing the same keyset; the call can be repeated.
	ErrBusy = fault.New(fault.Unavailable, "keyset_busy", "The encryption keys are being changed. Try again.")
	// ErrColumn says that a column is not in the table of sensitive columns, or is used in a way that the table does
	// not allow. It is a defect of the caller.
	ErrColumn = fault.New(fault.Internal, "column_not_sensitive", "The column is not listed for this use.")
	// ErrPlatformKeys refuses to destroy the platform's own keyset, which every identity depends on.
	ErrPlatformKeys = fault.New(fault.Invalid, "platform_keys", "The platform's own encryption keys cannot be destroyed.")
	// ErrSettling says that the last rotation is too young to remove old keys: another process may still be using
	// them. See PruneGrace.
	ErrSettling = fault.New(fault.Conflict, "rotation_settling",
		"The last key rotation is less than an hour old. Old keys can be removed after that.")
	// ErrMasterURI says that the address of the master key cannot be read.
	ErrMasterURI = fault.New(fault.Invalid, "master_key_uri",
		"The master key address must look like local-file:///path/to/master.key or like a key address of a registered key service.")
	// ErrMasterScheme says that no key service is registered in this build for the scheme of the address.
	ErrMasterScheme = fault.New(fault.Invalid, "master_key_scheme", "No key service is registered for this kind of master key address.")
	// ErrMasterMissing says that the file of a local master key does not exist.
	ErrMasterMissing = fault.New(fault.NotFound, "master_key_missing", "The master key file does not exist.")
	// ErrMasterExposed says that others than the owner may use the file of a local master key.
	ErrMasterExposed = fault.New(fault.Invalid, "master_key_exposed", "The master key file must be readable by its owner only (mode 0600).")
	// ErrMasterFile says that the file of a local master key does not hold a key, or cannot be read or written.
	ErrMasterFile = fault.New(fault.Invalid, "master_key_file", "The master key file cannot be used.")
	// ErrMasterExists says that CreateLocalMaster found a file in the way. It never overwrites one: the key in it may be
	// the only way to the data.
	ErrMasterExists = fault.New(fault.Conflict, "master_key_exists", "A master key file exists already; it was left as it is.")
	// ErrMasterUnavailable says that the master key exists by its address but could not be used, for example because
	// the key service is down or refuses this machine.
	ErrMasterUnavailable = fault.New(fault.Unavailable, "master_key_unavailable", "The master key cannot be used at the moment.")
)

// redacted is embedded in every type that holds keys, so that no verb of fmt, no encoder and no log handler can print
// them.
type redacted struct{}

// String implements fmt.Stringer without telling anything.
func (redacted) String() string { return secret.Redacted }

// GoString implements fmt.GoStringer without telling anything.
func (redacted) GoString() string { return secret.Redacted }

// MarshalText implements encoding.TextMarshaler without telling anything; JSON and slog use it.
func (redacted) MarshalText() ([]byte, error) { return []byte(secret.Redacted), nil }

// Format implements fmt.Formatter: %d and its like do not ask String and would walk into the fields.
func (redacted) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, secret.Redacted) }
