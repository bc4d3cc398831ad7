// Package testkit is the rig that tests import and nothing else does
// (internal/house holds that). It hands out the things a test would otherwise
// have to share with others, such as a database of its own.
//
// What must run beside the tests is named by the environment, and is set up by
// `make test` or, for one command, by scripts/with-services. A test that lacks
// it fails and says so; it is never skipped.
package testkit
