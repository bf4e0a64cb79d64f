// Package smtpsender sends the mails of providers.Email through an SMTP server:
//
//	sender, err := smtpsender.New(smtpsender.Config{
//		URL:  os.Getenv("SMTP_URL"), // smtp://user:password@mail.example.com:587
//		From: "Example <no-reply@example.com>",
//	})
//
// It is a module of its own, over github.com/wneessen/go-mail.
package smtpsender
