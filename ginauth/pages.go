package ginauth

import "github.com/ginauth/gin-auth/ginauth/internal/pages"

// The data of the built-in pages, for those who replace a template.
type (
	// SignInPage is the data of the sign-in page.
	SignInPage = pages.SignIn
	// SignOutPage is the data of the sign-out page.
	SignOutPage = pages.SignOut
	// ErrorPage is the data of the error page.
	ErrorPage = pages.Error
	// VerifyRequestPage is the data of the page after a mail was sent.
	VerifyRequestPage = pages.VerifyRequest
	// ConfirmPage is the data of the page to which a link leads that came by mail.
	ConfirmPage = pages.Confirm
	// PageProvider is one way to sign in on the sign-in page.
	PageProvider = pages.Provider
	// PageField is one input of a form.
	PageField = pages.Field
)
