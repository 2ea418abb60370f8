package view_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/propertyos/propertyos/internal/web/view"
	"github.com/propertyos/propertyos/internal/web/view/sample"
)

var iconUse = regexp.MustCompile(`icons(?:\.[0-9a-f]+)?\.svg#([a-z0-9-]+)`)

// The sprite holds the icons of src/icons.txt: each that a page uses must be there, and none that no page uses.
func TestIconsAreInTheSprite(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../assets/src/icons.txt")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, p := range sample.Pages() {
		text, _ := render(t, p)
		for _, m := range iconUse.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	for _, tone := range []view.Tone{view.Good, view.Warning, view.Danger, view.Info} {
		var b strings.Builder
		if err := view.Alert(tone, "", "").Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		used[iconUse.FindStringSubmatch(b.String())[1]] = true
	}
	for _, name := range strings.Fields(string(raw)) {
		if !used[name] {
			t.Errorf("icon %q is built but no page shows it", name)
		}
		delete(used, name)
	}
	for name := range used {
		t.Errorf("icon %q is not in icons.txt", name)
	}
}
