package view

// Export is the page on which an organization, or one property of it, is exported.
type Export struct {
	Frame
	Property string // its name; "" for the whole organization
	Action   string // where the form goes
	Personal bool   // this person may take personal data out too
}
