// Package catalogue holds the whole schema to the rules for every table, and shows for each rule that it can fail.
package catalogue
