package junos

import (
	"strings"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// parsers is the explicit list of the outputs that are read.
func parsers() []vendors.Parser {
	list := append(identityParsers(), stateParsers()...)
	return append(list, memoryParsers()...)
}

// identityParsers say what the device is.
func identityParsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-version", Stands: true, Commands: []string{"show version", "show version **"}, Grade: fact.Proven, Read: text(readVersion)},
		{Name: "show-chassis-hardware", Stands: true, Commands: []string{"show chassis hardware", "show chassis hardware **"}, Grade: fact.Proven, Read: text(readHardware)},
		{Name: "show-virtual-chassis", Stands: true, Commands: []string{"show virtual-chassis", "show virtual-chassis status", "show virtual-chassis **"}, Grade: fact.Proven, Read: text(readVirtualChassis)},
		{Name: "show-system-nodes", Stands: true, Commands: []string{"show system nodes", "show system nodes **"}, Grade: fact.Proven, Read: text(readNodes)},
		{Name: "show-configuration", Stands: true, Commands: []string{"show configuration", "show configuration **"}, Grade: fact.Proven, Read: readConfiguration},
	}
}

// stateParsers say how it does: uptime, redundancy, alarms, logs.
func stateParsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-chassis-routing-engine", Commands: []string{"show chassis routing-engine", "show chassis routing-engine **"}, Grade: fact.Proven, Read: text(readRoutingEngine)},
		{Name: "show-chassis-alarms", Commands: []string{"show chassis alarms", "show chassis alarms **", "show system alarms", "show system alarms **"}, Grade: fact.Proven, Read: text(readAlarms)},
		{Name: "show-chassis-cluster-status", Commands: []string{"show chassis cluster status", "show chassis cluster status **"}, Family: "srx", Grade: fact.Proven, Read: text(readCluster)},
		{Name: "show-task-replication", Commands: []string{"show task replication", "show task replication **"}, Grade: fact.Proven, Read: text(readReplication)},
		{Name: "show-system-uptime", Commands: []string{"show system uptime", "show system uptime **"}, Grade: fact.Proven, Read: text(readUptime)},
		{Name: "show-system-commit", Stands: true, Commands: []string{"show system commit", "show system commit **"}, Grade: fact.Proven, Read: text(readCommit)},
		{Name: "show-krt-queue", Commands: []string{"show krt queue", "show krt queue **"}, Grade: fact.Proven, Read: text(readKRTQueue)},
		{Name: "show-krt-state", Commands: []string{"show krt state", "show krt state **"}, Grade: fact.Proven, Read: text(readKRTState)},
		{Name: "show-log", Commands: []string{"show log", "show log **", "show syslog **", "show nvram", "syslog", "syslog **"}, Grade: fact.Proven, Read: text(readLog)},
		{Name: "request-support-information", Commands: []string{"request support information", "request support information **"}, Grade: fact.Proven, Read: readSupport},
	}
}

// memoryParsers read what is said of the forwarding memory.
func memoryParsers() []vendors.Parser {
	return []vendors.Parser{
		{Name: "show-system-resource-monitor-fpc", Commands: []string{"show system resource-monitor fpc", "show system resource-monitor fpc **"}, Family: "mx", Grade: fact.Proven, Read: text(readResourceMonitor)},
		{Name: "show-system-resource-monitor-summary", Commands: []string{"show system resource-monitor summary", "show system resource-monitor summary **"}, Family: "mx", Grade: fact.Documented, Read: text(readResourceSummary)},
		{Name: "show-pfe-route-summary-hw", Commands: []string{"show pfe route summary hw", "show pfe route summary hw **"}, Family: "qfx5k", Grade: fact.Proven, Read: text(readHardwareRoutes)},
		{Name: "show-pfe-route-summary", Commands: []string{"show pfe route summary", "show pfe route summary **"}, Grade: fact.Proven, Read: text(readPFERoutes)},
		{Name: "show-chassis-forwarding-options", Commands: []string{"show chassis forwarding-options", "show chassis forwarding-options **"}, Family: "qfx5k", Grade: fact.Unverified, Read: text(readForwardingOptions)},
		{Name: "show-pfe-uft-profile-info", Commands: []string{"show pfe uft-profile-info", "show pfe uft-profile-info **"}, Family: "qfx-evo", Grade: fact.Unverified, Read: text(readForwardingOptions)},
		{Name: "show-hw-resource-utilization", Commands: []string{"show system packet-forwarding-options hw-resource-utilization-info", "show system packet-forwarding-options hw-resource-utilization-info **"}, Family: "acx7k", Grade: fact.Documented, Read: text(readHardwareResources)},
		{Name: "show-route-summary", Commands: []string{"show route summary", "show route summary **"}, Grade: fact.Proven, Read: text(readRouteSummary)},
		{Name: "show-route-forwarding-table-summary", Commands: []string{"show route forwarding-table summary", "show route forwarding-table summary **", "show route forwarding-table table * summary", "show route forwarding-table family * summary", "show route forwarding-table table * family * summary", "show route forwarding-table family * table * summary", "show route forwarding-table * * summary **"}, Grade: fact.Proven, Read: text(readKernelRoutes)},
		{Name: "show-route-vpn-localization", Commands: []string{"show route vpn-localization", "show route vpn-localization **"}, Family: "mx", Grade: fact.Proven, Read: text(readLocalization)},
		{Name: "show-chassis-fpc", Commands: []string{"show chassis fpc", "show chassis fpc *", "show chassis fpc **", "show chassis fpc detail", "show chassis fpc detail **", "show chassis fpc * detail", "show chassis tfeb", "show chassis afeb"}, Grade: fact.Proven, Read: text(readFPC)},
		{Name: "show-pfe-filter-block", Commands: []string{"show pfe filter-block **"}, Family: "mx", Grade: fact.Proven, Read: text(readFilterBlock)},
		{Name: "show-pfe-firewall", Commands: []string{"show pfe firewall", "show pfe firewall **"}, Family: "mx", Grade: fact.Proven, Read: text(readPFEFirewall)},
		{Name: "show-pfe-statistics-traffic", Commands: []string{"show pfe statistics traffic", "show pfe statistics traffic **"}, Grade: fact.Proven, Read: text(readPFETraffic)},
		{Name: "show-pfe-statistics-error", Commands: []string{"show pfe statistics error", "show pfe statistics error **"}, Grade: fact.Unverified, Read: text(readPFEErrors)},
		{Name: "request-pfe-execute", Commands: []string{"request pfe execute **", "cprod **", "vty **"}, Grade: fact.Proven, Read: text(readExecute)},
		// The same answers behind a prompt of the PFE itself.
		{Name: "pfe-shell", Commands: []string{"cli-pfe **", "show jnh **", "show evo-pfemand **", "show nhdb **", "show nh summary", "show heap", "show memory", "show memory **", "show npu **", "show jexpr **", "show jtree **", "show route compression", "show route ip table", "show route ip6 table"}, Grade: fact.Proven, Read: text(readExecute)},
	}
}

// inner is the list of the PFE commands that are read inside `request pfe
// execute` and after a prompt of the PFE itself.
func inner() []struct {
	pattern string
	read    read
} {
	return []struct {
		pattern string
		read    read
	}{
		{"show heap **", readHeap},
		{"show memory **", readHeap},
		{"show jnh * pool detail **", readPoolDetail},
		{"show jnh * pool summary **", readPoolSummary},
		{"show jnh * pool usage **", readPoolUsage},
		{"show jnh * pool composition **", readPoolComposition},
		{"show jnh * exceptions **", readJNHExceptions},
		{"show nhdb summary **", readNHSummary},
		{"show nh summary **", readNHSummary},
		{"show route ip table **", readRouteTables},
		{"show route ip6 table **", readRouteTables},
		{"show route compression **", readCompression},
		{"show route summary **", readPFERoutes},
		{"show evo-pfemand mdb-info **", readMDBInfo},
		{"show evo-pfemand resource **", readMDBUsage},
		{"show evo-pfemand appdb **", readAppDB},
		{"show jexpr **", readJTree},
		{"show jtree **", readJTree},
		{"show npu **", readNPU},
		{"show nvram **", readLog},
		{"show syslog **", readLog},
	}
}

// readExecute hands one section of `request pfe execute` to its reader. The
// content decides where the section does not say which command it answers.
func readExecute(b *block, r *fact.Reading) {
	if f := innerReader(b.command); f != nil {
		f(b, r)
		return
	}
	if r.Why == "" && !r.Recognised {
		r.Why = "no parser knows the PFE command \"" + b.command + "\""
	}
}

func innerReader(command string) read {
	for _, in := range inner() {
		if vendors.Match(in.pattern, command) > 0 {
			return in.read
		}
	}
	return nil
}

// readSupport reads `request support information`: a log of many commands, each
// behind "user@host> command" [junos:3.2].
func readSupport(s *textscan.Scan, r *fact.Reading) {
	var cur block
	list := parsers()
	flush := func(last bool) {
		cur.cut = last && s.Truncated
		if cur.command != "" {
			dispatch(list, &cur, r)
		}
	}
	for _, l := range s.Lines() {
		if cmd, ok := promptCommand(l.Trim()); ok {
			s.Claim(l)
			flush(false)
			cur = block{s: s, command: cmd}
			continue
		}
		if t := l.Trim(); memberName(t) != "" {
			s.Claim(l)
			cur.member = memberName(t)
			continue
		}
		if textscan.IsRule(l) {
			s.Claim(l)
		}
		cur.lines = append(cur.lines, l)
	}
	flush(true)
}

// promptCommand reads "user@host> show version node all".
func promptCommand(t string) (string, bool) {
	head, cmd, ok := strings.Cut(t, "> ")
	if !ok || !strings.Contains(head, "@") || strings.ContainsAny(head, " \t") {
		return "", false
	}
	for _, suffix := range []string{" no-forwarding", " node all"} {
		cmd = strings.TrimSuffix(cmd, suffix)
	}
	return strings.TrimSpace(cmd), true
}

// dispatch gives a block of a support file to the reader of its command.
func dispatch(list []vendors.Parser, b *block, r *fact.Reading) {
	bare, _ := vendors.SplitPipe(b.command)
	best, score := "", 0
	for i := range list {
		for _, p := range list[i].Commands {
			if n := vendors.Match(p, bare); n > score {
				best, score = list[i].Name, n
			}
		}
	}
	if f := supported()[best]; f != nil {
		f(b, r)
	}
}

// supported are the readers of the answers that a support file may hold.
func supported() map[string]read {
	return map[string]read{
		"show-version": readVersion, "show-chassis-hardware": readHardware, "show-virtual-chassis": readVirtualChassis,
		"show-system-nodes": readNodes, "show-chassis-routing-engine": readRoutingEngine, "show-chassis-alarms": readAlarms,
		"show-chassis-cluster-status": readCluster, "show-task-replication": readReplication, "show-system-uptime": readUptime,
		"show-system-commit": readCommit, "show-krt-queue": readKRTQueue, "show-krt-state": readKRTState, "show-log": readLog,
		"show-system-resource-monitor-fpc": readResourceMonitor, "show-pfe-route-summary-hw": readHardwareRoutes,
		"show-pfe-route-summary": readPFERoutes, "show-route-summary": readRouteSummary, "show-chassis-fpc": readFPC,
		"show-route-forwarding-table-summary": readKernelRoutes, "show-chassis-forwarding-options": readForwardingOptions,
		"show-pfe-statistics-traffic": readPFETraffic,
	}
}
