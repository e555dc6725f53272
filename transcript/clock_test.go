package transcript

import (
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	file := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct{ name, log, want, by string }{
		{"show clock", "r1#show clock\n10:11:12.133 UTC Mon Jan 6 2020\nr1#", "2020-01-06 10:11", "the clock of the device"},
		{"show clock of a clock that lost its source", "r1#show clock\n.10:11:12.133 CET Mon Jan 6 2020\nr1#", "2020-01-06 10:11", "the clock of the device"},
		{"a clock that was never set", "r1#show clock\n*00:02:12.133 UTC Fri Mar 1 2002\nr1#", "2026-11-30 12:00", ByFileTime},
		{"a clock ahead of the file", "r1#show clock\n10:11:12.133 UTC Mon Jan 6 2031\nr1#", "2026-11-30 12:00", ByFileTime},
		{"the newest clock", "r1#show clock\n10:11:12.133 UTC Mon Jan 6 2020\nr1#show clock\n10:11:12.1 UTC Wed Jan 8 2020\nr1#", "2020-01-08 10:11", "the clock of the device"},
		{"terminal exec prompt timestamp", "r1#show version\nLoad for five secs: 2%/0%; one minute: 2%; five minutes: 2%\nTime source is NTP, 10:11:12.123 UTC Mon Jan 6 2020\n\nx\nr1#", "2020-01-06 10:11", "the clock of the device"},
		{"XR, with its year", "RP/0/RP0/CPU0:r1#show version\nMon Jan  6 10:11:12.123 UTC 2020\nx\nRP/0/RP0/CPU0:r1#", "2020-01-06 10:11", "the clock of the device"},
		{"XR, a Monday in January", "RP/0/RP0/CPU0:r1#show version\nMon Jan  6 10:11:12.123 UTC\nx\nRP/0/RP0/CPU0:r1#", "2025-01-06 10:11", "the clock of the device"},
		{"a clock with its year stands above guessed ones", "RP/0/RP0/CPU0:r1#show version\nTue Nov 24 10:11:12.123 UTC\nx\nRP/0/RP0/CPU0:r1#show clock\nSun Nov 24 10:12:12.123 UTC\n10:12:12.133 UTC Sun Nov 24 2019\nRP/0/RP0/CPU0:r1#show version\nSun Nov 24 10:13:12.123 UTC\nx\nRP/0/RP0/CPU0:r1#", "2019-11-24 10:13", "the clock of the device"},
		{"the sections of a show tech", "CMD: 'show version' 10:11:12 UTC Mon Jan 6 2020\nx\n\nCMD: 'show boot' 10:11:13 UTC Mon Jan 6 2020\ny\n", "2020-01-06 10:11", "the time stamps of the terminal"},
		{"XR, today", "RP/0/RP0/CPU0:r1#show version\nMon Nov 30 10:11:12.123 UTC\nx\nRP/0/RP0/CPU0:r1#", "2026-11-30 10:11", "the clock of the device"},
		{"Junos", "noc@r1> show system uptime\nCurrent time: 2021-01-06 12:31:48 EST\nx\nnoc@r1>", "2021-01-06 12:31", "the clock of the device"},
		{"NX-OS, the head of a configuration", "n1# show running-config\n\n!Command: show running-config\n!Running configuration last done at: Tue Mar  2 09:12:08 2021\n!Time: Wed Jan  6 10:11:12 2021\n\nversion 9.3(10)\nn1# ", "2021-01-06 10:11", "the clock of the device"},
		{"Junos, set cli timestamp", "noc@r1> show version\nJan 06 10:11:12\nx\nnoc@r1>", "2026-01-06 10:11", "the clock of the device"},
		{"a message on the console", "r1#show version\nx\nr1#\nJan  6 2020 10:11:12: %SYS-5-X: y\nr1#", "2020-01-06 10:11", "its log messages"},
		{"the log of a device that is silent for years", "r1#show logging\nJan  5 2020 10:11:12: %SYS-5-X: y\nJan  6 2020 10:11:12: %SYS-5-X: y\nr1#", "2020-01-06 10:11", "the newest message of its log"},
		{"the log of a device that is silent for days", "r1#show logging\nNov 20 10:11:12: %SYS-5-X: y\nr1#", "2026-11-30 12:00", ByFileTime},
		{"a filtered log", "r1#show logging | include FIB\nJan  6 2020 10:11:12: %FIB-5-X: y\nr1#", "2026-11-30 12:00", ByFileTime},
		{"stamps of the terminal", "[2026-11-03 02:11:09] r1#show version\n[2026-11-03 02:11:10] x\n", "2026-11-03 02:11", "the time stamps of the terminal"},
		{"the head of the log", "=~=~=~= PuTTY log 2026.11.03 02:11:09 =~=~=~=\nr1#show version\nx\nr1#", "2026-11-03 02:11", "the head of the terminal's log"},
		{"a neighbour's clock", "r1#show version\nx\nx\nx\nx\n10:11:12.133 UTC Mon Jan 6 2020\nr1#", "2026-11-30 12:00", ByFileTime},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr, err := ParseLog([]byte(c.log))
			if err != nil {
				t.Fatal(err)
			}
			tr.Date(file)
			if got := tr.Recorded.Format("2006-01-02 15:04"); got != c.want || tr.Session["clock"] != c.by {
				t.Errorf("%s by %s, want %s by %s", got, tr.Session["clock"], c.want, c.by)
			}
		})
	}
	tr, err := ParseLog([]byte("RP/0/RP0/CPU0:r1#show version\nMon Jan  6 10:11:12.123 UTC\nx\nRP/0/RP0/CPU0:r1#"))
	if err != nil {
		t.Fatal(err)
	}
	if tr.Date(time.Time{}); !tr.Recorded.IsZero() {
		t.Errorf("a year out of nowhere: %s", tr.Recorded)
	}
}
