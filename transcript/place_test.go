package transcript

import (
	"fmt"
	"strings"
	"testing"
)

func TestPrompts(t *testing.T) {
	for _, c := range []struct {
		line string
		want Context
		rest string
	}{
		{"r1#show version", Context{Host: "r1"}, "show version"},
		{"r1>", Context{Host: "r1"}, ""},
		{"r1(config)#end", Context{Host: "r1", Mode: "config"}, "end"},
		{"r1(config-if)#", Context{Host: "r1", Mode: "config-if"}, ""},
		{"sw1(maint-mode)# show", Context{Host: "sw1"}, "show"},
		{"sw1(maint-mode)(config)# no", Context{Host: "sw1", Mode: "config"}, "no"},
		{"sw1(boot)#", Context{Host: "sw1", Part: "boot loader"}, ""},
		{"n9k%management# show clock", Context{Host: "n9k"}, "show clock"},
		{"RP/0/RP0/CPU0:pe1#sh ver", Context{Host: "pe1"}, "sh ver"},
		{"RP/0/RSP1/CPU0:pe1(config-bgp)#", Context{Host: "pe1", Mode: "config-bgp"}, ""},
		{"RP/0/RP0/CPU0:pe1(admin)#show platform", Context{Host: "pe1", Part: "admin"}, "show platform"},
		{"RP/0/RP0/CPU0:pe1(admin-config)#", Context{Host: "pe1", Part: "admin", Mode: "config"}, ""},
		{"LC/0/3/CPU0:pe1#", Context{Host: "pe1", Part: "lc 0/3/CPU0"}, ""},
		{"sysadmin-vm:0_RP0# reload rack 0", Context{Part: "sysadmin"}, "reload rack 0"},
		{"sysadmin-vm:0_RP0(config)#", Context{Part: "sysadmin", Mode: "config"}, ""},
		{"[xr-vm_node0_RP0_CPU0:~]$", Context{Part: "shell"}, ""},
		{"noc@mx1> show version", Context{Host: "mx1"}, "show version"},
		{"noc@mx1# run show version", Context{Host: "mx1", Mode: "edit"}, "run show version"},
		{"{master:0}noc@mx1>", Context{Host: "mx1"}, ""},
		{"{backup:1}noc@mx1>", Context{Host: "mx1", Part: "standby"}, ""},
		{"{linecard:2}noc@mx1>", Context{Host: "mx1", Part: "member 2"}, ""},
		{"root@mx1%", Context{Host: "mx1", Part: "shell"}, ""},
		{"root@mx1:RE:0% cli", Context{Host: "mx1", Part: "shell"}, "cli"},
		{"root@mx1:~ # cli", Context{Host: "mx1", Part: "shell"}, "cli"},
		{"[vrf:none] noc@mx1-re0:~$ ", Context{Host: "mx1-re0", Part: "shell"}, ""},
		{"root@mx1:pfe> show nh", Context{Host: "mx1", Part: "pfe"}, "show nh"},
		{"root@mx1-fpc5:pfe> show nh", Context{Host: "mx1", Part: "pfe fpc5"}, "show nh"},
		{"SMPC3(mx1-re0 vty)# show memory", Context{Host: "mx1-re0", Part: "pfe fpc3"}, "show memory"},
		{"TFXPC0(vty)# show", Context{Part: "pfe fpc0"}, "show"},
		{"module-1# show clock", Context{Part: "module 1"}, "show clock"},
		{"LC-Slot3> show", Context{Part: "module 3"}, "show"},
		{"sw1-sdby#", Context{Host: "sw1-sdby"}, ""},
		{"rommon 1 >", Context{Part: "boot loader"}, ""},
		{"rommon 2 > boot", Context{Part: "boot loader"}, "boot"},
		{"loader> reboot", Context{Part: "boot loader"}, "reboot"},
		{"switch: boot", Context{Part: "boot loader"}, "boot"},
	} {
		p, ok := promptAt(c.line)
		if !ok || p.Context != c.want || strings.TrimSpace(c.line[min(p.n, len(c.line)):]) != c.rest {
			t.Errorf("%q is %+v, length %d, %v; want %+v and %q behind it", c.line, p.Context, p.n, ok, c.want, c.rest)
		}
	}
	for _, line := range []string{"", "#", ">", "50% used", "Slot 3 # x", "fabric: 3", "{ text }", "[OK]", "name (x", "10:11:12.133 UTC", "a: b#", "100%"} {
		if p, ok := promptAt(line); ok {
			t.Errorf("%q is a prompt: %+v", line, p)
		}
	}
}

// story writes the records of a log in short: host, context and command of each.
func story(all []*Transcript) string {
	var b strings.Builder
	for _, t := range all {
		fmt.Fprintf(&b, "%s:", t.Device)
		for i := range t.Records {
			r := &t.Records[i]
			what := r.Command
			if r.Kind == Loose {
				what = "loose " + fmt.Sprintf("%q", strings.TrimSpace(r.Text()))
			}
			if c := r.Context.String(); c != "" {
				what = "(" + c + ") " + what
			}
			if r.State != Complete {
				what += " " + string(r.State)
			}
			fmt.Fprintf(&b, " | %s", what)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestWhoSpeaks(t *testing.T) {
	for _, c := range []struct{ name, log, want string }{
		{
			"configuration of IOS", "r1#conf t\nEnter\nr1(config)#do show version\nx\nr1(config)#int Gi1\nr1(config-if)#end\nr1#\n",
			"r1: | conf t | (config) do show version | (config) int Gi1 | (config-if) end\n",
		},
		{
			"configuration of Junos", "noc@mx1> configure\nEntering\n\n{master}[edit]\nnoc@mx1# run show version\nJunos\n\n{master}[edit chassis]\nnoc@mx1# exit\n\n{master}\nnoc@mx1>\n",
			"mx1: | configure | (edit) run show version | (edit chassis) exit\n",
		},
		{
			"a new host name", "r1#conf t\nr1(config)#hostname r9\nr9(config)#end\nr9#show clock\n1\nr9#\n",
			"r1: | conf t | (config) hostname r9 | (config) end | show clock\n",
		},
		{
			"a new host name that a commit brings", "RP/0/RP0/CPU0:r1#conf\nRP/0/RP0/CPU0:r1(config)#hostname r9\nRP/0/RP0/CPU0:r1(config)#commit\nRP/0/RP0/CPU0:r9(config)#end\nRP/0/RP0/CPU0:r9#show clock\nRP/0/RP0/CPU0:r9#",
			"r1: | conf | (config) hostname r9 | (config) commit | (config) end | show clock\n",
		},
		{"a new host name out of a file", "r1#configure replace flash:x force\nDone\nr9#show clock\n1\nr9#\n", "r1: | configure replace flash:x force | show clock\n"},
		{
			"a name cut short in configuration mode", "long-name-of-a-router-1#conf t\nlong-name-of-a-route(config)#end\nlong-name-of-a-router-1#show clock\nlong-name-of-a-router-1#",
			"long-name-of-a-router-1: | conf t | (config) end | show clock\n",
		},
		{
			"a VDC and back", "dc1# switchto vdc PEER\nCisco\ndc1-PEER# show clock\n1\ndc1-PEER# switchback\ndc1# show clock\n2\ndc1# ",
			"dc1: | switchto vdc PEER | (vdc PEER) show clock | (vdc PEER) switchback | show clock\n",
		},
		{"a VDC, and no line that went there", "dc1# show clock\n1\ndc1# \ndc1-PEER# show vdc current-vdc\nCurrent vdc is 2 - PEER\ndc1-PEER# ", "dc1: | show clock | (vdc PEER) show vdc current-vdc\n"},
		{"from a VDC to the switch", "dc1-PEER# show clock\n1\ndc1-PEER# switchback\ndc1# show clock\n2\ndc1# ", "dc1: | (vdc PEER) show clock | (vdc PEER) switchback | show clock\n"},
		{"a name like that of a VDC", "dc1# show clock\n1\ndc1# \ndc1-b# show clock\n2\ndc1-b# ", "dc1: | show clock\ndc1-b: | show clock\n"},
		{"a PFE that has another name", "noc@mx1> start shell pfe network fpc3\n\nSMPC3(mx1.example.net vty)# show memory\n1\nSMPC3(mx1.example.net vty)# exit\nnoc@mx1> ", "mx1: | start shell pfe network fpc3 | (pfe fpc3) show memory | (pfe fpc3) exit\n"},
		{"a shell without a name", "noc@mx1> start shell\n% cprod -A fpc0 -c \"show heap\"\n1\n% exit\nexit\n\nnoc@mx1> ", "mx1: | start shell | (shell) cprod -A fpc0 -c \"show heap\" | (shell) exit\n"},
		{
			"a PFE and back", "noc@mx1-re0> start shell pfe network fpc3\n\nSMPC3(mx1-re0 vty)# show memory\n1\nSMPC3(mx1-re0 vty)# exit\n\n{master}\nnoc@mx1-re0> show version\n1\n\n{master}\nnoc@mx1-re0> ",
			"mx1-re0: | start shell pfe network fpc3 | (pfe fpc3) show memory | (pfe fpc3) exit | show version\n",
		},
		{"a PFE whose number only the command tells", "noc@mx1> start shell pfe network fpc4\n(vty)# show memory\n1\n(vty)# exit\nnoc@mx1> ", "mx1: | start shell pfe network fpc4 | (pfe fpc4) show memory | (pfe fpc4) exit\n"},
		{
			"a PFE of Evo", "noc@mx1> start shell\nroot@mx1:~# cli-pfe\nroot@mx1-fpc5:pfe> show nh\n1\nroot@mx1-fpc5:pfe> exit\nroot@mx1:~# exit\nnoc@mx1> ",
			"mx1: | start shell | (shell) cli-pfe | (pfe fpc5) show nh | (pfe fpc5) exit | (shell) exit\n",
		},
		{"a line card", "r1#attach 3\nEntering\nLC-Slot3>show clock\n1\nLC-Slot3>exit\nr1#", "r1: | attach 3 | (module 3) show clock | (module 3) exit\n"},
		{"a module", "n7# attach module 2\nmodule-2# show clock\n1\nmodule-2# exit\nn7# ", "n7: | attach module 2 | (module 2) show clock | (module 2) exit\n"},
		{
			"the admin planes", "RP/0/RP0/CPU0:r1#admin\nsysadmin-vm:0_RP0# show platform\n1\nsysadmin-vm:0_RP0# exit\nRP/0/RP0/CPU0:r1#admin\nRP/0/RP0/CPU0:r1(admin)#show platform\nRP/0/RP0/CPU0:r1(admin)#exit\nRP/0/RP0/CPU0:r1#",
			"r1: | admin | (sysadmin) show platform | (sysadmin) exit | admin | (admin) show platform | (admin) exit\n",
		},
		{"the standby's console", "sw1#show clock\n1\nsw1#\nsw1-sdby>en\nsw1-sdby#show clock\n2\nsw1-sdby#\n", "sw1: | show clock | (standby) en | (standby) show clock\n"},
		{"a member of a stack", "sw1#session 2\nsw1-2#show clock\n2\nsw1-2#exit\nsw1#show clock\nsw1#", "sw1: | session 2 | (member 2) show clock | (member 2) exit | show clock\n"},
		{
			"the processors of a 6500", "r1#remote login switch\nTrying\nr1-sp#show clock\nr1-sp#exit\nr1#remote login module 3\nr1-dfc3#show clock\nr1-dfc3#exit\nr1#",
			"r1: | remote login switch | (sp) show clock | (sp) exit | remote login module 3 | (module 3) show clock | (module 3) exit\n",
		},
		{
			"the other routing engine", "noc@mx1-re0> show version\n1\n\n{master}\nnoc@mx1-re0> request routing-engine login re1\n\n{backup}\nnoc@mx1-re1> show version\n2\n\n{backup}\nnoc@mx1-re1> exit\n\n{master}\nnoc@mx1-re0>",
			"mx1-re0: | show version | request routing-engine login re1 | (standby) show version | (standby) exit\n",
		},
		{"a boot loader", "r1#reload\nProceed with reload? [confirm]\n\nrommon 1 > boot\nloading\nr1>enable\nr1#show clock\nr1#", "r1: | reload | (boot loader) boot | enable | show clock\n"},
		{"two devices", "r1#show clock\n1\nr1#\nr2#show clock\n2\nr2#\nr1#show version\n3\nr1#", "r1: | show clock | show version\nr2: | show clock\n"},
		{"two devices, no idle prompt", "r1#show clock\n1\nr2#show clock\n2\n", "r1: | show clock truncated\nr2: | show clock truncated\n"},
		{
			"from one device to the next and back", "r1#ssh r2\nPassword:\nr2>show clock\n2\nr2>exit\n[Connection to r2 closed by foreign host]\nr1#show clock\n1\nr1#",
			"r1: | ssh r2 | show clock\nr2: | show clock | exit\n",
		},
		{"a prompt of another host inside an answer", "r1#more flash:notes\nr2#show clock\n2\nr2#\nr1#show clock\n1\nr1#", "r1: | more flash:notes | show clock\n"},
		{
			"a computer on the way", "noc@jump:~$ ssh r1\nr1#show clock\n1\nr1#exit\nConnection to r1 closed.\nnoc@jump:~$ ssh r2\nr2#show clock\n2\nnoc@jump:~$ date\n3\n",
			"r1: | loose \"noc@jump:~$ ssh r1\" | show clock | exit | loose \"noc@jump:~$ ssh r2\"\nr2: | show clock truncated | loose \"noc@jump:~$ date\\n3\"\n",
		},
		{
			"a computer with a prompt like a router's", "jump# ssh r1\nr1#show clock\n1\nr1#exit\njump# ssh r1\nr1#show version\n2\nr1#exit\n",
			"r1: | loose \"jump# ssh r1\" | show clock | exit | show version | exit truncated\n",
		},
		{"a banner that quotes a prompt", "r1#show run\nversion 15.1\nbanner motd ^C\nr1#show version is logged\nr2#show x\n^C\nend\nr1#show clock\n1\nr1#", "r1: | show run | show clock\n"},
		{"support information of Junos", "noc@mx1> request support information\n\nroot@mx1> show version detail\nJunos\n\nroot@mx1> show chassis fpc\nSlot\n\n{master}\nnoc@mx1> ", "mx1: | request support information | show version detail | show chassis fpc\n"},
		{"sections behind a cut", "---------- show version ----------\nA\n---------- show clock ----------\nB\nr1#term len 0\nr1#", "r1: | show version | show clock | term len 0\n"},
		{"rows that look like prompts", "r1#show vlan\nVLAN# Name\nasic#0 x\nsum>5\n1 a\nr1#", "r1: | show vlan\n"},
		{"text before the first prompt", "Welcome\nr1#show clock\n1\nr1#", "r1: | loose \"Welcome\" | show clock\n"},
		{"text between two prompts", "r1#show clock\n1\nr1#\n*Mar  1 00:00:01: %SYS-5-X: y\nr1#show version\n2\nr1#", "r1: | show clock | loose \"*Mar  1 00:00:01: %SYS-5-X: y\" | show version\n"},
		{"a command alone behind a message", "r1#show clock\n1\nr1#\n*Mar  1 00:00:01: %SYS-5-X: y\nshow version\n2\nr1#", "r1: | show clock | loose \"*Mar  1 00:00:01: %SYS-5-X: y\" | show version\n"},
		{"a message on the prompt", "r1#*Mar  1 00:00:01: %SYS-5-X: y\nshow version\n2\nr1#show clock\nr1#", "r1: | loose \"*Mar  1 00:00:01: %SYS-5-X: y\" | show version | show clock\n"},
		{"no prompt but the commands", "show version\nCisco\n\nshow clock\n1\n", ": | show version | show clock truncated\n"},
		{"interrupted", "r1#show mac\n1\n2\n^C\nr1#show ver^C\nr1#show clock\n1\nr1#", "r1: | show mac truncated | loose \"\" | show clock\n"},
		{"left at the pager", "r1#show mac\n1\n --More-- \r          \rr1#show arp\n1\n --More-- r1#show clock\n1\nr1#", "r1: | show mac truncated | show arp truncated | show clock\n"},
		{"the connection was lost", "r1#show mac\n1\nConnection to r1 closed by remote host.\nlogin again\nr1#show clock\n1\nr1#", "r1: | show mac truncated | loose \"Connection to r1 closed by remote host.\\nlogin again\" | show clock\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all, err := parseLogs([]byte(c.log))
			if err != nil {
				t.Fatal(err)
			}
			if got := story(all); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			covered(t, []byte(c.log), all)
		})
	}
}
