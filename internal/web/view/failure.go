package view

import (
	"context"
	"strconv"
	"time"

	"github.com/propertyos/propertyos/internal/web/message"
)

// SignIn is the sign-in page. It posts email, password and next.
type SignIn struct {
	Email     string        // kept as typed
	Next      string        // the address to go on to, sent back as the hidden field next
	Message   string        // why it did not work, the same for an unknown address and a wrong password
	Throttled time.Duration // above zero after too many tries: how long to wait
	SignedOut bool          // tells that signing out worked
	Expired   bool          // tells that the second step took too long
	SignUp    bool          // offers to sign up
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
	403: {message.Mark("You may not open this"), message.Mark("Your role does not include this page. Ask an administrator of your organization if you need it.")},
	404: {message.Mark("There is nothing here"), message.Mark("The page does not exist, was deleted, or belongs to somebody else. Check the address, or start from a list.")},
	409: {message.Mark("That does not fit how things stand"), message.Mark("Something else has to change first. Nothing was saved.")},
	412: {message.Mark("This was changed meanwhile"), message.Mark("Somebody saved another version after you opened it. Open it again to see the newest one.")},
	400: {message.Mark("That could not be read"), message.Mark("Go back and send it again.")},
	413: {message.Mark("That is too much at once"), message.Mark("What was sent is larger than we accept.")},
	422: {message.Mark("That cannot be shown"), message.Mark("The address asks for something that does not exist here. Start from the list again.")},
	429: {message.Mark("Too many requests"), message.Mark("You are asking faster than we allow. Wait a moment and try again.")},
	500: {message.Mark("Something went wrong on our side"), message.Mark("Nothing was saved. Try again; if it happens again, tell support the reference below.")},
	503: {message.Mark("We cannot answer right now"), message.Mark("A part of the system is not available. Your data is safe. Try again in a moment.")},
}

func (f Failure) words() failureWords {
	if w, ok := failures[f.Status]; ok {
		return w
	}
	return failures[500]
}

func (f Failure) title(ctx context.Context) string { return message.Marked(ctx, f.words().title) }

func (f Failure) text(ctx context.Context) string {
	if f.Message != "" {
		return f.Message
	}
	return message.Marked(ctx, f.words().text)
}

func (f Failure) framed(ctx context.Context) Frame {
	f.Frame.Title = f.title(ctx)
	f.Frame.Crumbs = nil
	return f.Frame
}

// wait says a duration to wait in words, never less than it is.
func wait(ctx context.Context, d time.Duration) string {
	if d <= 90*time.Second {
		return message.N(ctx, max(int64((d+time.Second-1)/time.Second), 1), "%d second", "%d seconds")
	}
	return message.N(ctx, int64((d+time.Minute-1)/time.Minute), "%d minute", "%d minutes")
}

func statusText(n int) string { return strconv.Itoa(n) }
