// Package tools is the module of what builds and tests this repository: its
// go.mod names the tools and their versions, so that they never become
// requirements of a program that imports ginauth, and check runs them all.
package tools
