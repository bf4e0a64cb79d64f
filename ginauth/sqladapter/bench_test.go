package sqladapter_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// BenchmarkGetSession is what a guarded request costs, beside the driver's
// simplest query of one row.
func BenchmarkGetSession(b *testing.B) {
	for _, d := range dialects {
		b.Run(string(d), func(b *testing.B) {
			db := open(b, d)
			store := migrated(b, db, sqladapter.Tables{})
			u, err := store.CreateUser(b.Context(), adapter.User{}, nil)
			if err != nil {
				b.Fatal(err)
			}
			token := adapter.SessionToken("cookie")
			s := adapter.Session{ID: "s", SessionToken: token, UserID: u.ID, Expires: noon, CreatedAt: noon, LastSeen: noon, IP: "::1", UserAgent: "UA", Data: make([]byte, 300)}
			if err := store.CreateSession(b.Context(), s); err != nil {
				b.Fatal(err)
			}
			b.Run("GetSession", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := store.GetSession(b.Context(), token); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("GetRevocation", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := store.GetRevocation(b.Context(), u.ID, "s"); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("SELECT 1", func(b *testing.B) {
				stmt, err := db.Prepare("SELECT 1")
				if err != nil {
					b.Fatal(err)
				}
				defer stmt.Close()
				b.ReportAllocs()
				for b.Loop() {
					var n int
					if err := stmt.QueryRowContext(b.Context()).Scan(&n); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
