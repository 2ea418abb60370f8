package view

import (
	"context"

	"github.com/propertyos/propertyos/internal/web/message"
)

// Search is the search page and, as a fragment of it, the command palette: what fits Q, and the pages that one may open.
type Search struct {
	Frame
	Q      string
	Kind   string // "" for all kinds, or the one whose results are listed
	Alike  bool   // some results are only spelled like what was asked for
	Groups []FoundGroup
}

// FoundGroup are the results of one kind.
type FoundGroup struct {
	Name  string // what they are, "Units"
	Total int64  // how many fit, counted as far as countedTo; 0 where all are shown
	All   string // address of the list that has more of them; "" for none
	Hits  []Found
}

// Found is one result: where it leads, its name, and what tells it from others of that name.
type Found struct{ Href, Text, More, Icon string }

// Pages are the pages that the frame's menus lead to, as results.
func (f Frame) Pages(ctx context.Context) []Found {
	out := []Found{}
	for _, item := range f.items() {
		if item.area != AreaSettings { // its pages follow one by one
			out = append(out, Found{Href: item.href, Text: message.Marked(ctx, item.word), Icon: item.icon})
		}
	}
	for _, area := range []Area{AreaSettings, AreaAccount} {
		for _, m := range f.menu(area) {
			out = append(out, Found{Href: m.Href, Text: message.Marked(ctx, m.word), More: areaWord(ctx, area), Icon: m.icon})
		}
	}
	return out
}

// countedTo is how far results are counted.
const countedTo = 1000

// allOf is the link from some of a kind to all of them.
func (g FoundGroup) allOf(ctx context.Context) string {
	switch {
	case g.Total >= countedTo:
		return message.T(ctx, "More than %s", number(countedTo-1))
	case g.Total > 0:
		return message.T(ctx, "All %s", number(int(g.Total)))
	}
	return message.T(ctx, "All")
}

func (m Search) hits() int {
	n := 0
	for _, g := range m.Groups {
		n += len(g.Hits)
	}
	return n
}

type shortcut struct {
	keys []string
	text string
}

// shortcuts are the keys of every page; app.js acts on them.
var shortcuts = []shortcut{
	{[]string{"Ctrl", "K"}, message.Mark("Search, or go to a page")},
	{[]string{"/"}, message.Mark("Filter the list")},
	{[]string{"g", "d"}, message.Mark("Go to the dashboard")},
	{[]string{"g", "p"}, message.Mark("Go to properties")},
	{[]string{"g", "u"}, message.Mark("Go to units")},
	{[]string{"g", "l"}, message.Mark("Go to leasing")},
	{[]string{"g", "r"}, message.Mark("Go to renters")},
	{[]string{"↑", "↓"}, message.Mark("Move between the rows of a table")},
	{[]string{"Enter"}, message.Mark("Open the row")},
	{[]string{"Esc"}, message.Mark("Close a menu or dialog")},
	{[]string{"?"}, message.Mark("Show these shortcuts")},
}
