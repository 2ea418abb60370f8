package architecture

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	queryName  = regexp.MustCompile(`(?m)^--\s*name:\s*(\w+)\s+:\w+.*$`)
	sqlComment = regexp.MustCompile(`(?s)--[^\n]*|/\*.*?\*/`)
	sqlString  = regexp.MustCompile(`'(?:[^']|'')*'`)
	commonName = regexp.MustCompile(`(?i)(?:\bwith(?:\s+recursive)?|,)\s+(\w+)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(`)
	tableAfter = regexp.MustCompile(`(?i)\b(?:from|join|into|update|using)\s+(?:only\s+|lateral\s+)?([a-z_][\w.]*)(\s*\()?`)
	tenantID   = regexp.MustCompile(`(?i)\btenant_id\b`)
	theID      = regexp.MustCompile(`(?i)\bid\s*=`)
	insertInto = regexp.MustCompile(`(?i)\binto\s+(?:public\.)?organizations\s*\([^()]*\bid\b`)
)

// queriesNameTheTenant finds queries on tenant tables that leave the organization to row-level security alone: the
// policy is the second wall, and the planner needs the predicate.
func queriesNameTheTenant(t tree) []string {
	var found []string
	seen := map[string]bool{}
	for _, f := range t.files {
		if !strings.HasPrefix(f.path, "db/queries/") || !strings.HasSuffix(f.path, ".sql") {
			continue
		}
		heads := queryName.FindAllStringSubmatchIndex(f.text, -1)
		for i, head := range heads {
			end := len(f.text)
			if i+1 < len(heads) {
				end = heads[i+1][0]
			}
			name := path.Base(path.Dir(f.path)) + "/" + f.text[head[2]:head[3]]
			seen[name] = true
			if tables := tenantTables(f.text[head[1]:end]); len(tables) > 0 && untenanted[name] == "" {
				found = append(found, f.path+": "+name+" reads or writes "+strings.Join(tables, ", ")+" without naming tenant_id")
			}
		}
	}
	for name := range untenanted {
		if !seen[name] {
			found = append(found, "untenanted names the query "+name+", which does not exist")
		}
	}
	return found
}

// tenantTables returns the tenant tables of a query that does not name its organization, nothing if it does or has none.
func tenantTables(query string) []string {
	query = sqlString.ReplaceAllString(sqlComment.ReplaceAllString(query, " "), "''")
	if tenantID.MatchString(query) {
		return nil
	}
	common := map[string]bool{}
	for _, m := range commonName.FindAllStringSubmatch(query, -1) {
		common[strings.ToLower(m[1])] = true
	}
	var tables []string
	for _, m := range tableAfter.FindAllStringSubmatch(query, -1) {
		name := strings.TrimPrefix(strings.ToLower(m[1]), "public.")
		isFunction := m[2] != "" && !strings.HasPrefix(strings.ToLower(m[0]), "into")
		schema, _, qualified := strings.Cut(name, ".")
		switch {
		case isFunction, common[name], slices.Contains([]string{"set", "select", "of", "skip", "nowait"}, name):
		case qualified && (schema == "platform" || schema == "app" || schema == "pg_catalog"):
		case name == "organizations" && (theID.MatchString(query) || insertInto.MatchString(query)):
			// The organization's own row is known by its id.
		case !slices.Contains(tables, name):
			tables = append(tables, name)
		}
	}
	return tables
}
