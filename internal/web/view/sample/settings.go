package sample

import (
	"time"

	"github.com/propertyos/propertyos/internal/web/view"
)

func jobPages() []Page {
	at := func(title string, crumbs ...view.Link) view.Frame {
		f := frame(title, view.AreaSettings, crumbs...)
		f.Section, f.Person.Role = view.SectionJobs, "admin"
		return f
	}
	clockwork := []view.JobSchedule{
		{Kind: "upkeep.partitions", Purpose: "Make the months to come of partitioned tables", Every: time.Hour, Last: "31 Oct 2026, 11:20", Next: "31 Oct 2026, 12:20"},
		{Kind: "upkeep.analytics", Purpose: "Bring the figures of trends up to date", Every: 5 * time.Minute, Last: "31 Oct 2026, 11:58", Next: "31 Oct 2026, 12:03"},
		{Kind: "event.expiry", Purpose: "Remove events that were carried on 90 days ago", Every: 6 * time.Hour},
	}
	counts := []view.JobCount{{State: "waiting", Jobs: 3}, {State: "running", Jobs: 1}, {State: "retrying", Jobs: 1}, {State: "discarded", Jobs: 2}, {State: "completed", Jobs: 1204}}
	failed := view.JobRow{
		ID: "4711", Kind: "mail.invitation", State: "retrying", Attempt: 3, MaxAttempts: 25, Created: "31 Oct 2026, 09:12",
		Scheduled: "31 Oct 2026, 12:10", Attempted: "31 Oct 2026, 11:02",
		Failures: []view.JobFailure{
			{Attempt: 3, At: "31 Oct 2026, 11:02", Text: "Something went wrong on our side."},
			{Attempt: 2, At: "31 Oct 2026, 09:13", Text: "The database cannot be reached. Try again in a moment."},
		},
	}
	gone := failed
	gone.ID, gone.State, gone.Finalized, gone.Attempt = "4690", "discarded", "30 Oct 2026, 18:40", 25
	done := view.JobRow{ID: "4712", Kind: "event.dispatch", State: "completed", Attempt: 1, MaxAttempts: 25, Created: "31 Oct 2026, 11:59", Finalized: "31 Oct 2026, 11:59"}
	running := view.JobRow{ID: "4713", Kind: "event.dispatch", State: "running", Attempt: 1, MaxAttempts: 25, Created: "31 Oct 2026, 12:00"}
	list := view.JobList{Frame: at("Jobs"), Counts: counts, Rows: []view.JobRow{running, done, failed, gone}, Page: view.Page{Next: "4690"}, Schedules: clockwork}
	none := view.JobList{Frame: at("Jobs"), Counts: []view.JobCount{{State: "waiting"}}, Schedules: clockwork}
	narrowed := list
	narrowed.State, narrowed.Rows, narrowed.Page = "running", nil, view.Page{}
	bad := view.JobRow{ID: Hostile, Kind: Hostile, State: Hostile, Created: Hostile, Failures: []view.JobFailure{{At: Hostile, Text: Hostile}}}
	back := view.Link{Text: "Jobs", Href: "/settings/jobs"}
	return []Page{
		{"jobs", 200, view.JobsPage(list)},
		{"jobs-empty", 200, view.JobsPage(none)},
		{"jobs-none-of-these", 200, view.JobsPage(narrowed)},
		{"jobs-hostile", 200, view.JobsPage(view.JobList{Frame: hostileFrame(), State: Hostile, Counts: []view.JobCount{{State: Hostile, Jobs: 1}}, Rows: []view.JobRow{bad}, Page: view.Page{Next: Hostile}, Schedules: []view.JobSchedule{{Kind: Hostile, Purpose: Hostile, Last: Hostile, Next: Hostile}}})},
		{"job-retrying", 200, view.JobPage(view.JobDetail{Frame: at("Job 4711", back), JobRow: failed, MayChange: true})},
		{"job-discarded", 200, view.JobPage(view.JobDetail{Frame: at("Job 4690", back), JobRow: gone, MayChange: true})},
		{"job-completed", 200, view.JobPage(view.JobDetail{Frame: at("Job 4712", back), JobRow: done})},
		{"job-hostile", 200, view.JobPage(view.JobDetail{Frame: hostileFrame(), JobRow: bad, MayChange: true})},
	}
}

func planPages() []Page {
	f := frame("Plan and features", view.AreaSettings)
	f.Section, f.Person.Role = view.SectionPlan, "admin"
	m := view.PlanPageModel{
		Frame: f, Code: "essential", Units: 412,
		Plans: []view.PlanRow{
			{Code: "essential", Name: "Essential", UnitLimit: 500, AuditMonths: 24},
			{Code: "professional", Name: "Professional", UnitLimit: 5000, AuditMonths: 84},
			{Code: "enterprise", Name: "Enterprise", AuditMonths: 120},
		},
		Features: []view.FeatureRow{
			{Name: "live_updates", Description: "Pages say so when somebody else has just changed what they show.", On: true, MaySwitch: true},
			{Name: "rent_roll_import", Description: "Rent rolls can be brought in.", Operator: true},
		},
	}
	full := m
	full.Units = 503
	most := m
	most.Code, most.Units = "enterprise", 48210
	bad := view.PlanPageModel{
		Frame: hostileFrame(), Code: Hostile, Plans: []view.PlanRow{{Code: Hostile, Name: Hostile}},
		Features: []view.FeatureRow{{Name: Hostile, Description: Hostile, MaySwitch: true}},
	}
	return []Page{
		{"plan", 200, view.PlanPage(m)},
		{"plan-full", 200, view.PlanPage(full)},
		{"plan-enterprise", 200, view.PlanPage(most)},
		{"plan-hostile", 200, view.PlanPage(bad)},
	}
}

func exportPages() []Page {
	whole := frame("Export the organization", view.AreaSettings)
	whole.Section, whole.Person.Role = view.SectionExport, "admin"
	one := frame("Hand over Maple Court", view.AreaProperties, view.Link{Text: "Properties", Href: "/properties"}, view.Link{Text: "Maple Court", Href: "/properties/p1"})
	return []Page{
		{"export", 200, view.ExportPage(view.Export{Frame: whole, Action: "/settings/export", Personal: true})},
		{"export-property", 200, view.ExportPage(view.Export{Frame: one, Property: "Maple Court", Action: "/properties/p1/handover"})},
		{"export-hostile", 200, view.ExportPage(view.Export{Frame: hostileFrame(), Property: Hostile, Action: "/properties/p1/handover", Personal: true})},
	}
}
