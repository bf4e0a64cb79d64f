// Package callbacks makes the callbacks of a ginauth.Config: Shape for what a
// session holds, and ready-made ones for who may sign in and where a browser
// may be sent.
//
//	ginauth.Config{
//		Callbacks: callbacks.Combine(
//			callbacks.Shape(jwt, session),
//			callbacks.AllowEmailDomains("example.com"),
//		),
//	}
package callbacks
