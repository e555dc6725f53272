package history

import "github.com/headroom-audit/headroom/internal/words"

func count(v float64) string { return words.Thousands(v) }
