package pages_test

import (
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

func TestSignInMessage(t *testing.T) {
	const other = "Try signing in with a different account."
	const failed = "Signing in there did not work. Please try again, or choose another way to sign in."
	for code, want := range map[string]string{
		"": "", "Signin": other, "OAuthCreateAccount": other, "EmailCreateAccount": other,
		"OAuthSignin":   "That sign-in service could not be reached. Please try again, or choose another way to sign in.",
		"OAuthCallback": failed, "OAuthCallbackError": failed, "Callback": failed,
		"OAuthAccountNotLinked": "To confirm your identity, sign in with the same account you used originally.",
		"EmailSignin":           "The e-mail could not be sent.",
		"CredentialsSignin":     "Sign in failed. Check the details you provided are correct.",
		"SessionRequired":       "Please sign in to access this page.",
		"MissingCSRF":           "Unable to sign in.", "AccountNotLinked": "Unable to sign in.", "default": "Unable to sign in.",
		"Call 555-0100 now": "Unable to sign in.", "\x00": "Unable to sign in.",
	} {
		for _, c := range []string{code, strings.ToLower(code), strings.ToUpper(code)} {
			if got := pages.SignInMessage(c); got != want {
				t.Errorf("%q: %q, want %q", c, got, want)
			}
		}
	}
}

func TestErrorText(t *testing.T) {
	for _, test := range []struct {
		code, heading string
		status        int
		again         bool
	}{
		{"Configuration", "Server error", 500, false},
		{"configuration", "Server error", 500, false},
		{"AccessDenied", "Access Denied", 403, true},
		{"ACCESSDENIED", "Access Denied", 403, true},
		{"Verification", "Unable to sign in", 403, true},
		{"", "Error", 200, false},
		{"undefined", "Error", 200, false},
		{"<script>", "Error", 200, false},
	} {
		status, heading, text, again := pages.ErrorText(test.code)
		if status != test.status || heading != test.heading || again != test.again || text == "" {
			t.Errorf("%q: %d %q %q %v", test.code, status, heading, text, again)
		}
		if test.code != "" && strings.Contains(heading+text, test.code) && test.heading == "Error" {
			t.Errorf("%q is on the page", test.code)
		}
	}
}
