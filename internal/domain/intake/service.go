package intake

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"
	"unicode"

	"github.com/propertyos/propertyos/internal/audit"
	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/domain/organization"
	"github.com/propertyos/propertyos/internal/domain/property"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/platform/crypt"
	"github.com/propertyos/propertyos/internal/platform/postgres"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// ErrRefused says that a file has errors, which the report lists; nothing was written.
var ErrRefused = fault.New(fault.Invalid, "import_refused", "The file has errors. Nothing was imported.")

// ErrLimited says that a file of the whole organization is not for somebody who was given some of its properties.
var ErrLimited = fault.New(fault.Forbidden, "import_limited",
	"A rent roll can touch every property, and you were given some of them only. Ask an administrator to import it.")

// errUndo ends a transaction whose writes are not to stay, without being an error to anyone outside.
var errUndo = errors.New("intake: undo")

// Service imports files.
type Service struct {
	db            *tenancy.DB
	organizations *organization.Service
	keys          *crypt.Keyring    // nil: no file can wait to be confirmed
	archives      *transfer.Service // brings in what was exported elsewhere
}

// New returns the service.
func New(db *tenancy.DB) *Service {
	return &Service{db: db, organizations: organization.New(db), archives: transfer.New(db, nil, audit.Nobody{})}
}

// UseArchives gives the service what brings archives in with their files. Call it before the service is used.
func (s *Service) UseArchives(t *transfer.Service) { s.archives = t }

// UseKeys gives the service what it encrypts files with that wait to be confirmed. Call it before the service is used.
func (s *Service) UseKeys(k *crypt.Keyring) { s.keys = k }

// Input is a file to import.
type Input struct {
	FileName string      // as the user knows it; it can hold the as-of date
	Data     []byte      // the bytes of the file
	AsOf     period.Date // zero: the file's own date, else the one in its name, else the organization's today
	DryRun   bool        // do all of it and then undo it
	// Mapping says which column holds what, for a list in no known layout; nil for known ones.
	Mapping rentroll.Mapping
}

// Import brings a rent roll into p's organization in one transaction: all of it, or nothing. The same bytes a second time
// change nothing (Report.AlreadyImported). Progress, which may be nil, is told how many of the units and households to
// write have been written; it runs inside the transaction and starts anew if that has to be run again.
//
// Errors: ErrRefused with a report that lists the issues; the faults of package rentroll where the file cannot be read at
// all; authz.ErrForbidden; ErrLimited; organization.ErrFeatureOff and ErrPlanLimit; the database's faults.
func (s *Service) Import(ctx context.Context, p tenancy.Principal, in Input, progress func(done, total int)) (Report, error) {
	g, err := s.enter(ctx, p)
	if err != nil {
		return Report{}, err
	}
	return s.bringAny(ctx, g, in, incoming{id: id.New(), by: p.User, progress: progress})
}

// incoming is how a file is brought in.
type incoming struct {
	id       id.ID // of the import
	by       id.ID // the user who confirmed it; id.Nil where the program acts
	progress func(done, total int)
	after    func(ctx context.Context, tx tenancy.Tx) error // runs in the transaction, also where the file is here already
}

// enter asks whether p may import here and now.
func (s *Service) enter(ctx context.Context, p tenancy.Principal) (authz.Grant, error) {
	g, err := authz.Require(p, authz.ImportRun)
	if err != nil {
		return g, err
	}
	if len(g.PropertyFilter()) > 0 {
		return g, ErrLimited
	}
	on, err := s.organizations.Feature(ctx, p, organization.FeatureRentRollImport)
	if err == nil && !on {
		err = organization.ErrFeatureOff.Saying("Rent rolls cannot be brought in at the moment. Whoever runs PropertyOS switched it off.")
	}
	return g, err
}

// enterOne is enter for one import: to somebody who was given some of the properties only, there is none.
func (s *Service) enterOne(ctx context.Context, p tenancy.Principal) (authz.Grant, error) {
	g, err := s.enter(ctx, p)
	if errors.Is(err, ErrLimited) {
		err = postgres.ErrNotFound
	}
	return g, err
}

// bring reads a file and writes what it holds.
func (s *Service) bring(ctx context.Context, g authz.Grant, in Input, how incoming) (Report, error) {
	hash := sha256.Sum256(in.Data)
	today, err := s.today(ctx, g)
	if err != nil {
		return Report{}, err
	}
	// Asked here too, so that a file of 50 MB is not read in vain; the transaction asks again.
	if report, done, err := already(ctx, g.Reader(ctx, s.db), g.Organization(), hash, in.DryRun); err != nil || done && how.after == nil {
		return report, err
	}
	roll, read, err := read(in, today)
	if err != nil || read.Failed() {
		return read, err
	}
	if how.progress == nil {
		how.progress = func(int, int) {}
	}
	report := read
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		report = read // anew for each try
		if err := importTx(ctx, tx, roll, in.FileName, hash, &report, how); err != nil {
			return err
		}
		if how.after != nil {
			return how.after(ctx, tx)
		}
		if in.DryRun || report.AlreadyImported != nil {
			return errUndo
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	if err != nil && !errors.Is(err, ErrRefused) {
		return Report{}, fmt.Errorf("import rent roll: %w", err)
	}
	return report, err
}

// read reads and checks a file. Where it has errors, the error is ErrRefused and the report lists them.
func read(in Input, today period.Date) (*rentroll.Roll, Report, error) {
	roll, listed, err := rentroll.Read(in.FileName, in.Data, rentroll.Options{AsOf: in.AsOf, Today: today, Mapping: in.Mapping})
	if err != nil {
		return nil, Report{}, err
	}
	report := Report{
		DryRun: in.DryRun, Layout: roll.Layout, AsOf: roll.AsOf, AsOfSource: roll.AsOfSource,
		Totals: roll.Totals(), Errors: roll.Errors, Warnings: roll.Warnings, Issues: listed,
	}
	var found issues
	check(roll, &found)
	found.addTo(&report)
	if report.Failed() {
		return roll, report, ErrRefused
	}
	return roll, report, nil
}

// today is the organization's day.
func (s *Service) today(ctx context.Context, g authz.Grant) (period.Date, error) {
	zone, err := intakedb.New(g.Reader(ctx, s.db)).TimeZone(ctx, g.Organization())
	if err != nil {
		return period.Date{}, fmt.Errorf("find organization: %w", err)
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return period.Date{}, fmt.Errorf("the organization's time zone: %w", err)
	}
	return period.In(s.db.Clock().Now(), loc), nil
}

// already looks for an earlier import of the same bytes.
func already(ctx context.Context, on tenancy.DBTX, org id.ID, hash [sha256.Size]byte, dryRun bool) (Report, bool, error) {
	e, err := intakedb.New(on).FindImport(ctx, org, hash[:])
	if errors.Is(err, postgres.ErrNotFound) {
		return Report{}, false, nil
	}
	if err != nil {
		return Report{}, false, fmt.Errorf("look for an earlier import: %w", err)
	}
	return Report{
		DryRun: dryRun, Issues: []rentroll.Issue{}, Layout: e.Layout, AsOf: e.AsOf, AsOfSource: rentroll.AsOfSource(e.AsOfSource),
		AlreadyImported: &Earlier{ID: e.ID, FileName: e.FileName, At: e.CreatedAt},
	}, true, nil
}

// beginTx waits for the imports before this one and looks whether the same bytes came in meanwhile.
func beginTx(ctx context.Context, tx tenancy.Tx, hash [sha256.Size]byte, report *Report) (done bool, err error) {
	q := intakedb.New(tx)
	if err := q.BePatient(ctx); err != nil {
		return false, fmt.Errorf("set timeouts: %w", err)
	}
	if _, err := q.LockOrganization(ctx, tx.Organization()); err != nil {
		return false, fmt.Errorf("lock organization: %w", err)
	}
	earlier, done, err := already(ctx, tx, tx.Organization(), hash, report.DryRun)
	if done || err != nil {
		*report = earlier
	}
	return done, err
}

// recordTx writes the row of an import. It is done where the same bytes were committed meanwhile, past the lock.
func recordTx(ctx context.Context, tx tenancy.Tx, fileName string, hash [sha256.Size]byte, report *Report, how incoming) (done bool, err error) {
	facts, err := json.Marshal(report.counts())
	if err != nil {
		return false, fmt.Errorf("keep counts: %w", err)
	}
	row := intakedb.InsertImportParams{
		TenantID: tx.Organization(), ID: how.id, Layout: report.Layout, FileName: cleanName(fileName),
		FileHash: hash[:], AsOf: report.AsOf, AsOfSource: string(report.AsOfSource), Counts: facts,
	}
	if how.by != id.Nil {
		row.CreatedBy = &how.by
	}
	written, err := intakedb.New(tx).InsertImport(ctx, row)
	if err != nil {
		return false, fmt.Errorf("write import: %w", err)
	}
	if written == 0 {
		*report, _, err = already(ctx, tx, tx.Organization(), hash, report.DryRun)
		return true, err
	}
	return false, nil
}

// importTx decides and writes. It leaves in report what became of the file.
func importTx(ctx context.Context, tx tenancy.Tx, roll *rentroll.Roll, fileName string, hash [sha256.Size]byte, report *Report,
	how incoming,
) error {
	if done, err := beginTx(ctx, tx, hash, report); done || err != nil {
		return err
	}
	p, err := newPlan(ctx, tx, roll, how.id, report)
	if err != nil {
		return fmt.Errorf("compare with what is here: %w", err)
	}
	p.found.addTo(report)
	if report.Failed() {
		report.Properties, report.Units, report.Renters, report.Leases = Count{}, Count{}, Count{}, Count{}
		return ErrRefused
	}
	if done, err := recordTx(ctx, tx, fileName, hash, report, how); done || err != nil {
		return err
	}
	if err := p.write(ctx, tx, how.progress); err != nil {
		return err
	}
	if err := p.finish(ctx, tx); err != nil {
		return err
	}
	if !report.DryRun {
		report.ImportID = p.importID
	}
	return event.Write(ctx, tx, ImportCompleted, p.importID, report.counts())
}

// write carries the plan out.
func (p *plan) write(ctx context.Context, tx tenancy.Tx, progress func(done, total int)) error {
	units := len(p.units) + len(p.statuses)
	for _, n := range p.properties {
		units += len(n.Units)
	}
	total := units + len(p.households)
	progress(0, total)
	if err := property.InsertManyTx(ctx, tx, p.properties); err != nil {
		return err
	}
	if err := property.InsertUnitsTx(ctx, tx, p.units); err != nil {
		return err
	}
	if _, err := property.SetStatusesTx(ctx, tx, p.statuses); err != nil {
		return err
	}
	progress(units, total)
	return leasing.RecordWatchedTx(ctx, tx, p.households, func(done int) { progress(units+done, total) })
}

// cleanName is the last part of a file's name, in a form that can be stored and shown.
func cleanName(s string) string {
	s = strings.ToValidUTF8(path.Base(strings.ReplaceAll(s, `\`, "/")), "")
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
	if s == "" || s == "." || s == "/" {
		return "rent roll"
	}
	if r := []rune(s); len(r) > 255 {
		return string(r[:255])
	}
	return s
}
