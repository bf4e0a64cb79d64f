package sqladapter

import (
	"context"
	"strconv"
	"time"
)

// batch is how many rows one statement deletes, so that none takes long.
const batch = 1000

// expired makes the statements that delete what has expired.
func (b *builder) expired() []*query {
	return []*query{
		b.deleteBatch(sessions, "{sessions.expires} < {sessions.expires:1}"),
		b.deleteBatch(verificationTokens, "{verificationTokens.expires} < {verificationTokens.expires:1}"),
		b.deleteBatch(revocations, "{revocations.until} < {revocations.until:1}"),
	}
}

func (b *builder) deleteBatch(table, condition string) *query {
	from, limit := "{"+table+"} WHERE "+condition, " LIMIT "+strconv.Itoa(batch)
	switch b.o.Dialect {
	case MySQL:
		return b.query("DELETE FROM " + from + limit)
	case SQLite:
		return b.query("DELETE FROM " + from + " AND rowid IN (SELECT rowid FROM " + from + limit + ")")
	}
	return b.query("DELETE FROM " + from + " AND ctid = ANY (ARRAY(SELECT ctid FROM " + from + limit + " FOR UPDATE SKIP LOCKED))")
}

// DeleteExpired deletes sessions, verification tokens and revocations that
// have expired before now, 1,000 in a statement, and returns how many. Call it
// now and then, from a timer of the program's: the store has none.
func (a *Adapter) DeleteExpired(ctx context.Context, now time.Time) (deleted int, err error) {
	p, err := a.ready(ctx)
	if err != nil {
		return 0, err
	}
	for _, q := range p.expired {
		for n := int64(batch); n == batch; {
			if n, err = a.exec(ctx, "DeleteExpired", q, now); err != nil {
				return deleted, err
			}
			deleted += int(n)
		}
	}
	return deleted, nil
}
