package main

import "context"

// startProduct starts the program that -binary names.
func (s *stand) startProduct(ctx context.Context, o options) (*serving, error) {
	return s.startBinary(ctx, o.binary)
}
