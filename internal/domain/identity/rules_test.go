package identity

import (
	"bufio"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"github.com/propertyos/propertyos/internal/kernel/fault"
	"github.com/propertyos/propertyos/internal/kernel/secret"
)

func TestNormalizeEmail(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a@b":                      "a@b",
		"  Ana@Example.COM\t\r\n":  "ana@example.com",
		"first.last+tag@x.example": "first.last+tag@x.example",
		"o'hara@example.com":       "o'hara@example.com",
		"ÅSA@exämple.se":           "åsa@exämple.se",
		"a\u030asa@example.se":     "åsa@example.se",
		"ana\u00a0@example.com":    "",
		"":                         "",
		" ":                        "",
		"ana":                      "",
		"@example.com":             "",
		"ana@":                     "",
		"ana@b@c":                  "",
		"ana @example.com":         "",
		"ana@exam ple.com":         "",
		"an\x00a@example.com":      "",
		"an\na@example.com":        "",
		"an\u200ba@example.com":    "",
		"an\u202ea@example.com":    "",
		"an\x7fa@example.com":      "",
		"an\xffa@example.com":      "",
		strings.Repeat("a", 242) + "@example.com":     strings.Repeat("a", 242) + "@example.com",
		strings.Repeat("a", 243) + "@example.com":     "",
		strings.Repeat("a", 10_000) + "@example.com":  "",
		strings.Repeat(" ", 10_000) + "a@example.com": "",
	} {
		got, err := NormalizeEmail(in)
		if got != want || (want == "") != errors.Is(err, ErrEmail) {
			t.Errorf("%q gives %q, %v; want %q", in, got, err, want)
		}
		if again, err := NormalizeEmail(got); want != "" && (err != nil || again != got) {
			t.Errorf("%q is not stable: %q", got, again)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		goodPassword:              "",
		"zk4#pQ9!vb":              "",
		"пароль для дома":         "",
		"十文字以上の合言葉です":             "",
		"          x":             "",
		strings.Repeat("ab1", 66): "too_common",
		strings.Repeat("é", 10):   "too_common",
		"0123456789abcdefghi" + strings.Repeat("wordy", 36):   "",
		"0123456789abcdefghij" + strings.Repeat("wordy", 36):  "",
		"0123456789abcdefghijk" + strings.Repeat("wordy", 36): "too_long",
		strings.Repeat("x", 100_000):                          "too_long",
		"":                                                    "too_short",
		"ninechars":                                           "too_short",
		"e\u0301e\u0301e\u0301e\u0301e\u0301":                 "too_short", // five characters, however they are typed
		"bad\xffbytes-long":                                   "text_invalid",
		"1234567890":                                          "too_common",
		"Password1234":                                        "too_common",
		"QWERTYuiop":                                          "too_common",
		"ｐａｓｓｗｏｒｄ１２３":                                         "too_common", // full-width letters
		"PropertyOS123":                                       "too_common",
		"aaaaaaaaaaaa":                                        "too_common",
		"abcabcabcabc":                                        "too_common",
		"Ana.Manager@Example.com":                             "is_email",
		"ANA.MANAGER":                                         "is_email",
		"ana.manager2026!":                                    "is_email",
		"ana.manager and her seven herons":                    "",
	} {
		err := CheckPassword(ownerEmail, secret.New(password))
		code := ""
		if f := fault.As(err); f != nil {
			code = f.Fields[0].Code
			if len(f.Fields) != 1 || f.Fields[0].Pointer != "/password" || password != "" && strings.Contains(err.Error(), password) {
				t.Errorf("%.30q: %+v", password, f)
			}
		}
		if code != want {
			t.Errorf("%.30q is %q, want %q", password, code, want)
		}
	}
}

func TestCommonListIsWellFormed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	lines := bufio.NewScanner(strings.NewReader(commonList))
	for lines.Scan() {
		s := lines.Text()
		if s != strings.ToLower(s) || utf8.RuneCountInString(s) < MinPassword || seen[s] {
			t.Errorf("%q is upper case, too short to matter, or twice in the list", s)
		}
		seen[s] = true
	}
	if len(seen) < 100 {
		t.Errorf("%d entries", len(seen))
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	h := newHasher(1, time.Minute)
	password := secret.New("café au lait, twice")
	phc := h.hash(password)
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") || phc == h.hash(password) {
		t.Error("not the format, or the same salt twice")
	}
	for typed, want := range map[string]bool{
		"café au lait, twice":       true,
		"cafe\u0301 au lait, twice": true, // the same letters from another keyboard
		"cafe au lait, twice":       false,
		"Café au lait, twice":       false,
		"café au lait, twice ":      false,
		"":                          false,
	} {
		if ok, stale, err := h.verify(phc, secret.New(typed)); ok != want || stale || err != nil {
			t.Errorf("%q: %t, %t, %v", typed, ok, stale, err)
		}
		if ok, _, err := h.verify(h.dummy, secret.New(typed)); ok || err != nil {
			t.Errorf("the dummy takes %q, %v", typed, err)
		}
	}
	// The parameters of the dummy are those of a real hash, or its check would take another time.
	made, _, _, err := decode(phc)
	if err != nil {
		t.Fatal(err)
	}
	if c, salt, hash, err := decode(h.dummy); err != nil || c != made || len(salt) != saltSize || len(hash) != hashSize {
		t.Errorf("dummy: %+v, %v", c, err)
	}
}

func TestDamagedHash(t *testing.T) {
	t.Parallel()
	h := newHasher(1, time.Minute)
	h.derive = func(p, salt []byte, _, _ uint32, _ uint8, size uint32) []byte {
		return argon2.IDKey(p, salt, 1, 8, 1, size)
	}
	good := h.hash(secret.New(goodPassword))
	if _, _, err := h.verify(good, secret.New(goodPassword)); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"$argon2id", "argon2id"},
		{"argon2id", "argon2i"},
		{"v=19", "v=16"},
		{"m=19456", "m=0"},
		{"m=19456", "m=4000000000"},
		{"m=19456", "m=-1"},
		{"m=19456", "m=99999999999"},
		{"m=19456", "m=019456"},
		{"t=2", "t=0"},
		{"t=2", "t=1000"},
		{"p=1", "p=0"},
		{"p=1", "p=200"},
		{"p=1", "p=1,x=1"},
		{"p=1$", "p=1$$"},
		{good[len(good)-43:], ""},
		{good[len(good)-43:], "AAAA"},
		{good[len(good)-43:], strings.Repeat("A", 400)},
		{good[len(good)-1:], "="},
		{good, ""},
		{good, "plain text"},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if change[0] == good[len(good)-1:] {
			bad = good[:len(good)-1] + change[1]
		}
		if _, _, err := h.verify(bad, secret.New(goodPassword)); !errors.Is(err, errHash) {
			t.Errorf("%s for %s: %v", change[1], change[0], err)
		}
	}
}
