// Package cli runs the real propertyos binary as a new user and as scripts would: every command, its exit codes and its
// messages, and what becomes of the data when a process is ended in the middle of its work.
package cli
