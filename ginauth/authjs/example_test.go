package authjs_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// A token of next-auth, as the browser sends it.
const exampleToken = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAECAwQFBgcICQoL.mWGEI0RuIoTtUTEQ1qZdw_ahwa02UWRW21IjtO4zE3" +
	"Rs3YJEW5w6kCLuShBQGIzoB5QkkssfKHuuGbeqHLG_sTa1cgNIPOIqS36bVnthwtDenM3HG59OdQO1V0InzgY.cPqfCIC9oIZlOH" +
	"e7lM7q6g"

// Who signed in at the site of next-auth, in a plain net/http program.
func ExampleGetToken() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		claims, err := authjs.GetToken(r, authjs.TokenOptions{
			Format:  authjs.V4,
			Secrets: []string{"test-secret"}, // the site's AUTH_SECRET
		})
		switch {
		case errors.Is(err, authjs.ErrNoToken):
			http.Error(w, "please sign in", http.StatusUnauthorized)
		case err != nil:
			http.Error(w, "your session is not valid", http.StatusUnauthorized)
		default:
			_, _ = fmt.Fprintln(w, "hello", claims.Subject)
		}
	})

	for _, cookie := range []string{"", "next-auth.session-token=" + exampleToken, "next-auth.session-token=forged"} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", cookie)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 401 please sign in
	// 200 hello user-1
	// 401 your session is not valid
}

// One Reader serves all requests.
func ExampleNewReader() {
	reader, err := authjs.NewReader(authjs.TokenOptions{
		Format:  authjs.V4,
		Secrets: []string{"test-secret"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Authorization", "Bearer "+exampleToken)
	claims, err := reader.Claims(r)
	fmt.Println(claims.Subject, err)
	// Output: user-1 <nil>
}

func ExampleCodec_Encode() {
	const cookie = "authjs.session-token"
	codec, err := authjs.NewCodec(authjs.V5, cookie, "a secret of at least 32 random bytes")
	if err != nil {
		fmt.Println(err)
		return
	}
	type token struct {
		Subject string `json:"sub"`
		Role    string `json:"role"`
	}
	now := time.Unix(1_800_000_000, 0)
	text, err := codec.Encode(token{"42", "admin"}, now, authjs.DefaultMaxAge)
	if err != nil {
		fmt.Println(err)
		return
	}

	claims, err := codec.Decode(text, now.Add(24*time.Hour))
	if err != nil {
		fmt.Println(err)
		return
	}
	var back token
	if err := claims.Unmarshal(&back); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back.Subject, back.Role, claims.ExpiresAt-claims.IssuedAt)

	_, err = codec.Decode(text, now.Add(31*24*time.Hour))
	fmt.Println(err)
	// Output:
	// 42 admin 2592000
	// authjs: session token expired
}

// A long token goes out in several cookies, and those of the last one that are not rewritten are cleared.
func ExampleSplit() {
	const name = "next-auth.session-token"
	request := http.Header{"Cookie": {name + "=old"}}

	chunks, err := authjs.Split(authjs.V4, name, strings.Repeat("x", 5000))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range chunks {
		fmt.Println("set", c.Name, len(c.Value))
	}
	found := authjs.FindCookies(request, name)
	for _, name := range authjs.Stale(found.Names(), chunks) {
		fmt.Println("clear", name)
	}
	// Output:
	// set next-auth.session-token.0 3933
	// set next-auth.session-token.1 1067
	// clear next-auth.session-token
}
