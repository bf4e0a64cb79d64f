package ginauth

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// getSignIn answers GET /signin with the page, or sends to the program's own.
func (x *exchange) getSignIn() (reply, error) {
	if x.segment != "" && x.a.dialect.splitErrors {
		return x.unsupported(), nil
	}
	code := x.query.Get("error")
	if custom := x.a.customPages.SignIn; custom != "" {
		return reply{url: pageURL(x.base, custom, "",
			"callbackUrl", x.callbackURL, "error", code, "code", x.query.Get("code"),
			"provider", x.query.Get("provider"), "fields", x.query.Get("fields")), navigate: true}, nil
	}
	if x.query.Has("callbackUrl") {
		x.keepCallbackURL()
	}
	data := pages.SignIn{
		Common: x.common(), CSRFToken: x.csrfToken, CallbackURL: x.callbackURL,
		Error: x.signInMessage(code), Providers: x.pageProviders(),
	}
	return reply{page: func(w http.ResponseWriter) error {
		return x.a.pages.SignIn(w, http.StatusOK, data, x.formAction()...)
	}}, nil
}

// postSignIn answers POST /signin/{provider}. Credentials come to the callback
// route; here there is nothing to do for them but show the form.
func (x *exchange) postSignIn() (reply, error) {
	p := x.a.provider(x.segment)
	switch {
	case p == nil && !x.a.dialect.splitErrors:
		return reply{status: http.StatusOK, url: x.base.URL() + "/signin?csrf=true"}, nil
	case p == nil && x.segment != "":
		return x.errorReply("Configuration", http.StatusBadRequest, nil), nil
	}
	if p != nil && p.oauth != nil {
		return x.beginOAuth(p)
	}
	if p != nil && p.email != nil {
		return x.beginEmail(p)
	}
	x.keepCallbackURL()
	return reply{status: http.StatusOK, url: pageURL(x.base, x.a.customPages.SignIn, "/signin")}, nil
}

// signInMessage is the text for an error code. Only the program's own words
// are shown: a code of the protocol, or a message that it has sealed.
func (x *exchange) signInMessage(code string) string {
	for _, message := range []string{code, x.query.Get("code")} {
		if x.a.sealed(message, x.query.Get("seal")) {
			return message
		}
	}
	if code == "" || (x.query.Get("fields") != "" && x.a.provider(x.query.Get("provider")) != nil) {
		return "" // the fields say it
	}
	return pages.SignInMessage(code)
}

// pageProviders are the forms of the sign-in page, with what the query says is
// wrong with the fields of one of them.
func (x *exchange) pageProviders() []pages.Provider {
	out := make([]pages.Provider, 0, len(x.a.providers))
	for _, p := range x.a.providers {
		view := pages.Provider{ID: p.info.ID, Name: p.info.Name, Type: string(p.info.Type)}
		view.Action = x.base.URL() + "/callback/" + p.info.ID
		if p.oauth != nil || p.email != nil {
			view.Action = x.base.URL() + "/signin/" + p.info.ID
		}
		if p.oauth != nil {
			view.LogoPath, view.LogoURL = p.logoPath, p.logoURL
			view.Background, view.Text = p.info.Style.Background, p.info.Style.Text
		}
		var wrong []string
		if x.query.Get("provider") == p.info.ID {
			wrong = strings.Split(x.query.Get("fields"), ",")
		}
		for _, f := range p.form {
			field := pages.Field{
				ID: "input-" + f.Name + "-for-" + p.info.ID + "-provider", Name: f.Name, Label: f.Label, Type: f.Type,
				Placeholder: f.Placeholder, Autocomplete: f.Autocomplete, Help: f.Help, Required: f.Required,
				MinLength: f.MinLength, MaxLength: f.MaxLength,
			}
			i := slices.IndexFunc(wrong, func(w string) bool { return strings.HasPrefix(w, f.Name+".") })
			if i >= 0 && f.Message != nil {
				field.Error = f.Message(wrong[i][len(f.Name)+1:])
			}
			view.Fields = append(view.Fields, field)
		}
		out = append(out, view)
	}
	if len(out) == 1 && len(out[0].Fields) > 0 {
		out[0].Fields[0].Focus = true
	}
	return out
}

// formAction are the origins, besides our own, to which the page's forms lead:
// a browser applies the policy to the redirect that answers the form, too.
func (x *exchange) formAction() []string {
	out := x.a.origins(x.a.callbackContext(x.r))
	if o, ok := origin.Of(x.callbackURL); ok && o != x.base.Origin {
		out = append(out, o)
	}
	return out
}

// origins are those of all OAuth providers. A provider that has to find out
// first does so beside the others.
func (a *Auth) origins(ctx context.Context) []string {
	found := make([][]string, len(a.providers))
	var all sync.WaitGroup
	for i, p := range a.providers {
		if p.oauth == nil {
			continue
		}
		all.Go(func() {
			err := recovered(func() error { found[i] = p.oauth.Origins(ctx); return nil })
			if err != nil {
				a.logContext(ctx, slog.LevelError, "PROVIDER_ERROR", err)
			}
		})
	}
	all.Wait()
	return slices.DeleteFunc(slices.Concat(found...), func(o string) bool {
		normal, ok := origin.Of(o)
		return o != "https:" && (!ok || normal != o)
	})
}

// common is what all pages show.
func (x *exchange) common() pages.Common {
	return pages.Common{HomeURL: x.base.Origin, Host: x.base.Host}
}
