package web

import "testing"

// What follows a sign-in is an address inside this site, or nothing.
func TestSafeNext(t *testing.T) {
	t.Parallel()
	for _, inside := range []string{"/", "/units?status=vacant&sort=-rent", "/invitation?token=a-b_c", "/a//b", "/?next=//elsewhere.example"} {
		if got := safeNext(inside); got != inside {
			t.Errorf("%q became %q", inside, got)
		}
	}
	for _, outside := range []string{
		"", "units", "//elsewhere.example", "///elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "\\/elsewhere.example",
		"/\t/elsewhere.example", "/\r\nLocation: https://elsewhere.example", "javascript:alert(1)", " /units", "/%zz", "https:/elsewhere.example",
	} {
		if got := safeNext(outside); got != "" {
			t.Errorf("%q became %q", outside, got)
		}
	}
}
