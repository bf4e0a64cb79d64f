package providers

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-playground/validator/v10"

	"github.com/ginauth/gin-auth/ginauth"
)

// form is a compiled struct: its fields in order, and the validator that knows
// its rules.
type form struct {
	typ      reflect.Type
	fields   []*field
	validate *validator.Validate
}

func compileForm(t reflect.Type, validations []validation) (*form, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("authorize takes %v; it must take a struct", t)
	}
	validate, err := newValidator(validations)
	if err != nil {
		return nil, err
	}
	f := &form{typ: t, validate: validate}
	if f.fields, err = fieldsOf(t); err != nil {
		return nil, err
	}
	if err := f.checkRules(validations); err != nil {
		return nil, err
	}
	return f, nil
}

// describe returns the fields for the sign-in page.
func (f *form) describe() []ginauth.Field {
	out := make([]ginauth.Field, len(f.fields))
	for i, fld := range f.fields {
		out[i] = fld.view
		out[i].Message = fld.sentence
	}
	return out
}

// check validates a decoded form. wrong has the fields that did not decode, with
// the rule they broke. Errors of validator never leave this function: they hold
// the values.
func (f *form) check(ctx context.Context, in any, wrong map[*field]string) error {
	var failed validator.ValidationErrors
	err := f.validate.StructCtx(ctx, in)
	if err != nil && !errors.As(err, &failed) { // validator.InvalidValidationError
		return fmt.Errorf("providers: %v cannot be validated", f.typ)
	}
	rules := make(map[string]string, len(failed))
	for _, e := range failed {
		rules[f.pathOf(e)] = ruleOf(e)
	}
	var out ginauth.FieldErrors
	for _, fld := range f.fields {
		rule := wrong[fld]
		if rule == "" {
			rule = rules[fld.path]
		}
		if rule != "" {
			out = append(out, ginauth.FieldError{Field: fld.view.Name, Rule: rule, Message: fld.sentence(rule)})
		}
	}
	if out == nil && failed != nil {
		return fmt.Errorf("providers: %v does not validate in a field that is not in its form", f.typ)
	}
	if out == nil {
		return nil
	}
	return out
}

// pathOf is the path of Go names that field.path has.
func (f *form) pathOf(e validator.FieldError) string {
	if f.typ.Name() == "" {
		return e.StructNamespace()
	}
	return strings.TrimPrefix(e.StructNamespace(), f.typ.Name()+".")
}

// ruleOf is the name of the rule without its parameters, which validator adds
// where a rule has alternatives.
func ruleOf(e validator.FieldError) string {
	if tag := e.Tag(); !strings.Contains(tag, "|") {
		return tag
	}
	return "or"
}
