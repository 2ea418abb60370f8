package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/observe"
	"github.com/propertyos/propertyos/internal/tenancy"
)

// Organized are the args of a job that is about one organization, whose administrators see it.
type Organized interface {
	Args
	// Organization is the organization; id.Nil is a defect.
	Organization() id.ID
}

// Unique are args of which one job is enough.
type Unique interface {
	Args
	Once() Once
}

// Once says when a job is not inserted because there is one with the same kind and args.
type Once struct {
	// Within is how long a job counts after it was inserted, whatever became of it. 0: it counts until it is finished.
	Within time.Duration
}

// unfinished are the states of a job that is still to do its work.
var unfinished = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable,
	rivertype.JobStateScheduled,
}

// metadata is what is kept beside a job's args.
type metadata struct {
	Organization id.ID `json:"organization"`
}

// optsOf are how a job of these args is inserted.
func optsOf(args Args) (*river.InsertOpts, error) {
	opts := &river.InsertOpts{}
	if o, ok := args.(Organized); ok {
		org := o.Organization()
		if org == id.Nil {
			return nil, fmt.Errorf("job %s: %w", args.Kind(), errNoOrganization)
		}
		b, err := json.Marshal(metadata{Organization: org})
		if err != nil {
			return nil, fmt.Errorf("job %s: %w", args.Kind(), err)
		}
		opts.Metadata = b
	}
	if u, ok := args.(Unique); ok {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true}
		if once := u.Once(); once.Within > 0 {
			opts.UniqueOpts.ByPeriod = once.Within
		} else {
			opts.UniqueOpts.ByState = unfinished
		}
	}
	return opts, nil
}

// HandleIn is Handle for jobs about one organization: do is given the principal that acts there as the program itself,
// and a context whose log lines name the organization.
func HandleIn[A Organized](c *Client, timeout time.Duration, do func(context.Context, tenancy.Principal, A) error) {
	Handle(c, timeout, func(ctx context.Context, a A) error {
		org := a.Organization()
		if org == id.Nil {
			return Drop(errNoOrganization)
		}
		p := tenancy.Operator(org, a.Kind())
		ctx = observe.Begin(ctx, "")
		p.RequestID = observe.RequestID(ctx)
		observe.SetOrganization(ctx, org)
		return do(ctx, p, a)
	})
}
