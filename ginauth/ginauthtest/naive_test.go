package ginauthtest_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// naive is a program that believes everything: it compares no state, verifies
// no signature, follows redirects, has no limits, and when something is
// missing it goes on without. It is what each attack has to succeed against.
type naive struct {
	scene *ginauthtest.Scene
	http  *http.Client
	known map[string]map[string]any // discovery documents
}

const (
	naiveBase     = ginauthtest.BaseURL + "/api/auth"
	naiveSession  = "next-auth.session-token"
	naiveState    = "next-auth.state.00000000"
	naiveVerifier = "a-verifier-that-is-the-same-for-everybody-and-always"
	naiveS256     = "h_-3LkN67UUr0tqkVXRaOtx8-SaGHWg043ycrBWQrUI"
)

func newNaive(s *ginauthtest.Scene) http.Handler {
	n := &naive{s, http.DefaultClient, map[string]map[string]any{}}
	if s.Provider.HTTPClient() != nil {
		n.http = s.Provider.HTTPClient()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/auth/csrf", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"csrfToken":"x"}`) })
	mux.HandleFunc("POST /api/auth/signin/{id}", n.leave)
	mux.HandleFunc("/api/auth/callback/{id}", n.back)
	mux.HandleFunc("GET /api/auth/session", n.session)
	mux.HandleFunc("POST /api/auth/signout", n.signOut)
	mux.HandleFunc("GET /api/auth/signout/{id}", func(w http.ResponseWriter, _ *http.Request) { away(w, ginauthtest.BaseURL+"/after") })
	return mux
}

func away(w http.ResponseWriter, to string) {
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}

func (n *naive) provider(id string) *ginauthtest.Provider {
	if n.scene.Other != nil && n.scene.Other.ID == id {
		return n.scene.Other
	}
	return n.scene.Provider
}

// document makes a request, and has no opinion on what comes back.
func (n *naive) document(r *http.Request, err error) map[string]any {
	out := map[string]any{}
	if err != nil {
		return out
	}
	res, err := n.http.Do(r)
	if err != nil {
		return out
	}
	defer res.Body.Close()
	data, _ := io.ReadAll(io.LimitReader(res.Body, 2<<20))
	if n, _ := io.Copy(io.Discard, res.Body); n == 0 { // to parse more takes long, even for us
		json.Unmarshal(data, &out)
	}
	if out == nil {
		out = map[string]any{} // it was null
	}
	return out
}

func (n *naive) endpoint(r *http.Request, p *ginauthtest.Provider, member string, e ginauthtest.Endpoint) string {
	doc, found := n.known[p.ID]
	if !found {
		doc = n.document(http.NewRequestWithContext(r.Context(), http.MethodGet, strings.TrimSuffix(p.Issuer, "/")+"/.well-known/openid-configuration", nil))
		n.known[p.ID] = doc
	}
	if s, _ := doc[member].(string); s != "" {
		return s
	}
	return p.At(e)
}

func (n *naive) leave(w http.ResponseWriter, r *http.Request) {
	p := n.provider(r.PathValue("id"))
	to := n.endpoint(r, p, "authorization_endpoint", ginauthtest.EndpointAuthorize)
	query := url.Values{
		"client_id": {p.ClientID}, "redirect_uri": {naiveBase + "/callback/" + p.ID}, "response_type": {"code"}, "scope": {"openid profile email"},
		"state": {"the-state-of-everybody"}, "nonce": {"n-0S6_WzA2Mj-and-so-on"}, "code_challenge": {naiveS256}, "code_challenge_method": {"S256"},
	}
	if r.URL.Query().Has("max_age") {
		query.Set("max_age", r.URL.Query().Get("max_age"))
	}
	if u, err := url.Parse(to); err == nil {
		u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+query.Encode(), "&")
		to = u.String()
	}
	http.SetCookie(w, &http.Cookie{Name: naiveState, Value: "the-state-of-everybody"})
	away(w, to)
}

// tokens asks the token endpoint.
func (n *naive) tokens(r *http.Request, p *ginauthtest.Provider, form url.Values) map[string]any {
	form.Set("client_id", p.ClientID)
	form.Set("client_secret", p.ClientSecret)
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, n.endpoint(r, p, "token_endpoint", ginauthtest.EndpointToken), strings.NewReader(form.Encode()))
	if err == nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return n.document(request, err)
}

func (n *naive) back(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	p := n.provider(r.PathValue("id"))
	got := n.tokens(r, p, url.Values{
		"grant_type": {"authorization_code"}, "code": {r.Form.Get("code")}, "code_verifier": {naiveVerifier},
		"redirect_uri": {naiveBase + "/callback/" + p.ID},
	})
	n.document(http.NewRequestWithContext(r.Context(), http.MethodGet, n.endpoint(r, p, "jwks_uri", ginauthtest.EndpointKeys), nil))
	account := n.account(p, got)
	claims := map[string]any{}
	if parts := strings.Split(account.IDToken, "."); len(parts) > 1 {
		payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
		json.Unmarshal(payload, &claims)
	}
	info, err := http.NewRequestWithContext(r.Context(), http.MethodGet, n.endpoint(r, p, "userinfo_endpoint", ginauthtest.EndpointUserInfo), nil)
	if err == nil {
		info.Header.Set("Authorization", "Bearer "+account.AccessToken)
	}
	maps.Copy(claims, n.document(info, err))
	u := &ginauth.User{ID: account.ProviderAccountID}
	if sub, ok := claims["sub"].(string); ok {
		u.ID = sub
	}
	u.Name, _ = claims["name"].(string)
	u.Email, _ = claims["email"].(string)
	account.ProviderAccountID = u.ID
	n.scene.Person = ginauth.SignInParams{User: u, Account: account, EmailVerified: claims["email_verified"] != nil}
	r = r.WithContext(context.WithoutCancel(r.Context()))
	n.scene.Refresh = func(old ginauth.Account) (ginauth.Account, error) {
		fresh := n.account(p, n.tokens(r, p, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.RefreshToken}}))
		fresh.ProviderAccountID = old.ProviderAccountID
		if fresh.RefreshToken == "" {
			fresh.RefreshToken = old.RefreshToken
		}
		return fresh, nil
	}
	data, err := json.Marshal(map[string]any{"user": u, "expires": "never"})
	if err != nil {
		n.scene.Error(err)
	}
	http.SetCookie(w, &http.Cookie{Name: naiveState, MaxAge: -1})
	http.SetCookie(w, &http.Cookie{Name: naiveSession, Value: base64.RawURLEncoding.EncodeToString(data)})
	away(w, ginauthtest.BaseURL+"/after")
}

func (n *naive) account(p *ginauthtest.Provider, got map[string]any) ginauth.Account {
	a := ginauth.Account{Provider: p.ID, ProviderAccountID: "nobody", AccessToken: "none"}
	for member, into := range map[string]*string{
		"access_token": &a.AccessToken, "refresh_token": &a.RefreshToken, "id_token": &a.IDToken, "scope": &a.Scope,
	} {
		if s, ok := got[member].(string); ok {
			*into = s
		}
	}
	if lasts, ok := got["expires_in"].(float64); ok {
		a.ExpiresAt = n.scene.Clock.Now().Unix() + int64(lasts)
	}
	return a
}

// session takes any cookie of the name for a session.
func (n *naive) session(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie(naiveSession)
	if err != nil {
		io.WriteString(w, "{}")
		return
	}
	data, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || !json.Valid(data) {
		data = []byte(`{"user":{}}`)
	}
	w.Write(data)
}

func (n *naive) signOut(w http.ResponseWriter, r *http.Request) {
	p := n.scene.Provider
	to := n.endpoint(r, p, "end_session_endpoint", ginauthtest.EndpointEndSession)
	http.SetCookie(w, &http.Cookie{Name: naiveSession, MaxAge: -1})
	away(w, to+"?"+url.Values{
		"id_token_hint": {n.scene.Person.Account.IDToken}, "client_id": {p.ClientID}, "state": {"the-state-of-everybody-is-this"},
		"post_logout_redirect_uri": {naiveBase + "/signout/" + p.ID},
	}.Encode())
}
