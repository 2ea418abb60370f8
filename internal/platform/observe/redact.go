package observe

import (
	"fmt"
	"log/slog"
	"reflect"
	"regexp"
	"strings"

	"github.com/propertyos/propertyos/internal/kernel/secret"
)

// telltales are parts of names under which secrets and personal data travel, lower case, without separators.
var telltales = []string{
	"password", "passwd", "passphrase", "secret", "token", "apikey", "authorization", "cookie",
	"credential", "privatekey", "masterkey", "signature", "ssn", "socialsecurity", "taxid", "routingnumber", "accountnumber",
	"cardnumber", "birthdate", "dateofbirth", "totp", "email", "phone",
}

var separators = strings.NewReplacer("_", "", "-", "", ".", "", " ", "")

func sensitive(key string) bool {
	key = separators.Replace(strings.ToLower(key))
	for _, t := range telltales {
		if strings.Contains(key, t) {
			return true
		}
	}
	return false
}

// Redact is a slog.HandlerOptions.ReplaceAttr. It empties attributes whose name, or whose group's, tells of a secret or
// of a person; every value with a secret.Text anywhere in it; and, inside any text, passwords of URLs and the
// credentials of an Authorization header. It is the net below the rule that such things are not logged at all.
func Redact(groups []string, a slog.Attr) slog.Attr {
	if sensitive(a.Key) && a.Key != slog.MessageKey {
		return slog.String(a.Key, secret.Redacted)
	}
	for _, g := range groups {
		if sensitive(g) {
			return slog.String(a.Key, secret.Redacted)
		}
	}
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, scrub(a.Value.String()))
	case slog.KindAny:
		return redactAny(a)
	default:
		return a
	}
}

func redactAny(a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case error:
		return slog.String(a.Key, scrub(v.Error()))
	case *slog.Source:
		return a
	case fmt.Stringer:
		if p := reflect.ValueOf(v); p.Kind() == reflect.Pointer && p.IsNil() {
			return a
		}
		return slog.String(a.Key, scrub(v.String()))
	default:
		// Printing reaches unexported fields without asking secret.Text how it wants to be printed.
		if holdsSecret(reflect.ValueOf(v), maxDepth) {
			return slog.String(a.Key, secret.Redacted)
		}
		return a
	}
}

var secretType = reflect.TypeFor[secret.Text]()

// maxDepth is how deep a value is searched; what lies deeper counts as a secret.
const maxDepth = 6

func holdsSecret(v reflect.Value, depth int) bool {
	if !v.IsValid() {
		return false
	}
	if v.Type() == secretType {
		return true
	}
	if plain(v.Type()) {
		return false
	}
	if depth == 0 {
		return true
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && holdsSecret(v.Elem(), depth-1)
	case reflect.Struct:
		for i := range v.NumField() {
			if sensitive(v.Type().Field(i).Name) || holdsSecret(v.Field(i), depth-1) {
				return true
			}
		}
	case reflect.Slice, reflect.Array:
		if plain(v.Type().Elem()) {
			return false
		}
		for i := range v.Len() {
			if holdsSecret(v.Index(i), depth-1) {
				return true
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if it.Key().Kind() == reflect.String && sensitive(it.Key().String()) || holdsSecret(it.Value(), depth-1) {
				return true
			}
		}
	}
	return false
}

// plain reports whether values of t cannot hold anything else.
func plain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Struct, reflect.Slice, reflect.Array, reflect.Map:
		return false
	default:
		return true
	}
}

var (
	urlPassword = regexp.MustCompile(`(://[^/\s:@"']*:)[^\s"']*@`)
	dsnPassword = regexp.MustCompile(`(?i)(\bpassword\s*=\s*)('[^']*'|[^\s&"']+)`)
	credentials = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}`)
)

// scrub takes credentials out of running text.
func scrub(s string) string {
	if strings.Contains(s, "://") {
		s = urlPassword.ReplaceAllString(s, "${1}"+secret.Redacted+"@")
	}
	s = dsnPassword.ReplaceAllString(s, "${1}"+secret.Redacted)
	return credentials.ReplaceAllString(s, "${1} "+secret.Redacted)
}
