package fleet_test

import "github.com/headroom-audit/headroom/audit"

// verdicts says what the audit must find, by host, where the router is reached.
func verdicts() map[string]judgement {
	return map[string]judgement{
		"ams1-core-01":  {audit.OK, audit.None},
		"ams1-core-02":  {audit.OK, audit.None},
		"ams1-edge-04":  {audit.Crit, audit.Filter},
		"ams1-edge-05":  {audit.Pend, audit.Reload},
		"ams1-edge-06":  {audit.Pend, audit.Save},
		"ams1-pe-04":    {audit.Crit, audit.CarveReload},
		"fra3-agg-70":   {audit.OK, audit.None},
		"fra3-dist-08":  {audit.OK, audit.None},
		"fra3-edge-01":  {audit.Over, audit.Filter},
		"fra3-edge-02":  {audit.Over, audit.CarveReload},
		"fra3-edge-71":  {audit.Crit, audit.Investigate},
		"fra3-edge-72":  {audit.OK, audit.None},
		"fra3-edge-90":  {audit.OK, audit.None},
		"fra3-edge-91":  {audit.OK, audit.None},
		"fra3-pe-31":    {audit.OK, audit.None},
		"gru4-core-01":  {audit.Crit, audit.Investigate},
		"gru4-edge-03":  {audit.Over, audit.Reload},
		"gru4-edge-09":  {audit.Unkn, audit.Investigate},
		"gru4-tor-08":   {audit.OK, audit.None},
		"iad2-acc-01":   {audit.Pend, audit.Reload},
		"iad2-core-01":  {audit.Warn, audit.Investigate},
		"iad2-edge-40":  {audit.Over, audit.Investigate},
		"iad2-vmx-01":   {audit.OK, audit.None},
		"lhr5-agg-51":   {audit.Warn, audit.Investigate},
		"lhr5-core-05":  {audit.OK, audit.None},
		"lhr5-core-11":  {audit.OK, audit.None},
		"lhr5-core-12":  {audit.Warn, audit.Investigate},
		"lhr5-core-31":  {audit.OK, audit.None},
		"lhr5-leaf-07":  {audit.Pend, audit.Reload},
		"nrt1-core-05":  {audit.Unkn, audit.Investigate},
		"nrt1-edge-02":  {audit.Crit, audit.CarveReload},
		"nrt1-pe-21":    {audit.Over, audit.CarveReload},
		"sin2-core-01":  {audit.OK, audit.None},
		"sin2-core-02":  {audit.Pend, audit.Reload},
		"sin2-fw-01":    {audit.Unkn, audit.Investigate},
		"sin2-tor-17":   {audit.Over, audit.Filter},
		"sjc1-agg-03":   {audit.OK, audit.None},
		"sjc1-edge-03":  {audit.OK, audit.None},
		"sjc1-spine-01": {audit.OK, audit.None},
	}
}
