package providers

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

// p8 is a private key in the form of Apple's .p8 files.
func p8(t *testing.T, curve elliptic.Curve) (ginauth.Secret, *ecdsa.PublicKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return ginauth.Secret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), &key.PublicKey
}

func appleSecretOf(t *testing.T, p ginauth.Provider) string {
	t.Helper()
	b, err := p.(*oauth).build()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := b.config.ClientSecretFunc(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

func checkAppleSecret(t *testing.T, secret string, key *ecdsa.PublicKey, clientID string) {
	t.Helper()
	token, err := jwt.Parse(secret, func(*jwt.Token) (any, error) { return key, nil }, jwt.WithValidMethods([]string{"ES256"}))
	if err != nil {
		t.Fatal(err)
	}
	claims := token.Claims.(jwt.MapClaims)
	if token.Header["kid"] != "KEY1234567" || claims["iss"] != "TEAM123456" || claims["sub"] != clientID ||
		claims["aud"] != "https://appleid.apple.com" || claims["exp"].(float64)-claims["iat"].(float64) != 3600 {
		t.Errorf("header %v, claims %v", token.Header, claims)
	}
}

func TestAppleKey(t *testing.T) {
	sealed(t)
	key, public := p8(t, elliptic.P256())
	synctest.Test(t, func(t *testing.T) {
		// The client id comes after the key.
		p := Apple(AppleKey("TEAM123456", "KEY1234567", key), ClientID("com.example.web"))
		first := appleSecretOf(t, p)
		checkAppleSecret(t, first, public, "com.example.web")
		<-time.After(54 * time.Minute)
		if appleSecretOf(t, p) != first {
			t.Error("it was made again while it was good")
		}
		<-time.After(2 * time.Minute)
		second := appleSecretOf(t, p)
		if second == first {
			t.Error("it was not made again although it was about to end")
		}
		checkAppleSecret(t, second, public, "com.example.web")
	})
}

func TestAppleKeyOfTheEnvironment(t *testing.T) {
	sealed(t)
	key, public := p8(t, elliptic.P256())
	t.Setenv("AUTH_APPLE_ID", "com.example.env")
	t.Setenv("AUTH_APPLE_TEAM_ID", "TEAM123456")
	t.Setenv("AUTH_APPLE_KEY_ID", "KEY1234567")
	t.Setenv("AUTH_APPLE_PRIVATE_KEY", strings.ReplaceAll(string(key), "\n", `\n`))
	checkAppleSecret(t, appleSecretOf(t, Apple()), public, "com.example.env")

	t.Setenv("AUTH_APPLE_SECRET", "made elsewhere")
	b, err := Apple().(*oauth).build()
	if err != nil || b.config.ClientSecret != "made elsewhere" || b.config.ClientSecretFunc != nil {
		t.Errorf("a secret of the environment does not count more: %v", err)
	}
}

func TestAppleKeyRefused(t *testing.T) {
	sealed(t)
	good, _ := p8(t, elliptic.P256())
	other, _ := p8(t, elliptic.P384())
	for name, option := range map[string]OAuthOption{
		"no team":     AppleKey("", "KEY1234567", good),
		"no key id":   AppleKey("TEAM123456", "", good),
		"no key":      AppleKey("TEAM123456", "KEY1234567", ""),
		"no PEM":      AppleKey("TEAM123456", "KEY1234567", "MIGTAgEAMBMGByqGSM49"),
		"other curve": AppleKey("TEAM123456", "KEY1234567", other),
	} {
		_, err := Apple(ClientID("com.example.web"), option).Describe()
		if err == nil || !strings.Contains(err.Error(), "AppleKey") || strings.Contains(err.Error(), "MIG") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
