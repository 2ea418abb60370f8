package demo

// trouble is something that renters call about: what it is, how pressing, which trade mends it and what that costs in
// dollars. An empty trade is work of the property's own staff.
type trouble struct {
	category, priority, title, text, trade, mended string
	low, high                                      int
}

var troubles = []trouble{
	{
		"plumbing", "medium", "Kitchen sink drains slowly", "Water stands in the sink for several minutes.", "plumbing",
		"Cleared the trap and flushed the line.", 95, 240,
	},
	{
		"plumbing", "emergency", "Water coming through the ceiling", "Water is dripping from the bathroom ceiling and getting worse.",
		"plumbing", "Replaced a failed supply line above and dried the ceiling.", 380, 1450,
	},
	{"plumbing", "low", "Bathroom tap drips", "The cold tap drips all night.", "", "Replaced the cartridge.", 25, 60},
	{
		"plumbing", "high", "No hot water", "There has been no hot water since this morning.", "plumbing",
		"Replaced the heating element and thermostat.", 220, 780,
	},
	{
		"electrical", "high", "Outlets dead in one room", "Half of the outlets in the bedroom stopped working.", "electrical",
		"Found a loose neutral and remade the joint.", 140, 420,
	},
	{
		"electrical", "low", "Hallway light flickers", "The ceiling light flickers when it is switched on.", "",
		"Replaced the lamp and the switch.", 20, 75,
	},
	{
		"electrical", "emergency", "Burning smell from the panel", "There is a burning smell near the breaker panel.", "electrical",
		"Replaced a failed breaker and tested the panel.", 320, 980,
	},
	{
		"hvac", "high", "Heating does not come on", "The thermostat calls for heat but nothing happens.", "hvac",
		"Replaced the igniter and cleaned the burner.", 180, 640,
	},
	{
		"hvac", "medium", "Air conditioning blows warm", "The unit runs all day and does not cool.", "hvac",
		"Replaced the capacitor and topped up the charge.", 190, 560,
	},
	{"hvac", "low", "Filter needs changing", "The reminder light for the filter is on.", "", "Changed the filter.", 18, 35},
	{
		"appliances", "medium", "Dishwasher leaves water standing", "There is water in the bottom after every cycle.", "appliances",
		"Cleared the drain hose and replaced the pump.", 110, 340,
	},
	{
		"appliances", "high", "Refrigerator is not cold", "Food is spoiling; the freezer still works.", "appliances",
		"Replaced the evaporator fan.", 160, 520,
	},
	{"appliances", "low", "Oven light is out", "The bulb in the oven does not light.", "", "Replaced the bulb.", 12, 28},
	{
		"structural", "medium", "Bedroom door does not close", "The door sticks in its frame.", "structural",
		"Planed the door and reset the hinges.", 90, 260,
	},
	{
		"structural", "high", "Balcony railing is loose", "The railing moves when it is touched.", "structural",
		"Anchored the railing anew and tested it under load.", 280, 920,
	},
	{
		"pest_control", "medium", "Ants in the kitchen", "There is a trail of ants along the counter.", "pest_control",
		"Treated the kitchen and sealed the gap.", 95, 190,
	},
	{
		"pest_control", "high", "Mice heard in the wall", "We hear scratching at night and found droppings.", "pest_control",
		"Set stations, sealed two openings, came back after a week.", 180, 420,
	},
	{
		"landscaping", "low", "Branch hangs over the path", "A branch is in the way on the walk to the door.", "landscaping",
		"Pruned the tree along the walk.", 80, 220,
	},
	{
		"landscaping", "medium", "Sprinkler floods the path", "One sprinkler head runs into the entrance.", "landscaping",
		"Replaced the head and adjusted the zone.", 75, 180,
	},
	{
		"security", "high", "Entry door does not latch", "The front door of the building stays open.", "security",
		"Replaced the strike and adjusted the closer.", 150, 390,
	},
	{
		"security", "emergency", "Ground-floor window broken", "The window was broken during the night and does not close.", "security",
		"Boarded up at once, replaced the glass the next day.", 340, 890,
	},
	{
		"internet", "medium", "No connection in the flat", "The wall jack shows no link since yesterday.", "internet",
		"Replaced the patch panel port.", 90, 210,
	},
	{"internet", "low", "Weak signal in the lobby", "Wireless in the lobby drops often.", "internet", "Moved the access point.", 60, 150},
	{
		"other", "low", "Mailbox key does not turn", "The key goes in but does not turn.", "locksmith", "Replaced the lock, handed over two keys.",
		65, 130,
	},
	{
		"other", "medium", "Stairwell needs cleaning", "Something was spilled on the stairs and left.", "cleaning",
		"Cleaned the stairwell.", 60, 140,
	},
	{"other", "medium", "Odd noise from the vent", "A vent rattles whenever it is windy.", "general", "Fastened the vent cover.", 55, 160},
}
