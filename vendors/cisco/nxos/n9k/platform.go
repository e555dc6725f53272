package n9k

import (
	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/cisco/nxos"
)

// platform is Nexus 9000 without Jericho: Cloud Scale, and the first generation on
// Broadcom. Nexus 3000 hardware that runs in N9K switch mode says so in its
// chassis string [nxos:1.1].
func platform() vendors.Platform {
	return nxos.Switch{
		Family: "n9k", Title: "Nexus 9000 (Cloud Scale and first generation)",
		Match:    func(id fact.Identity) bool { return nxos.ChassisIs(id, nxos.RunsAsN9K) },
		Commands: commands, Parse: parse, Vital: vital,
	}.Platform()
}

func commands(id fact.Identity) []vendors.Command {
	if id.Virtual {
		return []vendors.Command{{Text: "show system routing mode", Why: "configured and applied mode", Optional: true}}
	}
	list := []vendors.Command{
		{Text: "show system routing mode", Why: "configured and applied mode: they differ until the reload"},
		{Text: "show hardware capacity forwarding", Why: "percentage of trie, TCAM, host and next-hop memory per module"},
		{Text: "show hardware internal forwarding table utilization", Why: "sizes of the tables in the applied mode", Optional: true},
		{Text: "show hardware access-list tcam region", Why: "ACL regions of the next reload", Optional: true},
		{Text: "show hardware access-list resource utilization", Why: "ACL regions in force", Optional: true},
		nxos.ConfigLines(), nxos.SavedLines(), nxos.ReloadPending(), nxos.VDCResources(), nxos.LogEvents(),
	}
	if nxos.Modular(id) {
		return append(list, nxos.Supervisors())
	}
	return append(list, vendors.Command{
		Text: "show icam resource fib-tcam module 1 inst 0 | json", Instead: "show icam resource fib_tcam module 1 inst 0 | json",
		Why: "counts and maxima of the FIB", Optional: true,
	})
}

// parse decides what is judged. Trie and TCAM are separate and each fills by
// itself: the TCAM takes what does not fit the trie's pattern [nxos:2.3]. The
// counts of iCAM are judged where no percentages of the same memory are known.
func parse(d *fact.Device, _ *catalog.Family) {
	percent := fullest(d, nxos.Percentages(d, nxos.LimitsRouting))
	for i := range d.Tables {
		t := &d.Tables[i]
		if icam := d.Outputs[t.Output].Parser == "show-icam-resource"; icam && t.Resource != fact.MAC {
			nxos.Judge(t)
			if j, ok := percent[memoryKey(t)]; ok && !vendors.Fuller(d, i, j) {
				t.Ledger = false
				t.Notes = append(t.Notes, "the same memory as the percentages of this switch")
			}
		}
	}
	nxos.JudgeRIBMemory(d)
}

// fullest gives of each protocol of a module the memory that is fullest: what iCAM
// counts lies in one of them [nxos:3.2].
func fullest(d *fact.Device, rows []int) map[string]int {
	out := map[string]int{}
	for _, i := range rows {
		t := &d.Tables[i]
		used, _ := t.Used.Get()
		most, ok := 0.0, false
		if j, has := out[memoryKey(t)]; has {
			most, ok = d.Tables[j].Used.Get()
		}
		if t.Ledger && (!ok || used > most) {
			out[memoryKey(t)] = i
		}
	}
	return out
}

// memoryKey names the protocol and the module of a row: trie and TCAM are one.
func memoryKey(t *fact.Table) string {
	r := map[fact.Resource]fact.Resource{fact.FibTCAMv4: fact.FibIPv4, fact.FibTCAMv6: fact.FibIPv6}[t.Resource]
	if r == "" {
		r = t.Resource
	}
	return nxos.ModuleOf(t.Scope) + "|" + string(r)
}
