// Package pdftext reads the text of the PDF files that platform/pdf makes back, for tests: page by page, the shown strings
// in the order in which they were set, with spaces between them.
package pdftext

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf16"
)

var (
	streams = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	shown   = regexp.MustCompile(`(?s)\(((?:[^()\\]|\\.)*)\)\s*Tj`)
)

// Pages returns the text of each page.
func Pages(pdf []byte) ([]string, error) {
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		return nil, fmt.Errorf("pdftext: no PDF")
	}
	var pages []string
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue // a font, or something else that is no content
		}
		content, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(content, []byte("BT ")) {
			continue
		}
		var words []string
		for _, s := range shown.FindAllSubmatch(content, -1) {
			words = append(words, decode(s[1]))
		}
		pages = append(pages, strings.Join(strings.Fields(strings.Join(words, " ")), " "))
	}
	return pages, nil
}

// decode reads a string of two-byte codes, which are UTF-16.
func decode(raw []byte) string {
	var plain []byte
	for i := 0; i < len(raw); i++ {
		if raw[i] == '\\' && i+1 < len(raw) {
			i++
			if at := strings.IndexByte("nrtbf", raw[i]); at >= 0 {
				plain = append(plain, "\n\r\t\b\f"[at])
				continue
			}
		}
		plain = append(plain, raw[i])
	}
	codes := make([]uint16, 0, len(plain)/2)
	for i := 0; i+1 < len(plain); i += 2 {
		codes = append(codes, uint16(plain[i])<<8|uint16(plain[i+1]))
	}
	return string(utf16.Decode(codes))
}
