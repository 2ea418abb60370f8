package view

import (
	"strconv"
	"time"
)

// SignIn is the sign-in page. It posts email, password and next.
type SignIn struct {
	Email     string        // kept as typed
	Next      string        // the address to go on to, sent back as the hidden field next
	Message   string        // why it did not work, the same for an unknown address and a wrong password
	Throttled time.Duration // above zero after too many tries: how long to wait
	SignedOut bool          // tells that signing out worked
}

// Failure is a page that says what went wrong and what to do. With a Frame that names an organization it stands inside
// the product, else by itself.
type Failure struct {
	Frame
	Status     int           // HTTP status: 403, 404, 409, 412, 429, 500 or 503
	Message    string        // what the fault says, safe to show; "" uses the page's own words
	TraceID    string        // to give to support; shown for 500 and 503
	RetryAfter time.Duration // for 429 and 503
}

type failureWords struct{ title, text string }

var failures = map[int]failureWords{
	403: {"You may not open this", "Your role does not include this page. Ask an administrator of your organization if you need it."},
	404: {"There is nothing here", "The page does not exist, was deleted, or belongs to somebody else. Check the address, or start from a list."},
	409: {"That does not fit how things stand", "Something else has to change first. Nothing was saved."},
	412: {"This was changed meanwhile", "Somebody saved another version after you opened it. Open it again to see the newest one."},
	400: {"That could not be read", "Go back and send it again."},
	413: {"That is too much at once", "What was sent is larger than we accept."},
	422: {"That cannot be shown", "The address asks for something that does not exist here. Start from the list again."},
	429: {"Too many requests", "You are asking faster than we allow. Wait a moment and try again."},
	500: {"Something went wrong on our side", "Nothing was saved. Try again; if it happens again, tell support the reference below."},
	503: {"We cannot answer right now", "A part of the system is not available. Your data is safe. Try again in a moment."},
}

func (f Failure) title() string {
	if w, ok := failures[f.Status]; ok {
		return w.title
	}
	return failures[500].title
}

func (f Failure) text() string {
	if f.Message != "" {
		return f.Message
	}
	if w, ok := failures[f.Status]; ok {
		return w.text
	}
	return failures[500].text
}

func (f Failure) framed() Frame {
	f.Frame.Title = f.title()
	f.Frame.Crumbs = nil
	return f.Frame
}

// wait says a duration to wait in words, never less than it is.
func wait(d time.Duration) string {
	if d <= 90*time.Second {
		return count(max(int((d+time.Second-1)/time.Second), 1), "second", "seconds")
	}
	return count(int((d+time.Minute-1)/time.Minute), "minute", "minutes")
}

func statusText(n int) string { return strconv.Itoa(n) }
