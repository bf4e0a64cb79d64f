package ginauth

import "errors"

func (a *Auth) compileEmail(p EmailProvider, info ProviderInfo) (*provider, error) {
	info.Type = TypeEmail
	return &provider{info: info, email: p}, nil
}
func (x *exchange) beginEmail(p *provider) (reply, error) {
	return reply{}, errors.New("being written")
}
func (x *exchange) showEmail(p *provider) (reply, error) { return reply{}, errors.New("being written") }
func (x *exchange) endEmail(p *provider) (reply, error)  { return reply{}, errors.New("being written") }
