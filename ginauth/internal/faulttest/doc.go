// Package faulttest takes the database away from ginauth while people use it:
// Redis, PostgreSQL and MariaDB servers of its own that are stopped, killed,
// emptied, or reached over a proxy that stalls, delays, resets and cuts what it
// passes on; files of SQLite that are locked; and programs that are killed in
// the middle of a sign-in. Meanwhile watchers ask for guarded pages: two
// hundred keepers, who must not lose their sessions, and intruders, who must
// never get in. It has only tests, and is a module of its own so that the
// drivers stay out of the library's go.mod.
//
// The flag -kills says how many programs are killed at each step of a sign-in;
// they have fifty sign-ins under way between them.
package faulttest
