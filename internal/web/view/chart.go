package view

import (
	"context"
	"fmt"
	"strconv"

	"github.com/propertyos/propertyos/internal/kernel/money"
)

// Chart is a picture of numbers that answers a question. It is drawn by the server as SVG, and its numbers stand in a table
// behind it.
type Chart struct {
	ID     string // unique on the page
	Title  string // the question: "Leases ending by month"
	Head   string // of the table's first column: "Month"
	Labels []string
	Series []Series
	Money  bool // the values are cents, not counts
	Line   bool // lines instead of columns; Area fills what is below them
	Area   bool
}

// Series is one row of values of a chart, one for each label, none below zero.
type Series struct {
	Name   string
	Values []int64
}

// chartHeight is how tall the picture is, in pixels; widths are in percent, so that text keeps its size in any window.
const chartHeight, chartFoot, chartHead = 180, 22, 8

func (c Chart) show(n int64) string {
	if c.Money {
		return money.FromCents(n).Grouped()
	}
	return number(int(n))
}

// top is the end of the scale: an even number of a power of ten, at or above every column.
func (c Chart) top() int64 {
	var most int64 = 1
	for i := range c.Labels {
		var sum int64
		for _, s := range c.Series {
			if c.Line {
				sum = max(sum, s.at(i))
			} else {
				sum += s.at(i)
			}
		}
		most = max(most, sum)
	}
	if c.Money {
		most = max(most, 100)
	}
	for step := int64(1); ; step *= 10 {
		for _, m := range []int64{1, 2, 4, 6, 8, 10} {
			if step*m >= most {
				return step * m
			}
		}
	}
}

func (s Series) at(i int) int64 {
	if i < len(s.Values) {
		return s.Values[i]
	}
	return 0
}

type tick struct{ y, text string }

// ticks are the lines across: none for halves of one.
func (c Chart) ticks() []tick {
	top := c.top()
	out := []tick{}
	for _, part := range []int64{0, 1, 2} {
		v := top * part / 2
		if part == 1 && top%2 != 0 {
			continue
		}
		text := c.show(v)
		if c.Money {
			text = number(int(v / 100))
		}
		out = append(out, tick{px(c.y(v)), text})
	}
	return out
}

// y is how far from the top of the picture a value lies.
func (c Chart) y(v int64) float64 {
	room := float64(chartHeight - chartFoot - chartHead)
	return chartHead + room*(1-float64(v)/float64(c.top()))
}

type column struct{ x, y, width, height, class, title string }

// columns are the boxes of the columns, stacked where there is more than one series.
func (c Chart) columns() []column {
	var out []column
	for i, label := range c.Labels {
		var below int64
		for k, s := range c.Series {
			v := s.at(i)
			if v <= 0 {
				continue
			}
			out = append(out, column{
				x: percentAt(c.left(i) + c.step()*0.18), width: percentAt(c.step() * 0.64),
				y: px(c.y(below + v)), height: px(c.y(below) - c.y(below+v)), class: seriesClass(k),
				title: fmt.Sprintf("%s, %s: %s", label, s.Name, c.show(v)),
			})
			below += v
		}
	}
	return out
}

func (c Chart) step() float64           { return 100 / float64(max(len(c.Labels), 1)) }
func (c Chart) left(i int) float64      { return c.step() * float64(i) }
func (c Chart) middle(i int) string     { return percentAt(c.left(i) + c.step()/2) }
func (c Chart) labelY() string          { return px(chartHeight - 6) }
func (c Chart) labelClass(i int) string { return blankIf(len(c.Labels) > 6 && i%2 == 1, "chart-odd") }

// path is a line through a series in a box of 1000 by 1000, which the picture stretches.
func (c Chart) path(s Series, closed bool) string {
	if len(c.Labels) == 0 {
		return ""
	}
	x := func(i int) float64 { return (float64(i) + 0.5) * 1000 / float64(len(c.Labels)) }
	y := func(v int64) float64 { return 1000 * (1 - float64(v)/float64(c.top())) }
	d := ""
	for i := range c.Labels {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		d += fmt.Sprintf("%s%.1f %.1f", verb, x(i), y(s.at(i)))
	}
	if closed {
		d += fmt.Sprintf("L%.1f 1000L%.1f 1000Z", x(len(c.Labels)-1), x(0))
	}
	return d
}

type dot struct{ x, y, class, title string }

func (c Chart) dots() []dot {
	var out []dot
	for k, s := range c.Series {
		for i, label := range c.Labels {
			out = append(out, dot{c.middle(i), px(c.y(s.at(i))), seriesClass(k), fmt.Sprintf("%s, %s: %s", label, s.Name, c.show(s.at(i)))})
		}
	}
	return out
}

func seriesClass(k int) string { return "series-" + strconv.Itoa(k%4+1) }

func px(v float64) string        { return strconv.FormatFloat(v, 'f', 1, 64) }
func percentAt(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) + "%" }

// Share is one part of a whole in a ShareBar, with the list behind it.
type Share struct {
	Name string
	N    int
	Href string
}

type sharePart struct {
	Share
	x, width, class string
}

func shareParts(shares []Share) []sharePart {
	total := 0
	for _, s := range shares {
		total += s.N
	}
	at := 0.0
	out := make([]sharePart, 0, len(shares))
	for i, s := range shares {
		w := 100 * float64(s.N) / float64(max(total, 1))
		out = append(out, sharePart{s, percentAt(at), percentAt(w), seriesClass(i)})
		at += w
	}
	return out
}

func shareTotal(shares []Share) int {
	n := 0
	for _, s := range shares {
		n += s.N
	}
	return n
}

// occupancyShares are the parts of the portfolio, those that add up to all units.
func (d Dashboard) occupancyShares(ctx context.Context) []Share {
	return []Share{
		{Label(ctx, UnitStatuses, "occupied"), d.Occupied - d.OnNotice, string(unitsWith("status", "occupied"))},
		{Label(ctx, UnitStatuses, "notice"), d.OnNotice, string(unitsWith("status", "notice"))},
		{Label(ctx, UnitStatuses, "vacant"), d.Vacant, string(unitsWith("status", "vacant", "reserved"))},
		{Label(ctx, UnitStatuses, "down"), d.Down, string(unitsWith("status", "down", "model"))},
	}
}
