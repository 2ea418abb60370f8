package rentroll

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// nameOrder is how a file writes people's names.
type nameOrder int

const (
	firstLast nameOrder = iota // "Ann B. Lee"
	lastFirst                  // "Lee, Ann B."
)

// companyForms end the name of a company, written without points.
var companyForms = map[string]bool{
	"llc": true, "inc": true, "incorporated": true, "corp": true, "corporation": true, "co": true, "company": true,
	"ltd": true, "limited": true, "lp": true, "llp": true, "lllp": true, "pllc": true, "plc": true, "pc": true,
	"pa": true, "na": true, "gmbh": true, "trust": true, "partnership": true, "foundation": true,
}

// generations follow a person's name.
var generations = map[string]bool{"jr": true, "sr": true, "ii": true, "iii": true, "iv": true, "esq": true, "md": true}

// particles begin a family name of several words ("van der Meer", "Ó Briain").
var particles = map[string]bool{
	"van": true, "von": true, "der": true, "den": true, "de": true, "del": true, "della": true, "di": true, "da": true,
	"dos": true, "das": true, "du": true, "la": true, "las": true, "los": true, "le": true, "ten": true, "ter": true,
	"mac": true, "mc": true, "ó": true, "o": true, "ní": true, "nic": true, "uí": true, "bin": true, "ibn": true,
	"bint": true, "abu": true, "st": true, "zu": true, "af": true, "av": true,
}

func bare(word string) string {
	return strings.ToLower(strings.ReplaceAll(strings.Trim(word, ",;"), ".", ""))
}

func isInitial(word string) bool {
	return strings.HasSuffix(word, ".") && utf8.RuneCountInString(word) == 2
}

// isCompany reports whether the name ends in a company's legal form. "Co" and "Na" are family names too: forms of
// two letters must have a point or be in capitals.
func isCompany(name string) bool {
	words := strings.Fields(name)
	if len(words) < 2 {
		return false
	}
	last := words[len(words)-1]
	form := bare(last)
	return companyForms[form] && (len(form) > 2 || strings.Contains(last, ".") || last == strings.ToUpper(last))
}

// company and person make renters of a name as printed.
func company(name string) Renter { return Renter{Company: name, Display: name} }

// person splits a name. What stands before the family name, middle initials included, is First.
func person(name string, order nameOrder) Renter {
	r := Renter{Display: name}
	if order == lastFirst {
		if last, first, ok := strings.Cut(name, ","); ok {
			r.First, r.Last = strings.TrimSpace(first), strings.TrimSpace(last)
			return r
		}
	}
	words := strings.Fields(name)
	cut := len(words) - 1
	for cut > 1 && generations[bare(words[cut])] {
		cut--
	}
	for cut > 1 && particles[bare(words[cut-1])] && !isInitial(words[cut-1]) {
		cut--
	}
	if cut > 0 {
		r.First = strings.Join(words[:cut], " ")
	}
	r.Last = strings.ReplaceAll(strings.Join(words[max(cut, 0):], " "), ",", "")
	return r
}

// renter reads a cell that names exactly one renter. A comma in it belongs to a company's name, to "Jr.", or, in a
// file that writes family names first, stands after the family name.
func renter(name string, order nameOrder, commercial bool) Renter {
	head, tail, comma := strings.Cut(name, ",")
	switch {
	case commercial || isCompany(name):
		return company(name)
	case comma && generations[bare(strings.TrimSpace(tail))]:
		return person(name, firstLast)
	case comma && order == lastFirst && strings.TrimSpace(head) != "" && strings.TrimSpace(tail) != "":
		return person(name, lastFirst)
	case comma:
		return company(name)
	}
	return person(name, firstLast)
}

// splitNames splits a list of names at the commas, keeping "Jr." and a company's form with the name before it. In a
// file that writes family names first, two pieces make a name. Clear is false where the pieces do not come out even.
func splitNames(list string, order nameOrder) (names []string, clear bool) {
	for piece := range strings.SplitSeq(list, ",") {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		if n := len(names); n > 0 && (generations[bare(piece)] || companyForms[bare(piece)]) {
			names[n-1] += ", " + piece
			continue
		}
		names = append(names, piece)
	}
	if order == firstLast {
		return names, true
	}
	var pairs []string
	clear = true
	for len(names) > 0 {
		if isCompany(names[0]) {
			pairs, names = append(pairs, names[0]), names[1:]
			continue
		}
		if len(names) == 1 {
			return append(pairs, names[0]), false
		}
		pairs, names = append(pairs, names[0]+", "+names[1]), names[2:]
	}
	return pairs, clear
}

// renters reads a list of names.
func renters(list string, order nameOrder) (found []Renter, clear bool) {
	names, clear := splitNames(list, order)
	for _, n := range names {
		found = append(found, renter(n, order, false))
	}
	return slices.Clip(found), clear
}
