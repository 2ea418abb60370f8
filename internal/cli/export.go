package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/propertyos/propertyos/internal/app"
)

type exportCmd struct {
	reasoned
	Org          string `required:"" help:"Slug of the organization." placeholder:"SLUG"`
	Property     string `help:"Id of a property, to hand over what belongs to it and nothing else." placeholder:"ID"`
	Out          string `required:"" help:"File to write. It must not be there yet." placeholder:"FILE"`
	PersonalData bool   `help:"Write Social Security and tax numbers, licenses, dates of birth and incomes too, in clear."`
}

func (c *exportCmd) Help() string {
	return `Writes a zip of CSV and of the files of documents, all as of one moment, with a manifest of their hashes and control totals. It comes
in elsewhere by propertyos import or on the page Imports. The file can be read by its owner only; what it holds is not encrypted.`
}

func (c *exportCmd) Run(ctx context.Context, g *globals) error {
	return g.with(ctx, func(a *app.App) error {
		facts, err := a.Export(ctx, c.Org, c.Reason, c.Property, c.Out, c.PersonalData)
		if err != nil {
			return err
		}
		return g.print(facts, func(w io.Writer) { fmt.Fprintf(w, "Exported to %s, %d bytes.\n", facts.File, facts.Bytes) })
	})
}
