// Package authjs reads and writes the session tokens of Auth.js (NextAuth) and the cookies that carry them. It needs
// no web framework: it is for the service beside the site that signs people in, and wants to know who is calling.
//
// # Who is calling
//
// Make one [Reader] when the program starts, with the secret that the site has as AUTH_SECRET (or NEXTAUTH_SECRET),
// and ask it for the claims of each request:
//
//	reader, err := authjs.NewReader(authjs.TokenOptions{
//		Format:  authjs.V4,                          // NextAuth 4; authjs.V5 for Auth.js
//		Secure:  true,                               // the site is on https
//		Secrets: []string{os.Getenv("AUTH_SECRET")}, // at least 32 random bytes
//	})
//	…
//	claims, err := reader.Claims(r)
//	switch {
//	case errors.Is(err, authjs.ErrNoToken):
//		// not signed in
//	case err != nil:
//		// a token that does not count: treat as not signed in, and perhaps log err, which never holds the token
//	default:
//		// claims.Subject is the user's id, claims.Email the address
//	}
//
// The token is taken from the session cookie, whole or in chunks, or else from an "Authorization: Bearer" header, as
// Auth.js's getToken() does; [GetToken] is the same as one call. What the site's jwt callback has added is in
// [Claims.Raw], and [Claims.Unmarshal] reads it into a struct.
//
// Signed in does not mean allowed: a cookie is sent by the browser whoever made it send the request, so a service that
// changes anything must also check where the request comes from, for instance with [net/http.CrossOriginProtection].
// And a token counts until it expires: that its user has signed out since, it cannot tell.
//
// # Both formats
//
// [V4] and [V5] differ in encryption, cookie names and keys, and neither reads the other's tokens. In V5 the key
// depends on the cookie's name, so that Secure must be right there; a renamed cookie goes into TokenOptions.CookieName.
//
// # Writing tokens
//
// [Codec] is the layer below: [Codec.Encode] and [Codec.Decode] are what Auth.js calls encode() and decode(), also for
// its other sealed cookies (state, nonce, PKCE), each of which has its own salt. A token longer than one cookie holds is
// spread over several by [Split], and [Stale] names the old ones to clear.
//
// # What is refused
//
// Only what Auth.js itself writes is taken: a JWE in compact serialisation (RFC 7516) with "alg":"dir" and the
// encryption of the format, base64url in its one canonical spelling, tag and IV of full length, at most [MaxToken]
// bytes. Compression, password-based keys, embedded keys and critical extensions are refused before any key is used, and
// all failures to decrypt are one error. Where Auth.js joins every cookie whose name begins like the session's, only the
// cookie itself and the chunks .0 to .9 are taken here, without gaps; and where two genuine tokens of different sessions
// arrive together, none is believed ([ErrAmbiguous]).
//
// Specifications: https://authjs.dev/reference/core/jwt and https://next-auth.js.org/configuration/options#jwt,
// RFC 7516 (JWE), RFC 7518 (A256GCM, A256CBC-HS512), RFC 5869 (HKDF), RFC 7638 (kid), RFC 8725 (best practice).
package authjs
