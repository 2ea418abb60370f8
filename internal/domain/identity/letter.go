package identity

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"github.com/propertyos/propertyos/internal/platform/mail"
)

// The texts of mails: the subject, an empty line, paragraphs. A paragraph of "@ words" is the link with those words. Both
// forms of a mail, plain and HTML, are made of the one text, so that they cannot say different things.
//
//go:embed mail
var letterFiles embed.FS

var (
	letterTexts  = template.Must(template.New("").Option("missingkey=error").ParseFS(letterFiles, "mail/*.txt"))
	letterLayout = htmltemplate.Must(htmltemplate.ParseFS(letterFiles, "mail/layout.gohtml"))
)

// letter is a mail before it is written out.
type letter struct {
	kind  string // names the text
	to    string
	id    string // the same when it is sent again
	link  string // an address below the configured URL, such as "/verify?token=…"
	facts letterFacts
}

// letterFacts are what texts mention. They are made one line each: people choose them.
type letterFacts struct{ FirstName, Inviter, Organization string }

func (f letterFacts) lines() letterFacts {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return letterFacts{FirstName: line(f.FirstName), Inviter: line(f.Inviter), Organization: line(f.Organization)}
}

// letterPart is a paragraph, or the link where Link is not "".
type letterPart struct{ Text, Link string }

// linkMark begins the paragraph that is the link.
const linkMark = "@ "

// message writes a letter out, with links below base.
func (l letter) message(base string) (mail.Message, error) {
	var raw bytes.Buffer
	if err := letterTexts.ExecuteTemplate(&raw, l.kind+".txt", l.facts.lines()); err != nil {
		return mail.Message{}, fmt.Errorf("write mail %s: %w", l.kind, err)
	}
	subject, body, _ := strings.Cut(strings.TrimSpace(raw.String()), "\n\n")
	var parts []letterPart
	var plain strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(body), "\n\n") {
		part := letterPart{Text: paragraph}
		if words, ok := strings.CutPrefix(paragraph, linkMark); ok {
			part = letterPart{Text: words, Link: base + l.link}
			paragraph = words + ":\n" + part.Link
		}
		parts = append(parts, part)
		plain.WriteString(paragraph + "\n\n")
	}
	plain.WriteString("-- \nPropertyOS\n" + base + "\n")
	subject += " · PropertyOS"
	var page bytes.Buffer
	if err := letterLayout.Execute(&page, map[string]any{"Subject": subject, "Parts": parts}); err != nil {
		return mail.Message{}, fmt.Errorf("write mail %s: %w", l.kind, err)
	}
	return mail.Message{To: l.to, Subject: subject, Text: plain.String(), HTML: page.String(), Kind: l.kind, ID: l.id}, nil
}
