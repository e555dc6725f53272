package textscan

import (
	"strings"
	"testing"
)

func TestXML(t *testing.T) {
	text := "admin@mx1> show x | display xml\n<rpc-reply xmlns:junos=\"http://x\">\n <a junos:style=\"b\">\n  <n>7</n>\n  <n> 8 </n>\n  <t>x &amp; y</t>\n </a>\n</rpc-reply>\n\n{master}"
	s := New(text, "show x | display xml", 0, false)
	doc, cut := s.XML()
	if cut || doc == nil || doc.Name != "rpc-reply" {
		t.Fatalf("%+v %v", doc, cut)
	}
	ns := doc.All("n")
	if len(ns) != 2 || ns[1].Text != "8" || text[ns[1].Span.Start:ns[1].Span.End] != "8" || ns[1].Span.Line != 5 {
		t.Errorf("%+v", ns)
	}
	if v, ok := doc.Child("a").Child("n").Figure().Get(); !ok || v != 7 {
		t.Errorf("n = %v %v", v, ok)
	}
	if got := doc.Child("a").Child("t").Value(); got != "x & y" {
		t.Errorf("t = %q", got)
	}
	if doc.Child("a").Child("none").Child("deeper").Figure().Known() || doc.Child("none").Value() != "" || doc.First("n").Text != "7" || doc.First("none") != nil {
		t.Error("what is not there was found")
	}
	if _, cut := New(text[:100], "x", 0, true).XML(); !cut {
		t.Error("a cut document was taken as whole")
	}
	if doc, _ := New("no document", "x", 0, false).XML(); doc != nil {
		t.Errorf("%+v", doc)
	}
}

func TestJSON(t *testing.T) {
	text := "edge1# show x | json\n{\"a\": {\"ROW\": [{\"n\": \"7\"}, {\"n\": 8}], \"b\": true, \"z\": null, \"d\": [{\"data\": \"9\"}]}}\n"
	doc, cut := New(text, "show x | json", 0, false).JSON()
	if cut || doc == nil {
		t.Fatalf("%+v %v", doc, cut)
	}
	var got []string
	for _, n := range doc.All("n") {
		got = append(got, text[n.Span.Start:n.Span.End])
		if n.Span.Line != 2 {
			t.Errorf("line %d", n.Span.Line)
		}
	}
	if strings.Join(got, " ") != "7 8" {
		t.Errorf("n = %v", got)
	}
	if doc.First("b").Value() != "true" || doc.First("z").Value() != "" || doc.First("d").Value() != "9" {
		t.Errorf("%+v", doc)
	}
	if v, ok := doc.First("d").Figure().Get(); !ok || v != 9 {
		t.Errorf("d = %v %v", v, ok)
	}
	_, bare, _ := strings.Cut(text, "\n")
	for _, before := range []string{"{master:0}\n", "{master:0}\nadmin@mx1> show x | display json\n", "[####      ] 40%\n", "[...]\n"} {
		if doc, _ := New(before+bare, "show x | display json", 0, false).JSON(); len(doc.All("n")) != 2 {
			t.Errorf("after %q: %+v", before, doc)
		}
	}
	whole := strings.Index(text, "8}")
	doc, cut = New(text[:whole+1], "x", 0, false).JSON()
	if !cut || len(doc.All("n")) == 0 {
		t.Errorf("cut: %+v %v", doc, cut)
	}
}

// Half a number is no number, in a document as in a line.
func TestCutInsideNumber(t *testing.T) {
	for _, text := range []string{`{"a": {"n": 12`, `<a><n>12`, `{"a": {"n": "12`} {
		s := New(text, "x", 0, true)
		for _, read := range []func() (*Node, bool){s.JSON, s.XML} {
			if doc, cut := read(); doc.First("n").Figure().Known() || doc != nil && !cut {
				t.Errorf("%q gives %+v", text, doc.First("n"))
			}
		}
	}
}

// A document that nests without end must not eat the stack.
func TestDeepDocuments(t *testing.T) {
	for _, text := range []string{strings.Repeat("[", 1<<16), strings.Repeat("{\"a\":", 1<<16), strings.Repeat("<a>", 1<<16)} {
		s := New(text, "x", 0, false)
		s.JSON()
		s.XML()
	}
}

// FuzzDocuments: spans lie in the text; a leaf's number is in its span.
func FuzzDocuments(f *testing.F) {
	f.Add(`{"a": [1, {"b": "2"}], "c": null}`)
	f.Add(`<a><b>1</b><c/></a>`)
	f.Add("x\n[{\"a\": \"\\u0031\"}, 1e5]")
	f.Add("<?xml version=\"1.0\"?><!-- c --><a b='<'>&#49;</a>")
	f.Fuzz(func(t *testing.T, text string) {
		s := New(text, "show x", 0, false)
		for _, read := range []func() (*Node, bool){s.JSON, s.XML} {
			doc, _ := read()
			check(t, s, doc)
		}
	})
}

func check(t *testing.T, s *Scan, n *Node) {
	if n == nil {
		return
	}
	if n.Span.Start < 0 || n.Span.End < n.Span.Start || int(n.Span.End) > len(s.Text()) {
		t.Fatalf("%q: span %+v of %d bytes", n.Name, n.Span, len(s.Text()))
	}
	if v, ok := n.Figure().Get(); ok && len(n.Children) == 0 {
		span := s.Text()[n.Span.Start:n.Span.End]
		if got, ok := Number(span); ok && got != v {
			t.Fatalf("%q reads %v, its evidence %q is %v", n.Name, v, span, got)
		}
	}
	for _, c := range n.Children {
		check(t, s, c)
	}
}
