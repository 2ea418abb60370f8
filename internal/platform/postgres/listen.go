package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// Listener hears what other sessions announce by NOTIFY.
type Listener struct {
	URL     secret.Text // a direct connection: a transaction pooler loses what is announced
	Channel string
	// Began is called once it listens, again after each time the connection was lost: between the two anything may have
	// been missed.
	Began func()
	// Heard is called with each payload, in the order of commits.
	Heard func(payload string)
	// Lost is called with the reason when it does not listen any more; it tries again after a pause.
	Lost func(error)
}

// listenPause is how long a lost listener waits before it connects again.
const listenPause = time.Second

// Run listens until ctx ends.
func (l Listener) Run(ctx context.Context) {
	for ctx.Err() == nil {
		if err := l.listen(ctx); err != nil && ctx.Err() == nil {
			l.Lost(err)
		}
		timer := time.NewTimer(listenPause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

func (l Listener) listen(ctx context.Context) error {
	cfg, err := pgx.ParseConfig(l.URL.Reveal())
	if err != nil {
		return ErrURL
	}
	cfg.RuntimeParams["application_name"] = "propertyos listen"
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return fmt.Errorf("listen: %w", Translate(err))
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{l.Channel}.Sanitize()); err != nil {
		return fmt.Errorf("listen: %w", Translate(err))
	}
	l.Began()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return fmt.Errorf("listen: %w", Translate(err))
		}
		l.Heard(n.Payload)
	}
}
