package view

import (
	"math"
	"slices"
)

// Place is a point of a map: something with an address.
type Place struct {
	Href, Name, More string
	Latitude         float64 // degrees, WGS 84
	Longitude        float64
}

type pin struct {
	Place
	x, y string
	n    int // its number on the map and in the list
}

// least is the width of the smallest map, in degrees: a single property stands in the middle of some 2 km.
const least = 0.02

// pins places points on a map without a ground: west to east and north to south, with as many kilometers to the side as
// up, so that what is near is near. The most northern is the first.
func pins(places []Place) []pin {
	if len(places) == 0 {
		return nil
	}
	places = slices.Clone(places)
	slices.SortStableFunc(places, func(a, b Place) int {
		switch {
		case a.Latitude > b.Latitude:
			return -1
		case a.Latitude < b.Latitude:
			return 1
		}
		return 0
	})
	west, east, north, south := bounds(places)
	shrink := math.Cos((north + south) / 2 * math.Pi / 180) // a degree to the east is shorter away from the equator
	// The picture is mapRatio times as wide as tall; whichever side is too short for that is widened.
	wide := max((east-west)*shrink, (north-south)*mapRatio, least)
	tall := wide / mapRatio
	out := make([]pin, len(places))
	for i, p := range places {
		x := 50 + 84*(p.Longitude-(east+west)/2)*shrink/wide
		y := 50 - 84*(p.Latitude-(north+south)/2)/tall
		out[i] = pin{Place: p, x: percentAt(x), y: percentAt(y), n: i + 1}
	}
	return out
}

const mapRatio = 1.6

func bounds(places []Place) (west, east, north, south float64) {
	west, east, north, south = 180, -180, -90, 90
	for _, p := range places {
		west, east = min(west, p.Longitude), max(east, p.Longitude)
		south, north = min(south, p.Latitude), max(north, p.Latitude)
	}
	return west, east, north, south
}
