package view

// Controls is one of each control, for the gallery.
type Controls struct {
	Checks            CheckList
	Combo, Date, Code Field
	Secret            string // of a CopyField
	Steps             []string
	At                int
	Done, Total       int
	Upload            Upload
}
