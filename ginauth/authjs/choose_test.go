package authjs_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func TestChoose(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		const name = "s"
		c := newCodec(t, f, name, secret)
		seal := func(claims string) string {
			t.Helper()
			token, err := c.Seal([]byte(claims))
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		const exp = `,"exp":4853600000}`
		var (
			one     = seal(`{"sub":"1","sid":"a","iat":100` + exp)
			newer   = seal(`{"sub":"1","sid":"a","iat":200` + exp)
			planted = seal(`{"sub":"1","sid":"b","iat":300` + exp)
			noSid   = seal(`{"sub":"1","iat":100` + exp)
			noSid2  = seal(`{"sub":"1","iat":200` + exp)
			evil    = seal(`{"sub":"2","iat":300` + exp)
			nameless,
			nameless2 = seal(`{"iat":100` + exp), seal(`{"iat":200` + exp)
			expired  = seal(`{"sub":"1","sid":"a","iat":300,"exp":400}`)
			future   = seal(`{"sub":"1","nbf":4853600000` + exp)
			timeless = seal(`{"sub":"1"}`)
			long     = seal(`{"sub":"1","sid":"a","iat":150,"pad":"` + strings.Repeat("x", 5000) + `"` + exp)
			garbage  = "garbage"
		)
		chunked := func(token string) string {
			chunks, err := authjs.Split(f, name, token)
			if err != nil || len(chunks) < 2 {
				t.Fatal("not a long token", err)
			}
			var b strings.Builder
			for _, c := range chunks {
				b.WriteString(c.Name + "=" + c.Value + "; ")
			}
			return b.String()
		}
		for _, tc := range []struct {
			name   string
			cookie string
			iat    int64 // of the one that counts
			err    error
		}{
			{"none", "other=1", 0, authjs.ErrNoToken},
			{"empty", "s=", 0, authjs.ErrNoToken},
			{"one", "s=" + one, 100, nil},
			{"garbage", "s=garbage", 0, authjs.ErrInvalidToken},
			{"expired", "s=" + expired, 0, authjs.ErrExpired},
			{"future", "s=" + future, 0, authjs.ErrNotYetValid},
			{"no exp", "s=" + timeless, 0, authjs.ErrInvalidToken},
			{"chunks", chunked(long), 150, nil},
			{"chunk missing", strings.Replace(chunked(long), "s.0=", "x=", 1), 0, authjs.ErrInvalidToken},
			{"chunk altered", strings.Replace(chunked(long), "s.1=", "s.1=A", 1), 0, authjs.ErrInvalidToken},
			{"chunks swapped", strings.NewReplacer("s.0=", "s.1=", "s.1=", "s.0=").Replace(chunked(long)), 0, authjs.ErrInvalidToken},
			{"too large", "s=" + one + "; s.0=" + strings.Repeat("x", 40_000), 0, authjs.ErrTooLarge},
			{"twice the same", "s=" + one + "; s=" + one, 100, nil},
			{"same sid", "s=" + one + "; s=" + newer, 200, nil},
			{"same sid, other order", "s=" + newer + "; s=" + one, 200, nil},
			{"bare and chunks", "s=" + one + "; " + chunked(long), 150, nil},
			{"stale bare", "s=garbage; " + chunked(long), 150, nil},
			{"stale chunks", "s.0=stale; s=" + one, 100, nil},
			{"planted", "s=" + one + "; s=" + planted, 0, authjs.ErrAmbiguous},
			{"planted in chunks", "s=" + planted + "; " + chunked(long), 0, authjs.ErrAmbiguous},
			{"garbage planted", "s=" + garbage + "; s=" + one, 100, nil},
			{"expired planted", "s=" + expired + "; s=" + one, 100, nil},
			{"one sid missing", "s=" + one + "; s=" + noSid, 0, authjs.ErrAmbiguous},
			{"same sub", "s=" + noSid2 + "; s=" + noSid, 200, nil},
			{"other sub", "s=" + noSid + "; s=" + evil, 0, authjs.ErrAmbiguous},
			{"no sub", "s=" + nameless + "; s=" + nameless2, 0, authjs.ErrAmbiguous},
			{"none genuine", "s=garbage; s=" + expired + "; s=more", 0, authjs.ErrExpired},
		} {
			found := authjs.FindCookies(http.Header{"Cookie": {tc.cookie}}, name)
			claims, err := c.Choose(&found, now)
			if !errors.Is(err, tc.err) || claims.IssuedAt != tc.iat || (err != nil) != (claims == authjs.Claims{}) {
				t.Errorf("%v, %s: iat %d, %v; want %d, %v", f, tc.name, claims.IssuedAt, err, tc.iat, tc.err)
			}
		}
	}
}

func TestReader(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		for _, o := range []authjs.TokenOptions{
			{Format: f},
			{Format: f, Secure: true},
			{Format: f, CookieName: "sid"},
			{Format: f, CookieName: "sid", Salt: "salt"},
		} {
			cookie, salt := f.SessionCookie(o.Secure), ""
			if o.CookieName != "" {
				cookie = o.CookieName
			}
			if f == authjs.V5 {
				salt = cookie
			}
			if o.Salt != "" {
				salt = o.Salt
			}
			o.Secrets, o.Now = []string{oldSecret, secret}, func() time.Time { return now }
			if f == authjs.V5 {
				o.Secrets = []string{secret, oldSecret}
			}
			reader, err := authjs.NewReader(o)
			if err != nil {
				t.Fatal(err)
			}
			mint := func(sub string) string {
				token, err := newCodec(t, f, salt, secret).Encode(map[string]string{"sub": sub}, now, time.Hour)
				if err != nil {
					t.Fatal(err)
				}
				return token
			}
			a, b := mint("a"), mint("b")
			for _, tc := range []struct {
				name, cookie, bearer string
				want                 string
				err                  error
			}{
				{"nothing", "", "", "", authjs.ErrNoToken},
				{"cookie", cookie + "=" + a, "", "a", nil},
				{"cookie first", cookie + "=" + a, "Bearer " + b, "a", nil},
				{"bad cookie first", cookie + "=x", "Bearer " + b, "", authjs.ErrInvalidToken},
				{"empty cookie", cookie + "=", "Bearer " + b, "b", nil},
				{"chunk missing", cookie + ".1=x", "Bearer " + b, "", authjs.ErrInvalidToken},
				{"other cookie", cookie + "x=" + a, "", "", authjs.ErrNoToken},
				{"bearer", "", "Bearer " + b, "b", nil},
				{"bearer encoded", "", "Bearer " + strings.ReplaceAll(b, ".", "%2E"), "b", nil},
				{"bearer and more", "", "Bearer " + b + " more", "b", nil},
				{"bearer lower", "", "bearer " + b, "", authjs.ErrNoToken},
				{"bearer two blanks", "", "Bearer  " + b, "", authjs.ErrNoToken},
				{"bearer empty", "", "Bearer ", "", authjs.ErrNoToken},
				{"bearer alone", "", "Bearer", "", authjs.ErrNoToken},
				{"bearer tab", "", "Bearer\t" + b, "", authjs.ErrNoToken},
				{"basic", "", "Basic " + b, "", authjs.ErrNoToken},
				{"bearer malformed", "", "Bearer %E0%A4%A", "", authjs.ErrInvalidToken}, // GHSA-xmf8-cvqr-rfgj
				{"bearer percent", "", "Bearer %", "", authjs.ErrInvalidToken},
				{"bearer garbage", "", "Bearer \x00\xff", "", authjs.ErrInvalidToken},
				{"bearer long", "", "Bearer " + strings.Repeat("A", 33<<10), "", authjs.ErrTooLarge},
				{"bearer very long", "", "Bearer " + strings.Repeat("%41", 1<<20), "", authjs.ErrTooLarge},
			} {
				r := httptest.NewRequest(http.MethodGet, "/", nil)
				if tc.cookie != "" {
					r.Header.Set("Cookie", tc.cookie)
				}
				if tc.bearer != "" {
					r.Header.Set("Authorization", tc.bearer)
				}
				claims, err := reader.Claims(r)
				if !errors.Is(err, tc.err) || claims.Subject != tc.want || err != nil && claims != (authjs.Claims{}) {
					t.Errorf("%v, %s, %s: %q, %v; want %q, %v", f, cookie, tc.name, claims.Subject, err, tc.want, tc.err)
				}
				raw, err := authjs.RawToken(r, o)
				if tc.want == "a" && raw != a || tc.want == "b" && raw != b || err != nil && tc.err == nil {
					t.Errorf("%v, %s, %s: raw %q, %v", f, cookie, tc.name, raw, err)
				}
			}
		}
	}
}

func TestReaderRefuses(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if _, err := authjs.GetToken(r, authjs.TokenOptions{}); err == nil || errors.Is(err, authjs.ErrNoToken) {
		t.Errorf("no secret: %v", err)
	}
	r.Header.Set("Cookie", "next-auth.session-token.1=x")
	if raw, err := authjs.RawToken(r, authjs.TokenOptions{}); !errors.Is(err, authjs.ErrInvalidToken) || raw != "" {
		t.Errorf("%q, %v", raw, err)
	}
}
