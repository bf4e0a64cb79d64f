package devprovider

// person is somebody whom the provider knows.
type person struct {
	Sub, Name, Email string
	// Verified says that the address is theirs; with Sam an application can see
	// what it does with one that nobody has proven.
	Verified bool
}

// people are the buttons of the page. Change them as you like.
var people = []person{
	{Sub: "ada", Name: "Ada Lovelace", Email: "ada@example.com", Verified: true},
	{Sub: "grace", Name: "Grace Hopper", Email: "grace@example.com", Verified: true},
	{Sub: "sam", Name: "Sam Newcomer", Email: "sam@example.org"},
}

func personBySub(sub string) (person, bool) {
	for _, p := range people {
		if p.Sub == sub {
			return p, true
		}
	}
	return person{}, false
}

// Initial stands in the place of a picture.
func (p person) Initial() string { return string([]rune(p.Name + "?")[:1]) }

// claims are what the scopes allow a client to know (OpenID Connect Core
// section 5.4).
func (p person) claims(scopes []string) map[string]any {
	out := map[string]any{"sub": p.Sub}
	for _, scope := range scopes {
		switch scope {
		case "profile":
			out["name"], out["preferred_username"] = p.Name, p.Sub
		case "email":
			out["email"], out["email_verified"] = p.Email, p.Verified
		}
	}
	return out
}
