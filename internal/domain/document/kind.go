package document

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

	"github.com/propertyos/propertyos/internal/kernel/fault"
)

const mediaPDF = "application/pdf"

// sniffed is how much of a file is looked at to tell what it is, in bytes: enough to find what kind of Office document a zip
// archive is. Archives are never unpacked, here or elsewhere, so that none can blow up.
const sniffed = 256 << 10

// kinds are the media types that are kept, with the extensions that a name may then have, the usual one first. Web pages and SVG
// drawings are not among them: both can carry programs that run where they are opened.
var kinds = map[string][]string{
	mediaPDF:              {".pdf"},
	"image/jpeg":          {".jpg", ".jpeg", ".jpe", ".jfif"},
	"image/png":           {".png"},
	"image/webp":          {".webp"},
	"image/gif":           {".gif"},
	"image/heic":          {".heic"},
	"image/heic-sequence": {".heics", ".heic"},
	"image/heif":          {".heif", ".heic"},
	"image/heif-sequence": {".heifs", ".heif"},
	"image/tiff":          {".tif", ".tiff"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         {".xlsx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": {".pptx"},
	"application/vnd.oasis.opendocument.text":                                   {".odt"},
	"application/vnd.oasis.opendocument.spreadsheet":                            {".ods"},
	"application/vnd.oasis.opendocument.presentation":                           {".odp"},
	"application/msword":            {".doc"},
	"application/vnd.ms-excel":      {".xls"},
	"application/vnd.ms-powerpoint": {".ppt"},
	"text/rtf":                      {".rtf"},
	"text/plain":                    {".txt", ".text", ".md", ".csv", ".tsv"},
	"text/csv":                      {".csv", ".txt"},
	"text/tab-separated-values":     {".tsv", ".txt"},
}

// shown are the kinds that browsers may show in a page.
var shown = []string{mediaPDF, "image/jpeg", "image/png", "image/webp", "image/gif"}

func inline(media string) bool { return slices.Contains(shown, media) }

// Accepted lists the extensions of the files that are kept, for a form's field.
func Accepted() []string {
	var out []string
	for _, list := range kinds {
		out = append(out, list...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// refused say of some kinds why they are not kept. The first that fits counts.
var refused = []struct{ has, because string }{
	{"svg", "SVG drawings can carry programs and are not kept. Save it as PDF or PNG."},
	{"html", "Web pages can carry programs and are not kept. Save it as PDF."},
	{"javascript", "This is a program, and programs are not kept."},
	{"php", "This is a program, and programs are not kept."},
	{"x-python", "This is a program, and programs are not kept."},
	{"x-perl", "This is a program, and programs are not kept."},
	{"x-lua", "This is a program, and programs are not kept."},
	{"shellscript", "This is a program, and programs are not kept."},
	{"executable", "This is a program, whatever its name says, and programs are not kept."},
	{"x-elf", "This is a program, whatever its name says, and programs are not kept."},
	{"x-sharedlib", "This is a program, whatever its name says, and programs are not kept."},
	{"mach-binary", "This is a program, whatever its name says, and programs are not kept."},
	{"ms-installer", "This is a program, whatever its name says, and programs are not kept."},
	{"wasm", "This is a program, whatever its name says, and programs are not kept."},
	{"java-archive", "This is a program, whatever its name says, and programs are not kept."},
	{"zip", "Archives are not kept. Unpack it and add its files one by one."},
	{"x-7z", "Archives are not kept. Unpack it and add its files one by one."},
	{"x-rar", "Archives are not kept. Unpack it and add its files one by one."},
	{"x-tar", "Archives are not kept. Unpack it and add its files one by one."},
	{"x-xz", "Archives are not kept. Unpack it and add its files one by one."},
	{"bzip2", "Archives are not kept. Unpack it and add its files one by one."},
	{"zstd", "Archives are not kept. Unpack it and add its files one by one."},
}

// kindOf tells a file's media type from how it begins. Error: ErrKind.
func kindOf(head []byte) (string, error) {
	found := mimetype.Detect(head).String()
	media, _, _ := strings.Cut(found, ";")
	if _, ok := kinds[media]; ok {
		return media, nil
	}
	for _, r := range refused {
		if strings.Contains(media, r.has) {
			said := fault.New(ErrKind.Kind, ErrKind.Code, r.because)
			return "", said.On("/file")
		}
	}
	return "", ErrKind
}

const maxName = 200 // characters

// plainName makes a name that is safe everywhere from what somebody sent: no folders, no control or reserved characters, no dots
// and spaces at its ends.
func plainName(name string) string {
	name = strings.ToValidUTF8(name, "")
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r): // what turns the direction of writing hides an extension
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	return strings.Trim(strings.TrimSpace(name), ". ")
}

// safeName is plainName with the extension of what the file is. It never fails: what leaves nothing is called document.
func safeName(name, media string) string {
	name = plainName(name)
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	if allowed := kinds[media]; len(allowed) > 0 && !slices.Contains(allowed, strings.ToLower(extension)) {
		stem, extension = name, allowed[0]
	}
	if stem = strings.TrimSpace(stem); stem == "" {
		stem = "document"
	}
	if runes := []rune(stem); len(runes) > maxName {
		stem = string(runes[:maxName])
	}
	return stem + extension
}
