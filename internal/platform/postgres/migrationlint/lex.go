package migrationlint

import "strings"

type kind int

const (
	word   kind = iota // identifier or key word, folded to lower case; quoted identifiers as written
	text               // string constant or dollar-quoted body, without its quotes
	number             // numeric constant or parameter
	symbol             // one character
)

type token struct {
	kind kind
	text string
	// quoted marks a "quoted identifier", which is never a key word.
	quoted bool
}

// is reports whether the token is the unquoted word or the symbol w.
func (t token) is(w string) bool {
	return (t.kind == word && !t.quoted || t.kind == symbol) && t.text == w
}

// lex cuts SQL into tokens, dropping white space and comments. open is true when the text ends inside a string, a
// dollar-quoted body, a comment or a parenthesis: the statement does not end where the text does.
func lex(sql string) (toks []token, open bool) {
	depth := 0
	for i := 0; i < len(sql); {
		rest := sql[i:]
		switch c := sql[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case strings.HasPrefix(rest, "--"):
			i += lineEnd(rest)
		case strings.HasPrefix(rest, "/*"):
			n := blockComment(rest)
			if n < 0 {
				return toks, true
			}
			i += n
		case c == '\'' || c == '"' || c == '$' && dollarTag(rest) != "":
			t, n := enclosed(rest, i > 0 && (sql[i-1] == 'e' || sql[i-1] == 'E'))
			if n < 0 {
				return toks, true
			}
			toks, i = append(toks, t), i+n
		default:
			t, n := plain(rest)
			switch t.text {
			case "(", "[":
				depth++
			case ")", "]":
				depth--
			}
			toks, i = append(toks, t), i+n
		}
	}
	return toks, depth > 0
}

// enclosed reads a string, a quoted identifier or a dollar-quoted body; the length is -1 when it is not closed.
func enclosed(s string, escapes bool) (token, int) {
	switch s[0] {
	case '\'':
		body, n := quoted(s, '\'', escapes)
		return token{kind: text, text: body}, n
	case '"':
		body, n := quoted(s, '"', false)
		return token{kind: word, text: body, quoted: true}, n
	}
	tag := dollarTag(s)
	body, _, closed := strings.Cut(s[len(tag):], tag)
	if !closed {
		return token{}, -1
	}
	return token{kind: text, text: body}, len(body) + 2*len(tag)
}

// plain reads a word, a number or one symbol.
func plain(s string) (token, int) {
	n := 0
	for n < len(s) && wordByte(s[n], n == 0) {
		n++
	}
	switch {
	case n > 0:
		return token{kind: word, text: strings.ToLower(s[:n])}, n
	case s[0] >= '0' && s[0] <= '9':
		for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
			n++
		}
		return token{kind: number, text: s[:n]}, n
	}
	return token{kind: symbol, text: s[:1]}, 1
}

func wordByte(c byte, first bool) bool {
	switch {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
		return true
	}
	return !first && (c >= '0' && c <= '9' || c == '$')
}

func lineEnd(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n + 1
	}
	return len(s)
}

// blockComment returns the length of the comment at the start of s, -1 when it is not closed. PostgreSQL nests them.
func blockComment(s string) int {
	depth := 0
	for i := 0; i+1 < len(s); {
		switch s[i : i+2] {
		case "/*":
			depth++
			i += 2
		case "*/":
			depth--
			i += 2
			if depth == 0 {
				return i
			}
		default:
			i++
		}
	}
	return -1
}

// quoted reads a constant in the quote q at the start of s; a doubled quote stands for one. It returns the body and
// the length with both quotes, -1 when it is not closed.
func quoted(s string, q byte, escapes bool) (string, int) {
	var body strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case escapes && s[i] == '\\' && i+1 < len(s):
			i++
		case s[i] == q && i+1 < len(s) && s[i+1] == q:
			i++
		case s[i] == q:
			return body.String(), i + 1
		}
		body.WriteByte(s[i])
	}
	return "", -1
}

// dollarTag returns the opening tag ($$ or $name$) at the start of s, or nothing.
func dollarTag(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '$' {
			return s[:i+1]
		}
		if !wordByte(s[i], i == 1) {
			return ""
		}
	}
	return ""
}
