package jobs

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// Handle registers what does the jobs of A's kind: do, which has timeout to return. An error or a panic brings the job
// back after a while, up to 25 times, unless the error is a Drop's. Handle panics if the kind has a handler; call it
// before Start. In a client that only inserts it does nothing. A timeout that is not below 15 minutes panics too: then
// another worker would take the job for lost while it runs.
func Handle[A Args](c *Client, timeout time.Duration, do func(context.Context, A) error) {
	if timeout <= 0 || timeout >= rescueAfter {
		panic("jobs: a job's timeout is above 0 and below 15 minutes")
	}
	if c.inserts {
		return
	}
	river.AddWorker(c.workers, &handler[A]{client: c, timeout: timeout, do: do})
}

// waiting reports how long a job should wait without having lost a try: its error is a fault that says so. What is
// missing (a mail server, say) is nothing that trying more often would bring.
func waiting(err error) (time.Duration, bool) {
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.Unavailable && f.RetryAfter > 0 {
		return f.RetryAfter, true
	}
	return 0, false
}

// Drop wraps the error of a job that will never succeed: it is not tried again, and told of in the log.
func Drop(err error) error { return dropped{err} }

type dropped struct{ error }

func (d dropped) Unwrap() error { return d.error }

type handler[A Args] struct {
	river.WorkerDefaults[A]
	client  *Client
	timeout time.Duration
	do      func(context.Context, A) error
}

// Timeout implements river.Worker.
func (h *handler[A]) Timeout(*river.Job[A]) time.Duration { return h.timeout }

// Work implements river.Worker. What it returns is kept with the job and shown to the organization's administrators, so
// it says no more than what is safe; the log has the rest.
func (h *handler[A]) Work(ctx context.Context, job *river.Job[A]) error {
	began := clock.System{}.Now()
	defer func() {
		h.client.metrics.seconds.WithLabelValues(job.Kind).Observe(clock.System{}.Now().Sub(began).Seconds())
	}()
	err := h.try(ctx, job.Args)
	if err == nil {
		h.client.metrics.finished.WithLabelValues(job.Kind, outcomeCompleted).Inc()
		return nil
	}
	if after, ok := waiting(err); ok {
		h.client.log.LogAttrs(ctx, slog.LevelWarn, "job waits", slog.String("kind", job.Kind), slog.Int64("job_id", job.ID),
			slog.String("for", fault.As(err).Code), slog.Duration("wait", after))
		h.client.metrics.finished.WithLabelValues(job.Kind, outcomeWaiting).Inc()
		return river.JobSnooze(after)
	}
	return kept{err}
}

// try turns a panic into an error: its text and stack belong into the log and not beside the job.
func (h *handler[A]) try(ctx context.Context, args A) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicked{value: value, stack: string(debug.Stack())}
		}
	}()
	return h.do(ctx, args)
}

type panicked struct {
	value any
	stack string
}

func (panicked) Error() string { return "panic" }

// kept is an error as it is kept with the job: a fault's code and message, which are safe to show, or nothing at all.
type kept struct{ error }

func (k kept) Error() string {
	f := fault.As(k.error)
	return f.Code + ": " + f.Message
}

func (k kept) Unwrap() error { return k.error }

// told is what a job's failed try says. Texts that the queue itself kept are left out: they are for operators.
func told(e rivertype.AttemptError) string {
	code, message, ok := strings.Cut(e.Error, ": ")
	if !ok || e.Trace != "" || !faultCode.MatchString(code) {
		return fault.As(errNoHandler).Message
	}
	return message
}

// faultCode is the form of a fault's code.
var faultCode = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// errNoHandler stands for what the queue itself says of a job.
var errNoHandler = errors.New("jobs: not done")

// failures hears of every try that failed: of errors, of panics, and of kinds that nobody handles.
type failures struct{ client *Client }

// HandleError implements river.ErrorHandler.
func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	var k kept
	if errors.As(err, &k) {
		err = k.error
	}
	var d dropped
	drop := errors.As(err, &d)
	var p panicked
	if errors.As(err, &p) {
		f.tell(ctx, job, false, slog.Any("panic", p.value), slog.String("stack", p.stack))
	} else {
		f.tell(ctx, job, drop, slog.Any("error", err))
	}
	return &river.ErrorHandlerResult{SetCancelled: drop}
}

// HandlePanic implements river.ErrorHandler.
func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, value any, trace string) *river.ErrorHandlerResult {
	f.tell(ctx, job, false, slog.Any("panic", value), slog.String("stack", trace))
	return nil
}

func (f failures) tell(ctx context.Context, job *rivertype.JobRow, drop bool, cause ...slog.Attr) {
	attrs := append([]slog.Attr{
		slog.String("kind", job.Kind), slog.Int64("job_id", job.ID),
		slog.Int("attempt", job.Attempt), slog.Int("max_attempts", job.MaxAttempts),
	}, cause...)
	level, text, outcome := slog.LevelWarn, "job failed and will be tried again", outcomeFailed
	if drop || job.Attempt >= job.MaxAttempts {
		level, text, outcome = slog.LevelError, "job discarded", outcomeDiscarded
	}
	f.client.metrics.finished.WithLabelValues(job.Kind, outcome).Inc()
	f.client.log.LogAttrs(ctx, level, text, attrs...)
}

// backoff is River's retry policy from a function. River measures by the machine's clock, and so does it.
type backoff func(failures int) time.Duration

// NextRetry implements river.ClientRetryPolicy.
func (b backoff) NextRetry(job *rivertype.JobRow) time.Time {
	return clock.System{}.Now().Add(b(len(job.Errors) + 1))
}
