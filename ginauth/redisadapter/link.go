package redisadapter

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// link sends commands and scripts.
type link struct{ client redis.UniversalClient }

// script is what Redis runs as one step.
type script struct{ source, hash string }

func newScript(parts ...string) script {
	source := strings.Join(parts, "\n")
	return script{source, redis.NewScript(source).Hash()}
}

// once is a command that the client sends at most once. What a client sends
// again, since the answer did not come, may have been done already: a user
// would be told that their own new account is somebody else's.
type once struct{ *redis.Cmd }

// NoRetry keeps the client from sending the command again.
func (once) NoRetry() bool { return true }

// Clone copies the command, for the client.
func (o once) Clone() redis.Cmder {
	if c, ok := o.Cmd.Clone().(*redis.Cmd); ok {
		return once{c}
	}
	return o
}

// run runs a script on keys of one slot: by its hash or, if Redis does not know
// that yet, by its source.
func (l link) run(ctx context.Context, s script, keys []string, args ...any) (any, error) {
	answer, err := l.eval(ctx, "evalsha", s.hash, keys, args)
	if err != nil && redis.HasErrorPrefix(err, "NOSCRIPT") {
		answer, err = l.eval(ctx, "eval", s.source, keys, args)
	}
	return answer, failure(err)
}

func (l link) eval(ctx context.Context, command, what string, keys []string, args []any) (any, error) {
	all := make([]any, 0, 3+len(keys)+len(args))
	all = append(all, command, what, len(keys))
	for _, key := range keys {
		all = append(all, key)
	}
	cmd := once{redis.NewCmd(ctx, append(all, args...)...)}
	cmd.SetFirstKeyPos(3)
	if err := l.client.Process(ctx, cmd); err != nil {
		return nil, err
	}
	return cmd.Result()
}

// runInt runs a script that answers with a number.
func (l link) runInt(ctx context.Context, s script, keys []string, args ...any) (int64, error) {
	answer, err := l.run(ctx, s, keys, args...)
	if err != nil {
		return 0, err
	}
	n, ok := answer.(int64)
	if !ok {
		return 0, unexpected(answer)
	}
	return n, nil
}

// runList runs a script that answers with a list.
func (l link) runList(ctx context.Context, s script, keys []string, args ...any) ([]any, error) {
	answer, err := l.run(ctx, s, keys, args...)
	if err != nil {
		return nil, err
	}
	list, ok := answer.([]any)
	if !ok {
		return nil, unexpected(answer)
	}
	return list, nil
}

// unexpected tells the type of an answer, and not what it says.
func unexpected(answer any) error {
	return fmt.Errorf("redisadapter: Redis answered with a %T that is not what was asked for", answer)
}

// failure says that the store could not answer. nil stays nil.
func failure(err error) error {
	if err == nil {
		return nil
	}
	return &linkError{err}
}

// linkError is an error of Redis or of the way there, without the arguments
// that Redis repeats when it does not know a command: they may be tokens.
type linkError struct{ err error }

// Error implements error.
func (e *linkError) Error() string {
	text, _, _ := strings.Cut(e.err.Error(), ", with args beginning with:")
	return "redisadapter: " + text
}

// Unwrap gives the client's own error to [errors.Is].
func (e *linkError) Unwrap() error { return e.err }

// errUnsettled ends a loop that others keep from its end: never seen, unless
// the data contradicts itself.
var errUnsettled = errors.New("redisadapter: the user is being changed by others all the time")

// attempts of a step that others may overtake.
const attempts = 100
