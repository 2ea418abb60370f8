//go:build !authz_allow_all

package matrix

const allowAll = false
