package providers

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// FuzzCatalogue gives every mapping any document. None panics, and a document
// that has nothing in it names nobody.
func FuzzCatalogue(f *testing.F) {
	configs := make(map[string]oauthConfig, len(catalogue))
	for id, build := range catalogue {
		configs[id] = settings(build)
		var cases []person
		data, err := os.ReadFile(filepath.Join("testdata", "catalogue", id+".json"))
		if err != nil || json.Unmarshal(data, &cases) != nil {
			continue // TestCatalogue reports it
		}
		for _, p := range cases {
			f.Add([]byte(p.Profile), []byte(p.Token), p.Params["user"])
		}
	}
	f.Add([]byte(`{"id":1e300,"sub":{"a":[0]},"emails":[[],{},null,{"primary":true,"email":7}]}`), []byte(`[]`), `[`)
	f.Fuzz(func(t *testing.T, profile, token []byte, user string) {
		a := Answer{Issuer: somewhere, Params: map[string]string{"user": user}}
		var err error
		if a.Document, err = ParseDocument(profile); err != nil {
			return
		}
		if a.Token, err = ParseDocument(token); err != nil {
			a.Token = Document{}
		}
		nothing := Answer{Issuer: a.Issuer, Params: a.Params}
		for id, c := range configs {
			if _, _, err := c.userOf(a); err != nil {
				t.Errorf("%s: %v", id, err)
			}
			if c.UserInfoRequest != nil {
				c.UserInfoRequest(a)
			}
			nobody, verified, err := c.userOf(nothing)
			if u := ginauth.UserOf(nobody); err != nil || verified || u.ID != "" {
				t.Errorf("%s: nothing is %q, verified %t, %v", id, u.ID, verified, err)
			}
		}
	})
}
