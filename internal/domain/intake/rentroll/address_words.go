package rentroll

import "strings"

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.SplitSeq(list, ",") {
		set[strings.Join(strings.Fields(strings.ReplaceAll(w, ".", "")), " ")] = true
	}
	return set
}

// streetWords end a street's name and hardly ever stand inside a city's. "st" is treated apart: it is Street and Saint.
var streetWords = wordSet(`street, avenue, ave, av, road, rd, boulevard, blvd, drive, dr, lane, ln, court, ct, circle, cir,
	terrace, ter, terr, place, pl, way, trail, trl, parkway, pkwy, pky, highway, hwy, route, rte, alley, aly, loop, square, sq,
	row, pike, turnpike, tpke, expressway, expy, freeway, fwy, crescent, cres, cove, cv, run, walk, path, plaza, plz, mews,
	close, esplanade, promenade, broadway, bypass, causeway, concourse, driveway, freeway, gate, overlook, quay, wharf, wynd`)

// landWords end a street's name as often as a city's ("Fox Ridge", "Lake Forest"): used where nothing better stands.
var landWords = wordSet(`park, ridge, rdg, creek, crk, lake, lk, lakes, grove, grv, heights, hts, hill, hills, valley, vly,
	view, vista, point, pointe, pt, crossing, xing, landing, meadow, meadows, glen, bend, branch, bridge, brook, commons, center,
	estates, falls, farm, farms, field, fields, forest, fork, garden, gardens, green, harbor, hollow, island, isle, knoll,
	knolls, manor, mill, mills, oaks, orchard, pass, pines, pond, ranch, rapids, shore, shores, spring, springs, spur, station,
	stream, summit, trace, tract, village, woods`)

// unitWords begin the part of a street line that names a place inside a building; a value follows them.
var unitWords = wordSet(`suite, ste, apt, apartment, unit, bldg, building, floor, fl, room, rm, lot, space, spc, no, dept, trlr`)

// directions by their short forms, and the words behind them.
var (
	directions = map[string]string{
		"n": "north", "s": "south", "e": "east", "w": "west",
		"ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest",
	}
	directionWords = wordSet(`north, south, east, west, northeast, northwest, southeast, southwest`)
)

// directionCities are cities whose name begins with a direction; behind a street word, any other direction is taken to
// belong to the street.
var directionCities = wordSet(`north adams, north andover, north attleborough, north augusta, north aurora, north babylon,
	north bay village, north bellmore, north bend, north bergen, north branch, north branford, north brunswick, north canton,
	north charleston, north chicago, north college hill, north dartmouth, north druid hills, north fond du lac, north fort myers,
	north haledon, north haven, north highlands, north hollywood, north kansas city, north kingstown, north las vegas,
	north lauderdale, north liberty, north little rock, north logan, north mankato, north miami, north miami beach,
	north myrtle beach, north ogden, north olmsted, north palm beach, north plainfield, north platte, north pole, north port,
	north potomac, north providence, north reading, north richland hills, north ridgeville, north royalton, north salt lake,
	north smithfield, north st. paul, north tonawanda, north vernon, north wales, south amboy, south bend, south beloit,
	south boston, south burlington, south charleston, south daytona, south el monte, south elgin, south euclid, south fulton,
	south gate, south hadley, south haven, south hill, south holland, south houston, south jordan, south kingstown,
	south lake tahoe, south lyon, south miami, south milwaukee, south ogden, south orange, south padre island, south pasadena,
	south plainfield, south portland, south river, south salt lake, south san francisco, south sioux city, south st. paul,
	south weber, south whittier, south windsor, east aurora, east bethel, east brunswick, east chicago, east cleveland,
	east dundee, east fishkill, east grand rapids, east greenwich, east hampton, east hartford, east haven, east helena,
	east lansing, east liverpool, east longmeadow, east los angeles, east meadow, east moline, east orange, east palo alto,
	east peoria, east point, east providence, east ridge, east rochester, east rutherford, east st. louis, east stroudsburg,
	east wenatchee, west allis, west babylon, west bend, west bloomfield, west bountiful, west bridgewater, west carrollton,
	west carson, west chester, west chicago, west columbia, west covina, west des moines, west fargo, west hartford, west haven,
	west haverstraw, west hempstead, west hollywood, west islip, west jefferson, west jordan, west kelowna, west lafayette,
	west lebanon, west linn, west little river, west melbourne, west memphis, west miami, west milford, west monroe, west new york,
	west odessa, west orange, west palm beach, west paterson, west park, west plains, west point, west puente valley,
	west richland, west sacramento, west seneca, west springfield, west st. paul, west university place, west valley city,
	west vancouver, west warwick, west wendover, west whittier, northwest arctic, southwest ranches`)

// streetWordCities are cities whose name begins or is broken by a word of streetWords.
var streetWordCities = wordSet(`circle pines, pike creek, pike road, terrace heights, terrace park, trail creek, court house,
	washington court house, cape may court house, appomattox court house, fairfax court house, gate city, square lake,
	lake of the woods, loop city, walk creek, path valley, cove city, row springs, plaza heights, broadway heights`)

// saintCities are the better known cities of a saint, by state: with no other street word, "St." before one of them is
// the saint.
var saintCities = wordSet(`louis mo, louis mi, louis park mn, paul mn, paul or, paul park mn, petersburg fl, pete beach fl,
	augustine fl, augustine beach fl, cloud fl, cloud mn, lucie fl, charles mo, charles il, charles md, joseph mo, joseph mi,
	joseph mn, peters mo, peter mn, clair mo, clair mi, clair shores mi, clairsville oh, albans vt, albans wv, albans ny,
	johnsbury vt, johns fl, johns mi, helens or, helena ca, george ut, george sc, george la, anthony mn, anthony id, ann mo,
	francis wi, francis mn, marys ga, marys pa, marys oh, matthews ky, michael mn, michaels md, martinville la, gabriel la,
	bernard la, bernard oh, rose la, simons ga, robert mo, james ny, james mo, maries id, regis mt, ignatius mt, stephen sc`)

// secondWords end a city's name of two words; firstWords begin one. Used only where no street word marks the border.
var (
	secondWords = wordSet(`city, beach, rapids, springs, park, heights, falls, lake, hills, island, valley, grove, creek, rock,
		forest, angeles, vegas, haven, orleans, york, moines, worth, lauderdale, collins, wayne, smith, myers, diego, francisco,
		jose, antonio, paso, rouge, christi, bluffs, ridge, oaks, arbor, bend, village, mesa, point, plains, prairie, gables`)
	firstWords = wordSet(`st, saint, san, santa, los, las, el, la, fort, ft, new, des, mount, mt, port, grand, baton, corpus, salt,
		palm, long, cedar, colorado, virginia, sioux, council, coral, fall, green, ann, lake, little, el, de, west, east, north, south`)
)

// usStates are the postal codes of states and territories, caProvinces those of Canada.
var (
	usStates = wordSet(`AL, AK, AZ, AR, CA, CO, CT, DE, DC, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD, MA, MI, MN, MS, MO, MT,
		NE, NV, NH, NJ, NM, NY, NC, ND, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VT, VA, WA, WV, WI, WY, AS, GU, MP, PR, VI`)
	caProvinces = wordSet(`AB, BC, MB, NB, NL, NS, NT, NU, ON, PE, QC, SK, YT`)
)
