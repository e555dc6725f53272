package cat6500

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// manual adds how the regions of a carve are shown. Blocks of the chip ("72 bits")
// another command prints.
func manual(m *catalog.Manual) {
	m.Size = func(predicted string) bool {
		return strings.Contains(predicted, " - ") && !strings.Contains(predicted, " bits ")
	}
	m.Sized = sized
}

// sized words one region that waits: they are counted in k.
func sized(c fact.Change) string {
	name, carve := strings.CutSuffix(c.What, " carve")
	if n, _ := strconv.Atoi(c.To); carve && n > 0 && n%1024 == 0 {
		return fmt.Sprintf("%s - %dk", name, n/1024)
	}
	return ""
}
