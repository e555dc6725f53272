package iosxr_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/vendors/cisco/iosxr"

	"github.com/headroom-audit/headroom/vendors"
)

// samples are messages in the form of messages:list, with what each means.
// (synthetic)
func samples() map[string]vendors.Meaning {
	return map[string]vendors.Meaning{
		"LC/0/4/CPU0:Dec  8 02:10:41.553 : fib_mgr[171]: %ROUTING-FIB-4-RSRC_LOW : CEF running low on DATA_TYPE_TABLE_SET resource memory":                            vendors.Over,
		"LC/0/1/CPU0:Feb 14 13:00:20.101 : fib_mgr[151]: %FORWARDING-FIB-2-OOR : CEF has run out of prefix resource memory":                                           vendors.Over,
		"LC/0/1/CPU0:Feb 14 13:00:20.101 : fib_mgr[151]: %FORWARDING-FIB-2-OOR_TBL : CEF has run out of table resource memory":                                        vendors.Over,
		"LC/0/2/CPU0:Feb  6 20:14:10.021 : fib_mgr[183]: %ROUTING-FIB-3-PLATF_UPD_FAIL : Platform upd failed: Obj=DATA_TYPE_LOADINFO[ptr=8a11]":                       vendors.UpdateFailed,
		"LC/0/0/CPU0:Mar  4 07:01:12.100 UTC: fib_mgr[143]: %ROUTING-FIB-4-RETRYDB_NONEMPTY :":                                                                        vendors.UpdateFailed,
		"LC/0/1/CPU0:Aug 16 12:00:44.210 : afmon_ea[130]: %PLATFORM-AFMON_EA_OOR-4-LC_FLOWS_OOR_RED : flow count reached maximum":                                     vendors.NotMemory,
		"RP/0/RP0/CPU0:Jul  2 10:12:32.723 UTC: envmon[327]: %PKT_INFRA-FM-3-FAULT_MAJOR : ALARM_MAJOR :Power Module Error (PM_VIN_VOLT_OOR) :DECLARE :0/PM2: red":    vendors.NotMemory,
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : ofa[1]: %PLATFORM-OFA-4-OOR : lem is Red":                                                                                  vendors.Over,
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : ofa[1]: %PLATFORM-OFA-4-OOR_YELLOW : lpm usage is YELLOW":                                                                  vendors.Near,
		"LC/0/0/CPU0:Dec  6 01:24:14.110 : ofa[1]: %PLATFORM-OFA-4-OOR : lem is back to Green":                                                                        vendors.Cleared,
		"RP/0/RP0/CPU0:Sep 13 06:54:29.477 UTC: bgp[1089]: %ROUTING-BGP-3-NOMEM_RESET : [9911] : Failed to allocate memory for path":                                  vendors.Over,
		"RP/0/RP0/CPU0:Sep 13 06:54:29.480 UTC: bgp[1089]: %ROUTING-BGP-5-ADJCHANGE : neighbor 203.0.113.77 Down - No memory (VRF: default)":                          vendors.Over,
		"RP/0/RP0/CPU0:Jul 16 03:56:59.147 UTC: bgp[1084]: %ROUTING-BGP-5-MAXPFX : No. of IPv4 Unicast prefixes received from 203.0.113.77 has reached 758, max 1010": vendors.Limit,
		"RP/0/RP0/CPU0:Mar 21 20:05:56.994 UTC: npu_drvr[316]: %FABRIC-NPU_DRVR-3-HW_MODULE_PROFILE_CHASSIS_CFG_CHANGED : Hw-module profile config changed for \"x\"": vendors.PendingReload,
		"RP/0/RP0/CPU0:Aug 26 11:18:35.621 UTC: instorch[168]: %INFRA-INSTALL-6-TRANSACTION_NOT_COMMITTED : The transaction is not committed.":                        vendors.UnsafeReload,
		"RP/0/RP0/CPU0:Apr  3 13:51:52.001 UTC: shelfmgr[236]: %PLATFORM-SHELFMGR-4-CARD_RELOAD : Reloading 0/2/CPU0: User initiated card reload":                     vendors.NotMemory,
		"SLOT 2:Jun 20 00:55:46.777: %HW_RES_FAIL-4-LOW_CEF_MEM: SLOT 2 is running low on E2_Rx_TLU resources.":                                                       vendors.Near,
	}
}

// Every message means what the list says, and the filter of a scan fetches those
// that tell something.
func TestMessages(t *testing.T) {
	list, err := vendors.LoadMessages(iosxr.MessageLists, iosxr.LineCard)
	if err != nil {
		t.Fatal(err)
	}
	if len(iosxr.Messages()) != len(list) {
		t.Error("the list is not what the operating system has")
	}
	_, what, _ := strings.Cut(iosxr.LogFilter, "include ")
	filter := regexp.MustCompile(strings.Trim(what, `"`))
	for line, want := range samples() {
		m, ok := vendors.Recognise(list, line)
		if !ok || m.Meaning != want {
			t.Errorf("%s\n%+v, want %s", line, m, want)
		}
		if want != vendors.NotMemory && !filter.MatchString(line) {
			t.Errorf("no scan fetches %s", line)
		}
	}
	if len(iosxr.LogFilter) > 200 {
		t.Errorf("%d bytes", len(iosxr.LogFilter))
	}
}
