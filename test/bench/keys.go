package main

import (
	"crypto/md5"
	"fmt"

	"github.com/propertyos/propertyos/internal/kernel/id"
)

// The kinds of rows, as load_ours.sql and load_spec.sql number them.
const (
	kindOrganization = 0
	kindUnit         = 2
	kindTenancy      = 3
	kindLease        = 4
	kindPayment      = 5
	kindRenter       = 8
)

// What each organization has, by load_ours.sql and load_spec.sql.
const (
	unitsEach    = 100
	paymentsEach = 1200
)

// ours is the id of row n of a kind in our tables: a UUID version 7, as pg_temp.made of load_ours.sql makes it.
func ours(kind, org, n int) id.ID {
	const newYear2025, minute = 1735689600000, 60000
	return must(id.Parse(dashed(fmt.Sprintf("%012x7%03x8%07x%08x", newYear2025+n*minute+org, kind, org, n))))
}

// theirs is the id of row n of a kind in the original design's tables: as good as random, as load_spec.sql makes it.
func theirs(kind, org, n int) id.ID {
	return md5.Sum(fmt.Appendf(nil, "%d.%d.%d", kind, org, n))
}

func dashed(hex string) string {
	return hex[:8] + "-" + hex[8:12] + "-" + hex[12:16] + "-" + hex[16:20] + "-" + hex[20:]
}

// must returns v: err is impossible here.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
