package ginauthtest

import "strings"

// param makes an attack of a parameter's values in the answer.
func param(name string, want Verdict, parameter string, values func(s *Scene, was string) []string) Attack {
	return Attack{Name: name, Want: want, unasked: want == Refused, Answer: func(s *Scene, a *Answer) {
		was := a.Params.Get(parameter)
		a.Params.Del(parameter)
		for _, v := range values(s, was) {
			a.Params.Add(parameter, v)
		}
	}}
}

func none(*Scene, string) []string { return nil }

func twice(_ *Scene, was string) []string { return []string{was, was} }

func fixed(values ...string) func(*Scene, string) []string {
	return func(*Scene, string) []string { return values }
}

// unadvertised is a provider that does not know of RFC 9207.
func unadvertised(a Attack) Attack {
	a.Name += "-not-advertised"
	a.Hostile = func(p *Provider) { p.Metadata = map[string]any{"authorization_response_iss_parameter_supported": nil} }
	return a
}

// answerAttacks are the parameters with which the browser comes back: RFC 9207
// (iss), RFC 6749 section 3.1 (each once) and 4.1.2.
func answerAttacks() []Attack {
	return group("answer", plainToo([]Attack{
		param("iss-wrong", Refused, "iss", fixed("https://attacker.example")),
		unadvertised(param("iss-wrong", Refused, "iss", fixed("https://attacker.example"))),
		param("iss-missing", Refused, "iss", none),
		unadvertised(param("iss-missing", Accepted, "iss", none)),
		unadvertised(param("iss-given", Accepted, "iss", func(_ *Scene, was string) []string { return []string{was} })),
		param("iss-empty", Refused, "iss", fixed("")),
		unadvertised(param("iss-empty", Refused, "iss", fixed(""))),
		param("iss-twice", Refused, "iss", twice),
		param("iss-twice-one-wrong", Refused, "iss", func(_ *Scene, was string) []string { return []string{was, "https://attacker.example"} }),
		param("iss-with-slash", Refused, "iss", func(_ *Scene, was string) []string { return []string{was + "/"} }),
		param("iss-in-upper-case", Refused, "iss", func(_ *Scene, was string) []string { return []string{strings.ToUpper(was)} }),
		param("code-missing", Refused, "code", none),
		param("code-empty", Refused, "code", fixed("")),
		param("code-twice", Refused, "code", twice),
		param("code-twice-other", Refused, "code", func(_ *Scene, was string) []string { return []string{was, "x"} }),
		{Name: "code-unknown", Answer: func(_ *Scene, a *Answer) { a.Params.Set("code", "unknown") }},
		{Name: "A63-replayed", Script: func(s *Scene) bool { return s.replay(false) }},
		{Name: "A63-replayed-with-the-cookie", Script: func(s *Scene) bool { return s.replay(true) }},
		{Name: "code-of-an-attacker", Answer: codeOfAnother},
		{Name: "code-of-an-attacker-without-PKCE", Answer: codeOfAnother, Hostile: func(p *Provider) { p.NoPKCE = true }},
		{Name: "error-with-code", unasked: true, Answer: func(_ *Scene, a *Answer) { a.Params.Set("error", "access_denied") }},
		{Name: "error-empty-with-code", unasked: true, Answer: func(_ *Scene, a *Answer) { a.Params.Set("error", "") }},
		{Name: "error-twice", unasked: true, Answer: func(_ *Scene, a *Answer) { a.Params["error"] = []string{"access_denied", "x"} }},
		{Name: "access-denied", unasked: true, Hostile: func(p *Provider) { p.Deny = "access_denied" }},
		{Name: "error-as-markup", unasked: true, Hostile: func(p *Provider) { p.Deny = "<script>alert(1)</script>\r\nSet-Cookie: a=b" }},
		{Name: "unknown-parameter", Want: Accepted, Answer: func(_ *Scene, a *Answer) { a.Params.Set("session_state", "x.y") }},
		{Name: "unknown-parameter-twice", unasked: true, Answer: func(_ *Scene, a *Answer) { a.Params["session_state"] = []string{"x", "y"} }},
		{Name: "token-in-the-answer", unasked: true, Answer: func(_ *Scene, a *Answer) {
			a.Params.Del("code")
			a.Params.Set("id_token", "e30.e30.")
			a.Params.Set("access_token", "x")
		}},
	}, "iss-w", "iss-missing", "iss-given", "iss-empty", "iss-in", "code-of-an-attacker-without-PKCE")...)
}

// replay delivers an answer a second time; the session of the first has to
// stay.
func (s *Scene) replay(withCookie bool) bool {
	s.Helper()
	away := s.Browser.Leave(s.Provider.ID, nil)
	answer, _ := s.Browser.Visit(away.Location)
	if answer == nil {
		s.Fatalf("the sign-in did not begin: %v", away)
	}
	cookies := s.Browser.Cookies()
	if !s.deliver(away, answer) {
		s.Fatalf("the first sign-in failed: %v\n%s", s.last, s.logs)
	}
	first := s.last.Session
	if withCookie {
		for _, c := range cookies {
			s.Browser.SetCookie(c)
		}
	}
	asked := s.Provider.Count(EndpointToken)
	accepted := s.finish(s.Browser.Deliver(answer))
	if s.Provider.Count(EndpointToken) != asked {
		s.Error("the code was sent to the provider again")
	}
	if !withCookie && string(s.Browser.Session()) != string(first) {
		s.Errorf("the session has become %s", s.Browser.Session())
	}
	return accepted
}

// codeOfAnother puts the code of an attacker's own sign-in into the answer.
func codeOfAnother(s *Scene, a *Answer) {
	other := s.newBrowser()
	stolen, _ := other.Visit(other.Leave(s.Provider.ID, nil).Location)
	if stolen == nil {
		s.Fatal("the attacker cannot sign in")
	}
	a.Params.Set("code", stolen.Params.Get("code"))
}
