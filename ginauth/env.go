package ginauth

import (
	"os"
	"strconv"
)

// Environment variables, in the order in which they are looked at.
var (
	urlVars    = [...]string{"AUTH_URL", "NEXTAUTH_URL"}
	secretVars = [...]string{"AUTH_SECRET_3", "AUTH_SECRET_2", "AUTH_SECRET_1", "AUTH_SECRET"}
)

// fromEnv fills what the program left open, as Auth.js does.
func (cfg *Config) fromEnv() {
	for _, name := range urlVars {
		if cfg.BaseURL == "" {
			cfg.BaseURL = os.Getenv(name)
		}
	}
	if cfg.Secret == "" {
		var found []Secret
		for _, name := range secretVars {
			if v := os.Getenv(name); v != "" {
				found = append(found, Secret(v))
			}
		}
		if v := os.Getenv("NEXTAUTH_SECRET"); v != "" && len(found) == 0 {
			found = append(found, Secret(v))
		}
		if len(found) > 0 {
			cfg.Secret = found[0]
			cfg.OldSecrets = append(found[1:], cfg.OldSecrets...)
		}
	}
	// Auth.js takes any value for yes, "false" included.
	if yes, err := strconv.ParseBool(os.Getenv("AUTH_TRUST_HOST")); err == nil && yes {
		cfg.TrustHost = true
	}
}
