package ios

import (
	"strconv"
	"strings"

	"github.com/headroom-audit/headroom/ledger"
	"github.com/headroom-audit/headroom/vendors"
)

// Bits of the configuration register of classic IOS. Source: ios:1
// "Reload pre-check rules", 0.9; both registers alike: 2.4 (winfred.nl, 53bits).
const (
	regIgnoreStartup = 0x0040
	regBootField     = 0x000f
)

// Lore adds what holds for every family of IOS and IOS-XE.
func Lore(_ *ledger.View, l *ledger.Lore) {
	l.Loader = ledger.Loader{
		Register: registerFaults, SameRegister: sameRegister,
		// lines-ios:2.2
		Standby: "a standby takes the register over by itself: see whether auto-sync is off below `redundancy`, and whether the peer is up",
		Image:   vendors.BootImage, Network: vendors.BootNetwork,
	}
}

// registerBits reads "0x2102"; ok is false for anything else.
func registerBits(text string) (uint64, bool) {
	digits, hex := strings.CutPrefix(strings.ToLower(strings.TrimSpace(text)), "0x")
	v, err := strconv.ParseUint(digits, 16, 32)
	return v, hex && err == nil
}

func sameRegister(a, b string) bool {
	x, ok := registerBits(a)
	y, known := registerBits(b)
	return !ok || !known || x == y
}

// registerFaults says what is wrong with a register, nothing where it cannot
// be read.
func registerFaults(text string) []ledger.Fault {
	v, ok := registerBits(text)
	if !ok {
		return nil
	}
	var out []ledger.Fault
	if v&regIgnoreStartup != 0 {
		out = append(out, ledger.Fault{Says: "the next reload ignores the startup configuration, and with it the carve", Unsafe: true})
	}
	switch v & regBootField {
	case 0:
		out = append(out, ledger.Fault{Says: "the next reload stops in the loader (ROMMON) and waits for somebody at the console", Unsafe: true, Stops: true})
	case 1:
		out = append(out, ledger.Fault{Says: "the next reload starts the boot helper or the first image it finds"})
	}
	return out
}
