// Package providers lists what gets secrets. A new provider is one line here, and one
// in inventory.RefKinds.
package providers

import (
	"os"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/age"
	"github.com/headroom-audit/headroom/secret/cloginrc"
	"github.com/headroom-audit/headroom/secret/keyring"
	"github.com/headroom-audit/headroom/secret/vault"
)

// All gives every provider, set up as an inventory says.
func All(l secret.Local, s inventory.Secrets) secret.Set {
	if l.Env == nil {
		l.Env = os.LookupEnv
	}
	local := l.Providers()
	return append(local,
		keyring.Provider{},
		&vault.Provider{Config: s.Vault, Local: local, Env: l.Env},
		age.Provider{Identities: s.AgeIdentities, Local: local},
		cloginrc.Provider{},
	)
}
