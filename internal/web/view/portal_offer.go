package view

import (
	"context"

	"github.com/propertyos/propertyos/internal/kernel/money"
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// ownOffers are the states of an offer as a renter is told.
var ownOffers = []Option{
	{"sent", message.Mark("To answer")},
	{"accepted", message.Mark("Accepted")},
	{"declined", message.Mark("Declined")},
	{"expired", message.Mark("Expired")},
	{"withdrawn", message.Mark("Withdrawn")},
}

// PortalOffer is an offer of further terms to a renter.
type PortalOffer struct {
	Frame
	ID, Title, Status, Message, Key string
	Start, End, RespondBy           period.Date
	Rent                            money.Amount
	Now                             *money.Amount // the rent as it is; nil where none is agreed
}

// Open reports whether it can be answered.
func (o PortalOffer) Open() bool { return o.Status == "sent" }

// answered says what became of an offer.
func (o PortalOffer) answered(ctx context.Context) string {
	switch o.Status {
	case "accepted":
		return message.T(ctx, "You accepted this offer. Your manager prepares the new lease for you to sign.")
	case "declined":
		return message.T(ctx, "You declined this offer. Your lease stays as it is.")
	case "expired":
		return message.T(ctx, "The time to answer has passed. Ask your manager if you still want it.")
	case "withdrawn":
		return message.T(ctx, "Your manager has withdrawn this offer.")
	}
	return ""
}
