package sqladapter_test

import (
	"database/sql"
	"strconv"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// TestDeleteExpired takes more than a batch, and leaves what is valid.
func TestDeleteExpired(t *testing.T) {
	everywhere(t, func(t *testing.T, store *sqladapter.Adapter, _ *sql.DB) {
		ctx, noon := t.Context(), noon.Truncate(time.Second)
		u, err := store.CreateUser(ctx, adapter.User{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var tokens []adapter.VerificationToken
		for i := range 1100 {
			tokens = append(tokens, adapter.VerificationToken{Identifier: "i", Token: strconv.Itoa(i), Expires: noon.Add(-time.Second)})
		}
		tokens = append(tokens, adapter.VerificationToken{Identifier: "i", Token: "valid", Expires: noon})
		errs := []error{
			store.CreateVerificationTokens(ctx, tokens...),
			store.CreateSession(ctx, adapter.Session{ID: "a", SessionToken: "a", UserID: u.ID, Expires: noon.Add(-time.Second)}),
			store.CreateSession(ctx, adapter.Session{ID: "b", SessionToken: "b", UserID: u.ID, Expires: noon}),
			store.RevokeSession(ctx, u.ID, "a", noon.Add(-time.Second)),
			store.RevokeSession(ctx, u.ID, "b", noon),
		}
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, want := range []int{1102, 0} {
			if n, err := store.DeleteExpired(ctx, noon); n != want || err != nil {
				t.Fatalf("got %d, %v; want %d", n, err, want)
			}
		}
		if _, err := store.GetSession(ctx, "b"); err != nil {
			t.Error(err)
		}
		if _, err := store.UseVerificationToken(ctx, "i", "valid"); err != nil {
			t.Error(err)
		}
		if r, err := store.GetRevocation(ctx, u.ID, "b"); !r.Revoked || err != nil {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// TestTimeZones keeps times right whatever the zones of the server's session
// and of the driver are.
func TestTimeZones(t *testing.T) {
	t.Run("mysql", func(t *testing.T) {
		for _, more := range []string{
			"?parseTime=true&loc=Asia%2FTokyo&time_zone=%27%2B05%3A00%27", "?parseTime=true", "?interpolateParams=true&time_zone=%27-11%3A00%27",
			"?clientFoundRows=true", "?charset=utf8mb4&collation=utf8mb4_unicode_ci",
		} {
			db := openMySQL(t, more)
			story(t, migrated(t, db, sqladapter.Tables{}), time.Millisecond)
			for _, l := range layouts() {
				if l.name == "Drizzle" && l.dialect == sqladapter.MySQL {
					run(t, db, l.quoted(l.schema))
					tables := l.tables
					tables.Revocations = "other_revocations"
					story(t, migrated(t, db, tables), time.Second)
				}
			}
		}
	})
	t.Run("postgresql", func(t *testing.T) {
		for _, more := range []string{
			"&timezone=Asia/Tokyo", "&default_query_exec_mode=simple_protocol", "&default_query_exec_mode=exec", "&default_transaction_isolation=serializable",
		} {
			for _, l := range layouts() {
				if l.dialect == sqladapter.PostgreSQL {
					db := openPostgres(t, more)
					run(t, db, l.schema)
					story(t, migrated(t, db, l.tables), time.Millisecond)
				}
			}
		}
	})
	t.Run("sqlite", func(t *testing.T) {
		for _, more := range []string{"?_time_format=sqlite", "?_txlock=immediate", "?_pragma=foreign_keys(1)&_pragma=busy_timeout(5000)", "?_inttotime=1"} {
			story(t, migrated(t, opened(t, "sqlite", "file:"+t.TempDir()+"/x.db"+more), sqladapter.Tables{}), time.Millisecond)
		}
		db := opened(t, "sqlite", ":memory:")
		db.SetMaxOpenConns(1)
		story(t, migrated(t, db, sqladapter.Tables{}), time.Millisecond)
	})
}
