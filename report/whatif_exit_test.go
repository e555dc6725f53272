package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/whatif"
)

// An answer of which a part is missing is never taken for a good one.
func TestTheExitOfAWhatIfTellsWhatIsMissing(t *testing.T) {
	for _, c := range []struct {
		doc            WhatIf
		falls, unknown bool
	}{
		{WhatIf{}, false, false},
		{WhatIf{Gaps: []string{"it was interrupted"}}, false, true},
		{WhatIf{Unknown: []Blank{{}}}, false, true},
		{WhatIf{Setting: []WhatIfTrial{{Outcome: whatif.TooShort}}}, true, false},
		{WhatIf{Setting: []WhatIfTrial{{Outcome: whatif.Blank}}}, false, true},
		{WhatIf{Upgrades: []WhatIfUpgrade{{From: "7.3.1", Worse: true}}}, true, false},
		{WhatIf{Upgrades: []WhatIfUpgrade{{}}}, false, true},
	} {
		if falls, unknown := c.doc.Exit(); falls != c.falls || unknown != c.unknown {
			t.Errorf("%+v: %v %v", c.doc, falls, unknown)
		}
	}
	var b bytes.Buffer
	if err := WriteForecast(&b, &Forecast{Gaps: []string{"it was interrupted"}}, TableOptions{}); err != nil || !strings.Contains(b.String(), "incomplete") {
		t.Errorf("%s, %v", b.String(), err)
	}
}
