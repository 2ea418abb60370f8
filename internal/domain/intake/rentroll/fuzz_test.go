package rentroll_test

import (
	"bytes"
	"testing"

	"github.com/propertyos/propertyos/internal/domain/intake/rentroll"
)

func FuzzRead(f *testing.F) {
	sound := with(1, "101")
	for _, s := range []string{
		"", "\uFEFF", "PK\x03\x04", "\xff\xfeU\x00n\x00", header, file(), file(sound), file(sound, total("1 Unit", "1,000.00")),
		file(with(4, "")), file(with(1, "")), file("->"), file("-> - ,"), file(`"-> 1 - 2, OK 74104"`), file(`"-> a - 1 St, OK 74104"`),
		file(`"-> a - 1 St St St. St, MN 1234"`), file(`"-> 1 Street, OK 74104"`), file(`"a - 1 Elm Street # - Suite, ON M5V 2T6"`),
		"Property," + header + "\n" + `"a - 1 Elm Street Tulsa, OK 74104",` + sound + "\n,,,,,,,,,,,,,,,,,,x\n",
		file("Total 99999999999999999999 Units", "Total 1 Units,,,,,999.9% Occupied", "0 Units"), file(`"`), file("\x00"), file("\x81"),
		file(with(4, ","), with(4, ", ,"), with(5, ",Jr.,LLC,,"), with(4, "Lee, Ann"), with(2, ",,"), with(3, "/"), with(9, "()"), with(9, "-$")),
		"As of:\nAs of: 1/1/1\n" + header + "\n\n,\n,,,\n" + header,
	} {
		f.Add("rent_roll-20261031.csv", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		roll, issues, err := rentroll.Read(name, data, rentroll.Options{Today: day("2026-11-20")})
		if err != nil {
			return
		}
		sums := roll.Totals()
		if sums.Units < sums.Occupied+sums.Vacant+sums.Down {
			t.Errorf("units do not add up: %+v", sums)
		}
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		if len(issues) > rentroll.MaxIssues+1 || rentroll.Failed(issues) != (roll.Errors > 0) {
			t.Errorf("%d issues, %d errors", len(issues), roll.Errors)
		}
		for _, i := range issues {
			if i.Line < 0 || i.Line > lines || i.Column < 0 || i.Code == "" || i.Message == "" {
				t.Errorf("issue %+v in a file of %d lines", i, lines)
			}
		}
	})
}
