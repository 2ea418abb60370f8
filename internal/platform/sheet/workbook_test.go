package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/propertyos/propertyos/internal/platform/sheet"
)

// archive is a zip of these parts.
func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRowsOfAWorkbook(t *testing.T) {
	t.Parallel()
	f := excelize.NewFile()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	for cell, v := range map[string]any{"A1": "0103", "B1": 1480.31, "C1": 46266, "D1": 4, "E1": "a\nb"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.SetCellStyle("Sheet1", "C1", "C1", style), f.SetCellFormula("Sheet1", "D1", "2+2")); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := sheet.Rows(b.Bytes(), 10)
	if err != nil || len(rows) != 1 || !slices.Equal(rows[0], []string{"0103", "1480.31", "2026-09-01", "4", "a\nb"}) {
		t.Errorf("%q, %v", rows, err)
	}
}

func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	entity := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>`
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no archive":         {[]byte("PK\x03\x04 nothing"), sheet.ErrWorkbook},
		"no workbook":        {archive(t, map[string]string{"a.txt": "x"}), sheet.ErrWorkbook},
		"empty workbook":     {archive(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), sheet.ErrWorkbook},
		"external entity":    {archive(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": entity}), sheet.ErrWorkbookUnsafe},
		"entity across read": {archive(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 64<<10-4) + entity}), sheet.ErrWorkbookUnsafe},
		"bomb":               {archive(t, map[string]string{"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": strings.Repeat("0", 30<<20)}), sheet.ErrWorkbookLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if rows, err := sheet.Rows(c.data, 10); !errors.Is(err, c.want) || len(rows) > 0 {
				t.Errorf("%d rows, %v", len(rows), err)
			}
		})
	}
}
