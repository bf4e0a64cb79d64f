package e2e_test

const unsupported = `"Error: This action with HTTP GET is not supported by NextAuth.js"`

// requestDifferences are those of all requests, and of requests that the
// protocol does not have.
var requestDifferences = []difference{
	{
		Steps: []string{"*"}, Field: "noStore", Reference: "false", Ours: "true",
		Row: "D43", Why: "answers hold the CSRF token or the session; no cache may keep one",
	},
	{
		Dialect: "nextauth",
		Steps: []string{
			"unknown action", "unknown action, post", "three segments", "unknown provider, callback",
			"unknown provider, get callback", "get on the credentials callback", "wrong method, PUT session",
			"wrong method, DELETE session", "wrong method, PATCH session", "wrong method, POST csrf",
			"wrong method, POST providers",
		},
		Field: "contentType", Ours: `"text/plain"`,
		Row: "D89", Why: "no browser has to guess what an answer is",
	},
	{
		Dialect: "nextauth", Steps: []string{"no action"},
		Field: "status", Reference: "500", Ours: "400", Row: "D84", Why: "it is the client's mistake",
	},
	{
		Dialect: "nextauth", Steps: []string{"no action"},
		Field: "body", Reference: brokenV4, Ours: unsupported, Row: "D84", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"no action"},
		Field: "contentType", Reference: `"application/json"`, Ours: `"text/plain"`, Row: "D84", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"three segments"},
		Field: "status", Reference: "500", Ours: "400", Row: "D84", Why: "one spelling for each route",
	},
	{
		Dialect: "nextauth", Steps: []string{"three segments"}, Field: "body",
		Reference: `"Error: Callback for provider type credentials not supported"`, Ours: unsupported,
		Row: "D84", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"get on the credentials callback"},
		Field: "status", Reference: "500", Ours: "400", Row: "D54", Why: "it is the client's mistake",
	},
	{
		Steps: []string{"wrong method, HEAD session"},
		Field: "status", Reference: "400", Ours: "200", Row: "D42", Why: "health checks",
	},
	{
		Steps: []string{"wrong method, OPTIONS session"},
		Field: "status", Reference: "400", Ours: "204", Row: "D42", Why: "CORS",
	},
	{
		Steps: []string{"wrong method, OPTIONS session"},
		Field: "body", Reference: "*", Row: "D42", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"wrong method, OPTIONS session"},
		Field: "contentType", Reference: `"application/json"`, Row: "D42", Why: "the same",
	},
}
