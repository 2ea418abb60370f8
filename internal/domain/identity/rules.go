package identity

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// MaxEmail is the longest e-mail address, in bytes. Source: RFC 5321 section 4.5.3.1.3, less the angle brackets.
const MaxEmail = 254

// ErrEmail says that text is no e-mail address.
var ErrEmail = fault.New(fault.Invalid, "email_invalid", "Enter an e-mail address, such as name@example.com.").On("/email")

// NormalizeEmail gives an e-mail address the one form in which it is stored and compared: trimmed, NFC, lower case. It
// refuses what cannot be one (ErrEmail) and leaves the rest to the mail that confirms it.
func NormalizeEmail(s string) (string, error) {
	if len(s) > 4*MaxEmail || !utf8.ValidString(s) {
		return "", ErrEmail
	}
	s = strings.ToLower(norm.NFC.String(strings.TrimSpace(s)))
	local, domain, found := strings.Cut(s, "@")
	if !found || local == "" || domain == "" || strings.Contains(domain, "@") || len(s) > MaxEmail {
		return "", ErrEmail
	}
	for _, r := range s {
		if r == ' ' || !unicode.IsPrint(r) { // IsPrint knows no other space, no control and no invisible character
			return "", ErrEmail
		}
	}
	return s, nil
}

// The lengths of a password, in characters after normalization. Source: NIST SP 800-63B section 5.1.1.2 asks for at
// least 8, at least 64 to be allowed, no rules of composition, and a look at what is commonly used.
const (
	MinPassword = 10
	MaxPassword = 200
)

// commonList is a list of our own of what people choose when ten characters are asked for, one a line, lower case.
//
//go:embed common.txt
var commonList string

var common = func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(commonList) {
		m[strings.TrimSpace(line)] = true
	}
	return m
}()

// CheckPassword reports whether a person may choose the password. The e-mail is a normalized one. The error is an
// Invalid fault of the field /password that never repeats it.
func CheckPassword(email string, password secret.Text) error {
	var fields fault.Fields
	checkPassword(&fields, email, password)
	return fields.Err()
}

func checkPassword(fields *fault.Fields, email string, password secret.Text) {
	const at = "/password"
	raw := password.Reveal()
	// NFKC makes one rune at most 18 times longer, so a limit before it keeps it from being work for an attacker.
	if len(raw) > 4*MaxPassword {
		fields.Add(at, "too_long", "The password is too long: at most 200 characters.")
		return
	}
	if !utf8.ValidString(raw) {
		fields.Add(at, "text_invalid", "The password holds characters that cannot be read.")
		return
	}
	p := strings.ToLower(norm.NFKC.String(raw))
	length := utf8.RuneCountInString(norm.NFKC.String(raw))
	local, _, _ := strings.Cut(email, "@")
	switch {
	case length < MinPassword:
		fields.Add(at, "too_short", "The password is too short: at least 10 characters. A few words make a good one.")
	case length > MaxPassword:
		fields.Add(at, "too_long", "The password is too long: at most 200 characters.")
	case p == email || p == local || strings.TrimRight(p, "0123456789!.") == local:
		fields.Add(at, "is_email", "The password must not be the e-mail address.")
	case common[p] || repeats(p):
		fields.Add(at, "too_common", "This password is one of those that are tried first. Choose another.")
	}
}

// repeats reports whether p is one short piece over and over, such as abcabcabcabc.
func repeats(p string) bool {
	for size := 1; size <= 4; size++ {
		if len(p)%size == 0 && strings.Count(p, p[:size]) == len(p)/size {
			return true
		}
	}
	return false
}
