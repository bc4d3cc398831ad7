// Package house holds the rules of the house as tests: which package may
// import which, where a library may be used, what state may live in a package,
// how long a file may be. Each rule says how to mend what it found.
//
// The one table to edit when a package is added is tiers, in tiers_test.go. The
// linter says the same in the editor: its depguard rules in .golangci.yml are
// written from that table by
//
//	go test ./internal/house -update
//
// The rules read the source files themselves rather than asking the go command,
// so that they see every platform's files and `go test` knows when to run them
// again. There is nothing here but tests.
package house
