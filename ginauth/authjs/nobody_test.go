package authjs_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// A token that names nobody is no session: NextAuth before 4.24 sealed its
// state and PKCE values with the key of sessions.
func TestReaderRefusesNobody(t *testing.T) {
	o := authjs.TokenOptions{Format: authjs.V4, Secrets: []string{secret}, Now: func() time.Time { return now }}
	for name, tc := range map[string]struct {
		claims map[string]string
		err    error
	}{
		"state":       {map[string]string{"state": "x"}, authjs.ErrInvalidToken},
		"PKCE":        {map[string]string{"code_verifier": "x"}, authjs.ErrInvalidToken},
		"nothing":     {map[string]string{}, authjs.ErrInvalidToken},
		"picture":     {map[string]string{"picture": "https://x.test/p"}, authjs.ErrInvalidToken},
		"empty names": {map[string]string{"sub": "", "email": "", "name": ""}, authjs.ErrInvalidToken},
		"sub":         {map[string]string{"sub": "1"}, nil},
		"email":       {map[string]string{"email": "a@example.com"}, nil},
		"name":        {map[string]string{"name": "A"}, nil},
	} {
		token, err := newCodec(t, authjs.V4, "", secret).Encode(tc.claims, now, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for header, value := range map[string]string{
			"Cookie": authjs.V4.SessionCookie(false) + "=" + token, "Authorization": "Bearer " + token,
		} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Header.Set(header, value)
			claims, err := authjs.GetToken(r, o)
			if !errors.Is(err, tc.err) || (err != nil && claims != (authjs.Claims{})) {
				t.Errorf("%s in %s: %+v, %v; want %v", name, header, claims, err, tc.err)
			}
		}
	}
}
