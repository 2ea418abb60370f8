package ledger

import (
	"context"
	"fmt"

	"github.com/propertyos/propertyos/internal/domain/ledger/internal/ledgerdb"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Purpose names an account that the program posts to, whatever its code and name have become.
type Purpose string

// The purposes.
const (
	OperatingBank  Purpose = "operating_bank"
	DepositBank    Purpose = "deposit_bank"
	CompanyBank    Purpose = "company_bank"
	Undeposited    Purpose = "undeposited" // received, not yet at the bank
	Clearing       Purpose = "clearing"    // with the payment processor
	Receivable     Purpose = "receivable"
	Payable        Purpose = "payable"
	DepositsHeld   Purpose = "deposits_held"
	DepositsBilled Purpose = "deposits_billed" // billed is not held
	Prepaid        Purpose = "prepaid"
	LastMonth      Purpose = "last_month"  // last month's rent, paid at the beginning
	RefundsDue     Purpose = "refunds_due" // to renters who have left
	DueToCompany   Purpose = "due_to_company"
	OpeningEquity  Purpose = "opening_equity"
	Contributions  Purpose = "contributions"
	Distributions  Purpose = "distributions"
	Cutover        Purpose = "cutover" // the other side of opening balances until all are in
	Rent           Purpose = "rent"
	PetRent        Purpose = "pet_rent"
	Parking        Purpose = "parking"
	UtilityIncome  Purpose = "utility_income"
	OtherIncome    Purpose = "other_income"
	LateFee        Purpose = "late_fee"
	NSFFee         Purpose = "nsf_fee" // for a payment that came back
	Recoveries     Purpose = "recoveries"
	ManagementFee  Purpose = "management_fee"
	ProcessorFee   Purpose = "processor_fee"
	BadDebt        Purpose = "bad_debt"
	CompanyFees    Purpose = "company_fee_income"
	CompanyEquity  Purpose = "company_equity"
	DueFromTrust   Purpose = "due_from_trust" // in the company's book: what it put into the trust for a property
)

// control lists the purposes of accounts that take no manual entries: their sums are those of charges, bills and deposits.
var control = []Purpose{
	OperatingBank, DepositBank, Undeposited, Clearing, Receivable, Payable, DepositsHeld, DepositsBilled, Prepaid, LastMonth, RefundsDue,
}

// Account types.
const (
	Asset     = "asset"
	Liability = "liability"
	Equity    = "equity"
	Income    = "income"
	Expense   = "expense"
)

// defaultAccount is an account that every organization begins with.
type defaultAccount struct {
	code, name, kind string
	purpose          Purpose
	keeper, cashFlow string
}

// defaultChart is what an organization begins with. Codes follow the trade's custom: 1 assets, 2 liabilities, 3 equity, 4
// income, 5 expenses.
var defaultChart = []defaultAccount{
	{"1010", "Operating trust bank", Asset, OperatingBank, "", ""},
	{"1020", "Security deposit trust bank", Asset, DepositBank, "", ""},
	{"1030", "Company bank", Asset, CompanyBank, "", ""},
	{"1140", "Undeposited funds", Asset, Undeposited, "", ""},
	{"1150", "Payment processor clearing", Asset, Clearing, "", ""},
	{"1200", "Tenant receivables", Asset, Receivable, "", "operating"},
	{"1300", "Due from the trust", Asset, DueFromTrust, "", "operating"},
	{"1500", "Improvements", Asset, "", "", "investing"},
	{"2000", "Accounts payable", Liability, Payable, "", "operating"},
	{"2100", "Security deposits held", Liability, DepositsHeld, "", "financing"},
	{"2105", "Security deposits billed, not received", Liability, DepositsBilled, "", "financing"},
	{"2200", "Prepaid rent", Liability, Prepaid, "", "operating"},
	{"2210", "Last month's rent", Liability, LastMonth, "", "operating"},
	{"2220", "Refunds due to renters", Liability, RefundsDue, "", "operating"},
	{"2300", "Due to the management company", Liability, DueToCompany, "", "operating"},
	{"2500", "Mortgages", Liability, "", "", "financing"},
	{"3000", "Owner equity, opening", Equity, OpeningEquity, "", "financing"},
	{"3100", "Owner contributions", Equity, Contributions, "", "financing"},
	{"3200", "Owner distributions", Equity, Distributions, "", "financing"},
	{"3300", "Company equity", Equity, CompanyEquity, "", "financing"},
	{"3900", "Cutover", Equity, Cutover, "", "financing"},
	{"4000", "Rent income", Income, Rent, "owner", ""},
	{"4020", "Pet rent", Income, PetRent, "owner", ""},
	{"4030", "Parking income", Income, Parking, "owner", ""},
	{"4040", "Utility reimbursements", Income, UtilityIncome, "owner", ""},
	{"4090", "Other income", Income, OtherIncome, "owner", ""},
	{"4100", "Late fee income", Income, LateFee, "owner", ""},
	{"4110", "NSF fee income", Income, NSFFee, "owner", ""},
	{"4200", "Damage and cleaning recoveries", Income, Recoveries, "owner", ""},
	{"4900", "Management fee income", Income, CompanyFees, "company", ""},
	{"5000", "Repairs", Expense, "", "", ""},
	{"5010", "Landscaping", Expense, "", "", ""},
	{"5020", "Cleaning", Expense, "", "", ""},
	{"5030", "Utilities", Expense, "", "", ""},
	{"5040", "Insurance", Expense, "", "", ""},
	{"5050", "Property taxes", Expense, "", "", ""},
	{"5060", "Supplies", Expense, "", "", ""},
	{"5070", "Legal and professional fees", Expense, "", "", ""},
	{"5080", "Advertising", Expense, "", "", ""},
	{"5100", "Management fee", Expense, ManagementFee, "", ""},
	{"5200", "Processor and bank fees", Expense, ProcessorFee, "", ""},
	{"5300", "Bad debt", Expense, BadDebt, "", ""},
}

// Account is an account of the chart.
type Account = ledgerdb.ListAccountsRow

// Chart is the accounts of an organization, by id and by what the program posts to.
type Chart struct {
	accounts []Account
	byID     map[id.ID]Account
	of       map[Purpose]id.ID
}

// Of is the account that serves a purpose. Every open ledger has one for each.
func (c Chart) Of(p Purpose) id.ID { return c.of[p] }

// Accounts are all of them, by code.
func (c Chart) Accounts() []Account { return c.accounts }

// Open returns the chart of the transaction's organization; the first time it makes the ledger and its accounts.
func Open(ctx context.Context, tx tenancy.Tx) (Chart, error) {
	q := ledgerdb.New(tx)
	c, err := chart(ctx, q, tx.Organization())
	if err != nil || len(c.of) > 0 {
		return c, err
	}
	if err := q.OpenLedger(ctx, tx.Organization(), id.New()); err != nil {
		return Chart{}, fmt.Errorf("open the ledger: %w", err)
	}
	add := ledgerdb.AddAccountsParams{TenantID: tx.Organization()}
	for _, a := range defaultChart {
		add.Ids, add.Codes, add.Names = append(add.Ids, id.New()), append(add.Codes, a.code), append(add.Names, a.name)
		add.Types, add.Purposes = append(add.Types, a.kind), append(add.Purposes, string(a.purpose))
		add.Keepers, add.CashFlows = append(add.Keepers, a.keeper), append(add.CashFlows, a.cashFlow)
	}
	if err := q.AddAccounts(ctx, add); err != nil {
		return Chart{}, fmt.Errorf("make the chart of accounts: %w", err)
	}
	return chart(ctx, q, tx.Organization())
}

func chart(ctx context.Context, q *ledgerdb.Queries, org id.ID) (Chart, error) {
	rows, err := q.ListAccounts(ctx, org)
	if err != nil {
		return Chart{}, fmt.Errorf("chart of accounts: %w", err)
	}
	c := Chart{accounts: rows, byID: make(map[id.ID]Account, len(rows)), of: map[Purpose]id.ID{}}
	for _, a := range rows {
		c.byID[a.ID] = a
		if a.Purpose != "" {
			c.of[Purpose(a.Purpose)] = a.ID
		}
	}
	return c, nil
}
