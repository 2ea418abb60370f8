// Package edge attacks the whole site from outside, over every page and operation that there is: what other sites can make a
// browser do, what a request can make the server say, and what stored text can make a page do. The lists of pages and
// operations are the program's own, so a new one is attacked on the day that it is made.
package edge
