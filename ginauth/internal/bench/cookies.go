package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

//go:embed testdata/cookies.json
var mintedJSON []byte

// minted is testdata/cookies.json: the work of testdata/mint.mjs.
type minted struct {
	By     string `json:"by"`
	Secret string `json:"secret"`
	// V4 and V5 hold 318 bytes of claims in one cookie, V5Large 4096 in two.
	V4      mintedToken `json:"v4"`
	V5      mintedToken `json:"v5"`
	V5Large mintedToken `json:"v5Large"`
}

type mintedToken struct {
	// Payload is the JSON in the token.
	Payload string         `json:"payload"`
	Cookies []mintedCookie `json:"cookies"`
}

type mintedCookie struct{ Name, Value string }

func loadMinted() (*minted, error) {
	m := new(minted)
	if err := json.Unmarshal(mintedJSON, m); err != nil {
		return nil, fmt.Errorf("testdata/cookies.json: %w", err)
	}
	for _, t := range []mintedToken{m.V4, m.V5, m.V5Large} {
		if t.Payload == "" || len(t.Cookies) == 0 {
			return nil, errors.New("testdata/cookies.json is incomplete; make it with testdata/mint.mjs")
		}
	}
	return m, nil
}

// token joins the chunks.
func (t mintedToken) token() string {
	var b strings.Builder
	for _, c := range t.Cookies {
		b.WriteString(c.Value)
	}
	return b.String()
}

// header is the Cookie header of a browser that holds the token.
func (t mintedToken) header() string {
	parts := make([]string, len(t.Cookies))
	for i, c := range t.Cookies {
		parts[i] = c.Name + "=" + c.Value
	}
	return strings.Join(parts, "; ")
}

// claims are what is in the token.
func (t mintedToken) claims() (map[string]any, error) {
	var claims map[string]any
	if err := json.Unmarshal([]byte(t.Payload), &claims); err != nil {
		return nil, fmt.Errorf("the minted payload: %w", err)
	}
	return claims, nil
}

// clock runs as fast as the real one, but an hour after the token was minted:
// its "exp" is a century away, yet ginauth also counts from "iat".
func (t mintedToken) clock() (func() time.Time, error) {
	var claims struct {
		IssuedAt int64 `json:"iat"`
	}
	if err := json.Unmarshal([]byte(t.Payload), &claims); err != nil {
		return nil, fmt.Errorf("the minted payload: %w", err)
	}
	shift := time.Until(time.Unix(claims.IssuedAt, 0).Add(time.Hour))
	return func() time.Time { return time.Now().Add(shift) }, nil
}
