package report

import (
	"bufio"
	"io"
	"reflect"

	"github.com/headroom-audit/headroom/sources"
)

// WriteSource says what one source proves, and by which documents.
func WriteSource(w io.Writer, s *sources.Source) error {
	b := bufio.NewWriter(w)
	_, _ = b.WriteString(s.Key + "\n" + s.Proves + "\n")
	for i := range s.Documents {
		_, _ = b.WriteString("  " + s.Documents[i].String() + "\n")
	}
	return b.Flush()
}

// listed writes the sources that texts cite below what cited them.
func listed(f func(format string, args ...any), texts ...string) {
	all := sources.Default().Of(texts...)
	if len(all) > 0 {
		f("\nSources\n")
	}
	for _, s := range all {
		f("  %s: %s\n", s.Key, s.Proves)
		for i := range s.Documents {
			f("    %s\n", s.Documents[i].String())
		}
	}
}

// listedMarkdown is listed for a page.
func listedMarkdown(f func(format string, args ...any), texts ...string) {
	all := sources.Default().Of(texts...)
	if len(all) > 0 {
		f("\n## Sources\n\n")
	}
	for _, s := range all {
		f("- **%s**: %s\n", s.Key, Inline(s.Proves))
		for i := range s.Documents {
			f("  - %s\n", Inline(s.Documents[i].String()))
		}
	}
}

// citations gives every text of a document that says where something is from: the
// fields named Source, however deep.
func citations(v reflect.Value) []string {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return citations(v.Elem())
		}
	case reflect.Slice, reflect.Array:
		var out []string
		for i := range v.Len() {
			out = append(out, citations(v.Index(i))...)
		}
		return out
	case reflect.Struct:
		var out []string
		for i := range v.NumField() {
			if v.Type().Field(i).Name == "Source" && v.Field(i).Kind() == reflect.String {
				out = append(out, v.Field(i).String())
			} else {
				out = append(out, citations(v.Field(i))...)
			}
		}
		return out
	default: // maps hold figures, the rest no texts that cite
	}
	return nil
}

// sourceKeys gives the keys of all that a document cites.
func sourceKeys(doc any) []string {
	var keys []string
	for _, s := range sources.Default().Of(citations(reflect.ValueOf(doc))...) {
		keys = append(keys, s.Key)
	}
	return keys
}
