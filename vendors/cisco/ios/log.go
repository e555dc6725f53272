package ios

import (
	"embed"
	"strings"
	"sync"

	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/vendors"
	"github.com/headroom-audit/headroom/vendors/textscan"
)

// messageLists are the messages of the rooms and those that several families print.
//
//go:embed messages.csv */messages.csv
var messageLists embed.FS

// Messages are the log messages of IOS and IOS-XE that bear on forwarding memory;
// a test holds that the list loads.
func Messages() []vendors.Message { return loadMessages() }

var loadMessages = sync.OnceValue(func() []vendors.Message {
	list, err := vendors.LoadMessages(messageLists, nil)
	if err != nil {
		panic("vendors/ios: " + err.Error())
	}
	return list
})

// logFilter lets through the lines of a log that headroom uses: every message of
// messages.csv that tells something, the time of the last boot, the words with which
// a message on no list may tell of memory that is used up, and the line on the buffer
// that stands at the head of every answer. Unquoted and without blanks, as the CLI
// takes it; a dot stands for "_" and for a blank (messages:filters). It stays below
// 240 bytes: a line of IOS is cut at 254.
const logFilter = "FIB|CEF|CAM|ACL|PBR|SDM|UCAST|EARL|QM|COLLISION|MAXPFX|NOMEM|MALLOC|ELEMENT|QFP|FMFP|ERRMSG|AUTO.ABORT|BOOTTIME|effective.on|reboot.to|" +
	"xhaust|verflow|xceeded|ut.of|o.free|o.more|ot.enough|nsuffic|able.full|Buffer.log"

// Log asks for the log through a filter, since a log of some MB may be cut; a device
// that takes no filter is asked for all of it.
func Log(why string) vendors.Command {
	return vendors.Command{Text: "show logging | include " + logFilter, Instead: "show logging", Headed: true, Why: why, Optional: true}
}

// readLog reads `show logging` or a pasted line. A line proves that it happened,
// never that it goes on.
func readLog(s *textscan.Scan, r *fact.Reading) {
	vendors.ReadMessages(Messages(), s, r)
	said, off := r.Recognised, ""
	for _, l := range s.Lines() {
		if !s.Claimed(l) && logHead(l.Trim()) {
			s.Claim(l)
			r.Recognised = true
			if words := strings.Fields(l.Trim()); len(words) > 2 && words[0] == "Buffer" && strings.HasPrefix(words[2], "disabled") {
				off = l.Trim()
			}
		}
	}
	if off != "" && !said { // a log that is not kept is no log without messages
		r.Recognised, r.Rejected, r.Why = false, true, off
	}
}

// logHead reports the lines that describe the logging itself.
func logHead(t string) bool {
	for _, p := range []string{"Syslog logging:", "Console logging:", "Monitor logging:", "Buffer logging:", "Exception Logging:", "Trap logging:", "Log Buffer (", "Persistent logging:", "File logging:", "Count and timestamp logging", "No Active Message Discriminator", "No Inactive Message Discriminator", "Logging to "} {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}

// readTech takes the table of contents of a tech-support file: its sections are
// read as answers of their own once they are cut apart.
func readTech(s *textscan.Scan, r *fact.Reading) {
	for l, ok := s.Next(); ok; l, ok = s.Next() {
		t := l.Trim()
		if strings.HasPrefix(t, "------------------ show ") || strings.HasPrefix(t, "CMD: '") {
			r.Recognised = true
			s.Claim(l)
		}
	}
}
