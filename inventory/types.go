// Package inventory says which devices there are, how to reach them and what
// the team knows of them.
//
// Its values are plain: where they are from is the matter of the source that gives
// them (inventory/yaml, inventory/sshconfig). What devices inherit from defaults and
// groups is resolved here, once for all sources (Resolver). Secrets are never in it: a credential is a reference that is resolved when
// a session needs it.
package inventory

import (
	"time"

	"github.com/headroom-audit/headroom/fact"
)

// Inventory is all that a source says, resolved.
type Inventory struct {
	Path        string   // of the source, for messages
	Devices     []Device // in the order of the source
	Credentials map[string]Credential
	Jumps       map[string]Jump
	Windows     map[string]Window
	Freezes     []Freeze
	Redundancy  []RedundancyGroup
	Limits      Limits
	Secrets     Secrets
	Sources     []LiveSource // that are read with it
	// Notes say what a file that the inventory names (ssh_config) asks for and
	// headroom does not do.
	Notes []string
	// Warnings are what is said also to who wants to hear little: a source that could not
	// be read, devices that are gone from one.
	Warnings []string
}

// Device is one router with everything it inherits already applied.
type Device struct {
	Name       string // unique
	Host       string // address or DNS name
	Hostname   string // the name by which it answers, where that is not Name
	Port       int
	OS         fact.OS // "" = detect
	Site       string
	Role       string
	Pair       string // name of the device that carries its traffic when it is down
	Tags       []string
	Groups     []string // parents before children, in the order they apply
	Credential string   // key of Inventory.Credentials
	Jump       []string // the whole chain, Jump.Via already followed: keys of Inventory.Jumps, outermost first
	Transport  Transport
	HostKeys   HostKeyPolicy
	HostKey    string        // pinned key, "ssh-ed25519 AAAA…"; "" = by policy
	Legacy     []Legacy      // old algorithms allowed on this device
	Methods    []string      // of logging in, in this order; none = publickey, then password or keyboard-interactive
	AAARealm   string        // devices that share one AAA server share its limits
	Enable     string        // key of Inventory.Credentials for `enable`; "" = do not
	Window     string        // key of Inventory.Windows
	Timeout    time.Duration // of the whole session; 0 = the collector's
	Timeouts   Timeouts      // of its parts
	Prompt     string        // the prompt, where it is not recognised; "" = it is learned
	Skip       bool          // listed but not scanned
	Why        string        // why a source has it skipped; "" = it does not
	From       string        // where it was said, as people write it: inventory.yaml:12
	SSHConfig  string        // an ssh_config file that says what the inventory does not
	// ProxyCommand is a command line for sh whose standard streams are the
	// connection; %h %p %r %% are put in when it is run. "" = none
	ProxyCommand string
	Given        Given
	// Said is where in its source a value stood, by the key of the inventory file.
	Said map[string]string
}

// Timeouts are how long is waited for a device; 0 = as long as the collector does.
type Timeouts struct {
	Connect   time.Duration // until TCP stands
	Login     time.Duration // for keys and login, and again for the first prompt
	FirstByte time.Duration // silence before an answer begins
	Idle      time.Duration // silence inside an answer
	Command   time.Duration // one answer, all of it
}

// Given tells what stands in the inventory, where the value alone does not: an
// ssh_config fills in the rest.
type Given struct{ Port, Way bool }

// Credential is a user and how to get at the secret.
type Credential struct {
	Name       string
	User       string
	Password   Ref // zero = none
	Key        Ref // private key
	Passphrase Ref
	Agent      bool
}

// Ref points at a secret: env:NAME, file:PATH, vault:PATH#FIELD, agent, ask; RefKinds
// are the kinds that carry a value.
type Ref struct {
	Kind  string
	Value string
	// For is the device that it is asked for, and Part what of it, where a file holds the
	// secrets of many.
	For, Part string
}

// String gives the reference, never the secret.
func (r Ref) String() string {
	if r.Value == "" {
		return r.Kind
	}
	return r.Kind + ":" + r.Value
}

// IsZero reports whether there is no reference.
func (r Ref) IsZero() bool { return r.Kind == "" }

// Secrets say where secrets are got from.
type Secrets struct {
	Vault         VaultLogin
	AgeIdentities []Ref
}

// VaultLogin is a Vault or an OpenBao and how to log in there. What is not said is taken
// from the environment variables that its own program reads.
type VaultLogin struct {
	Address, Namespace, CA string
	Auth                   string // token, approle, jwt, kubernetes; "" = token
	Mount                  string // of the login; "" = its name
	KVMount                string // where it has more parts than one
	Role                   string // of the login; the role id of approle
	Token, SecretID, JWT   Ref
	Timeout                time.Duration
}

// Jump is a host to go through.
type Jump struct {
	Name       string
	Host       string
	Port       int
	Credential string
	HostKeys   HostKeyPolicy
	HostKey    string
	Via        string // another jump, to make a chain
	MaxConns   int
	From       string // where it was said
	// ProxyCommand is as that of a device: only ssh_config gives one.
	ProxyCommand string
}

// Transport is how the bytes travel.
type Transport string

// The transports.
const (
	SSH     Transport = "ssh"     // x/crypto/ssh
	OpenSSH Transport = "openssh" // the ssh program
	Telnet  Transport = "telnet"
)

// HostKeyPolicy says what to do with a host key.
type HostKeyPolicy string

// The host-key policies.
const (
	Strict HostKeyPolicy = "strict" // only known keys
	TOFU   HostKeyPolicy = "tofu"   // trust on first use; a change stops before auth
	Off    HostKeyPolicy = "off"    // anything goes: loud
)

// Legacy names old algorithms that a device may still need.
type Legacy string

// The legacy permissions.
const (
	LegacyGroup1  Legacy = "group1"   // diffie-hellman-group1-sha1, group-exchange-sha1
	LegacyCBC     Legacy = "cbc"      // aes128-cbc, 3des-cbc
	LegacyDSS     Legacy = "dss"      // ssh-dss host keys
	LegacyRC4     Legacy = "rc4"      // arcfour
	LegacySmallRS Legacy = "rsa<1024" // RSA host keys below 1024 bits
)

// Window is a recurring maintenance window.
type Window struct {
	Name     string
	Days     []time.Weekday
	From, To string // 02:00, 04:30; To before From is on the next day
	Zone     string // IANA name
}

// Freeze is a time in which nothing is reloaded.
type Freeze struct {
	From, To time.Time // To is outside: a date without time in the file counts whole
	Reason   string
	Sites    []string // none = everywhere
}

// RedundancyGroup is a set of devices that must not all be down at once.
type RedundancyGroup struct {
	Name    string
	Devices []string
	MaxDown int // how many may be down at once; 1 where not said
}

// Limits are the politeness limits of a scan.
type Limits struct {
	Sessions        int     // open at once
	LoginsPerSecond float64 // over all devices
	RealmLogins     float64 // per second and AAA realm; 0 = no limit of its own
	PerSite         int     // sessions per site; 0 = no limit
	PerJump         int
	PerRealm        int // sessions per AAA realm; 0 = no limit
}
