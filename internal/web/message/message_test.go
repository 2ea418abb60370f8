package message_test

import (
	"testing"

	"github.com/propertyos/propertyos/internal/web/message"
)

func TestTextsAreLookedUpAndFilledIn(t *testing.T) {
	t.Parallel()
	ctx, pseudo := t.Context(), message.With(t.Context(), message.Pseudo)
	for got, want := range map[string]string{
		message.T(ctx, "Delete %s?", "Maple Court"):                                    "Delete Maple Court?",
		message.T(ctx, "100% sure"):                                                    "100% sure",
		message.T(pseudo, "Delete %s?", "Maple Court"):                                 "[Delete Maple Court?]",
		message.Marked(pseudo, message.Mark("Units")):                                  "[Units]",
		message.N(ctx, 1, "%d unit", "%d units"):                                       "1 unit",
		message.N(ctx, 0, "%d unit", "%d units"):                                       "0 units",
		message.N(ctx, 1234567, "%d unit", "%d units"):                                 "1,234,567 units",
		message.N(ctx, 2, "in %d property, %s down", "in %d properties, %s down", "3"): "in 2 properties, 3 down",
		message.T(ctx, "%d", message.Number(-1204)):                                    "-1,204",
		message.T(ctx, "%d", message.Number(-120)):                                     "-120",
		message.Locale(ctx):                                                            message.English,
		message.Locale(pseudo):                                                         message.Pseudo,
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
