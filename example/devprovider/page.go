package devprovider

import (
	"crypto/rand"
	_ "embed"
	"html/template"
	"log"
	"net/http"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// page is what the one template shows.
type page struct {
	Title, Text string
	// Asking is the host that wants to know, People are the answers.
	Asking string
	People []person
	// SignOut shows the button that ends the session.
	SignOut bool
	Nonce   string
}

func showPage(w http.ResponseWriter, status int, data page) {
	data.Nonce = rand.Text()
	// No form-action: the browser would hold it against wherever the client
	// sends it on to.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+data.Nonce+"'; img-src data:; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if err := pageTemplate.Execute(w, data); err != nil {
		log.Printf("devprovider: %v", err)
	}
}
