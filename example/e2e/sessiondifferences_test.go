package e2e_test

// reads are the reads of a session that is not due to be written again.
var reads = []string{
	"get session, signed in", "get session, signed in, again", "get session, after refused update",
	"get session, after update", "get session, updated name is kept", "get session, guest",
	"get session, after refused sign out *",
}

// sessionDifferences are those of reading a session.
var sessionDifferences = []difference{
	{
		Steps: reads, Field: "cookie PREFIX.session-token", Reference: session30,
		Row: "D13", Why: "a slow read must not undo an update or a sign-out",
	},
	{Steps: reads, Field: "claim *", Reference: "*", Row: "D13", Why: "the same"},
	{
		Dialect: "nextauth", Steps: []string{"get session, stray cookie with the same prefix"},
		Field: "body", Reference: "{}",
		Ours: `{"expires":"in 30 days","role":"admin","uid":"1","user":{"email":"jsmith@example.com","name":"J Smith"}}`,
		Row:  "D18", Why: "a sister site could end sessions",
	},
	{
		Dialect: "authjs", Steps: []string{"get session, stray cookie with the same prefix"},
		Field: "body", Reference: "null",
		Ours: `{"expires":"in 30 days","role":"admin","uid":"1","user":{"email":"jsmith@example.com","name":"J Smith"}}`,
		Row:  "D18", Why: "the same",
	},
	{
		Steps: []string{"get session, stray cookie with the same prefix"},
		Field: "cookie PREFIX.session-token", Reference: cleared, Row: "D18", Why: "the same",
	},
	{
		Steps: []string{"get session, stray cookie with the same prefix"},
		Field: "cookie PREFIX.session-token-of-another", Reference: cleared,
		Row: "D18", Why: "it is not ours to clear",
	},
}
