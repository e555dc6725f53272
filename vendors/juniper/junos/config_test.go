package junos_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/juniper/junos"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/vendortest"
)

// What is inactive, deactivated or in a group that does not apply is not configured;
// what is protected or inherited is. What was not shown whole is not known.
func TestConfiguration(t *testing.T) {
	const chassis = "show configuration chassis"
	for _, tt := range []struct {
		name, command, text string
		want                string
		whole               bool
	}{
		{"braces", chassis, "forwarding-options {\n    lpm-profile;\n}\n", "lpm-profile", true},
		{"inactive block", chassis, "inactive: forwarding-options {\n    lpm-profile;\n}\n", "", true},
		{"inactive leaf", chassis, "forwarding-options {\n    inactive: lpm-profile;\n}\n", "", true},
		{"protected", chassis, "protect: forwarding-options {\n    lpm-profile;\n}\n", "lpm-profile", true},
		{"protected and inactive", chassis, "protect: inactive: forwarding-options {\n    lpm-profile;\n}\n", "", true},
		{"inactive hierarchy", "show configuration", "version 21.4R3;\ninactive: chassis {\n    forwarding-options {\n        lpm-profile;\n    }\n}\n", "", true},
		{"an empty block", chassis, "forwarding-options {\n    lpm-profile {\n    }\n}\n", "lpm-profile", true},
		{"with a parameter", chassis, "forwarding-options {\n    l2-profile-one {\n        num-65-127-prefix 2;\n    }\n}\n", "l2-profile-one", true},
		{"inherited", chassis + " | display inheritance", "##\n## 'forwarding-options' was inherited from group 'UFT'\n##\nforwarding-options {\n    ##\n    ## 'l3-profile' was inherited from group 'UFT'\n    ##\n    l3-profile;\n}\n", "l3-profile", true},
		{"set", chassis + " | display set", "set chassis forwarding-options lpm-profile\n", "lpm-profile", true},
		{"deactivated", chassis + " | display set", "set chassis forwarding-options lpm-profile\ndeactivate chassis forwarding-options\n", "", true},
		{"deactivated above", chassis + " | display set", "set chassis forwarding-options lpm-profile\ndeactivate chassis\n", "", true},
		{"another is deactivated", chassis + " | display set", "set chassis forwarding-options lpm-profile\nset chassis forwarding-optionsx a\ndeactivate chassis forwarding-optionsx\n", "lpm-profile", true},
		{"protected, set", chassis + " | display set", "set chassis forwarding-options lpm-profile\nprotect chassis forwarding-options\n", "lpm-profile", true},
		{"relative", chassis + " | display set relative", "set forwarding-options lpm-profile\n", "lpm-profile", true},
		{"a group that applies", "show configuration | display set", "set version 21.4R3\nset groups G chassis forwarding-options l3-profile\nset apply-groups G\n", "l3-profile", true},
		{"a group that is excepted", "show configuration | display set", "set version 21.4R3\nset groups G chassis forwarding-options l3-profile\nset apply-groups G\nset chassis apply-groups-except G\n", "", true},
		{"a group on another hierarchy", "show configuration | display set", "set version 21.4R3\nset groups G chassis forwarding-options l3-profile\nset system apply-groups G\n", "", true},
		{"a group that is deactivated", "show configuration | display set", "set version 21.4R3\nset groups G chassis forwarding-options l3-profile\nset apply-groups G\ndeactivate groups G\n", "", true},
		{"a statement of a group that is inactive", "show configuration", "version 21.4R3;\ngroups {\n    G {\n        chassis {\n            inactive: forwarding-options {\n                l3-profile;\n            }\n        }\n    }\n}\napply-groups G;\n", "", true},
		{"a comment of several lines", chassis, "/* on trial in March:\nforwarding-options {\n    lpm-profile;\n}\ntaken out again */\naggregated-devices {\n    ethernet {\n        device-count 2;\n    }\n}\n", "", true},
		{"the first group wins", "show configuration", "version 21.4R3;\ngroups {\n    B {\n        chassis {\n            forwarding-options {\n                l3-profile;\n            }\n        }\n    }\n    A {\n        chassis {\n            forwarding-options {\n                lpm-profile;\n            }\n        }\n    }\n}\napply-groups [ A B ];\n", "lpm-profile", true},
		{"a group that was not shown", chassis, "apply-groups UFT;\naggregated-devices {\n    ethernet {\n        device-count 2;\n    }\n}\n", "", false},
		{"nothing of it", chassis, "aggregated-devices {\n    ethernet {\n        device-count 2;\n    }\n}\n", "", true},
		{"empty", chassis, "\n", "", false},
		{"denied", chassis, "## Last commit: 2026-01-02 03:04:05 UTC by noc\n/* ACCESS-DENIED */;\n", "", false},
		{"denied inside", chassis, "aggregated-devices {\n    ethernet {\n        device-count 2;\n    }\n}\nforwarding-options {\n    /* ACCESS-DENIED */;\n}\n", "", false},
		{"denied elsewhere", "show configuration", "version 21.4R3;\nsystem {\n    login {\n        /* ACCESS-DENIED */;\n    }\n}\nchassis {\n    redundancy {\n        graceful-switchover;\n    }\n}\n", "", true},
		{"without its head", "show configuration", "chassis {\n    redundancy {\n        graceful-switchover;\n    }\n}\n", "", false},
		{"filtered", chassis + " | display set | match redundancy", "set chassis redundancy graceful-switchover\n", "", false},
		{"cut in a block", chassis, "aggregated-devices {\n    ethernet {\n        device-count 2;\n", "", false},
		{"XML", chassis + " | display xml", "<rpc-reply>\n<configuration><chassis><forwarding-options><lpm-profile></lpm-profile></forwarding-options></chassis></configuration>\n</rpc-reply>\n", "lpm-profile", true},
		{"XML, inactive", chassis + " | display xml", "<rpc-reply>\n<configuration><chassis><forwarding-options inactive=\"inactive\"><lpm-profile></lpm-profile></forwarding-options></chassis></configuration>\n</rpc-reply>\n", "", true},
		{"XML, protected", chassis + " | display xml", "<rpc-reply>\n<configuration><chassis><forwarding-options protect=\"protect\"><lpm-profile></lpm-profile></forwarding-options></chassis></configuration>\n</rpc-reply>\n", "lpm-profile", true},
		{"JSON", chassis + " | display json", "{\n\"configuration\" : {\"chassis\" : {\"forwarding-options\" : {\"lpm-profile\" : [null]}}}\n}\n", "lpm-profile", true},
		{"JSON, inactive", chassis + " | display json", "{\n\"configuration\" : {\"chassis\" : {\"forwarding-options\" : {\"@\" : {\"inactive\" : true}, \"lpm-profile\" : [null]}}}\n}\n", "", true},
		{"JSON, inactive leaf", chassis + " | display json", "{\n\"configuration\" : {\"chassis\" : {\"forwarding-options\" : {\"@lpm-profile\" : {\"inactive\" : true}, \"lpm-profile\" : [null]}}}\n}\n", "", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, _, _ := withRooms().ReadOutput(tt.command, tt.text, 0, false)
			if got := r.Carve.Configured.Text; got != tt.want {
				t.Errorf("configured is %q, want %q", got, tt.want)
			}
			if got := junos.WholeOf(&fact.Device{Flags: r.Flags}, junos.UFTPath); got != tt.whole {
				t.Errorf("shown whole: %v, want %v (%v)", got, tt.whole, r.Flags)
			}
		})
	}
}

// table prints `show pfe route summary hw` of one member.
func table(head, profile string) string {
	return head + "Profile active: " + profile + `
Type            Max       Used      Free      % free
----------------------------------------------------
IPv4 Host       147456    310       146938    99.65
IPv4 LPM        16384     5100      11284     68.87
IPv4 Mcast      73728     0         73469     99.65
IPv6 Host       73728     104       73469     99.65
IPv6 LPM(< 64)  7168      410       6758      94.28
IPv6 LPM(> 64)  1024      0         1024      100.00
IPv6 Mcast      36864     0         36735     99.65

`
}

// box is a terminal log of a QFX, synthetic, after the format of junos:2C.
func box(members int, version, configuration string, tables ...string) string {
	const p = "noc@tor4> "
	var b strings.Builder
	b.WriteString(p + "show version\nHostname: tor4\nModel: qfx5100-48s-6q\nJunos: " + version + "\n\n")
	if members > 0 {
		b.WriteString(p + "show virtual-chassis\n\nVirtual Chassis ID: 0b0b.0b0b.0b0b\nVirtual Chassis Mode: Enabled\n                                                Mstr           Mixed Route Neighbor List\nMember ID  Status   Serial No    Model          prio  Role      Mode  Mode ID  Interface\n")
		for i := range members {
			b.WriteString(string(rune('0'+i)) + " (FPC " + string(rune('0'+i)) + ")  Prsnt    SYN0000000" + string(rune('1'+i)) + "  qfx5100-48s-6q 129   Backup       N  VC\n")
		}
		b.WriteString("\n")
	}
	if configuration != "-" {
		b.WriteString(p + "show configuration chassis | display inheritance\n" + configuration + "\n")
	}
	b.WriteString(p + "show pfe route summary hw\n" + strings.Join(tables, "") + p + "\n")
	return b.String()
}

const (
	lpm  = "forwarding-options {\n    lpm-profile;\n}\n"
	none = "redundancy {\n    graceful-switchover;\n}\n"
)

// What is configured is compared with what each member runs.
func TestMembers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		log     string
		pending []string // what waits, with what it will be
		known   fact.Tri
		settled fact.Answer
	}{
		{"all alike", box(2, "20.4R3", lpm, table("Slot 0\n\n", "lpm-profile"), table("Slot 1\n\n", "lpm-profile")), nil, fact.No, fact.Answered},
		{"one behind", box(2, "20.4R3", lpm, table("Slot 0\n\n", "lpm-profile"), table("Slot 1\n\n", "l3-profile")), []string{"UFT profile of member 1: l3-profile -> lpm-profile"}, fact.Yes, fact.Answered},
		{"both behind", box(2, "20.4R3", lpm, table("Slot 0\n\n", "l3-profile"), table("Slot 1\n\n", "l3-profile")), []string{"UFT profile: l3-profile -> lpm-profile", "UFT profile: l3-profile -> lpm-profile"}, fact.Yes, fact.Answered},
		{"none configured, one behind", box(2, "20.4R3", none, table("fpc0:\n"+rule, "l2-profile-three"), table("fpc1:\n"+rule, "lpm-profile")), []string{"UFT profile of member 1: lpm-profile -> l2-profile-three"}, fact.Yes, fact.Answered},
		{"one not read", box(3, "20.4R3", lpm, table("Slot 0\n\n", "lpm-profile"), table("Slot 1\n\n", "lpm-profile")), nil, fact.Unknown, fact.NotRead},
		{"standalone", box(1, "20.4R3", lpm, table("", "l3-profile")), nil, fact.Unknown, fact.Contradicted},
		{"a release whose commit restarts the members", box(2, "14.1X53-D35.3", lpm, table("Slot 0\n\n", "lpm-profile"), table("Slot 1\n\n", "l3-profile")), nil, fact.Unknown, fact.Contradicted},
		{"the release that waits", box(2, "14.1X53-D40.8", lpm, table("Slot 0\n\n", "lpm-profile"), table("Slot 1\n\n", "l3-profile")), []string{"UFT profile of member 1: l3-profile -> lpm-profile"}, fact.Yes, fact.Answered},
		{"nobody asked how many", box(0, "20.4R3", lpm, table("", "l3-profile")), nil, fact.Unknown, fact.NotAsked},
		{"nothing was shown", box(1, "20.4R3", "", table("", "l2-profile-three")), nil, fact.Unknown, fact.Empty},
		{"denied", box(1, "20.4R3", "/* ACCESS-DENIED */;\n", table("", "l2-profile-three")), nil, fact.Unknown, fact.NotRead},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := vendortest.Device(t, withRooms(), tt.log)
			var got []string
			for _, p := range d.Pending {
				got = append(got, p.What+": "+p.From+" -> "+p.To)
			}
			if strings.Join(got, "; ") != strings.Join(tt.pending, "; ") || d.PendingKnown != tt.known {
				t.Errorf("pending %q, known %v, want %q, %v", got, d.PendingKnown, tt.pending, tt.known)
			}
			if answer := worst(d, fact.Settled); answer != tt.settled {
				t.Errorf("what is configured and what runs: %s, want %s", answer, tt.settled)
			}
		})
	}
}

const rule = "--------------------------------------------------------------------------\n"

// worst is the answer of a kind that is not known, else Answered.
func worst(d *fact.Device, kind fact.VitalKind) fact.Answer {
	for _, v := range d.Coverage {
		if v.Kind == kind && v.Answer != fact.Answered {
			return v.Answer
		}
	}
	return fact.Answered
}

func TestMessagesAreRead(t *testing.T) {
	list, err := vendors.LoadMessages(junos.MessageLists, junos.PFEOf)
	if err != nil || len(list) < 40 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	for _, tt := range []struct {
		line string
		over bool
	}{
		{"Nov 12 04:11:09  pe4 fpc2 fpc2 dcpfe: JPRDS_NH:jprds_nh_alloc(),631: JNH[1] failed to grab new region for NH", true},
		{"Nov 12 04:11:12  pe4 rpd[9120]: RPD_KRT_Q_RETRIES: nexthop ADD: Cannot allocate memory", true},
		{"Nov 12 04:11:12  pe4 rpd[9120]: RPD_KRT_Q_RETRIES: Route Update: No buffer space available", false},
		{"Nov 12 04:11:13  pe4 rpd[9120]: RPD_KRT_NEXTHOP_OVERFLOW: add 203.0.113.0/24: number of next hops (40) exceeded the maximum allowed (32) -- truncating", false},
		{"Nov 12 04:11:14  pe4 rpd[9120]: RPD_RT_PREFIX_LIMIT_REACHED: Number of prefixes (900) in table X.inet.0 reached configured maximum (900)", false},
		{"[Nov 12 04:11:15.100 LOG: Err] <163>jnh_partition_ok(7337): jnh_expand_partition failed, inst 1, jnh_app ktree, dwords 524288", true},
		{"Nov 12 04:11:16  pe4 fpc1 NH: hold packet out failed, ID 77", false},
	} {
		r, _, _ := withRooms().ReadOutput("show log messages", tt.line+"\n", 0, false)
		if len(r.Exceptions) > 0 != tt.over {
			t.Errorf("%s: exceptions %+v", tt.line, r.Exceptions)
		}
		fetched := slices.ContainsFunc(strings.Split(strings.Trim(junos.LogFilter, `"`), "|"), func(word string) bool {
			return strings.Contains(strings.ToLower(tt.line), strings.ToLower(word))
		})
		if tt.over && !fetched {
			t.Errorf("the filter of a scan does not fetch %s", tt.line)
		}
	}
}
