package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/propertyos/propertyos/internal/kernel/clock"
	"github.com/propertyos/propertyos/internal/kernel/fault"
)

// outboxKept is how many mails an outbox keeps. The oldest give way.
const outboxKept = 200

// Outbox is a Sender that sends nothing: it keeps each mail as a file on this machine, where developers look.
type Outbox struct {
	dir   string
	clock clock.Clock
	mu    sync.Mutex // one writer at a time, so that the bound holds
}

// outboxFrom is whom mails in an outbox come from.
var outboxFrom = &mail.Address{Name: "PropertyOS", Address: "outbox@localhost"}

// NewOutbox makes an outbox in a folder, which it makes when the first mail comes.
func NewOutbox(dir string, c clock.Clock) *Outbox { return &Outbox{dir: dir, clock: c} }

// Kept is one mail in an outbox.
type Kept struct {
	Name string // what Read takes
	At   time.Time
	To   string
	Kind string

	Subject, Text, HTML string // List leaves Text and HTML out
}

// nameLayout begins the names of files, so that they sort by time.
const nameLayout = "20060102T150405.000000000Z"

const extension = ".eml"

// Send implements Sender.
func (o *Outbox) Send(_ context.Context, m Message) error {
	msg, err := compose(m, outboxFrom, o.clock)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := msg.WriteTo(&b); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	file := filepath.Join(o.dir, o.clock.Now().UTC().Format(nameLayout)+"-"+m.ID+extension)
	// Under another name first: a reader never meets half a mail.
	part := file + ".part"
	if err := os.WriteFile(part, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	if err := os.Rename(part, file); err != nil {
		return fmt.Errorf("outbox: %w", err)
	}
	names, err := o.names()
	if err != nil {
		return err
	}
	for len(names) > outboxKept {
		if err := os.Remove(filepath.Join(o.dir, names[0])); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("outbox: %w", err)
		}
		names = names[1:]
	}
	return nil
}

// names lists the mails, the oldest first.
func (o *Outbox) names() ([]string, error) {
	entries, err := os.ReadDir(o.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("outbox: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && strings.HasSuffix(e.Name(), extension) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// List returns the mails, the newest first, without what is in them.
func (o *Outbox) List() ([]Kept, error) {
	names, err := o.names()
	if err != nil {
		return nil, err
	}
	slices.Reverse(names)
	list := make([]Kept, 0, len(names))
	for _, n := range names {
		k, err := o.Read(n)
		if fault.As(err).Is404() {
			continue // it has just given way
		}
		if err != nil {
			return nil, err
		}
		k.Text, k.HTML = "", ""
		list = append(list, k)
	}
	return list, nil
}

// Read returns one mail. Errors: fault.ErrNotFound.
func (o *Outbox) Read(name string) (Kept, error) {
	names, err := o.names()
	if err != nil {
		return Kept{}, err
	}
	if !slices.Contains(names, name) { // so that no name leads out of the folder
		return Kept{}, fault.ErrNotFound
	}
	b, err := os.ReadFile(filepath.Join(o.dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return Kept{}, fault.ErrNotFound
	}
	if err != nil {
		return Kept{}, fmt.Errorf("outbox: %w", err)
	}
	k, err := parse(b)
	if err != nil {
		return Kept{}, fmt.Errorf("outbox: read mail: %w", err)
	}
	k.Name = name
	return k, nil
}

// decoder reads subjects that are not ASCII.
var decoder mime.WordDecoder

func parse(b []byte) (Kept, error) {
	head, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return Kept{}, err
	}
	msg, err := gomail.EMLToMsgFromReader(bytes.NewReader(b))
	if err != nil {
		return Kept{}, err
	}
	k := Kept{Kind: head.Header.Get(headerKind)}
	if k.At, err = head.Header.Date(); err != nil {
		return Kept{}, err
	}
	if to, err := head.Header.AddressList("To"); err == nil && len(to) > 0 {
		k.To = to[0].Address
	}
	if k.Subject, err = decoder.DecodeHeader(head.Header.Get("Subject")); err != nil {
		return Kept{}, err
	}
	for _, part := range msg.GetParts() {
		content, err := part.GetContent()
		if err != nil {
			return Kept{}, err
		}
		text := strings.ReplaceAll(string(content), "\r\n", "\n")
		if part.GetContentType() == gomail.TypeTextHTML {
			k.HTML = text
		} else {
			k.Text = text
		}
	}
	return k, nil
}
