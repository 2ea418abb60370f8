package transfer

import (
	"errors"
	"time"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// The form of an archive.
const (
	Format  = "propertyos-export"
	Version = 1

	manifestName = "manifest.json"
	filesName    = "document_versions.csv"
	personalName = "personal.csv"
	filesFolder  = "files/"
)

// Manifest says what an archive is and what has to be in it.
type Manifest struct {
	Format       string         `json:"format"`
	Version      int            `json:"version"`
	Organization Origin         `json:"organization"`
	Property     *Origin        `json:"property,omitempty"` // the one that it was made for; all of them otherwise
	ExportedAt   time.Time      `json:"exported_at"`        // when the rows were read, all at once
	AsOf         period.Date    `json:"as_of"`              // that day in the organization's time zone
	PersonalData bool           `json:"personal_data"`      // Social Security numbers and the like are in it
	Totals       Totals         `json:"totals"`
	Files        []ManifestFile `json:"files"`
	Documents    int            `json:"documents"` // files of documents that are in it
	LeftOut      int            `json:"left_out"`  // files of documents that are listed without their content
	Notes        []string       `json:"notes"`
}

// Origin is where an archive comes from.
type Origin struct {
	ID       id.ID  `json:"id"`
	Name     string `json:"name"`
	TimeZone string `json:"time_zone,omitempty"`
	Currency string `json:"currency,omitempty"`
}

// ManifestFile is one file of rows. The files of documents are in document_versions.csv, with their hashes.
type ManifestFile struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"` // without the headings
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Totals are sums over the rows of an archive that whoever receives it can hold against their own.
type Totals struct {
	Properties   int          `json:"properties"`
	Units        int          `json:"units"`
	Occupied     int          `json:"occupied"` // those with a household that has given notice included
	Vacant       int          `json:"vacant"`   // reserved ones included
	Down         int          `json:"down"`     // model units included
	Renters      int          `json:"renters"`
	Leases       int          `json:"leases"` // in force
	MarketRent   money.Amount `json:"market_rent"`
	MonthlyRent  money.Amount `json:"monthly_rent"`
	DepositsHeld money.Amount `json:"deposits_held"` // as earlier systems stated them
	PastDue      money.Amount `json:"past_due"`
	Prepaid      money.Amount `json:"prepaid"`
	Recurring    money.Amount `json:"other_recurring"` // as earlier systems stated it
}

// same compares figure by figure.
func (t Totals) same(o Totals) bool {
	mine, theirs := t.amounts(), o.amounts()
	for i := range mine {
		if !mine[i].Equal(*theirs[i]) {
			return false
		}
		*mine[i], *theirs[i] = money.Zero, money.Zero
	}
	return t == o
}

func (t *Totals) amounts() []*money.Amount {
	return []*money.Amount{&t.MarketRent, &t.MonthlyRent, &t.DepositsHeld, &t.PastDue, &t.Prepaid, &t.Recurring}
}

// mostCents bounds an amount and a sum, far above what a column holds.
const mostCents = 1_000_000_000_000_000

var errAmount = errors.New("an amount cannot be read")

// count adds a row to the totals. It reads what is in the file, so that both sides count alike.
func (t *Totals) count(file string, r record) error {
	var err error
	add := func(to *money.Amount, column string) {
		if r[column] == "" || err != nil {
			return
		}
		v, wrong := money.Parse(r[column])
		if wrong != nil || v.Abs().Cents() > mostCents || to.Abs().Cents() > mostCents {
			err = errAmount
			return
		}
		*to = to.Add(v)
	}
	switch file {
	case "properties":
		t.Properties++
	case "units":
		t.Units++
		switch r["status"] {
		case "occupied", "notice":
			t.Occupied++
		case "vacant", "reserved":
			t.Vacant++
		case "down", "model":
			t.Down++
		}
		add(&t.MarketRent, "base_rent")
	case "renters":
		t.Renters++
	case "leases":
		if r["status"] == "active" || r["status"] == "expiring_soon" {
			t.Leases++
			add(&t.MonthlyRent, "monthly_rent")
		}
	case "lease_openings":
		add(&t.DepositsHeld, "deposit_held")
		add(&t.DepositsHeld, "other_deposit_held")
		add(&t.PastDue, "past_due")
		add(&t.Prepaid, "prepaid")
		add(&t.Recurring, "other_recurring")
	}
	return err
}

// notes are said in every manifest, for whoever opens the archive.
var notes = []string{
	"Rows are named by the ids that they had. Importing the archive gives them ids of their own and remembers these, so that the same row does not come in twice.",
	"A cell of text that begins with an apostrophe has one more than the text: a spreadsheet program takes it for no formula. An apostrophe alone is empty text, an empty cell no value.",
	"Deleted rows, people who sign in, bank accounts, vendors, maintenance, payments and the ledger, histories and the audit log are not in the archive.",
}

const (
	withoutPersonal = "Social Security and tax numbers, driver's licenses, dates of birth and incomes were left out."
	withPersonal    = "Social Security and tax numbers, driver's licenses, dates of birth and incomes are in personal.csv, in clear. Keep this archive safe."
	ruleNote        = "deposit_rules.csv is for reading: whoever receives the archive confirms the law of a place for themselves."
)
