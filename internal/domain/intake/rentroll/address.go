package rentroll

import (
	"regexp"
	"strings"
)

var (
	usTail      = regexp.MustCompile(`^(.*[^\s,])\s*,\s*([A-Za-z]{2})\.?\s+(\d{4,5}(?:-\d{4})?)$`)
	caTail      = regexp.MustCompile(`^(.*[^\s,])\s*,\s*([A-Za-z]{2})\.?\s+([A-Za-z]\d[A-Za-z])[ -]?(\d[A-Za-z]\d)$`)
	houseNumber = regexp.MustCompile(`(?i)^(?:\d+[a-z]?(?:-\d+[a-z]?)?(?:/\d+)?|[nsew]\d+[nsew]?\d*|one|two|three|four|five|ten)$`)
	allDigits   = regexp.MustCompile(`^\d+$`)
	roadNumber  = regexp.MustCompile(`^(?:\d+[A-Za-z]?|[A-Z])$`)
)

// splitProperty takes "name - street city, ST ZIP" apart. Street and city are not separated in it, and the name can hold
// " - " too: doubt says, for the person who imports, where a choice had to be made. It is not ok without a state, a
// ZIP code or a street.
func splitProperty(s string) (name string, a Address, doubt string, ok bool) {
	rest, a, doubt, ok := splitTail(strings.Join(strings.Fields(s), " "))
	if !ok {
		return "", Address{}, "", false
	}
	name, place, d := splitName(rest)
	doubt = either(doubt, d)
	if place == "" {
		return "", Address{}, "", false
	}
	a.Street, a.City, d = splitPlace(place, a.State)
	if a.Street == "" || a.City == "" {
		return "", Address{}, "", false
	}
	if name == "" {
		name = a.Street
	}
	return name, a, either(doubt, d), true
}

func either(first, second string) string {
	if first != "" {
		return first
	}
	return second
}

// splitTail cuts state and ZIP off.
func splitTail(s string) (rest string, a Address, doubt string, ok bool) {
	if m := caTail.FindStringSubmatch(s); m != nil && caProvinces[strings.ToUpper(m[2])] {
		return m[1], Address{State: strings.ToUpper(m[2]), ZIP: strings.ToUpper(m[3] + " " + m[4]), Country: "CA"}, "", true
	}
	m := usTail.FindStringSubmatch(s)
	if m == nil {
		return "", Address{}, "", false
	}
	a = Address{State: strings.ToUpper(m[2]), ZIP: m[3], Country: "US"}
	if !usStates[a.State] {
		doubt = "the state is not one of the United States"
	}
	if zip, plus, _ := strings.Cut(a.ZIP, "-"); len(zip) == 4 {
		a.ZIP = strings.TrimSuffix("0"+zip+"-"+plus, "-")
		doubt = "the ZIP code has four digits, so a leading zero was put back"
	}
	return m[1], a, doubt, true
}

// splitName finds the " - " between name and place: the last one with a house number behind it.
func splitName(s string) (name, place, doubt string) {
	const dash = " - "
	parts := strings.Split(s, dash)
	for i := len(parts) - 1; i >= 0; i-- {
		first, _, _ := strings.Cut(parts[i], " ")
		if !houseNumber.MatchString(first) {
			continue
		}
		if i > 1 && allDigits.MatchString(parts[i-1]) {
			i-- // "2231 - 2251 Weaver Street"
			doubt = "two house numbers were read as a range"
		}
		if i == 0 && len(parts) > 1 {
			doubt = "there is no name before the house number"
		}
		return strings.Join(parts[:i], dash), strings.Join(parts[i:], dash), doubt
	}
	last := len(parts) - 1
	if last == 0 {
		return "", "", ""
	}
	return strings.Join(parts[:last], dash), parts[last], "there is no house number"
}

// splitPlace separates street and city.
func splitPlace(place, state string) (street, city, doubt string) {
	if i := strings.LastIndex(place, ","); i >= 0 {
		street, city = strings.TrimSpace(place[:i]), strings.TrimSpace(place[i+1:])
		first := bare(strings.SplitN(city, " ", 2)[0])
		if !unitWords[first] && !strings.ContainsAny(city, "#0123456789") {
			return street, city, ""
		}
	}
	w := strings.Fields(place)
	if len(w) < 2 {
		return "", "", ""
	}
	cut, doubt := findCity(w, state)
	return strings.TrimRight(strings.Join(w[:cut], " "), ","), strings.Join(w[cut:], " "), doubt
}

// findCity returns the index of the city's first word. Street words at the end of the place are never a border: a
// city follows.
func findCity(w []string, state string) (cut int, doubt string) {
	for _, strict := range []bool{true, false} {
		borders, saints := streetBorders(w, strict)
		if len(borders) > 0 {
			return fromBorders(w, append(saints, borders...))
		}
		if len(saints) == 0 {
			continue
		}
		// Only "St": the street word, unless what follows is known as a saint's city.
		i := saints[0]
		if known(saintCities, "", w[i+1:], strings.ToLower(state)) {
			return i, "“St” can be Street or Saint"
		}
		return extend(w, i+1, "")
	}
	return withoutStreetWord(w)
}

// streetBorders lists the street words with a name before and a city behind them. St is Saint behind a border; before
// one, as in "100 St. Clair Avenue", the later border wins. Strictly, a direction alone is no name.
func streetBorders(w []string, strict bool) (borders, saints []int) {
	named := false
	for i := 1; i < len(w)-1; i++ {
		word := bare(w[i])
		numbered := i+2 < len(w) && roadNumber.MatchString(w[i+1]) // "100 Highway 61 Memphis", "200 Avenue B New York"
		switch {
		case word == "st" && named:
			if len(borders) == 0 {
				saints = append(saints, i)
			}
		case streetWords[word] && (named || !strict && (numbered || word == "broadway")):
			borders = append(borders, i)
		}
		named = named || !strict || directions[word] == "" && !directionWords[word]
	}
	return borders, saints
}

// fromBorders takes the last street word, unless a known city's name holds it.
func fromBorders(w []string, borders []int) (cut int, doubt string) {
	first, last := borders[0], borders[len(borders)-1]
	for _, b := range borders {
		if known(streetWordCities, "", w[b+1:], "") {
			return b + 1, ""
		}
	}
	if last-first >= len(borders) {
		doubt = "several words can end the street"
	}
	return extend(w, last+1, doubt)
}

const whoseDirection = "a direction can belong to the street or the city"

// extend takes in what can follow a street word: a road's number, a direction, a suite.
func extend(w []string, cut int, doubt string) (int, string) {
	for cut < len(w)-1 {
		word, rest := bare(w[cut]), w[cut+1:]
		full := directions[word]
		switch {
		case directionWords[word] && known(directionCities, word, rest, ""):
			return cut, doubt
		case full != "" && known(directionCities, full, rest, ""):
			return cut, either(doubt, whoseDirection)
		case full != "" || roadNumber.MatchString(w[cut]) || strings.HasPrefix(w[cut], "#") && len(w[cut]) > 1:
			cut++
		case directionWords[word]:
			cut, doubt = cut+1, either(doubt, whoseDirection)
		case (unitWords[word] || w[cut] == "#") && cut < len(w)-2:
			cut += 2
		case w[cut] == "-" && unitWords[bare(w[cut+1])] && cut < len(w)-3:
			cut += 3
		default:
			return cut, doubt
		}
	}
	return cut, doubt
}

// withoutStreetWord guesses: behind a word such as Ridge, else before what looks like a city of two words, else the
// last word is the city.
func withoutStreetWord(w []string) (cut int, doubt string) {
	doubt = "no word such as Street or Avenue marks where the street ends"
	for i := 2; i < len(w)-1; i++ {
		if landWords[bare(w[i])] {
			return extend(w, i+1, doubt)
		}
	}
	cut = len(w) - 1
	for cut > 2 && (firstWords[bare(w[cut-1])] || cut == len(w)-1 && secondWords[bare(w[cut])]) {
		cut--
	}
	return cut, doubt
}

// known looks the words up, with a word before and behind them, in the form of the word sets. Names of cities are short;
// not joining long tails keeps the time of a hostile line in proportion to its length.
func known(set map[string]bool, before string, words []string, behind string) bool {
	const longest = 4
	if len(words) > longest {
		return false
	}
	list := []string{before}
	for _, w := range words {
		list = append(list, bare(w))
	}
	return set[strings.TrimSpace(strings.Join(append(list, behind), " "))]
}
