package registry_test

import (
	"testing"

	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/registry"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// corpus lies beside the checkout where it is at hand.
const corpus = "../../../shared/corpus"

// BenchmarkCorpus reads every output of the corpus, with evidence and the
// account of lines: MB/s over the text, allocations per output.
func BenchmarkCorpus(b *testing.B) {
	type output struct {
		o *vendors.OS
		c vendortest.Capture
	}
	for _, kind := range []string{"text", "all"} {
		b.Run(kind, func(b *testing.B) {
			var outputs []output
			size := int64(0)
			for _, o := range registry.All() {
				for _, c := range vendortest.Corpus(b, corpus, o.ID) {
					if kind == "text" && structured(c.Text) {
						continue
					}
					outputs, size = append(outputs, output{o, c}), size+int64(len(c.Text))
				}
			}
			if len(outputs) == 0 {
				b.Skip("no corpus at hand")
			}
			b.SetBytes(size)
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				for i := range outputs {
					r, _, _ := outputs[i].o.ReadOutput(outputs[i].c.Command, outputs[i].c.Text, i, false)
					sink = len(r.Tables)
				}
			}
			b.ReportMetric(float64(len(outputs)), "outputs")
		})
	}
}

var sink int

// structured reports whether an output is XML or JSON.
func structured(text string) bool {
	for i := 0; i < len(text) && i < 400; i++ {
		switch text[i] {
		case '<', '{', '[':
			return i == 0 || text[i-1] == '\n'
		}
	}
	return false
}

// BenchmarkRegistry makes the list, as every Parse of a device does.
func BenchmarkRegistry(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sink = len(registry.All())
	}
}
