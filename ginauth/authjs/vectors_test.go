package authjs_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// vector is an entry of testdata/vectors.json, which real next-auth and @auth/core have made.
type vector struct {
	Name, Secret, Salt, Token, Plaintext, Error string
	Header                                      map[string]string
	Claims                                      json.RawMessage
}

type chunking struct {
	ChunkSize   int `json:"chunk_size"`
	TokenLength int `json:"token_length"`
	Chunks      []struct {
		Name   string
		Length int
	}
	Token string
}

var vectors struct {
	V4Deterministic []vector `json:"v4_jwe_deterministic"`
	V4Library       []vector `json:"v4_jwe_from_library"`
	V4Negative      []vector `json:"v4_negative"`
	V4Chunking      chunking `json:"v4_chunking"`
	V4Clock         struct {
		Tolerance int `json:"tolerance_s"`
	} `json:"v4_clock"`
	V5Deterministic []vector `json:"v5_jwe_deterministic"`
	V5Library       []vector `json:"v5_jwe_from_library"`
	V5Negative      []vector `json:"v5_negative"`
	V5Chunking      chunking `json:"v5_chunking"`
	V5State         struct {
		Secret       string
		State        string          `json:"state_param"`
		StateClaims  json.RawMessage `json:"state_param_claims"`
		Cookie       string          `json:"cookie_name"`
		CookieValue  string          `json:"cookie_value"`
		CookieClaims json.RawMessage `json:"cookie_claims"`
	} `json:"v5_state"`
	V5Rotation struct {
		Salt        string
		Old         string   `json:"token_by_old_secret"`
		DecodesWith []string `json:"decodes_with"`
		FailsWith   []string `json:"fails_with"`
		Claims      json.RawMessage
		UsesFirst   string `json:"encoded_with_array_uses_first"`
		KidNew      string `json:"kid_new"`
		KidOld      string `json:"kid_old"`
	} `json:"v5_rotation"`
	V5GCM       vector `json:"v5_accepts_a256gcm_no_kid"`
	V5RejectsV4 vector `json:"v5_rejects_v4_session"`
	Bearer      struct {
		Secret, Authorization string
		Claims                json.RawMessage
	} `json:"gettoken_bearer"`
}

func TestMain(m *testing.M) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err == nil {
		err = json.Unmarshal(data, &vectors)
	}
	if err != nil || len(vectors.V4Deterministic) == 0 || len(vectors.V5Library) == 0 {
		fmt.Fprintln(os.Stderr, "testdata/vectors.json cannot be read:", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// now is after the iat of all vectors, and before the exp of those that are not expired.
var now = time.Date(2026, 12, 1, 12, 0, 0, 500, time.UTC)

func newCodec(t testing.TB, f authjs.Format, salt string, secrets ...string) *authjs.Codec {
	t.Helper()
	c, err := authjs.NewCodec(f, salt, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameJSON fails unless both texts are the same JSON value.
func sameJSON(t *testing.T, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("%s: %v", want, err)
	}
	if !reflect.DeepEqual(g, w) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestDeterministicVectors(t *testing.T) {
	for f, list := range map[authjs.Format][]vector{authjs.V4: vectors.V4Deterministic, authjs.V5: vectors.V5Deterministic} {
		for _, v := range list {
			c := newCodec(t, f, v.Salt, v.Secret)
			got, err := c.Open([]byte("before"), v.Token)
			if err != nil || string(got) != "before"+v.Plaintext {
				t.Errorf("%v %s: %s, %v", f, v.Name, got, err)
			}
			if _, err := c.Decode(v.Token, now); err != nil {
				t.Errorf("%v %s: %v", f, v.Name, err)
			}
			// Our own token of the same content differs in IV, ciphertext and tag only.
			ours, err := c.Seal([]byte(v.Plaintext))
			if err != nil {
				t.Fatal(err)
			}
			header, _, _ := strings.Cut(ours, ".")
			if len(ours) != len(v.Token) || !strings.HasPrefix(v.Token, header+"..") {
				t.Errorf("%v %s: we write %s", f, v.Name, ours)
			}
			raw, err := base64.RawURLEncoding.DecodeString(header)
			if err != nil {
				t.Fatal(err)
			}
			want, err := json.Marshal(v.Header)
			if err != nil || string(raw) != string(want) {
				t.Errorf("%v %s: header %s, want %s", f, v.Name, raw, want)
			}
			if back, err := c.Open(nil, ours); err != nil || string(back) != v.Plaintext {
				t.Errorf("%v %s: %s, %v", f, v.Name, back, err)
			}
		}
	}
}

func TestLibraryVectors(t *testing.T) {
	for f, list := range map[authjs.Format][]vector{authjs.V4: vectors.V4Library, authjs.V5: vectors.V5Library} {
		for _, v := range list {
			claims, err := newCodec(t, f, v.Salt, v.Secret).Decode(v.Token, now)
			if err != nil {
				t.Errorf("%v %s: %v", f, v.Name, err)
				continue
			}
			sameJSON(t, claims.Raw, string(v.Claims))
			checkFields(t, claims, string(v.Claims))
		}
	}
}

// checkFields compares the named claims with encoding/json's reading.
func checkFields(t *testing.T, c authjs.Claims, want string) {
	t.Helper()
	var w struct {
		Name, Email, Picture, Sub, Jti, Sid string
		Iat, Exp                            int64
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	if c.Name != w.Name || c.Email != w.Email || c.Picture != w.Picture || c.Subject != w.Sub || c.ID != w.Jti ||
		c.SessionID != w.Sid || c.IssuedAt != w.Iat || c.ExpiresAt != w.Exp {
		t.Errorf("claims %+v of %s", c, want)
	}
}

func TestNegativeVectors(t *testing.T) {
	for f, list := range map[authjs.Format][]vector{authjs.V4: vectors.V4Negative, authjs.V5: vectors.V5Negative} {
		for _, v := range list {
			claims, err := newCodec(t, f, v.Salt, v.Secret).Decode(v.Token, now)
			want := authjs.ErrInvalidToken
			if strings.Contains(v.Error, `"exp"`) {
				want = authjs.ErrExpired
			}
			if !errors.Is(err, want) || claims != (authjs.Claims{}) {
				t.Errorf("%v %s: %v, %+v; want %v", f, v.Name, err, claims, want)
			}
		}
	}
	c := newCodec(t, authjs.V5, "authjs.session-token", "test-secret")
	if _, err := c.Decode(vectors.V5RejectsV4.Token, now); !errors.Is(err, authjs.ErrInvalidToken) {
		t.Errorf("v5 took a token of v4: %v", err)
	}
}

func TestClockVectors(t *testing.T) {
	if got := time.Duration(vectors.V4Clock.Tolerance) * time.Second; got != authjs.Tolerance {
		t.Fatalf("tolerance %v, want %v", authjs.Tolerance, got)
	}
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c := newCodec(t, f, "", "test-secret")
		token, err := c.Encode(nil, now, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		end := now.Truncate(time.Second).Add(time.Hour)
		for after, want := range map[time.Duration]error{
			0:                                nil,
			14 * time.Second:                 nil,
			15*time.Second - time.Nanosecond: nil, // the clock is floored
			15 * time.Second:                 authjs.ErrExpired,
			16 * time.Second:                 authjs.ErrExpired,
		} {
			if _, err := c.Decode(token, end.Add(after)); !errors.Is(err, want) {
				t.Errorf("%v, %v after exp: %v, want %v", f, after, err, want)
			}
		}
	}
}

func TestChunkingVectors(t *testing.T) {
	v4, v5 := vectors.V4Chunking, vectors.V5Chunking
	v5.Token = strings.Repeat("x", v5.TokenLength) // the vector has no text
	for f, v := range map[authjs.Format]chunking{authjs.V4: v4, authjs.V5: v5} {
		if f.ChunkSize() != v.ChunkSize || len(v.Token) != v.TokenLength {
			t.Errorf("%v: chunk size %d, token %d", f, f.ChunkSize(), len(v.Token))
		}
		chunks, err := authjs.Split(f, f.SessionCookie(false), v.Token)
		if err != nil || len(chunks) != len(v.Chunks) {
			t.Fatalf("%v: %d chunks, %v", f, len(chunks), err)
		}
		for i, want := range v.Chunks {
			if got := chunks[i]; got.Name != want.Name || len(got.Value) != want.Length {
				t.Errorf("%v: chunk %s of %d, want %s of %d", f, got.Name, len(got.Value), want.Name, want.Length)
			}
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	chunks, _ := authjs.Split(authjs.V4, "next-auth.session-token", v4.Token)
	for i := range chunks { // the order in the header does not matter
		c := chunks[len(chunks)-1-i]
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	claims, err := authjs.GetToken(r, authjs.TokenOptions{Secrets: []string{"test-secret"}, Now: func() time.Time { return now }})
	if err != nil || claims.Name != strings.Repeat("N", 6000) {
		t.Errorf("%v, name of %d", err, len(claims.Name))
	}
}

func TestV5StateVector(t *testing.T) {
	v := vectors.V5State
	claims, err := newCodec(t, authjs.V5, "encodedState", v.Secret).Decode(v.State, now)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, claims.Raw, string(v.StateClaims))
	cookie := newCodec(t, authjs.V5, v.Cookie, v.Secret)
	if claims, err = cookie.Decode(v.CookieValue, now); err != nil {
		t.Fatal(err)
	}
	sameJSON(t, claims.Raw, string(v.CookieClaims))
	if _, err := cookie.Decode(v.State, now); !errors.Is(err, authjs.ErrInvalidToken) {
		t.Errorf("the purpose was not looked at: %v", err)
	}
}

func TestV5RotationVector(t *testing.T) {
	v := vectors.V5Rotation
	both := newCodec(t, authjs.V5, v.Salt, v.DecodesWith...)
	claims, err := both.Decode(v.Old, now)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, claims.Raw, string(v.Claims))
	if _, err := both.Decode(v.UsesFirst, now); err != nil {
		t.Error(err)
	}
	if _, err := newCodec(t, authjs.V5, v.Salt, v.FailsWith...).Decode(v.Old, now); !errors.Is(err, authjs.ErrInvalidToken) {
		t.Errorf("without the old secret: %v", err)
	}
	sealed, err := both.Seal([]byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	kids := map[string]string{v.KidNew: v.UsesFirst, v.KidOld: v.Old}
	if kid(t, sealed) != v.KidNew {
		t.Error("the first secret must seal")
	}
	for want, token := range kids {
		if got := kid(t, token); got != want {
			t.Errorf("kid %s, want %s", got, want)
		}
	}
}

func kid(t *testing.T, token string) string {
	t.Helper()
	text, _, _ := strings.Cut(token, ".")
	raw, err := base64.RawURLEncoding.DecodeString(text)
	var header struct{ Kid string }
	if err == nil {
		err = json.Unmarshal(raw, &header)
	}
	if err != nil {
		t.Fatal(err)
	}
	return header.Kid
}

func TestV5GCMVector(t *testing.T) {
	v := vectors.V5GCM
	claims, err := newCodec(t, authjs.V5, v.Salt, v.Secret).Decode(v.Token, now)
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, claims.Raw, string(v.Claims))
	// A token that names no key is for the first secret only.
	if _, err := newCodec(t, authjs.V5, v.Salt, "another", v.Secret).Decode(v.Token, now); !errors.Is(err, authjs.ErrInvalidToken) {
		t.Errorf("second secret: %v", err)
	}
}

func TestBearerVector(t *testing.T) {
	v := vectors.Bearer
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Authorization", v.Authorization)
	claims, err := authjs.GetToken(r, authjs.TokenOptions{Secrets: []string{v.Secret}, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	sameJSON(t, claims.Raw, string(v.Claims))
}
