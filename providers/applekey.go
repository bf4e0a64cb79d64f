package providers

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

const (
	// appleLifetime is well under the six months that Apple allows: what leaks is
	// soon worth nothing.
	appleLifetime = time.Hour
	appleReserve  = 5 * time.Minute
)

// AppleKey makes the client secret of [Apple] on the fly, a JWT by
// https://developer.apple.com/documentation/accountorganizationaldatasharing/creating-a-client-secret:
// signed with the private key of a Sign in with Apple key (the contents of the
// .p8 file), good for an hour, and made again before that. The ids are those
// of the team and of the key, of ten characters each.
func AppleKey(teamID, keyID string, pemKey ginauth.Secret) OAuthOption {
	return oauthOption(func(c *oauthConfig) {
		key, err := parseAppleKey(teamID, keyID, string(pemKey))
		if err != nil {
			c.err = errors.Join(c.err, fmt.Errorf("AppleKey: %w", err))
			return
		}
		s := &appleSecret{team: teamID, keyID: keyID, key: key, config: c}
		c.ClientSecretFunc = s.get
	})
}

// appleEnvironment is AppleKey with what the environment has, if the program
// has set no secret.
func appleEnvironment(c *oauthConfig) {
	c.secretHint = ", or better the option providers.AppleKey or the variables " + c.variable("TEAM_ID") + ", _KEY_ID and _PRIVATE_KEY"
	key := os.Getenv(c.variable("PRIVATE_KEY"))
	if key == "" || c.ClientSecret != "" || c.ClientSecretFunc != nil || os.Getenv(c.variable("SECRET")) != "" {
		return
	}
	team, id := os.Getenv(c.variable("TEAM_ID")), os.Getenv(c.variable("KEY_ID"))
	AppleKey(team, id, ginauth.Secret(key)).applyOAuth(c)
}

func parseAppleKey(teamID, keyID, text string) (*ecdsa.PrivateKey, error) {
	if teamID == "" || keyID == "" {
		return nil, errors.New("there is no team id or no key id")
	}
	text = strings.ReplaceAll(text, `\n`, "\n") // as it stands in many an environment
	key, err := jwt.ParseECPrivateKeyFromPEM([]byte(text))
	if err != nil || key.Curve != elliptic.P256() {
		return nil, errors.New("the private key is not the PEM block of a P-256 key, as in the .p8 file")
	}
	return key, nil
}

// appleSecret keeps a client secret for as long as it lasts.
type appleSecret struct {
	team, keyID string
	key         *ecdsa.PrivateKey
	// config has the client id, which a later option or the environment may set.
	config *oauthConfig

	mu      sync.Mutex
	secret  string
	expires time.Time
}

func (s *appleSecret) get(ctx context.Context) (string, error) {
	now := ginauth.Now(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if left := s.expires.Sub(now); left > appleReserve && left <= appleLifetime {
		return s.secret, nil
	}
	expires := now.Add(appleLifetime)
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.MapClaims{ // RegisteredClaims would make aud a list
		"iss": s.team, "sub": s.config.ClientID, "aud": "https://appleid.apple.com",
		"iat": now.Unix(), "exp": expires.Unix(),
	})
	token.Header["kid"] = s.keyID
	signed, err := token.SignedString(s.key)
	if err != nil {
		return "", fmt.Errorf("signing it: %w", err)
	}
	s.secret, s.expires = signed, expires
	return signed, nil
}
