package journey

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/propertyos/propertyos/internal/platform/pdf"
)

// keep writes a file to send.
func keep(t *testing.T, name string, content []byte) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(at, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return at
}

// paper is a PDF of so many megabytes: more than one part of an upload.
func paper(t *testing.T, megabytes int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, pdf.Document{Title: "Survey", Created: time.Unix(0, 0), Blocks: []pdf.Block{{Text: "Boiler survey"}}}); err != nil {
		t.Fatal(err)
	}
	return append(out.Bytes(), bytes.Repeat([]byte("\n% padding of a scan"), megabytes<<20/20)...)
}

// photo is a picture of more than a form without a file may send.
func photo(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 400, 300))
	if _, err := rand.Read(img.Pix); err != nil { // noise, which no compression makes small
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// wires watches the parts that the page sends, in window.parts, and what it says of them, in window.said. cut is what happens
// to the nth part: "before" loses it, "after" loses the answer to it, "never" keeps the page waiting.
const wires = `(cut) => {
	const through = window.fetch;
	window.parts = [];
	window.said = [];
	const words = document.querySelector("[data-upload-said]");
	new MutationObserver(() => window.said.push(words.textContent)).observe(words, {childList: true});
	window.fetch = async (path, options) => {
		if (options?.method !== "PATCH") return through(path, options);
		window.parts.push(Number(options.headers["Upload-Offset"]));
		const what = cut[window.parts.length];
		if (what === "never") return new Promise(() => {});
		if (what === "before") throw new TypeError("connection lost");
		const answer = await through(path, options);
		if (what === "after") throw new TypeError("connection lost");
		return answer;
	};
}`

// wired opens the form with its wires, chooses a file and sends it.
func (b *tab) wired(file, cut string) {
	b.Helper()
	b.open("/documents/new")
	b.script("(" + wires + ")(" + cut + ")")
	b.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{file}))
	b.do(pressed("form[data-document-upload] .form-acts button"))
}

// TestUploadGoesOn sends a file in parts over a connection that loses a part, then an answer, and in the end the page: each
// time it goes on where the server has got to, and the file arrives as it was.
func TestUploadGoesOn(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	const part = 4 << 20
	sent := paper(t, 9)
	file := keep(t, "boiler survey.pdf", sent)
	b.wired(file, `{3: "never"}`)
	b.until(`window.parts.length === 3`)
	if got := value[[]int](b, `window.parts`); !slices.Equal(got, []int{0, part, 2 * part}) {
		t.Errorf("the parts begin at %v", got)
	}
	if said := value[string](b, `window.said.join("|")`); !strings.Contains(said, "% sent") {
		t.Errorf("the page says %q of a file on its way", said)
	}
	b.wired(file, `{1: "before", 2: "after"}`) // the page was left; the file is chosen again
	b.until(`/^\/documents\/[0-9a-f-]{36}$/.test(location.pathname)`)
	b.says("h1", "boiler survey.pdf")
	received := value[int](b, `fetch(location.pathname + "/file").then(r => r.blob()).then(b => b.size)`)
	if received != len(sent) {
		t.Errorf("%d of %d bytes arrived", received, len(sent))
	}
	sum := value[string](b, `fetch(location.pathname + "/file").then(r => r.arrayBuffer()).then(a => crypto.subtle.digest("SHA-256", a))
		.then(d => [...new Uint8Array(d)].map(x => x.toString(16).padStart(2, "0")).join(""))`)
	b.says(".hash", sum)
	other := person(t, craftPerson) // another window knows nothing of the first one
	other.wired(file, `{1: "before", 2: "after"}`)
	other.until(`window.parts?.length === 4 || location.pathname !== "/documents/new"`)
	other.until(`/^\/documents\/[0-9a-f-]{36}$/.test(location.pathname)`)
	other.says(".hash", sum)
}

// TestFilesOfADocument shows a PDF and a picture, and follows links to files: the good one, one that is over, one that was
// tampered with.
func TestFilesOfADocument(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	b.wired(keep(t, "terms.pdf", paper(t, 0)), `{}`)
	b.until(`document.querySelector(".preview-pdf iframe")`)
	if kind := value[string](b, `fetch(document.querySelector(".preview-pdf iframe").src).then(r => r.headers.get("content-type"))`); kind != "application/pdf" {
		t.Errorf("the preview is %s", kind)
	}
	b.until(`document.querySelector(".preview-pdf iframe").contentWindow.location.pathname.startsWith("/files/")`) // let in by its policy
	link := value[string](b, `fetch(location.pathname + "/file").then(r => r.url)`)
	_, token, found := strings.Cut(link, "/files/")
	if !found {
		t.Fatalf("the file is at %s", link)
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	over, changed := bytes.Clone(raw), bytes.Clone(raw)
	binary.BigEndian.PutUint64(over[36:], uint64(time.Now().Add(-time.Minute).Unix()))
	changed[20] ^= 1 // another document
	stranger := visitor(t)
	for name, c := range map[string]struct {
		token  string
		status int
	}{"good": {token, 200}, "over": {base64.RawURLEncoding.EncodeToString(over), 403}, "changed": {base64.RawURLEncoding.EncodeToString(changed), 403}, "none": {"x", 403}} {
		at := world.server.URL + "/files/" + c.token
		r, err := http.Get(at) //nolint:noctx // our own server
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil || r.StatusCode != c.status || c.status == 200 && !bytes.HasPrefix(body, []byte("%PDF-")) {
			t.Errorf("the link %s answers %s, %v", name, r.Status, err)
		}
		if c.status != 200 {
			stranger.open("/files/" + c.token)
			stranger.says("main", "This link does not work any more")
		}
	}
	stranger.clean("link that is over")

	b.wired(keep(t, "front.png", photo(t)), `{}`)
	b.until(`document.querySelector(".preview img")?.complete`)
	if width := value[int](b, `document.querySelector(".preview img").naturalWidth`); width != 400 {
		t.Errorf("the picture is %d wide", width)
	}
	b.bothWidths("picture")
}

// TestUploadRefused sends what no file is: an executable in the clothes of a PDF, and nothing. The form says so beside the file
// and keeps what was typed.
func TestUploadRefused(t *testing.T) {
	t.Parallel()
	b := person(t, craftPerson)
	program := keep(t, "lease.pdf", append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"), make([]byte, 4096)...))
	b.wired(program, `{}`)
	b.until(`document.querySelector("[data-upload-said]").textContent.includes("This is a program, whatever its name says")`)
	if b.where() != "/documents/new" {
		t.Errorf("the refused file led to %s", b.where())
	}
	if value[bool](b, `document.querySelector("form[data-document-upload] .form-acts button").disabled`) {
		t.Error("another file cannot be sent")
	}
	b.clean("refused file")
	b.open("/documents?q=lease.pdf")
	b.says("main", "Nothing matches")

	plain := person(t, craftPerson)
	plain.withoutScripts()
	send := func(file string) {
		plain.shows("/documents/new", "#f-file")
		plain.do(chromedp.SetUploadFiles(chromedp.CSS("#f-file"), []string{file}), chromedp.SetValue(chromedp.CSS("#f-description"), "As received"),
			pressed("form[data-document-upload] .form-acts button"))
	}
	send(program)
	plain.do(chromedp.WaitVisible(chromedp.CSS(".upload-box .field-error")))
	send(keep(t, "hall.png", photo(t))) // more than a form without a file may send
	plain.do(chromedp.WaitVisible(chromedp.CSS(".preview img")))
	b.open("/documents?q=hall.png")
	b.says("tbody", "hall.png")
	b.follow("tbody [data-row-link]")
	b.says("main", "As received", "Staff")
}
