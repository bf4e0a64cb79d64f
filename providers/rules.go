package providers

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-playground/validator/v10"
)

// maxBytes is the rule that this package adds to those of validator.
const maxBytes = "maxbytes"

// rule is one rule of a validate tag, as "min" with "8". One with alternatives
// ("email|e164") has them all in its name.
type rule struct{ name, param string }

func parseRules(tag string) []rule {
	if tag == "" || tag == "-" {
		return nil
	}
	var rules []rule
	for part := range strings.SplitSeq(tag, ",") {
		if strings.Contains(part, "|") {
			rules = append(rules, rule{name: part})
			continue
		}
		name, param, _ := strings.Cut(part, "=")
		rules = append(rules, rule{name: name, param: param})
	}
	return rules
}

// count is the parameter as a number of characters or bytes, read as validator
// reads it.
func (r rule) count() (int, bool) {
	n, err := strconv.ParseInt(r.param, 0, 32)
	return int(n), err == nil && n >= 0
}

// required is true if the field must be filled in; after omitempty, validator
// does not look at an empty field any more.
func (f *field) required() bool {
	for _, r := range f.rules {
		switch r.name {
		case "required":
			return true
		case "omitempty", "omitnil", "omitzero":
			return false
		}
	}
	return false
}

// newValidator makes a validator of our own: Gin's belongs to the whole process.
func newValidator(validations []validation) (v *validator.Validate, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("option Validation: %v", p)
		}
	}()
	v = validator.New(validator.WithRequiredStructEnabled())
	// Functions of Validation see the names that clients send.
	v.RegisterTagNameFunc(func(sf reflect.StructField) string {
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		return name
	})
	validations = append(slices.Clip(validations), validation{tag: maxBytes, fn: hasMaxBytes})
	for _, custom := range validations {
		if err := v.RegisterValidation(custom.tag, custom.fn); err != nil {
			return nil, fmt.Errorf("option Validation %q: %w", custom.tag, err)
		}
	}
	return v, nil
}

func hasMaxBytes(fl validator.FieldLevel) bool {
	n, ok := rule{param: fl.Param()}.count()
	return ok && len(fl.Field().String()) <= n
}

// checkRules runs the rules once, because validator panics at the first use of
// one that it does not know or cannot read.
func (f *form) checkRules(validations []validation) error {
	var errs []error
	for _, fld := range f.fields {
		for _, r := range fld.rules {
			if err := f.checkRule(fld, r, validations); err != nil {
				errs = append(errs, fmt.Errorf("%v.%s: validate:%q: %w", f.typ, fld.path, r, err))
			}
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	// All together, as the first sign-in will have them.
	var failed validator.ValidationErrors
	zero := reflect.New(f.typ)
	if err := recovered(func() error { return f.validate.Struct(zero.Interface()) }); err != nil && !errors.As(err, &failed) {
		return fmt.Errorf("%v: validate: %w", f.typ, err)
	}
	for _, e := range failed {
		path := f.pathOf(e)
		if !slices.ContainsFunc(f.fields, func(fld *field) bool { return fld.path == path }) {
			return fmt.Errorf("%v.%s has a rule, but is not in the form: it would never hold", f.typ, path)
		}
	}
	return nil
}

// checkRule runs one rule of one field, so that no other hides it: after
// "required" has failed, validator does not look at the rest.
func (f *form) checkRule(fld *field, r rule, validations []validation) error {
	for part := range strings.SplitSeq(r.String(), "|") {
		name, param, _ := strings.Cut(part, "=")
		if name == "" {
			return errors.New("a rule is empty")
		}
		if slices.ContainsFunc(validations, func(v validation) bool { return v.tag == name }) {
			continue // the program's own function; its parameter may be anything
		}
		if other, scope := crossField(name, param, fld.owner, f.typ); other != "" {
			if _, ok := scope.FieldByName(other); !ok {
				return fmt.Errorf("%v has no field %s", scope, other)
			}
		}
		v, err := newValidator(validations)
		if err != nil {
			return err
		}
		v.SetTagName("-") // this rule, and no tag
		v.RegisterStructValidationMapRules(map[string]string{fld.goName: part}, reflect.Zero(fld.owner).Interface())
		for _, sample := range []string{"", "1"} {
			in := reflect.New(f.typ)
			fld.setText(in.Elem().FieldByIndex(fld.index), sample)
			err := recovered(func() error { return v.Struct(in.Interface()) })
			if _, failed := errors.AsType[validator.ValidationErrors](err); err != nil && !failed {
				return err
			}
		}
	}
	return nil
}

// crossField is the first name that a rule like eqfield=Other.Inner refers to,
// and the struct that it is looked up in.
func crossField(name, param string, owner, root reflect.Type) (string, reflect.Type) {
	first, _, _ := strings.Cut(param, ".")
	switch {
	case strings.HasSuffix(name, "csfield"):
		return first, root
	case strings.HasSuffix(name, "field"):
		return first, owner
	}
	return "", nil
}

// String is the rule as it stands in the tag.
func (r rule) String() string {
	if r.param == "" {
		return r.name
	}
	return r.name + "=" + r.param
}

func recovered(run func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return run()
}
