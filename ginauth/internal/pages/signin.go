package pages

import (
	"cmp"
	"slices"
	"strings"
)

// prepare returns the data with the defaults of fields filled in and the focus
// on at most one field. The caller's slices are left alone: they may be shared
// between requests.
func prepare(data SignIn) SignIn {
	data.Providers = slices.Clone(data.Providers)
	var wanted, wrong *Field
	for i := range data.Providers {
		p := &data.Providers[i]
		p.Fields = slices.Clone(p.Fields)
		for j := range p.Fields {
			f := &p.Fields[j]
			f.ID = cmp.Or(f.ID, "input-"+f.Name+"-for-"+p.ID+"-provider")
			f.Label = cmp.Or(f.Label, f.Name)
			f.Type = cmp.Or(f.Type, "text")
			if f.Type == "password" {
				f.Autocomplete = cmp.Or(f.Autocomplete, "current-password")
				if j > 0 && (p.Fields[j-1].Type == "text" || p.Fields[j-1].Type == "email") {
					// What stands before a password is what a password manager
					// files it under.
					p.Fields[j-1].Autocomplete = cmp.Or(p.Fields[j-1].Autocomplete, "username")
				}
			}
			if f.Error != "" && wrong == nil {
				wrong = f
			}
			if f.Focus && wanted == nil {
				wanted = f
			}
			f.Focus = false
			f.DescribedBy = describedBy(*f)
		}
	}
	if wrong != nil {
		data.Error = cmp.Or(data.Error, "Please check the fields marked below.")
	}
	if f := cmp.Or(wrong, wanted); f != nil {
		f.Focus = true
		if data.Error != "" {
			f.DescribedBy = strings.TrimSpace("error " + f.DescribedBy)
		}
	}
	return data
}

// describedBy lists the ids of the texts below a field.
func describedBy(f Field) string {
	var ids []string
	if f.Error != "" {
		ids = append(ids, f.ID+"-error")
	}
	if f.Help != "" {
		ids = append(ids, f.ID+"-help")
	}
	return strings.Join(ids, " ")
}
