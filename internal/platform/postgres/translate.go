package postgres

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

var (
	// ErrNotFound is the absence of a row, or of one that the principal may see: the two are told alike.
	ErrNotFound = fault.ErrNotFound
	// ErrReference says that a row points at one that does not exist in this organization.
	ErrReference = fault.New(fault.Invalid, "reference_not_found", "This refers to something that does not exist.")
	// ErrInUse says that a row cannot go while others point at it.
	ErrInUse = fault.New(fault.Conflict, "in_use", "This is still in use and cannot be removed.")
	// ErrBusy says that other work held the row for too long. Safe to retry.
	ErrBusy = fault.New(fault.Unavailable, "busy", "This is being changed by someone else right now. Please try again.")
	// ErrTimeout says that the statement took longer than the role may take.
	ErrTimeout = fault.New(fault.Unavailable, "timeout", "This took too long and was stopped. Nothing was changed.")
	// ErrDiskFull says that the database's disk is full; what was committed is safe.
	ErrDiskFull = fault.New(fault.Unavailable, "disk_full",
		"The database's disk is full. Nothing that was saved is lost, but nothing new can be saved until there is space.")
	// ErrText says that text holds a NUL character or is not UTF-8, which PostgreSQL cannot store.
	ErrText = fault.New(fault.Invalid, "text_invalid", "The text holds characters that cannot be stored.")
)

// shardSuffix is what Citus appends to the names of a shard's constraints.
var shardSuffix = regexp.MustCompile(`_\d+$`)

// Translate turns an error of pgx or PostgreSQL into a fault, by SQLSTATE and constraint name. Faults and nil pass
// through; an error that is nobody's but ours stays as it is and becomes an Internal fault at the edge.
func Translate(err error) error {
	if err == nil {
		return nil
	}
	var f *fault.Fault
	if errors.As(err, &f) {
		return err
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return ErrNotFound.With(err)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) { // whatever the server answered: there is no connection
		return unavailable(ErrUnavailable, err)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return translateState(pg, err)
	}
	if isNetwork(err) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EPIPE) || strings.Contains(err.Error(), "closed pool") ||
		strings.Contains(err.Error(), "conn closed") {
		return unavailable(ErrUnavailable, err)
	}
	return err
}

func translateState(pg *pgconn.PgError, err error) error {
	name := shardSuffix.ReplaceAllString(pg.ConstraintName, "")
	switch pg.Code {
	case pgerrcode.UniqueViolation, pgerrcode.CheckViolation, pgerrcode.ExclusionViolation,
		pgerrcode.IntegrityConstraintViolation, pgerrcode.ForeignKeyViolation:
		if pg.Code == pgerrcode.ForeignKeyViolation && strings.Contains(pg.Message, "update or delete") {
			return ErrInUse.With(err)
		}
		if f, ok := ConstraintFault(name); ok {
			return f.With(err)
		}
		return err
	case pgerrcode.NotNullViolation:
		return fault.New(fault.Invalid, "required", "This is required.").On("/" + pg.ColumnName).With(err)
	case pgerrcode.SerializationFailure, pgerrcode.DeadlockDetected, pgerrcode.LockNotAvailable:
		return unavailable(ErrBusy, err)
	case pgerrcode.QueryCanceled:
		return unavailable(ErrTimeout, err)
	case pgerrcode.DiskFull:
		return unavailable(ErrDiskFull, err)
	case pgerrcode.UntranslatableCharacter, pgerrcode.CharacterNotInRepertoire:
		return ErrText.With(err)
	case pgerrcode.NumericValueOutOfRange:
		return fault.New(fault.Invalid, "out_of_range", "A number is out of range.").With(err)
	case pgerrcode.AdminShutdown, pgerrcode.CrashShutdown, pgerrcode.CannotConnectNow, pgerrcode.TooManyConnections:
		return unavailable(ErrUnavailable, err)
	}
	if strings.HasPrefix(pg.Code, "08") {
		return unavailable(ErrUnavailable, err)
	}
	return err
}

// Retryable reports whether a transaction that failed with err may simply be run again.
func Retryable(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == pgerrcode.SerializationFailure || pg.Code == pgerrcode.DeadlockDetected)
}

func unavailable(f *fault.Fault, cause error) error {
	c := f.With(cause)
	c.RetryAfter = 2 * time.Second
	return c
}
