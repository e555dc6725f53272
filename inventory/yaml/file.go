package yaml

// The types of the file, version 1. The JSON Schema is made of them; the tag
// `jsonschema:"required"` is read by the loader too.

type file struct {
	Version     count                     `yaml:"version"`
	Defaults    settings                  `yaml:"defaults"`
	Credentials map[string]fileCredential `yaml:"credentials"`
	Jumps       map[string]fileJump       `yaml:"jumps"`
	Groups      map[string]fileGroup      `yaml:"groups"`
	Devices     []fileDevice              `yaml:"devices"`
	Sources     []fileSource              `yaml:"sources"`
	Secrets     fileSecrets               `yaml:"secrets"`
	Redundancy  []fileRedundancy          `yaml:"redundancy"`
	Windows     map[string]fileWindow     `yaml:"windows"`
	Freezes     []fileFreeze              `yaml:"freezes"`
	Limits      fileLimits                `yaml:"limits"`
}

// settings may stand in defaults, in groups and in devices.
type settings struct {
	Port       count        `yaml:"port"`
	Platform   text         `yaml:"platform"`
	Site       text         `yaml:"site"`
	Role       text         `yaml:"role"`
	Tags       texts        `yaml:"tags"`
	Credential text         `yaml:"credential"`
	Jump       words        `yaml:"jump"`
	Transport  text         `yaml:"transport"`
	HostKeys   text         `yaml:"host_keys"`
	Legacy     texts        `yaml:"legacy"`
	Methods    texts        `yaml:"auth_methods"`
	AAARealm   text         `yaml:"aaa_realm"`
	Enable     text         `yaml:"enable"`
	Window     text         `yaml:"window"`
	Timeout    text         `yaml:"timeout"`
	Timeouts   fileTimeouts `yaml:"timeouts"`
	Prompt     text         `yaml:"prompt"`
	Skip       yesNo        `yaml:"skip"`
	SSHConfig  text         `yaml:"ssh_config"`
	ProxyCmd   text         `yaml:"proxy_command"`
}

// fileTimeouts are inherited one by one.
type fileTimeouts struct {
	Connect   text `yaml:"connect"`
	Login     text `yaml:"login"`
	FirstByte text `yaml:"first_byte"`
	Idle      text `yaml:"idle"`
	Command   text `yaml:"command"`
}

type fileGroup struct {
	settings
	Groups texts `yaml:"groups"`
	name   text
}

func (g *fileGroup) named(t text) { g.name = t }

type fileDevice struct {
	Name     text `yaml:"name" jsonschema:"required"`
	Host     text `yaml:"host"`
	Hostname text `yaml:"hostname"`
	Pair     text `yaml:"pair"`
	HostKey  text `yaml:"host_key"`
	settings
	Groups texts `yaml:"groups"`
	at     pos
}

func (f *fileDevice) place(p pos) { f.at = p }

type fileCredential struct {
	User       text   `yaml:"user" jsonschema:"required"`
	Password   secret `yaml:"password"`
	Key        secret `yaml:"key"`
	Passphrase secret `yaml:"passphrase"`
	Agent      yesNo  `yaml:"agent"`
	name       text
	spoilt     bool // something in it is wrong: what is missing is not told
}

func (c *fileCredential) spoil() { c.spoilt = true }

func (c *fileCredential) named(t text) { c.name = t }

type fileJump struct {
	Host       text  `yaml:"host" jsonschema:"required"`
	Port       count `yaml:"port"`
	Credential text  `yaml:"credential" jsonschema:"required"`
	HostKeys   text  `yaml:"host_keys"`
	HostKey    text  `yaml:"host_key"`
	Via        text  `yaml:"via"`
	MaxConns   count `yaml:"max_conns"`
	name       text
}

func (j *fileJump) named(t text) { j.name = t }

type fileWindow struct {
	Days texts `yaml:"days" jsonschema:"required"`
	From text  `yaml:"from" jsonschema:"required"`
	To   text  `yaml:"to" jsonschema:"required"`
	Zone text  `yaml:"zone" jsonschema:"required"`
	name text
}

func (w *fileWindow) named(t text) { w.name = t }

type fileFreeze struct {
	From   text  `yaml:"from" jsonschema:"required"`
	To     text  `yaml:"to" jsonschema:"required"`
	Zone   text  `yaml:"zone"`
	Reason text  `yaml:"reason"`
	Sites  texts `yaml:"sites"`
	at     pos
}

func (f *fileFreeze) place(p pos) { f.at = p }

type fileRedundancy struct {
	Name    text  `yaml:"name" jsonschema:"required"`
	Devices texts `yaml:"devices" jsonschema:"required"`
	MaxDown count `yaml:"max_down"`
	at      pos
}

func (r *fileRedundancy) place(p pos) { r.at = p }

type fileLimits struct {
	Sessions        count  `yaml:"sessions"`
	LoginsPerSecond number `yaml:"logins_per_second"`
	RealmLogins     number `yaml:"realm_logins_per_second"`
	PerSite         count  `yaml:"per_site"`
	PerJump         count  `yaml:"per_jump"`
	PerRealm        count  `yaml:"per_realm"`
}

// fileSource is a source that is read with the file.
type fileSource struct {
	Type      text   `yaml:"type" jsonschema:"required"`
	Name      text   `yaml:"name"`
	Place     text   `yaml:"place"`
	Token     secret `yaml:"token"`
	CA        text   `yaml:"ca"`
	Filter    texts  `yaml:"filter"`
	Platforms texts  `yaml:"platforms"`
	Fields    texts  `yaml:"fields"`
	Separator text   `yaml:"separator"`
	Fresh     text   `yaml:"fresh"`
	MaxAge    text   `yaml:"max_age"`
	at        pos
}

func (s *fileSource) place(p pos) { s.at = p }

// fileSecrets say where secrets are got from.
type fileSecrets struct {
	Vault fileVault `yaml:"vault"`
	Age   fileAge   `yaml:"age"`
}

type fileVault struct {
	Address   text   `yaml:"address"`
	Namespace text   `yaml:"namespace"`
	CA        text   `yaml:"ca"`
	Auth      text   `yaml:"auth"`
	Mount     text   `yaml:"mount"`
	KVMount   text   `yaml:"kv_mount"`
	Role      text   `yaml:"role"`
	Token     secret `yaml:"token"`
	SecretID  secret `yaml:"secret_id"`
	JWT       secret `yaml:"jwt"`
	Timeout   text   `yaml:"timeout"`
}

type fileAge struct {
	Identities texts `yaml:"identities"`
}
