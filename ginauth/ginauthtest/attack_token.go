package ginauthtest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// member makes an attack of a member of the token answer.
func member(name string, want Verdict, member string, value any) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.Change(EndpointToken, func(d map[string]any) { set(d, member, value) })
	}}
}

// tokenAttacks are the answer of the token endpoint: RFC 6749 section 5.1,
// OpenID Connect Core section 3.1.3.3.
func tokenAttacks() []Attack {
	return group("token", plainToo([]Attack{
		member("id_token-missing", Refused, "id_token", absent),
		member("id_token-null", Refused, "id_token", nil),
		member("id_token-empty", Refused, "id_token", ""),
		member("id_token-number", Refused, "id_token", 7),
		member("id_token-array", Refused, "id_token", []string{"e30.e30."}),
		member("id_token-object", Refused, "id_token", map[string]any{"payload": "e30", "signatures": []any{}}),
		member("access_token-missing", Refused, "access_token", absent),
		member("access_token-empty", Refused, "access_token", ""),
		member("access_token-null", Refused, "access_token", nil),
		member("access_token-number", Refused, "access_token", 7),
		member("access_token-with-line-break", Refused, "access_token", "x\r\nX-Injected: 1"),
		member("access_token-with-umlaut", Refused, "access_token", "tökän"),
		member("token_type-missing", Refused, "token_type", absent),
		member("token_type-null", Refused, "token_type", nil),
		member("token_type-empty", Refused, "token_type", ""),
		member("token_type-mac", Refused, "token_type", "mac"),
		member("token_type-DPoP", Refused, "token_type", "DPoP"),
		member("token_type-number", Refused, "token_type", 7),
		member("token_type-array", Refused, "token_type", []string{"Bearer"}),
		member("token_type-bearer", Accepted, "token_type", "bearer"),
		member("token_type-BEARER", Accepted, "token_type", "BEARER"),
		expiry("number-as-text", "3600"), expiry("text", "soon"), expiry("negative", -1), expiry("zero", 0), expiry("null", nil),
		expiry("fraction", raw("3600.5")), expiry("of-1e308", raw("1e308")), expiry("of-15-digits", raw("999999999999999")), expiry("of-20-digits", raw("99999999999999999999")),
		expiry("array", []int{3600}), expiry("true", true),
		member("refresh_token-number", Either, "refresh_token", 7),
		member("refresh_token-with-line-break", Refused, "refresh_token", "x\r\ny"),
		member("scope-number", Either, "scope", 7),
		member("scope-array", Either, "scope", []any{"openid", 7, nil}),
		member("unknown-members", Accepted, "x", map[string]any{"y": []any{nil, true}}),
		answered("error-in-a-200", Refused, func(w http.ResponseWriter, _ string) { oauthError(w, http.StatusOK, "invalid_grant") }),
		answered("error-as-markup", Refused, func(w http.ResponseWriter, _ string) {
			oauthError(w, http.StatusBadRequest, "<script>\r\ncode=7 level=ERROR")
		}),
		answered("tokens-in-a-400", Refused, func(w http.ResponseWriter, body string) { write(w, http.StatusBadRequest, "application/json", body) }),
		answered("tokens-in-a-401", Refused, func(w http.ResponseWriter, body string) { write(w, http.StatusUnauthorized, "application/json", body) }),
		answered("followed-by-more", Refused, func(w http.ResponseWriter, body string) { write(w, http.StatusOK, "application/json", body+`{"x":1}`) }),
		answered("as-form", Either, func(w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/x-www-form-urlencoded", body)
		}),
		answered("as-text", Either, func(w http.ResponseWriter, body string) { write(w, http.StatusOK, "text/plain", body) }),
		answered("two-ID-tokens-the-last-unsigned", Refused, func(w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", strings.TrimSuffix(strings.TrimSpace(body), "}")+`,"id_token":"e30.e30."}`)
		}),
		answered("two-ID-tokens-the-first-unsigned", Either, func(w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", `{"id_token":"e30.e30.",`+body[1:])
		}),
		answered("id_token-in-upper-case", Refused, func(w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", strings.Replace(body, `"id_token"`, `"ID_TOKEN"`, 1))
		}),
		answered("cookies", Accepted, func(w http.ResponseWriter, body string) {
			w.Header().Add("Set-Cookie", "next-auth.session-token=planted; Path=/")
			write(w, http.StatusOK, "application/json", body)
		}),
	}, "id_token", "two-ID-tokens")...)
}

// expiry makes an attack of expires_in. Whatever becomes of it, no access
// token lasts for ever, or has ended before it began.
func expiry(name string, value any) Attack {
	a := member("expires_in-"+name, Either, "expires_in", value)
	a.Check = func(s *Scene) {
		now := s.Clock.Now()
		if at := s.Person.Account.ExpiresAt; at != 0 && (at < now.Unix() || at > now.Add(20*365*24*time.Hour).Unix()) {
			s.Errorf("the access token ends at %d", at)
		}
	}
	return a
}

// answered makes an attack of another answer of the token endpoint, which is
// given the proper one.
func answered(name string, want Verdict, f func(w http.ResponseWriter, body string)) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) { p.Wrap(EndpointToken, rewritten(f)) }}
}

func write(w http.ResponseWriter, status int, contentType, body string) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, body) // the other side may have gone
}
