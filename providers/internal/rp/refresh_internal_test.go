package rp

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"
	"testing"
)

// A refresh keeps what the answer leaves out, and takes no other's token.
func TestRefresh(t *testing.T) {
	old := Old{Refresh: "old", Scope: "openid profile email", Subject: "7"}
	for name, tc := range map[string]struct {
		tokens map[string]any
		claims map[string]any
		dead   bool
		ok     bool
	}{
		"rotated":         {nil, nil, false, true},
		"not rotated":     {map[string]any{"refresh_token": nil}, nil, false, true},
		"no scope":        {map[string]any{"scope": nil}, nil, false, true},
		"narrower scope":  {map[string]any{"scope": "openid"}, nil, false, true},
		"wider scope":     {map[string]any{"scope": "openid profile email admin"}, nil, false, true},
		"no ID token":     {map[string]any{"id_token": nil}, nil, false, true},
		"another subject": {nil, map[string]any{"sub": "8"}, true, false},
		"another issuer":  {nil, map[string]any{"iss": "https://evil.test"}, true, false},
		"another client":  {nil, map[string]any{"aud": "other"}, true, false},
		"no nonce":        {nil, map[string]any{"nonce": nil}, false, true},
		"no type":         {map[string]any{"token_type": nil}, nil, true, false},
		"odd token":       {map[string]any{"access_token": "a\nb"}, nil, true, false},
		"huge token":      {map[string]any{"refresh_token": strings.Repeat("r", 17<<10)}, nil, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			maps.Copy(p.tokens, tc.tokens)
			maps.Copy(p.claims, tc.claims)
			c := p.client(t, nil)
			got, err := c.Refresh(t.Context(), old)
			if (err == nil) != tc.ok || errors.Is(err, ErrInvalidGrant) != tc.dead {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			want := map[bool]string{true: "old", false: "refresh"}[name == "not rotated"]
			if name == "wider scope" && got.Scope != old.Scope {
				t.Errorf("scope %q", got.Scope)
			}
			if got.Refresh != want || got.Scope == "" || got.ExpiresAt != p.now.Unix()+3600 || p.form.Get("refresh_token") != "old" || p.form.Get("grant_type") != "refresh_token" || p.form.Has("code") {
				t.Errorf("refresh %q, scope %q, expires %d, form %v", got.Refresh, got.Scope, got.ExpiresAt, p.form)
			}
		})
	}
	for code, dead := range map[string]bool{"invalid_grant": true, "bad_refresh_token": true, "invalid_request": true, "invalid_client": false, "temporarily_unavailable": false, "": false} {
		p := newOP()
		p.handler["/token"] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"` + code + `"}`))
		}
		if _, err := p.client(t, nil).Refresh(context.Background(), old); err == nil || errors.Is(err, ErrInvalidGrant) != dead {
			t.Errorf("%q: %v", code, err)
		}
	}
}
