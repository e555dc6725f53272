package yaml

import "reflect"

// AllKeys lists every key a file can have, for the test of the example.
func AllKeys() []string {
	d := &decoder{problems: newProblems("", nil), fields: map[reflect.Type][]field{}}
	var keys []string
	for _, v := range []any{file{}, settings{}, fileGroup{}, fileDevice{}, fileCredential{}, fileJump{}, fileWindow{}, fileFreeze{}, fileRedundancy{}, fileLimits{}, fileSource{}, fileSecrets{}, fileVault{}, fileAge{}} {
		for _, f := range d.fieldsOf(reflect.TypeOf(v)) {
			keys = append(keys, f.key)
		}
	}
	return keys
}
