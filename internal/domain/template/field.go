package template

// Fields lists what can be filled in.
var Fields = []Field{
	{"date.today", "The day on which the document is made", Text("2 Nov 2026")},
	{"organization.name", "Your organization", Text("Harbor Property Management")},
	{"renter.names", "The names of the renters, with commas", Text("Zoë Nguyễn, Σωκράτης Παππάς")},
	{"occupant.names", "Who else lives there", Text("Mia Nguyễn")},
	{"guarantor.names", "Who answers for the rent", Text("Парамон Орлов")},
	{"property.name", "The property", Text("Maple Court")},
	{"unit.number", "The number of the unit", Text("12B")},
	{"unit.address", "The address of the home in one line", Text("12 Maple Street, Unit 12B, Portland, ME 04101")},
	{"lease.start", "The first day of the lease", Text("1 Dec 2026")},
	{"lease.end", "The last day, or the words month to month", Text("30 Nov 2027")},
	{"lease.term", "The term in words", Text("from 1 Dec 2026 to 30 Nov 2027")},
	{"lease.rent", "The rent a month", Text("$1,250.00")},
	{"lease.terms", "The special terms that were typed on the lease", Text("The renter may use the shed behind the house.")},
	{"lease.due_day", "The day of the month on which rent is due", Text("1")},
	{"lease.grace_days", "How many days late are without a fee", Text("5")},
	{"lease.notice_days", "How many days of notice the lease asks for", Text("30")},
	{"rent.schedule", "Table: the rent by date", Table([][]string{{"From", "To", "Paid by", "Amount"}, {"1 Dec 2026", "30 Nov 2027", "Renter, monthly", "$1,250.00"}}, false)},
	{"charge.list", "Table: what is charged or credited beside the rent, with the sum a month", Table([][]string{
		{"What", "How often", "Amount"},
		{"Parking space 14", "monthly", "$75.00"},
		{"Discount for two years", "monthly", "-$25.00"},
		{"Sum a month", "", "$50.00"},
	}, true)},
	{"deposit.list", "Table: the deposits, with their sum", Table([][]string{{"Deposit", "Amount"}, {"Security", "$1,250.00"}, {"Key", "$50.00"}, {"Sum", "$1,300.00"}}, true)},
	{"vehicle.list", "Table: vehicles", Table([][]string{{"Vehicle", "Plate"}, {"Toyota Corolla, blue, 2019", "ME 4821 KR"}}, false)},
	{"signature.renters", "A line to sign on for each renter and guarantor", Signatures([]string{"Zoë Nguyễn, renter", "Σωκράτης Παππάς, renter", "Парамон Орлов, guarantor"})},
}

// Known reports whether there is a field of the name.
func Known(name string) bool {
	for _, f := range Fields {
		if f.Name == name {
			return true
		}
	}
	return false
}

func sampleOf(name string) Value {
	for _, f := range Fields {
		if f.Name == name {
			return f.Sample
		}
	}
	return Value{}
}

// Samples are values for a preview.
func Samples() map[string]Value {
	out := make(map[string]Value, len(Fields))
	for _, f := range Fields {
		out[f.Name] = f.Sample
	}
	return out
}

// SampleLease is a plain lease to begin with. It is no legal advice and says so.
const SampleLease = `# Residential lease

SAMPLE: have a lawyer of your state review this text before you use it.

## 1. Parties and home

This lease is made on {{date.today}} between {{organization.name}} ("the manager") and {{renter.names}} ("the renter") for the home at {{unit.address}}.

Others who live there: {{occupant.names}}. Guarantors: {{guarantor.names}}.

## 2. Term

The lease runs {{lease.term}}.

## 3. Rent

The rent is {{lease.rent}} a month, due on day {{lease.due_day}} of the month.

{{rent.schedule}}

Beside the rent:

{{charge.list}}

## 4. Late payment

Rent is late when it has not arrived {{lease.grace_days}} days after it is due.

## 5. Deposits

{{deposit.list}}

Deposits are held and returned as the law of the state says, less what the renter owes and the cost of damage beyond ordinary wear.

## 6. Use and care

- The home is for the people named in this lease to live in.
- The renter keeps it clean and tells the manager at once of damage, leaks and pests.
- The manager keeps it fit to live in and makes the repairs that the law asks for.
- The manager enters after notice, as the law of the state says, and without notice in an emergency only.

## 7. Vehicles

{{vehicle.list}}

## 8. Ending

Whoever wants to end a lease from month to month, or not to go on at its end, gives {{lease.notice_days}} days of written notice.

## 9. Special terms

{{lease.terms}}

## 10. Signatures

{{signature.renters}}

[signature: For {{organization.name}}]
`
