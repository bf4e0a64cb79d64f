package ginauth

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
)

// reply is the outcome of an action. Exactly one of url, json, text, page and
// none of them (an empty body) is set.
type reply struct {
	status int
	// url is where to go: a redirect, or {"url":…} for a client that asks for
	// JSON. extra are more members of that answer.
	url   string
	extra map[string]any
	json  []byte
	// text has a content type of its own.
	text, contentType string
	page              func(http.ResponseWriter) error
	// failed marks the url as that of an error.
	failed bool
	// navigate redirects even a client that asks for JSON.
	navigate bool
	// bare sends none of the collected cookies.
	bare bool
}

// write sends the reply: with all cookies, or with none.
func (x *exchange) write(out reply) {
	w, h := x.c.Writer, x.c.Writer.Header()
	if !out.bare {
		x.jar.send(x.c)
		forget(x.c)
	}
	switch {
	case out.page != nil:
		if err := out.page(w); err != nil {
			x.a.log(x.c, slog.LevelError, "PAGE_ERROR", err)
			http.Error(w, "The page could not be shown.", http.StatusInternalServerError)
		}
	case out.url != "" && x.wantsJSON() && !out.navigate:
		x.writeURL(out)
	case out.url != "":
		setLocation(h, out.url)
		w.WriteHeader(http.StatusFound)
	case out.json != nil:
		h.Set("Content-Type", "application/json")
		w.WriteHeader(out.status)
		x.send(out.json)
	case out.text != "":
		h.Set("Content-Type", out.contentType)
		w.WriteHeader(out.status)
		x.send([]byte(out.text))
	default:
		w.WriteHeader(out.status)
	}
	w.WriteHeaderNow()
}

func (x *exchange) writeURL(out reply) {
	answer := map[string]any{"url": out.url}
	maps.Copy(answer, out.extra)
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false) // the URL stays readable; the answer is JSON, not HTML
	if err := enc.Encode(answer); err != nil {
		x.a.log(x.c, slog.LevelError, "SERVER_ERROR", err)
		data.WriteString(`{}`)
	}
	h := x.c.Writer.Header()
	h.Set("Content-Type", "application/json")
	status := out.status
	if !x.a.dialect.statusKept {
		if status = http.StatusOK; !out.failed {
			setLocation(h, out.url)
		}
	}
	x.c.Writer.WriteHeader(status)
	x.send(bytes.TrimSuffix(data.Bytes(), []byte("\n")))
}

// send writes a body; to HEAD, net/http drops it. A client that has gone is
// no error of ours.
func (x *exchange) send(data []byte) { _, _ = x.c.Writer.Write(data) }

// wantsJSON is asked for in either dialect's way.
func (x *exchange) wantsJSON() bool {
	return x.body.Get("json") == "true" || x.r.Header.Get("X-Auth-Return-Redirect") != ""
}

func (x *exchange) badRequest() reply {
	kind, text := x.a.dialect.badRequest(x.r.Method)
	return reply{status: http.StatusBadRequest, text: text, contentType: kind, bare: true}
}

// unsupported is a known action in a way that it does not have.
func (x *exchange) unsupported() reply {
	if !x.a.dialect.splitErrors {
		return x.badRequest()
	}
	var err error
	if x.base, err = x.a.baseOf(x.r); err != nil {
		return x.badRequest()
	}
	return x.errorReply("Configuration", http.StatusBadRequest, nil)
}

func messageReply(status int, message string) reply {
	data, err := json.Marshal(map[string]string{"message": message})
	if err != nil {
		data = []byte(`{}`)
	}
	return reply{status: status, json: data, bare: true}
}
