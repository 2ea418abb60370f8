// Package crash ends the server and PostgreSQL without warning while many tellers record payments, again and again, and then
// counts: no payment that was answered is lost, none is there twice, and the books say the same as the receipts.
package crash
