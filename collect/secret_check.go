package collect

import (
	"context"

	"github.com/headroom-audit/headroom/inventory"
)

// Check says why a secret cannot be had: nobody is asked, no program of the person is
// run, and nothing is kept.
func (v *Vault) Check(ctx context.Context, r inventory.Ref) error { return v.src.Providers.Try(ctx, r) }
