package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/authz"
	"github.com/propertyos/propertyos/internal/domain/intake/internal/intakedb"
	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
	"github.com/propertyos/propertyos/internal/domain/transfer"
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// LayoutArchive is the layout of what PropertyOS exports: an organization, or one property of it, as a zip.
const LayoutArchive = "propertyos"

// archiveTitle is its name for people.
const archiveTitle = "PropertyOS export"

// LayoutTitle is the name for people of a layout by its short name.
func LayoutTitle(layout string) string {
	if layout == LayoutArchive {
		return archiveTitle
	}
	return rentroll.Title(layout)
}

// LayoutTitles lists what can be read, for people.
func LayoutTitles() []string { return append(rentroll.Titles(), archiveTitle) }

func isArchive(data []byte) bool { return transfer.IsArchive(bytes.NewReader(data), int64(len(data))) }

// ArchiveInput is an archive to bring in, which is never in memory as a whole.
type ArchiveInput struct {
	FileName string
	From     io.ReaderAt
	Size     int64 // bytes
	DryRun   bool  // do all of it but the files of documents, and then undo it
}

// ImportArchive is Import for an archive, also a large one. Errors: those of Import, and of package transfer.
func (s *Service) ImportArchive(ctx context.Context, p tenancy.Principal, in ArchiveInput, progress func(done, total int)) (Report, error) {
	g, err := s.enter(ctx, p)
	if err != nil {
		return Report{}, err
	}
	return s.bringArchive(ctx, g, in, incoming{id: id.New(), by: p.User, progress: progress})
}

// bringAny reads a file, whatever it is, and writes what it holds.
func (s *Service) bringAny(ctx context.Context, g authz.Grant, in Input, how incoming) (Report, error) {
	if !isArchive(in.Data) {
		return s.bring(ctx, g, in, how)
	}
	return s.bringArchive(ctx, g, ArchiveInput{
		FileName: in.FileName, From: bytes.NewReader(in.Data), Size: int64(len(in.Data)), DryRun: in.DryRun,
	}, how)
}

// openArchive opens an archive and reads all of it once.
func openArchive(ctx context.Context, from io.ReaderAt, size int64, today period.Date) (*transfer.Contents, error) {
	a, err := transfer.Open(from, size)
	if err != nil {
		return nil, err
	}
	if a.Manifest.AsOf.After(today.AddDays(1)) { // it is tomorrow elsewhere
		return nil, ErrFuture
	}
	return a.Verify(ctx)
}

// archiveReport is what is known of an archive before it is compared with what is here.
func archiveReport(c *transfer.Contents, dryRun bool) Report {
	t := c.Totals
	return Report{
		DryRun: dryRun, Layout: LayoutArchive, AsOf: c.Manifest.AsOf, AsOfSource: rentroll.AsOfFile, Issues: []rentroll.Issue{},
		Totals: rentroll.Totals{
			Properties: t.Properties, Units: t.Units, Occupied: t.Occupied, Vacant: t.Vacant, Down: t.Down, Renters: t.Renters,
			CurrentLeases: t.Leases, MarketRent: t.MarketRent, RentAsPrinted: t.MonthlyRent, MonthlyRent: t.MonthlyRent,
			OtherRecurring: t.Recurring, Deposits: t.DepositsHeld, PastDue: t.PastDue, Prepaid: t.Prepaid,
		},
	}
}

// decided adds what a plan found.
func (r *Report) decided(p *transfer.Plan) {
	for file, n := range map[string]*Count{"properties": &r.Properties, "units": &r.Units, "renters": &r.Renters, "leases": &r.Leases} {
		c := p.Count(file)
		*n = Count{Created: c.Fresh, Unchanged: c.Known}
	}
	for _, w := range p.Warnings {
		r.Warnings++
		r.Issues = append(r.Issues, rentroll.Issue{Code: w.Code, Message: w.Message, Severity: rentroll.Warning})
	}
}

// bringArchive reads an archive and writes what it holds. Files of documents are stored before the rows are written, and removed
// again where these do not come in.
func (s *Service) bringArchive(ctx context.Context, g authz.Grant, in ArchiveInput, how incoming) (Report, error) {
	hash, err := hashOf(in)
	if err != nil {
		return Report{}, err
	}
	if report, done, err := already(ctx, g.Reader(ctx, s.db), g.Organization(), hash, in.DryRun); err != nil || done && how.after == nil {
		return report, err
	}
	today, err := s.today(ctx, g)
	if err != nil {
		return Report{}, err
	}
	c, err := openArchive(ctx, in.From, in.Size, today)
	if err != nil {
		return Report{}, err
	}
	var planned *transfer.Plan
	if err := g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		planned, err = s.archives.PlanTx(ctx, tx, c, nil)
		return err
	}); err != nil {
		return Report{}, fmt.Errorf("compare with what is here: %w", err)
	}
	var stock transfer.Stock
	if !in.DryRun {
		if stock, err = s.archives.Stow(ctx, g, planned); err != nil {
			s.archives.Drop(ctx, stock)
			return Report{}, err
		}
	}
	var report Report
	err = g.InTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) error {
		report = archiveReport(c, in.DryRun) // anew for each try
		if err := s.archiveTx(ctx, tx, c, planned, stock, in.FileName, hash, &report, how); err != nil {
			return err
		}
		if how.after != nil {
			return how.after(ctx, tx)
		}
		if in.DryRun {
			return errUndo
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	if err != nil || report.ImportID != how.id {
		s.archives.Drop(ctx, stock)
	}
	if err != nil {
		return Report{}, fmt.Errorf("import an export: %w", err)
	}
	return report, nil
}

func hashOf(in ArchiveInput) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(in.From, 0, in.Size)); err != nil {
		return sum, fmt.Errorf("read an export: %w", err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}

// archiveTx writes an archive. It leaves in report what became of it.
func (s *Service) archiveTx(ctx context.Context, tx tenancy.Tx, c *transfer.Contents, planned *transfer.Plan, stock transfer.Stock,
	fileName string, hash [sha256.Size]byte, report *Report, how incoming,
) error {
	if done, err := beginTx(ctx, tx, hash, report); done || err != nil {
		return err
	}
	p, err := s.archives.PlanTx(ctx, tx, c, planned)
	if err != nil {
		return fmt.Errorf("compare with what is here: %w", err)
	}
	report.decided(p)
	if done, err := recordTx(ctx, tx, fileName, hash, report, how); done || err != nil {
		return err
	}
	if err := s.archives.LoadTx(ctx, tx, p, how.id, stock, how.progress); err != nil {
		return err
	}
	if _, err := intakedb.New(tx).FinishImport(ctx, intakedb.FinishImportParams{
		TenantID: tx.Organization(), ID: how.id, PropertyIds: p.Fresh("properties"), UnitIds: p.Fresh("units"),
		TenancyIds: p.Fresh("tenancies"), RenterIds: p.Fresh("renters"), EarlierStatuses: json.RawMessage(`{}`),
	}); err != nil {
		return fmt.Errorf("keep what was made: %w", err)
	}
	if !report.DryRun {
		report.ImportID = how.id
	}
	return event.Write(ctx, tx, ImportCompleted, how.id, report.counts())
}

// previewArchive tells what would become of an archive that waits.
func (s *Service) previewArchive(ctx context.Context, g authz.Grant, w waiting, d Detail) (Detail, error) {
	c, err := openArchive(ctx, bytes.NewReader(w.in.Data), int64(len(w.in.Data)), w.today)
	if err != nil {
		d.Unreadable = err
		return d, nil
	}
	d.Report = archiveReport(c, false)
	d.Layout, d.AsOf = LayoutArchive, d.Report.AsOf
	var p *transfer.Plan
	if err := g.InReadTx(ctx, s.db, func(ctx context.Context, tx tenancy.Tx) (err error) {
		p, err = s.archives.PlanTx(ctx, tx, c, nil)
		return err
	}); err != nil {
		if errors.Is(err, transfer.ErrOwn) || errors.Is(err, transfer.ErrCurrency) {
			d.Unreadable = err
			return d, nil
		}
		return Detail{}, fmt.Errorf("compare with what is here: %w", err)
	}
	d.Report.decided(p)
	list, err := p.Properties(ctx)
	if err != nil {
		return Detail{}, err
	}
	for i, l := range list {
		row := Row{Line: i + 2, Property: l.Name, Fates: []Fate{UnchangedProperty}, Issues: []rentroll.Issue{}}
		if l.Fresh {
			row.Fates = []Fate{NewProperty}
		}
		d.Rows = append(d.Rows, row)
	}
	return d, nil
}
