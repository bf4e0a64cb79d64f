package ginauth_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// rotating is a provider that ends the grant when a refresh token is used
// twice.
type rotating struct {
	mu    sync.Mutex
	now   func() time.Time
	used  map[string]bool
	calls int
	dead  bool
	keeps bool // does not rotate
	fail  error
	gate  chan struct{} // if set, a refresh waits for it
	lasts time.Duration
}

func (r *rotating) refresh(ctx context.Context, account ginauth.Account) (ginauth.Account, error) {
	if r.gate != nil {
		<-r.gate
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	if err := ctx.Err(); err != nil {
		return ginauth.Account{}, err
	}
	if r.fail != nil {
		return ginauth.Account{}, r.fail
	}
	if r.dead || r.used[account.RefreshToken] {
		r.dead = true
		return ginauth.Account{}, fmt.Errorf("%w: used twice", ginauth.ErrInvalidGrant)
	}
	if !r.keeps {
		r.used[account.RefreshToken] = true
		account.RefreshToken = fmt.Sprintf("refresh-%d", r.calls)
	}
	account.AccessToken = fmt.Sprintf("access-%d", r.calls)
	account.ExpiresAt = r.now().Add(r.lasts).Unix()
	return account, nil
}

// refreshing is a program that refreshes an account on GET /refresh.
func refreshing(t *testing.T) (*app, *rotating, func(ginauth.Account) (ginauth.Account, error)) {
	t.Helper()
	r := &rotating{used: map[string]bool{}, lasts: time.Hour}
	var ctx context.Context
	p := &remote{refresh: r.refresh}
	a := startOAuth(t, func(cfg *ginauth.Config) {
		cfg.Callbacks.SignIn = func(c context.Context, _ ginauth.SignInParams) error { ctx = c; return nil }
	}, p)
	r.now = a.clock.Now
	a.signIn() // for the context that a callback is given
	return a, r, func(account ginauth.Account) (ginauth.Account, error) { return ginauth.RefreshAccount(ctx, account) }
}

var firstAccount = ginauth.Account{Provider: "remote", ProviderAccountID: "1", AccessToken: "access-0", RefreshToken: "refresh-0"}

// Fifty at once are one request to the provider, and so are late-comers.
func TestRefreshOnce(t *testing.T) {
	_, r, refresh := refreshing(t)
	r.gate = make(chan struct{})
	var all sync.WaitGroup
	var wrong atomic.Int32
	ask := func() {
		if got, err := refresh(firstAccount); err != nil || got.AccessToken != "access-1" || got.RefreshToken != "refresh-1" {
			wrong.Add(1)
		}
	}
	for range 50 {
		all.Go(ask)
	}
	close(r.gate)
	all.Wait()
	for range 50 {
		all.Go(ask)
	}
	all.Wait()
	if r.calls != 1 || wrong.Load() != 0 {
		t.Errorf("%d calls, %d wrong answers", r.calls, wrong.Load())
	}
}

// A cookie that is several refreshes old still finds the newest tokens, and no
// refresh token is used twice.
func TestRefreshChain(t *testing.T) {
	a, r, refresh := refreshing(t)
	account := firstAccount
	for i := 1; i <= 3; i++ {
		got, err := refresh(account)
		if err != nil || got.AccessToken != fmt.Sprintf("access-%d", i) {
			t.Fatalf("%d: %+v %v", i, got, err)
		}
		account = got
		if i < 3 {
			a.clock.Advance(time.Hour + time.Minute)
		}
	}
	// The first refresh token is known by now to have a successor that ended.
	got, err := refresh(ginauth.Account{Provider: "remote", ProviderAccountID: "1", RefreshToken: "refresh-1"})
	if err != nil || got.AccessToken != "access-3" || r.calls != 3 || r.dead {
		t.Errorf("%+v %v, %d calls", got, err, r.calls)
	}
}

// A provider that does not rotate is asked again when the token has ended.
func TestRefreshWithoutRotation(t *testing.T) {
	a, r, refresh := refreshing(t)
	r.keeps = true
	for i := range 3 {
		for range 5 {
			got, err := refresh(firstAccount)
			if err != nil || got.AccessToken != fmt.Sprint("access-", i+1) || got.RefreshToken != "refresh-0" {
				t.Errorf("%d: %s %v", i, got.AccessToken, err)
			}
		}
		a.clock.Advance(time.Hour)
	}
	if r.calls != 3 {
		t.Errorf("%d calls", r.calls)
	}
}

// A provider that does not rotate is asked again before the token has ended,
// too: the holder of the newest token wants a newer one.
func TestRefreshEarlyWithoutRotation(t *testing.T) {
	a, r, refresh := refreshing(t)
	r.keeps = true
	account := firstAccount
	for i := range 3 {
		got, err := refresh(account)
		if err != nil || got.AccessToken != fmt.Sprint("access-", i+1) {
			t.Fatalf("%d: %s %v", i, got.AccessToken, err)
		}
		account = got
		a.clock.Advance(59 * time.Minute)
	}
}

// The answer that carried the new cookie got lost, and the browser comes back
// hours later.
func TestRefreshAfterALostAnswer(t *testing.T) {
	a, r, refresh := refreshing(t)
	if _, err := refresh(firstAccount); err != nil {
		t.Fatal(err)
	}
	a.clock.Advance(20 * time.Hour)
	got, err := refresh(firstAccount)
	if err != nil || got.AccessToken != "access-2" || r.dead {
		t.Errorf("%s %v", got.AccessToken, err)
	}
}

// A dead grant is asked about once; a failure, again after a while.
func TestRefreshErrors(t *testing.T) {
	a, r, refresh := refreshing(t)
	r.fail = errors.New("canary: connection refused")
	for range 5 {
		if _, err := refresh(firstAccount); err == nil || errors.Is(err, ginauth.ErrInvalidGrant) {
			t.Fatalf("error %v", err)
		}
	}
	if r.calls != 1 {
		t.Errorf("%d calls while it is down", r.calls)
	}
	a.clock.Advance(11 * time.Second)
	r.fail = nil
	if got, err := refresh(firstAccount); err != nil || got.AccessToken == "" {
		t.Errorf("back again: %v", err)
	}
	r.dead = true
	other := firstAccount
	other.RefreshToken = "another"
	for range 5 {
		if _, err := refresh(other); !errors.Is(err, ginauth.ErrInvalidGrant) {
			t.Errorf("error %v", err)
		}
	}
	if r.calls != 3 {
		t.Errorf("%d calls", r.calls)
	}
	if logs := a.logs.String(); strings.Contains(logs, "refresh-0") || strings.Contains(logs, "access-") {
		t.Errorf("tokens in the log: %s", logs)
	}
	for name, account := range map[string]ginauth.Account{
		"no token":       {Provider: "remote"},
		"no provider":    {RefreshToken: "x"},
		"other provider": {Provider: "nobody", RefreshToken: "x"},
		"credentials":    {Provider: "credentials", RefreshToken: "x"},
	} {
		if _, err := refresh(account); !errors.Is(err, ginauth.ErrInvalidGrant) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ginauth.RefreshAccount(t.Context(), firstAccount); !errors.Is(err, ginauth.ErrNoMiddleware) {
		t.Errorf("elsewhere: %v", err)
	}
}

// A client that goes away does not take the only answer with it.
func TestRefreshOutlivesItsRequest(t *testing.T) {
	r := &rotating{used: map[string]bool{}, lasts: time.Hour, now: time.Now, gate: make(chan struct{})}
	var refresh func(ctx context.Context) error
	a := startOAuth(t, func(cfg *ginauth.Config) {
		cfg.Now = time.Now
		cfg.Callbacks.SignIn = func(c context.Context, _ ginauth.SignInParams) error {
			refresh = func(ctx context.Context) error {
				_, err := ginauth.RefreshAccount(joined{ctx, c}, firstAccount)
				return err
			}
			return nil
		}
	}, &remote{refresh: r.refresh})
	a.signIn()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := refresh(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	close(r.gate)
	if err := refresh(t.Context()); err != nil || r.calls != 1 {
		t.Errorf("%v, %d calls", err, r.calls)
	}
}

// joined ends with one context and has the values of another.
type joined struct {
	context.Context
	values context.Context
}

func (j joined) Value(key any) any { return j.values.Value(key) }
