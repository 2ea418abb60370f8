package journey

import (
	"testing"

	"github.com/propertyos/propertyos/test/cli/program"
)

// livePerson has an organization and a session that no other story uses.
const livePerson = "lena@live.example"

// TestTwoTabs edits in one window what others show: the list follows by itself, the form says so and keeps what was
// typed, a second tab is told through the first, and the window that made the change is not told of its own.
func TestTwoTabs(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"org", "create", "--slug", "live", "--name", "Live Homes"},
		{"user", "create", "--org", "live", "--email", livePerson, "--role", "admin", "--first-name", "Lena", "--password-file", "-"},
	} {
		if r, err := propertyos(program.Call{Args: args, In: password}); err != nil || r.Code != 0 {
			t.Fatalf("%v: %v %s", args, err, r.Err)
		}
	}
	session(t, livePerson, password)
	writer, list, form := person(t, livePerson), person(t, livePerson), person(t, livePerson)
	at := create(writer, "Live Wharf")
	form.open(at + "/edit")
	listening(form)
	form.typeInto("#f-parking_spaces", "7")
	list.open("/properties")
	listening(list)
	second := list.second()
	second.open(at)
	writer.open(at + "/edit")
	writer.typeInto("#f-name", "Harbor Wharf")
	writer.do(pressed("form.form button[type=submit]"))
	writer.until(`document.querySelector("h1").textContent === "Harbor Wharf"`)
	list.until(`document.querySelector("#list").textContent.includes("Harbor Wharf")`)
	second.until(`document.querySelector("#live-notices [data-live-reload]")`)
	form.until(`document.querySelector("#live-notices [data-live-reload]")`)
	if got := value[string](form, `document.querySelector("#f-parking_spaces").value`); got != "7" {
		t.Errorf("what was typed became %q", got)
	}
	second.do(pressed("#live-notices [data-live-reload]"))
	second.until(`document.querySelector("h1").textContent === "Harbor Wharf" && !document.querySelector("#live-notices [data-live-reload]")`)
	if value[bool](writer, `Boolean(document.querySelector("#live-notices [data-live-reload]"))`) {
		t.Error("the window that made the change is told of it")
	}
}

// listening waits until the window is told of changes.
func listening(b *tab) {
	b.Helper()
	b.until(`document.documentElement.dataset.live === "yes"`)
}

// TestSettingsPages opens the pages of jobs and of the plan, switches a feature and sees it switched.
func TestSettingsPages(t *testing.T) {
	t.Parallel()
	b := person(t, importPerson)
	b.open("/settings/jobs")
	b.until(`document.querySelector("a[data-row-link]")`)
	b.says("main", "By the clock", "Every 5 minutes")
	b.follow("a[data-row-link]")
	b.says("main", "Tries", "Failures")
	b.open("/settings/plan")
	b.says("main", "Essential", "500")
	b.follow("form[action='/settings/plan/features/live_updates'] button")
	b.says("main", "Switch on")
	b.follow("form[action='/settings/plan/features/live_updates'] button")
	b.says("main", "Switch off")
}
