package sqladapter_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// TestDisabledBesideAuthJS keeps a disabled user out, though Auth.js, which
// does not know the column, has given them a session since.
func TestDisabledBesideAuthJS(t *testing.T) {
	for _, l := range layouts() {
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) {
			db := l.open(t)
			store := migrated(t, db, l.tables)
			run(t, db, l.filled())
			if err := store.SetDisabled(t.Context(), l.id, true); err != nil {
				t.Fatal(err)
			}
			if list, err := store.ListSessions(t.Context(), l.id); len(list) != 0 || err != nil {
				t.Fatalf("%d sessions, %v", len(list), err)
			}
			for statement := range strings.SplitSeq(l.filled(), ";") {
				if strings.Contains(statement, "Plain-Token") {
					run(t, db, statement)
				}
			}
			if _, err := store.AdoptSession(t.Context(), "Plain-Token", "new", "id"); !errors.Is(err, adapter.ErrNotFound) {
				t.Fatalf("adopted: %v", err)
			}
			list, err := store.ListSessions(t.Context(), l.id)
			if len(list) != 1 || err != nil {
				t.Fatalf("%d sessions, %v", len(list), err)
			}
			if err := store.DeleteSession(t.Context(), l.id, list[0].ID); err != nil {
				t.Fatal(err)
			}
			if err := store.DeleteSession(t.Context(), l.id, list[0].ID); !errors.Is(err, adapter.ErrNotFound) {
				t.Fatal(err)
			}
			if err := store.SetDisabled(t.Context(), l.id, false); err != nil {
				t.Fatal(err)
			}
		})
	}
}
