package glossary

import (
	"slices"

	"github.com/headroom-audit/headroom/internal/safeterm"
)

// Word is one word or sign of the screens, and what it stands for.
type Word struct{ Term, Means safeterm.Text }

// Words lists every word, sign and abbreviation that the screens use.
func Words() []Word {
	return slices.Concat(states(), columns(), signs(), work(), scans())
}

func states() []Word {
	return []Word{
		{"OVER", "a memory is full, or the device says that routes did not fit"},
		{"CRIT", "less than 5 % of a memory is free, or it is full within 90 days"},
		{"PEND", "something is configured that the hardware does not run: a reload is outstanding"},
		{"WARN", "less than 15 % is free, or full within a year, or the factory's division where a larger one fits"},
		{"UNKN", "read, but something that must be known was not said or not understood; it is not healthy"},
		{"FAIL", "could not be read; the cause stands beside it"},
		{"STALE", "the reading is older than the policy allows"},
		{"ok", "everything that must be known was read, and nothing is short"},
		{"info", "a finding that gives no state: it is only told"},
	}
}

func columns() []Word {
	return []Word{
		{"STATE", "the worst state of the device, one of the words above"},
		{"HOST", "the name of the device in the inventory"},
		{"SITE", "where it stands, by the inventory"},
		{"PLATFORM", "the family of the hardware, and its model where there is room"},
		{"PROFILE", "the division of the memory that runs: a carve, a profile or a template"},
		{"USED│CAP░MAX", "the memory with the least room, drawn to the size of the silicon"},
		{"USED/CAP", "entries in use and the active cap of that memory; k is 1,000, M is 1,000,000"},
		{"FREE", "the share of the fullest memory that is free"},
		{"FREE4", "the same for IPv4 routes"},
		{"FREE6", "the same for IPv6 routes"},
		{"OUT IN", "when the first memory is full: now, days (d), months (mo), years (y), >10 y; ? = nobody knows"},
		{"ACTION", "what has to be done; ? behind it: an old scan does not say whether it is refused"},
		{"FIX", "the lines to be entered; devices with the same text share the fix"},
		{"REFUSED", "nothing may be entered or reloaded until the rule that stands beside it is mended"},
		{"POOL", "one memory, or one table in it, with the card or chip it is on"},
		{"USED", "entries in use"},
		{"CAP", "what the active division gives; ~ = an estimate, no limit"},
		{"HW MAX", "what the silicon could give with another division"},
		{"!", "in front of a state: the device could not be read again, this is its last reading"},
	}
}

func signs() []Word {
	return []Word{
		{"█", "memory in use"},
		{"·", "free below the cap"},
		{"│", "the active cap"},
		{"░", "memory that exists and that the division does not give: much of it says that the cap can be raised"},
		{"╪", "the cap is reached"},
		{"# . | - X", "the same five without block characters (--ascii)"},
		{"*", "in front of a device: it is marked; in front of a scan: it is the one that is shown"},
		{">", "the line that is selected"},
		{"?", "not known; it is never 0 and never ok. Beside a line of an answer: nobody understood it"},
		{"^^^", "under the bytes that prove what is said"},
		{"[3]", "behind a finding: how many lines prove it"},
		{"<1%  >99%", "not nothing, and not all"},
		{"…", "something was cut here; h and l, or the left and right arrows, show the rest"},

		{"none", "nothing has to be done: a dash in the list"},
		{"save", "the running configuration is not in the startup configuration"},
		{"reload", "the configured change is active only after a reload"},
		{"carve+rl", "enter another division of the memory and reload: carve+reload in the filter"},
		{"prof+rst", "commit another profile; the forwarding engine restarts by itself: profile+restart in the filter"},
		{"filter", "no valid division is large enough: take fewer routes"},
		{"replace", "the silicon is too small"},
		{"investigate", "it is not known enough to say"},
	}
}

func work() []Word {
	return []Word{
		{"configured", "what the configuration, or a variable of the boot loader, says"},
		{"active", "what the hardware runs"},
		{"after reload", "what it will run then"},
		{"pending", "configured and not active yet"},
		{"carve", "the division of a memory between kinds of entries"},
		{"runs out", "when the first memory is full: the median, and the band in which it lies"},
		{"rests on", "past: the device's own readings; tables: the growth of the internet's tables"},
		{"read as", "the fact that the marked bytes became"},
		{"by", "the parser that read it, and whether real output has proven it"},
		{"sha256", "the hash of the bytes as they were received"},

		{"WAVE", "devices that may be down together: never a pair, never too many of one site"},
		{"NO WAVE", "devices that are not reloaded, or that could not be placed"},
		{"NO PAIR known", "nobody is known to stand in for the device"},
		{"[ ]  [-]  [x]", "nothing, some, all of the steps are done"},
		{"TICK", "a step that was done; the store keeps it"},
		{"way back", "the lines that bring back what ran before"},
	}
}

func scans() []Word {
	return []Word{
		{"AT IPv4", "how large the table of IPv4 is when the router falls, or the month; now = it is full already"},
		{"ROUTER", "the router that falls"},
		{"NEEDS", "what the memory would have to hold"},
		{"HAS", "what it holds; ~ = no hard limit"},
		{"SMALLEST FIX", "the smallest change that lasts; … = it is being looked for"},
		{"cliffs", "sizes at which many routers fall"},
		{"PARTIAL", "not every device that was planned was read"},
		{"BREAKER", "a login was rejected: who shares the credential is not tried, so that no account is locked out"},
		{"PAUSED", "the sites of which no session begins; p on the scan lets one go on"},
		{"INTERRUPTED", "the scan was stopped before its end"},
		{"WHEN", "when the scan began, or the device said it; Z = UTC"},
		{"WORST", "how many devices are in the worst states"},
		{"WORST MEMORY", "the memory with the least room on that day"},
		{"SOURCE", "ssh: from the devices; files: from captures"},
		{"PLANNED", "how many devices the scan set out to visit"},
		{"READ", "how many of them were read"},
		{"COMPLETE", "whether the scan came to its end"},
		{"INVENTORY", "the file that the devices came from"},
		{"WHAT", "the kind of change between two scans"},
		{"WHAT CHANGED", "the change in words"},
		{"worse  better", "the state changed"},
		{"not read now", "the device was read before, and is not read any more"},
		{"grew too much", "a memory grew beyond the band of its own past: a leak, or a new neighbour"},
		{"gone  new", "only in the older, only in the newer scan"},
		{"ANSWER", "how an answer ended: complete, cut, refused"},
		{"LINES", "lines of an answer with something on them"},
		{"NOT READ", "lines of it that no parser understood"},
		{"COMMAND", "the question that was asked"},

		{"IPv4  IPv6  MPLS", "kinds of routes and labels that the memory holds"},
		{"CEF  FIB", "the table by which packets are forwarded"},
		{"TCAM  LEM  LPM", "kinds of memory: by pattern, by exact match, by longest prefix"},
		{"NPU  PFE  ASIC  QFP", "the chip that forwards; a device may have many, and the fullest counts"},
		{"OOR", "out of resource: what a device says when routes did not fit"},
	}
}
