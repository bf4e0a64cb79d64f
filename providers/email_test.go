package providers_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"log/slog"
	"strings"
	"testing"
	"text/template"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// outbox keeps mails.
type outbox struct{ mails []providers.Mail }

func (o *outbox) Send(_ context.Context, m providers.Mail) error {
	o.mails = append(o.mails, m)
	return nil
}

const link = "https://app.example.com/api/auth/callback/email?callbackUrl=https%3A%2F%2Fapp.example.com%2F&token=0123456789abcdef&email=jane%40example.org&from=AQ"

func request() ginauth.VerificationRequest {
	now := time.Now()
	return ginauth.VerificationRequest{
		Identifier: "jane@example.org", URL: link, Code: "012345", Host: "app.example.com", Expires: now.Add(24 * time.Hour),
		CodeExpires: now.Add(15 * time.Minute), IP: "192.0.2.1", Device: "Firefox on Windows",
	}
}

// written is the mail that a provider sends.
func written(t *testing.T, m ginauth.VerificationRequest, options ...providers.EmailOption) providers.Mail {
	t.Helper()
	var out outbox
	p := providers.Email(&out, options...)
	if _, err := p.Describe(); err != nil {
		t.Fatal(err)
	}
	if err := p.SendVerificationRequest(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	return out.mails[0]
}

func TestEmailBody(t *testing.T) {
	m := written(t, request())
	if m.To != "jane@example.org" || m.Subject != "Sign in to app.example.com" {
		t.Errorf("to %q: %q", m.To, m.Subject)
	}
	const text = "Sign in to app.example.com\n\n" + link + `

Or enter this code in the browser where you asked for it: 012345
It works for 15 minutes.

The link works once, for 24 hours.
It was asked for from Firefox on Windows, 192.0.2.1.
If you did not ask for it, you can ignore this mail.
`
	if m.Text != text {
		t.Errorf("text %q\nwant %q", m.Text, text)
	}
	root, err := html.Parse(strings.NewReader(m.HTML))
	if err != nil {
		t.Fatal(err)
	}
	var links []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			switch {
			case n.Data == "a" && a.Key == "href":
				links = append(links, a.Val)
			case n.Data == "script" || n.Data == "img" || n.Data == "link" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("the mail loads or runs something: <%s %s>", n.Data, a.Key)
			}
		}
	}
	if len(links) != 1 || links[0] != link {
		t.Errorf("links %q", links)
	}
	for _, want := range []string{">012345<", "app\u200b.example\u200b.com", "Firefox on Windows, 192.0.2.1", `content="light dark"`, "prefers-color-scheme: dark"} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("no %q in %s", want, m.HTML)
		}
	}
	if _, body, _ := strings.Cut(m.HTML, "<body"); strings.Contains(strings.ReplaceAll(body, strings.ReplaceAll(link, "&", "&amp;"), ""), "app.example.com") {
		t.Error("a mail program can make a link of the host")
	}
}

func TestEmailBodyVaries(t *testing.T) {
	plain := request()
	plain.Code, plain.IP, plain.Device, plain.Expires = "", "", "", time.Now().Add(72*time.Hour)
	m := written(t, plain)
	for _, unwanted := range []string{"code", "asked for from"} {
		if _, body, _ := strings.Cut(m.HTML, "<body"); strings.Contains(m.Text, unwanted) || strings.Contains(body, unwanted) {
			t.Errorf("%q in %s%s", unwanted, m.Text, m.HTML)
		}
	}
	if !strings.Contains(m.Text, "for 3 days.") {
		t.Error(m.Text)
	}
	for _, test := range []struct {
		theme ginauth.Theme
		want  string
	}{
		{ginauth.Theme{}, `background:#2563eb"><a href="` + strings.ReplaceAll(link, "&", "&amp;") + `" target="_blank" style="display:inline-block;padding:12px 32px;border:1px solid #2563eb;border-radius:8px;color:#ffffff`},
		{ginauth.Theme{BrandColor: "#fc0"}, "border:1px solid #fc0;border-radius:8px;color:#000000"},
		{ginauth.Theme{BrandColor: "#0f766e", ButtonText: "#ccfbf1"}, "border:1px solid #0f766e;border-radius:8px;color:#ccfbf1"},
		{ginauth.Theme{ColorScheme: "dark"}, "@media all {"},
		{ginauth.Theme{ColorScheme: "light"}, `content="light"`},
	} {
		themed := request()
		themed.Theme = test.theme
		if m := written(t, themed); !strings.Contains(m.HTML, test.want) {
			t.Errorf("%+v: no %q in %s", test.theme, test.want, m.HTML)
		}
	}
}

func TestEmailTemplates(t *testing.T) {
	own := providers.MailTemplates{
		Subject: template.Must(template.New("").Parse("{{.Name}} <{{.Host}}>")),
		Text:    template.Must(template.New("").Parse("{{.URL}} {{.CodeValid}}")),
		HTML:    htmltemplate.Must(htmltemplate.New("").Parse("<title>{{.Subject}}</title>")),
	}
	m := written(t, request(), providers.Templates(own))
	if m.Subject != "app.example.com <app.example.com>" || m.Text != link+" 15 minutes" || m.HTML != "<title>app.example.com &lt;app.example.com&gt;</title>" {
		t.Errorf("%q %q %q", m.Subject, m.Text, m.HTML)
	}
	for name, broken := range map[string]providers.MailTemplates{
		"no field":     {Text: template.Must(template.New("").Parse("{{.Nope}}"))},
		"a line break": {Subject: template.Must(template.New("").Parse("a\nBcc: {{.Host}}"))},
	} {
		if _, err := providers.Email(&outbox{}, providers.Templates(broken)).Describe(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestEmailDescribes(t *testing.T) {
	p := providers.Email(&outbox{}, providers.ID("mail"), providers.Name("Mail"), providers.LinkMaxAge(time.Hour), providers.WithCode(), providers.SameBrowser())
	info, err := p.Describe()
	if err != nil || info.ID != "mail" || info.Name != "Mail" || info.Type != ginauth.TypeEmail {
		t.Errorf("%+v, %v", info, err)
	}
	if got := p.Email(); got != (ginauth.EmailOptions{MaxAge: time.Hour, Code: true, SameBrowser: true}) {
		t.Errorf("%+v", got)
	}
	if _, err := providers.Email(&outbox{}, nil).Describe(); err == nil {
		t.Error("a nil option was taken")
	}
	sent := errors.New("sent")
	fails := providers.Email(providers.SenderFunc(func(context.Context, providers.Mail) error { return sent }))
	if err := fails.SendVerificationRequest(t.Context(), request()); !errors.Is(err, sent) {
		t.Errorf("error %v", err)
	}
}

// Links are in the log where a program is developed, and nowhere else.
func TestEmailWithoutSender(t *testing.T) {
	mode := gin.Mode()
	t.Cleanup(func() { gin.SetMode(mode) })
	var log bytes.Buffer
	logs := providers.LogSender(slog.New(slog.NewTextHandler(&log, nil)))
	for _, test := range []struct {
		mode        string
		none, chose bool
	}{{gin.DebugMode, true, true}, {gin.TestMode, false, true}, {gin.ReleaseMode, false, false}} {
		gin.SetMode(test.mode)
		_, none := providers.Email(nil).Describe()
		_, chose := providers.Email(logs).Describe()
		if (none == nil) != test.none || (chose == nil) != test.chose {
			t.Errorf("%s: %v, %v", test.mode, none, chose)
		}
	}
	if err := logs.Send(t.Context(), written(t, request())); err != nil {
		t.Fatal(err)
	}
	if got := log.String(); !strings.Contains(got, `link="`+link+`"`) || !strings.Contains(got, "to=jane@example.org") || !strings.Contains(got, "012345") {
		t.Error(got)
	}
}

// A mail prints nothing of itself.
func TestMailIsHidden(t *testing.T) {
	m := providers.Mail{To: "jane@example.org", Subject: "secret", Text: "secret", HTML: "secret"}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("mail", "mail", m, "pointer", &m)
	if got := fmt.Sprintf("%v %+v %#v %s %s", m, m, m, m, &log); strings.Contains(got, "secret") || strings.Contains(got, "jane") {
		t.Error(got)
	}
}
