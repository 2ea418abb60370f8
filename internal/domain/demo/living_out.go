package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"time"

	"github.com/propertyos/propertyos/internal/domain/document"
	"github.com/propertyos/propertyos/internal/domain/leasing"
	"github.com/propertyos/propertyos/internal/kernel/id"
	"github.com/propertyos/propertyos/internal/platform/pdf"
)

// moveOuts lets two households that stayed on go: of the first the deposit is yet to be settled, of the second it is. A
// third household's way in is being walked through.
func (l *life) moveOuts() error {
	for i, days := range []int{6, 24} {
		if i >= len(l.holdover) {
			break
		}
		s := l.holdover[i]
		held := s.lease().SecurityDeposit
		if held == nil {
			continue
		}
		left := l.o.AsOf.AddDays(-days)
		out, err := l.Leases.MoveOut(l.ctx, l.p, l.again(fmt.Sprint("move-out ", i)), s.TenancyID, leasing.MoveOutInput{
			On: left, ForwardingAddress: fmt.Sprint(100+i, " Elsewhere Avenue, Springfield"), DepositHeld: held,
			DispositionDueOn: left.AddDays(21), DueNote: "As an example: three weeks. Confirm the rule of the place before you rely on it.",
		})
		if err != nil {
			return err
		}
		if err := l.walk(s.TenancyID, "move_out", true); err != nil {
			return err
		}
		if len(out.Dispositions) == 0 {
			continue
		}
		settled := out.Dispositions[0].ID
		if _, err := l.Leases.Deduct(l.ctx, l.p, l.again(fmt.Sprint("deduction ", i)), settled, leasing.DeductionInput{
			Kind: "cleaning", Description: "Kitchen and carpets", Amount: dollars(180),
		}); err != nil {
			return err
		}
		if i > 0 {
			if _, err := l.Leases.SendDisposition(l.ctx, l.p, settled, leasing.SendInput{On: l.yesterday, Method: "mail"}); err != nil {
				return err
			}
		}
	}
	return l.walk(l.home.TenancyID, "periodic", false)
}

// walk goes through a home: to its end, with a worn floor and a dirty oven, or through its first half.
func (l *life) walk(stay id.ID, kind string, done bool) error {
	walk, err := l.Leases.BeginInspection(l.ctx, l.p, l.again("walk "+stay.String()), stay, leasing.InspectionInput{Kind: kind, PerformedOn: l.yesterday})
	if err != nil {
		return err
	}
	items := make([]leasing.ItemInput, 0, len(walk.Items))
	for i, item := range walk.Items {
		in := leasing.ItemInput{ID: item.ID, Condition: "good"}
		switch {
		case !done && 2*i >= len(walk.Items):
			continue
		case i == 3:
			in.Condition, in.Note = "worn", "Scratches by the door"
		case i == 9 && kind == "move_out":
			clean := dollars(90)
			in.Condition, in.Note, in.Charge = "dirty", "Oven was not cleaned", &clean
		}
		items = append(items, in)
	}
	if _, err = l.Leases.SetInspectionItems(l.ctx, l.p, walk.ID, items); err != nil || !done {
		return err
	}
	_, err = l.Leases.CompleteInspection(l.ctx, l.p, walk.ID)
	return err
}

// files adds documents: papers as PDF and drawings in the place of photographs.
func (l *life) files() error {
	first := l.o.Properties[0]
	for _, in := range []document.New{
		{Type: "report", Name: "emergency-plan.pdf", Description: "Whom to call, and where the valves are"},
		{
			Type: "insurance", EntityType: "property", EntityID: first.ID, AccessLevel: "owner", Name: "insurance-certificate.pdf",
			Description: "Liability and fire", ExpiresOn: l.o.AsOf.AddDays(24), Tags: []string{"insurance"},
		},
		{Type: "photo", EntityType: "property", EntityID: first.ID, AccessLevel: "owner", Name: "front.png", Description: "The front, as a drawing"},
		{Type: "photo", EntityType: "unit", EntityID: l.home.UnitID, AccessLevel: "renter", Name: "kitchen.png", Description: "At the move-in, as a drawing"},
		{
			Type: "lease", EntityType: "lease", EntityID: l.home.lease().ID, AccessLevel: "renter", Name: "signed-lease.pdf",
			Description: "Scan of the signed lease", RetentionClass: "lease",
		},
	} {
		content, err := l.file(in)
		if err != nil {
			return err
		}
		in.Content = content
		if _, err := l.Documents.Add(l.ctx, l.p, in); err != nil {
			return err
		}
	}
	return nil
}

// file makes what a document holds. It says itself that it is no real one.
func (l *life) file(in document.New) (io.Reader, error) {
	var out bytes.Buffer
	if in.Type == "photo" {
		return &out, png.Encode(&out, facade())
	}
	return &out, pdf.Write(&out, pdf.Document{
		Title: in.Description, Footer: l.o.Name, Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Blocks: []pdf.Block{
			{Kind: pdf.Heading, Level: 1, Text: in.Description},
			{Text: "This is an example, made for trying the product. The people and places in it do not exist."},
			{Kind: pdf.Table, Rows: [][]string{{"Item", "Where"}, {"Main water valve", "Basement, left of the stairs"}, {"Fuse box", "Hall"}}},
		},
	})
}

// facade draws a house front with rows of windows.
func facade() image.Image {
	img := image.NewRGBA(image.Rect(0, 0, 640, 420))
	fill := func(x, y, w, h int, c color.RGBA) {
		draw.Draw(img, image.Rect(x, y, x+w, y+h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(0, 0, 640, 420, color.RGBA{196, 216, 233, 255})
	fill(0, 360, 640, 60, color.RGBA{122, 140, 118, 255})
	fill(110, 70, 420, 290, color.RGBA{173, 121, 98, 255})
	fill(98, 56, 444, 18, color.RGBA{92, 77, 74, 255})
	for row := range 3 {
		for column := range 5 {
			fill(142+column*76, 100+row*84, 46, 54, color.RGBA{238, 232, 220, 255})
			fill(147+column*76, 105+row*84, 36, 44, color.RGBA{78, 98, 120, 255})
		}
	}
	fill(294, 268, 46, 92, color.RGBA{64, 54, 52, 255})
	return img
}
