package leasing

import (
	"github.com/propertyos/propertyos/internal/event"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/kernel/period"
)

// StayEvent is what an event of a stay carries.
type StayEvent struct {
	PropertyID id.ID       `json:"property_id"`
	On         period.Date `json:"on,omitzero"` // the day that it is about
}

// PartEvent is what an event of a part of a stay (a notice, an offer, a disposition, …) carries.
type PartEvent struct {
	PropertyID id.ID `json:"property_id"`
	TenancyID  id.ID `json:"tenancy_id"`
}

// What happens to stays.
var (
	StayMovedIn         = event.Define[StayEvent]("tenancy.moved_in", "tenancy", "A household moved in.")
	StayMoveInUndone    = event.Define[StayEvent]("tenancy.move_in_undone", "tenancy", "A move-in was recorded by mistake and taken back.")
	StayMovedOut        = event.Define[StayEvent]("tenancy.moved_out", "tenancy", "A household moved out.")
	StayMoveOutNear     = event.Define[StayEvent]("tenancy.move_out_near", "tenancy", "A planned move-out is near or has passed.")
	StayEvictionFiled   = event.Define[StayEvent]("tenancy.eviction_filed", "tenancy", "An eviction was filed.")
	StayEvictionClosed  = event.Define[StayEvent]("tenancy.eviction_closed", "tenancy", "An eviction was closed.")
	StayTransferred     = event.Define[StayEvent]("tenancy.transferred", "tenancy", "A household moved to another unit.")
	NoticeGiven         = event.Define[PartEvent]("notice.given", "notice", "A notice was given.")
	NoticeServed        = event.Define[PartEvent]("notice.served", "notice", "A notice was served.")
	NoticeAcknowledged  = event.Define[PartEvent]("notice.acknowledged", "notice", "A renter's notice was acknowledged.")
	NoticeWithdrawn     = event.Define[PartEvent]("notice.withdrawn", "notice", "A notice was withdrawn.")
	RenewalOffered      = event.Define[PartEvent]("renewal.drafted", "renewal_offer", "A renewal was drafted.")
	RenewalSent         = event.Define[PartEvent]("renewal.sent", "renewal_offer", "A renewal was offered to the renters.")
	RenewalAccepted     = event.Define[PartEvent]("renewal.accepted", "renewal_offer", "A renewal was accepted; the next lease is made.")
	RenewalDeclined     = event.Define[PartEvent]("renewal.declined", "renewal_offer", "A renewal was declined.")
	RenewalWithdrawn    = event.Define[PartEvent]("renewal.withdrawn", "renewal_offer", "A renewal offer was withdrawn.")
	RenewalExpired      = event.Define[PartEvent]("renewal.expired", "renewal_offer", "The time to answer a renewal offer has passed.")
	InspectionCompleted = event.Define[PartEvent]("inspection.completed", "inspection", "The checklist of a walk through a unit was completed.")
	DispositionBegun    = event.Define[PartEvent]("disposition.begun", "disposition", "A household's deposits are to be disposed of.")
	DispositionSent     = event.Define[PartEvent]("disposition.sent", "disposition", "The disposition of a household's deposits was sent.")
	LeaseExpiringSoon   = event.Define[PartEvent]("lease.expiring_soon", "lease", "The end of a lease has come near.")
	LeaseRenewed        = event.Define[PartEvent]("lease.renewed", "lease", "The next term of a stay has begun.")
)

// StayEvents lists the types of events of stays.
var StayEvents = []event.Definition{
	StayMovedIn.Definition, StayMoveInUndone.Definition, StayMovedOut.Definition, StayMoveOutNear.Definition,
	StayEvictionFiled.Definition, StayEvictionClosed.Definition, StayTransferred.Definition, NoticeGiven.Definition,
	NoticeServed.Definition, NoticeAcknowledged.Definition, NoticeWithdrawn.Definition, RenewalOffered.Definition,
	RenewalSent.Definition, RenewalAccepted.Definition, RenewalDeclined.Definition, RenewalWithdrawn.Definition,
	RenewalExpired.Definition, InspectionCompleted.Definition, DispositionBegun.Definition, DispositionSent.Definition,
	LeaseExpiringSoon.Definition, LeaseRenewed.Definition,
}
