package authjs

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"
)

// The derived keys and key ids are nobody's business outside, so this test looks inside.
func TestKeyVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	type vector struct {
		Secret, Salt, Kid string
		KeyHex            string `json:"key_hex"`
	}
	var v struct {
		V4  []vector `json:"v4_keys"`
		V5  []vector `json:"v5_keys"`
		GCM vector   `json:"v5_accepts_a256gcm_no_kid"`
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.V4) == 0 || len(v.V5) == 0 {
		t.Fatal("vectors are missing")
	}
	derive := func(f Format, v vector) *key {
		t.Helper()
		k, err := deriveKey(f, v.Salt, v.Secret)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	for _, v := range v.V4 {
		if got := hex.EncodeToString(derive(V4, v).gcm); got != v.KeyHex {
			t.Errorf("v4 %q, salt %q: key %s", v.Secret, v.Salt, got)
		}
	}
	for _, v := range v.V5 {
		k := derive(V5, v)
		if got := hex.EncodeToString(k.cbc); got != v.KeyHex || k.cbcID != v.Kid {
			t.Errorf("v5 %q, salt %q: key %s, kid %s", v.Secret, v.Salt, got, k.cbcID)
		}
	}
	if got := hex.EncodeToString(derive(V5, v.GCM).gcm); got != v.GCM.KeyHex {
		t.Errorf("v5 A256GCM: key %s", got)
	}
}

// Where AES has no SetIV, a decrypter is made for each token.
func TestCBCWithoutSetIV(t *testing.T) {
	c, err := NewCodec(V5, "s", "test-secret")
	if err != nil {
		t.Fatal(err)
	}
	token, err := c.Seal([]byte(`{"sub":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	o := c.keys[0].exact.(*cbcOpener)
	s := o.newScratch()
	s.setIV = nil
	o.scratch.Put(s)
	for range 3 {
		if got, err := c.Open(nil, token); err != nil || string(got) != `{"sub":"1"}` {
			t.Fatalf("%s, %v", got, err)
		}
	}
}
