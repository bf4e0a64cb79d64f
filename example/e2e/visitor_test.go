package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// visitor is a client with a cookie jar that is open to view: cookies can be
// carried from one server to another.
type visitor struct {
	t       *testing.T
	origin  string
	cookies map[string]string // name → value as on the wire
}

func newVisitor(t *testing.T, origin string) *visitor {
	return &visitor{t: t, origin: origin, cookies: map[string]string{}}
}

// send makes a request and returns the body. A form is sent if there is one,
// else the JSON.
func (v *visitor) send(method, path string, form url.Values, body any) (status int, answer []byte) {
	v.t.Helper()
	var reader io.Reader
	contentType := ""
	switch {
	case form != nil:
		reader, contentType = strings.NewReader(form.Encode()), "application/x-www-form-urlencoded"
	case body != nil:
		data, err := json.Marshal(body)
		if err != nil {
			v.t.Fatal(err)
		}
		reader, contentType = strings.NewReader(string(data)), "application/json"
	}
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.origin+path, reader)
	if err != nil {
		v.t.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	var pairs []string
	for name, value := range v.cookies {
		pairs = append(pairs, name+"="+value)
	}
	if len(pairs) > 0 {
		req.Header.Set("Cookie", strings.Join(pairs, "; "))
	}
	res, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	if answer, err = io.ReadAll(res.Body); err != nil {
		v.t.Fatal(err)
	}
	for _, cookie := range res.Cookies() {
		if cookie.MaxAge < 0 || cookie.Value == "" {
			delete(v.cookies, cookie.Name)
			continue
		}
		v.cookies[cookie.Name] = cookie.Value
	}
	return res.StatusCode, answer
}

func (v *visitor) get(path string) map[string]any {
	v.t.Helper()
	_, body := v.send(http.MethodGet, path, nil, nil)
	var object map[string]any
	if err := json.Unmarshal(body, &object); err != nil {
		v.t.Fatalf("GET %s: %v: %s", path, err, body)
	}
	return object
}

// session is GET /session without the instant at which it expires; nil when
// nobody is signed in, in either dialect.
func (v *visitor) session() map[string]any {
	v.t.Helper()
	session := v.get("/api/auth/session")
	if len(session) == 0 {
		return nil
	}
	delete(session, "expires")
	return session
}

func (v *visitor) csrf() string {
	v.t.Helper()
	token, _ := v.get("/api/auth/csrf")["csrfToken"].(string)
	return token
}

func (v *visitor) signIn(username, password string) {
	v.t.Helper()
	form := url.Values{"username": {username}, "password": {password}, "csrfToken": {v.csrf()}}
	if status, body := v.send(http.MethodPost, "/api/auth/callback/credentials", form, nil); status != http.StatusFound {
		v.t.Fatalf("sign in: %d %s", status, body)
	}
}

func (v *visitor) update(data any) {
	v.t.Helper()
	body := map[string]any{"csrfToken": v.csrf(), "data": data}
	if status, answer := v.send(http.MethodPost, "/api/auth/session", nil, body); status != http.StatusOK {
		v.t.Fatalf("update: %d %s", status, answer)
	}
}

func sessionCookie(dialect string) string { return cookiePrefix[dialect] + ".session-token" }

// token joins the session cookie or its chunks; chunks is 0 for a bare cookie.
func (v *visitor) token(dialect string) (token string, chunks int) {
	v.t.Helper()
	name := sessionCookie(dialect)
	var joined strings.Builder
	for {
		part, ok := v.cookies[name+"."+strconv.Itoa(chunks)]
		if !ok {
			break
		}
		joined.WriteString(part)
		chunks++
	}
	bare, ok := v.cookies[name]
	if ok && chunks > 0 {
		v.t.Fatal("both a bare session cookie and chunks")
	}
	if chunks == 0 {
		return bare, 0
	}
	return joined.String(), chunks
}

// chunkSize is how many characters of a token Auth.js puts into one cookie.
var chunkSize = map[string]int{"nextauth": 3933, "authjs": 3936}

// carry sets the session cookie as Auth.js would, in chunks if it is long.
func (v *visitor) carry(dialect, token string) {
	name, size := sessionCookie(dialect), chunkSize[dialect]
	if len(token) <= size {
		v.cookies[name] = token
		return
	}
	for i := 0; len(token) > 0; i++ {
		n := min(size, len(token))
		v.cookies[name+"."+strconv.Itoa(i)] = token[:n]
		token = token[n:]
	}
}
