package dnx

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
)

// Parsers read what only these routers are asked.
func Parsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-controllers-npu-resources-stats", Commands: []string{"show controllers npu resources stats **", "show controllers npu stats **"}, Grade: fact.Proven, Read: readStats},
		{Name: "show-controllers-npu-tcam", Commands: []string{"show controllers npu externaltcam", "show controllers npu externaltcam **", "show controllers npu internaltcam", "show controllers npu internaltcam **"}, Grade: fact.Proven, Read: readTCAM},
		{Name: "show-dpa-resources", Commands: []string{"show dpa resources **", "show ofa resources **"}, Grade: fact.Proven, Read: readDPA},
	}
}
