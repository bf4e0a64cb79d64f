// Package adaptertest proves that a store keeps the contract of package
// adapter. The stores of this project pass it, and one of your own should:
//
//	func TestStore(t *testing.T) {
//		adaptertest.Run(t, func(t *testing.T) adapter.Adapter {
//			db := freshDatabase(t) // empty, and dropped by t.Cleanup
//			return mystore.New(db)
//		})
//	}
//
// Every subtest asks for one store, which must be empty; what its IDs are is
// the store's affair. The groups of methods that a store does not implement are
// named in the log (go test -v), and left out.
//
// All strings that a store is given to keep are valid UTF-8 without NUL, and at
// most 255 bytes where the columns of Auth.js are; what it is asked for may be
// anything.
//
// Run uses the clock of the machine, as the times of sessions and tokens that
// stores may forget once they are over. It sleeps nowhere and measures nothing.
// Up to [Racers] goroutines call a store at once: it needs a way to wait for
// a connection, not as many connections.
//
// A store that implements adapter.PlainSessions needs a way to plant what
// Auth.js would have written. Give the suite a [PlainPlanter] around it:
//
//	type planted struct {
//		*mystore.Store
//		db *sql.DB
//	}
//
//	func (p planted) PlantPlainSession(ctx context.Context, userID, plain string, expires time.Time) error {
//		_, err := p.db.ExecContext(ctx, `INSERT INTO sessions …`, plain, userID, expires)
//		return err
//	}
//
// A failure begins with the sentence of the contract that is broken. A store
// that is broken on purpose in each of these ways is part of this package's own
// tests, and fails.
//
// What Run cannot see: that nothing is left half done when the program is
// killed in the middle, that an answer comes soon after a context has ended
// while the database hangs, and that GetSession and GetRevocation are one round
// trip each. Those need the real server, and a test of the store's own.
package adaptertest
