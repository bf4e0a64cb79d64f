package ginauthtest

import (
	"fmt"
	"net/url"
	"time"
)

// when makes an attack of a time claim, so long from now.
func when(name string, want Verdict, claim string, fromNow time.Duration) Attack {
	return token(name, want, func(p *Provider, t *IDToken) { t.Claims[claim] = p.Now().Add(fromNow).Unix() })
}

// maxAge asks for a user who has signed in within a minute.
func maxAge(a Attack) Attack {
	a.Query = url.Values{"max_age": {"60"}}
	return a
}

// timeAttacks are section 3.1.3.7 (9), (10) and (13), and RFC 7519 section
// 4.1.5. Clocks may differ by 15 seconds.
func timeAttacks() []Attack {
	rows := []Attack{
		when("exp-past", Refused, "exp", -time.Hour),
		when("exp-16-seconds-ago", Refused, "exp", -16*time.Second),
		when("exp-14-seconds-ago", Accepted, "exp", -14*time.Second),
		claim("exp-far", Accepted, "exp", 253402300799),
		claim("exp-of-1e308", Either, "exp", raw("1e308")),
		claim("exp-of-1e999", Refused, "exp", raw("1e999")),
		when("iat-16-seconds-ahead", Refused, "iat", 16*time.Second),
		when("iat-14-seconds-ahead", Accepted, "iat", 14*time.Second),
		when("iat-an-hour-ahead", Refused, "iat", time.Hour),
		when("iat-11-minutes-ago", Refused, "iat", -11*time.Minute),
		when("iat-9-minutes-ago", Accepted, "iat", -9*time.Minute),
		claim("iat-of-1e308", Refused, "iat", raw("1e308")),
		claim("iat-zero", Refused, "iat", 0),
		when("nbf-past", Accepted, "nbf", -time.Hour),
		when("nbf-14-seconds-ahead", Accepted, "nbf", 14*time.Second),
		when("nbf-16-seconds-ahead", Refused, "nbf", 16*time.Second),
		when("nbf-an-hour-ahead", Refused, "nbf", time.Hour),
		claim("nbf-text", Refused, "nbf", "0"),
		claim("nbf-null", Either, "nbf", nil),
		claim("nbf-of-1e308", Refused, "nbf", raw("1e308")),
		maxAge(when("auth_time-now", Accepted, "auth_time", 0)),
		maxAge(when("auth_time-too-long-ago", Refused, "auth_time", -80*time.Second)),
		maxAge(claim("auth_time-missing", Refused, "auth_time", absent)),
		maxAge(claim("auth_time-null", Refused, "auth_time", nil)),
		maxAge(from("auth_time-text", Refused, "auth_time", func(p *Provider, _ any) any { return p.Now().Format(time.RFC3339) })),
		maxAge(claim("auth_time-of-1e308", Refused, "auth_time", raw("1e308"))),
		maxAge(when("auth_time-an-hour-ahead", Refused, "auth_time", time.Hour)),
		when("auth_time-not-asked-for", Accepted, "auth_time", -time.Hour),
		token("exp-with-fraction", Accepted, func(p *Provider, t *IDToken) {
			t.Claims["exp"] = float64(p.Now().Add(time.Hour).Unix()) + 0.5
		}),
	}
	for _, name := range []string{"exp", "iat"} {
		module := name + "-missing"
		if name == "iat" {
			module = "oidcc-client-test-missing-iat"
		}
		rows = append(rows,
			claim(module, Refused, name, absent),
			claim(name+"-null", Refused, name, nil),
			from(name+"-text", Refused, name, func(p *Provider, _ any) any { return p.Now().Add(time.Minute).Format(time.RFC3339) }),
			from(name+"-number-as-text", Refused, name, func(_ *Provider, was any) any { return fmt.Sprint(was) }),
			claim(name+"-negative", Refused, name, -1),
			claim(name+"-true", Refused, name, true),
			from(name+"-array", Refused, name, func(_ *Provider, was any) any { return []any{was} }),
			claim(name+"-object", Refused, name, map[string]any{}),
		)
	}
	return group("times", rows...)
}
