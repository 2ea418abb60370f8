// Package transfer takes an organization, or one property of it, out as an archive of CSV and files, and brings such an archive
// into another organization.
package transfer

import (
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// The faults of an archive. Each is told with what exactly is wrong.
var (
	// ErrNotExport says that a file is not an archive of an organization.
	ErrNotExport = fault.New(fault.Invalid, "archive_unknown", "This zip is not an export of PropertyOS: it has no manifest.json that says so.")
	// ErrVersion says that an archive is of another version of the form.
	ErrVersion = fault.New(fault.Invalid, "archive_version", "This export was made by another version of PropertyOS, which cannot be read here.")
	// ErrDamaged says that an archive is not whole, or is not what was written.
	ErrDamaged = fault.New(fault.Invalid, "archive_damaged", "This export is damaged.")
	// ErrUnsafe says that an archive holds what none of ours does.
	ErrUnsafe = fault.New(fault.Invalid, "archive_unsafe", "This zip is not opened.")
	// ErrTooLarge says that an archive unpacks to more than is accepted.
	ErrTooLarge = fault.New(fault.TooLarge, "archive_too_large", "This zip unpacks to more than is accepted here.")
	// ErrOwn says that an archive is of the very organization that it is to come into.
	ErrOwn = fault.New(fault.Conflict, "archive_own", "This export is of this organization: everything in it is here already.")
	// ErrCurrency says that the amounts of an archive are in another currency.
	ErrCurrency = fault.New(fault.Conflict, "archive_currency", "This export is in another currency.")
	// ErrKeys says that the server runs without the key that personal data is encrypted with.
	ErrKeys = fault.New(fault.Unavailable, "keys_unavailable", "Personal data cannot be exported or imported at the moment: the encryption key is not available.")
	// ErrNoFiles says that the server keeps no files, and that the archive has some.
	ErrNoFiles = fault.New(fault.Unavailable, "file_store_unavailable", "Files cannot be kept at the moment.")
)

func damaged(format string, args ...any) error {
	return ErrDamaged.Saying("This export is damaged or was changed: %s", fmt.Sprintf(format, args...))
}

func hostile(format string, args ...any) error {
	return ErrUnsafe.Saying("This zip is not opened: %s", fmt.Sprintf(format, args...))
}
