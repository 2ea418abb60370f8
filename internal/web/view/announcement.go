package view

import (
	"github.com/propertyos/propertyos/internal/kernel/period"
	"github.com/propertyos/propertyos/internal/web/message"
)

// AnnouncementStates are whether an announcement is shown today.
var AnnouncementStates = []Option{{"shown", message.Mark("Shown")}, {"planned", message.Mark("Planned")}, {"past", message.Mark("Past")}}

// AnnouncementList is what renters are told.
type AnnouncementList struct {
	Frame
	Rows  []AnnouncementRow
	Page  Page
	Write bool // the person may announce
}

// AnnouncementRow is one announcement.
type AnnouncementRow struct {
	ID, Title, Body string
	Property        string // "" for everybody
	From, To        period.Date
	State           string // of AnnouncementStates
}
