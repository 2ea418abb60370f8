// Package isolation attacks the wall between organizations with the real application role: every table of the catalogue
// times every kind of statement, directly and through a transaction pooler, and it shows for each part of the wall that
// the attack or the catalogue's rules notice when that part is missing.
//
// What the application's role can do and is trusted with: it may set any organization as the context of a transaction,
// since that is how it serves them all. The wall is against a forgotten filter, a wrong id, a mixed-up connection and a
// reference across, not against code that runs SQL of an attacker's own making. It can also lock a table and see in
// pg_class roughly how many rows a table has over all organizations. It cannot become another role, switch row-level
// security off, read the platform, a partition or the materialized view, see column statistics, make objects, or write
// a row of an organization that it has not entered.
package isolation
