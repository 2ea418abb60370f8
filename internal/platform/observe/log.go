package observe

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"

	"golang.org/x/term"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/id"
)

// Format is how log lines look.
type Format string

// The formats.
const (
	FormatAuto Format = "auto" // text on a terminal, JSON elsewhere
	FormatJSON Format = "json" // one object a line, for machines
	FormatText Format = "text" // for people
)

// ParseFormat reads a format's name; "" is auto.
func ParseFormat(s string) (Format, error) {
	switch f := Format(s); f {
	case "":
		return FormatAuto, nil
	case FormatAuto, FormatJSON, FormatText:
		return f, nil
	}
	return "", fault.New(fault.Invalid, "log_format_invalid", "The log format must be auto, json or text.")
}

// ParseLevel reads debug, info, warn or error in any case; "" is info.
func ParseLevel(s string) (slog.Level, error) {
	var l slog.Level
	if s == "" {
		return slog.LevelInfo, nil
	}
	if err := l.UnmarshalText([]byte(s)); err != nil {
		return l, fault.New(fault.Invalid, "log_level_invalid", "The log level must be debug, info, warn or error.").With(err)
	}
	return l, nil
}

// LogOptions shape a logger.
type LogOptions struct {
	Format Format
	Level  slog.Leveler // nil is info
}

// NewLogger makes a logger that adds the ids of the context it is given and redacts what looks like a secret: see Redact.
func NewLogger(w io.Writer, o LogOptions) *slog.Logger {
	if o.Format == "" || o.Format == FormatAuto {
		o.Format = FormatJSON
		if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
			o.Format = FormatText
		}
	}
	var h slog.Handler
	if o.Format == FormatText {
		h = newConsole(w, o.Level)
	} else {
		h = slog.NewJSONHandler(w, &slog.HandlerOptions{Level: o.Level, ReplaceAttr: Redact})
	}
	return slog.New(contextual{h})
}

// contextual adds what the context knows.
type contextual struct{ slog.Handler }

func (c contextual) Handle(ctx context.Context, r slog.Record) error {
	if s := scopeOf(ctx); s != nil {
		r = r.Clone()
		r.AddAttrs(slog.String("request_id", s.request))
		if org := Organization(ctx); org != id.Nil {
			r.AddAttrs(slog.String("organization_id", org.String()))
		}
	}
	return c.Handler.Handle(ctx, r)
}

func (c contextual) WithAttrs(attrs []slog.Attr) slog.Handler {
	return contextual{c.Handler.WithAttrs(attrs)}
}

func (c contextual) WithGroup(name string) slog.Handler { return contextual{c.Handler.WithGroup(name)} }

// console writes "15:04:05 WARN  message key=value": slog's text with its first three attributes as plain words.
type console struct {
	out   *consoleOut
	attrs slog.Handler // writes into out.line
}

type consoleOut struct {
	mu   sync.Mutex
	w    io.Writer
	line bytes.Buffer
}

func newConsole(w io.Writer, level slog.Leveler) *console {
	out := &consoleOut{w: w}
	replace := func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
			return slog.Attr{}
		}
		return Redact(groups, a)
	}
	return &console{out: out, attrs: slog.NewTextHandler(&out.line, &slog.HandlerOptions{Level: level, ReplaceAttr: replace})}
}

func (c *console) Enabled(ctx context.Context, level slog.Level) bool {
	return c.attrs.Enabled(ctx, level)
}

func (c *console) Handle(ctx context.Context, r slog.Record) error {
	c.out.mu.Lock()
	defer c.out.mu.Unlock()
	c.out.line.Reset()
	fmt.Fprintf(&c.out.line, "%s %-5s %s ", r.Time.Format("15:04:05"), r.Level, scrub(r.Message))
	if err := c.attrs.Handle(ctx, r); err != nil {
		return err
	}
	_, err := c.out.w.Write(append(bytes.TrimRight(c.out.line.Bytes(), " \n"), '\n'))
	return err
}

func (c *console) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &console{out: c.out, attrs: c.attrs.WithAttrs(attrs)}
}

func (c *console) WithGroup(name string) slog.Handler {
	return &console{out: c.out, attrs: c.attrs.WithGroup(name)}
}
