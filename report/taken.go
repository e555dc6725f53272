package report

import (
	"reflect"
	"unique"

	"github.com/headroom-audit/headroom/scan"
)

// Taken is what a report shows of devices, taken while a scan runs, by name.
type Taken map[string]*Device

// Take takes what a report shows of a device. Nothing of it is a part of the texts that
// the device sent, so that these can be let go.
func (t Taken) Take(d *scan.Device) {
	doc := newDevice(d)
	own(reflect.ValueOf(&doc).Elem())
	t[doc.Name] = &doc
}

// own puts copies in the place of all strings below v, one for all that are the same.
func own(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			v.SetString(unique.Make(v.String()).Value())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			to := reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			own(to.Elem())
			v.Set(to)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				own(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		to := reflect.MakeSlice(v.Type(), v.Len(), v.Len()) // others may hold the old one
		reflect.Copy(to, v)
		for i := range to.Len() {
			own(to.Index(i))
		}
		v.Set(to)
	default: // numbers; a document has no map and no interface
	}
}
