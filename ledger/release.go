package ledger

import "github.com/headroom-audit/headroom/internal/release"

// AtLeast says that a release is known to be least or later.
func AtLeast(version, least string) bool {
	later, known := release.AtLeast(version, least)
	return later && known
}
