// Package zitadeltest signs in with a provider that nobody here wrote:
// github.com/zitadel/oidc, in the same process, on a loopback port of its own.
// It has only tests, and is a module of its own so that the provider's
// dependencies stay out of the library's go.mod.
package zitadeltest
