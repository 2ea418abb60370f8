// Package journey walks through the product as its people do: the real binary with the demo organizations, an imported
// rent roll and an empty organization, in headless Chromium.
//
// JOURNEY_SHOTS=DIR keeps a picture of every page, wide and on a phone, light and dark:
//
//	JOURNEY_SHOTS=shots go test -run TestEveryPage ./test/journey
package journey
