package ginauthtest

import (
	"crypto/sha256"
	"crypto/subtle"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const codeAge = time.Minute

// authorize is the authorization endpoint: RFC 6749 section 4.1.1. The user is
// signed in and agrees to everything.
func (p *Provider) authorize(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.Method == http.MethodPost {
		q = r.PostForm
	}
	// Without a client and its address there is nobody to send an error to.
	to := q.Get("redirect_uri")
	if q.Get("client_id") != p.ClientID || !registered(p.RedirectURIs, to) {
		http.Error(w, "unknown client_id or redirect_uri", http.StatusBadRequest)
		return
	}
	answer := url.Values{"iss": {p.Issuer}}
	if state := q.Get("state"); state != "" {
		answer.Set("state", state)
	}
	if code := p.objection(q); code != "" {
		answer.Set("error", code)
	} else {
		answer.Set("code", p.newGrant(&grant{
			redirectURI: to, challenge: q.Get("code_challenge"), method: q.Get("code_challenge_method"),
			nonce: q.Get("nonce"), scope: q.Get("scope"), askedAuthTime: q.Has("max_age"),
			authTime: p.Now(), expires: p.Now().Add(codeAge),
		}))
	}
	if q.Get("response_mode") == "form_post" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = formPost.Execute(w, map[string]any{"To": to, "Values": answer}) // the browser may have gone
		return
	}
	http.Redirect(w, r, withQuery(to, answer), http.StatusSeeOther)
}

// objection is the error code of a request that is not proper.
func (p *Provider) objection(q url.Values) string {
	for _, values := range q {
		if len(values) > 1 {
			return "invalid_request" // RFC 6749 section 3.1
		}
	}
	switch challenge := q.Get("code_challenge"); {
	case p.Deny != "":
		return p.Deny
	case q.Get("response_type") != "code":
		return "unsupported_response_type"
	case !p.OAuth2 && !slices.Contains(strings.Fields(q.Get("scope")), "openid"):
		return "invalid_scope"
	case !p.NoPKCE && (q.Get("code_challenge_method") != "S256" || len(challenge) != 43):
		return "invalid_request"
	}
	return ""
}

// registered compares as strings: RFC 9700 section 4.1.3.
func registered(uris []string, uri string) bool {
	u, err := url.Parse(uri)
	return err == nil && u.Host != "" && u.Fragment == "" && (u.Scheme == "http" || u.Scheme == "https") &&
		(len(uris) == 0 || slices.Contains(uris, uri))
}

func withQuery(to string, more url.Values) string {
	separator := "?"
	if strings.Contains(to, "?") {
		separator = "&"
	}
	return to + separator + more.Encode()
}

// formPost is OAuth 2.0 Form Post Response Mode.
var formPost = template.Must(template.New("").Parse(`<!doctype html>
<html><head><title>Signing in</title></head>
<body onload="document.forms[0].submit()">
<form method="post" action="{{.To}}">
{{range $name, $values := .Values}}{{range $values}}<input type="hidden" name="{{$name}}" value="{{.}}">
{{end}}{{end}}<noscript><button>Continue</button></noscript>
</form></body></html>
`))

// provesKey compares a code verifier with the challenge: RFC 7636 section 4.6.
func (g *grant) provesKey(verifier string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return len(verifier) >= 43 && len(verifier) <= 128 && g.method == "S256" &&
		subtle.ConstantTimeCompare([]byte(encode(sum[:])), []byte(g.challenge)) == 1
}
