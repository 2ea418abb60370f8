package app

import "context"

// OpenKeys opens the master key, making a local one where there is none, for a program that takes the Handler and serves by
// itself. It comes before Handler: without keys, whatever keeps secrets answers that it is not available.
func (a *App) OpenKeys(ctx context.Context) error { return a.openKeys(ctx, true) }
