package yaml

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/headroom-audit/headroom/inventory"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

const (
	schemaFile = "inventory.schema.json"
	refEnv     = `env:[A-Za-z_][A-Za-z0-9_]*`
	refLocal   = refEnv + `|file:.*\S.*|cmd:.*\S.*|keyring:[^/]+/.+|age:.*\S.*|credential:[^/\\]*[^/\\\s][^/\\]*`
	refVault   = `|vault:(.+#.+|.*/sign/.*)`
)

// object is a JSON Schema, or a part of one.
type object = map[string]any

func stringSchema() object { return object{"type": "string", "minLength": 1} }

func enumSchema(words []string) object { return object{"type": "string", "enum": words} }

func listSchema(items object) object { return object{"type": "array", "items": items} }

// scalar gives the schema of the scalar types of the file.
func scalar(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[text](), reflect.TypeFor[secret]():
		return stringSchema()
	case reflect.TypeFor[count]():
		return object{"type": "integer"}
	case reflect.TypeFor[number]():
		return object{"type": "number"}
	case reflect.TypeFor[yesNo]():
		return object{"type": "boolean"}
	case reflect.TypeFor[texts]():
		return listSchema(stringSchema())
	case reflect.TypeFor[words]():
		return object{"oneOf": []object{stringSchema(), listSchema(stringSchema())}}
	}
	return nil
}

// definitions are the schemas of the types of the file that have names.
type definitions map[string]object

// of gives the schema of a type; that of a struct is defined, and referred to.
func (d definitions) of(t reflect.Type) object {
	if s := scalar(t); s != nil {
		return s
	}
	switch t.Kind() {
	case reflect.Slice:
		return listSchema(d.of(t.Elem()))
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.of(t.Elem())}
	case reflect.Struct:
		if d[t.Name()] == nil {
			d[t.Name()] = d.structure(t)
		}
		return object{"$ref": "#/$defs/" + t.Name()}
	}
	panic("no schema for " + t.String())
}

func (d definitions) structure(t reflect.Type) object {
	props, required := map[string]object{}, []string{}
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("yaml")
		if key == "" {
			continue
		}
		props[key] = d.of(f.Type)
		if f.Tag.Get("jsonschema") == "required" {
			required = append(required, key)
		}
	}
	refine(t.Name(), props)
	s := object{"type": "object", "additionalProperties": false, "properties": props}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// refine puts in what the types do not say: ranges, word lists, patterns.
func refine(owner string, props map[string]object) {
	rules := map[string]func(object){
		"platform":     func(s object) { s["enum"] = platforms(); delete(s, "minLength") },
		"transport":    func(s object) { s["enum"] = transports(); delete(s, "minLength") },
		"host_keys":    func(s object) { s["enum"] = policies(); delete(s, "minLength") },
		"legacy":       func(s object) { s["items"] = enumSchema(legacies()) },
		"auth_methods": func(s object) { s["items"] = enumSchema(methods()) },
		"days":         func(s object) { s["items"], s["minItems"] = enumSchema(dayNames()), 1 },
		"port":         func(s object) { s["minimum"], s["maximum"] = 1, 65535 },
		"password":     func(s object) { s["pattern"] = `^(` + refLocal + refVault + `|cloginrc:.*\S.*|ask)$` },
		"passphrase":   func(s object) { s["pattern"] = `^(` + refLocal + refVault + `|ask)$` },
		"key":          func(s object) { s["pattern"] = `^(` + refLocal + refVault + `|key:.*\S.*|agent)$` },
		"token":        func(s object) { s["pattern"] = `^(` + refLocal + refVault + `|ask)$` },
		"secret_id":    func(s object) { s["pattern"] = `^(` + refLocal + `|ask)$` },
		"jwt":          func(s object) { s["pattern"] = `^(` + refLocal + `|ask)$` },
		"type":         func(s object) { s["enum"] = SourceTypes(); delete(s, "minLength") },
		"auth":         func(s object) { s["enum"] = logins(); delete(s, "minLength") },
		"user":         func(s object) { s["pattern"] = `^\S+$` },
		"version":      func(s object) { s["minimum"], s["maximum"] = 1, 1 },
		"max_down":     func(s object) { s["minimum"] = 1 },
		"max_conns":    func(s object) { s["minimum"] = 1 },
		"per_site":     func(s object) { s["minimum"] = 0 },
		"per_jump":     func(s object) { s["minimum"] = 0 },
		"per_realm":    func(s object) { s["minimum"] = 0 },
		"sessions":     func(s object) { s["minimum"], s["maximum"] = 1, 2000 },
		"logins_per_second": func(s object) {
			s["exclusiveMinimum"], s["maximum"] = 0, 1000
		},
		"realm_logins_per_second": func(s object) {
			s["exclusiveMinimum"], s["maximum"] = 0, 1000
		},
	}
	for key, s := range props {
		if f := rules[key]; f != nil {
			f(s)
		}
		switch owner + "." + key {
		case "fileDevice.name":
			s["pattern"] = devicePattern
		case "fileWindow.from", "fileWindow.to":
			s["pattern"] = clockPattern
		case "fileVault.token":
			s["pattern"] = `^(` + refLocal + `|ask)$`
		case "fileRedundancy.devices":
			s["minItems"] = 2
		}
		if s["additionalProperties"] != nil && key != "limits" && owner == "file" {
			s["propertyNames"] = object{"pattern": namePattern, "not": object{"const": inventory.None}}
		}
	}
}

// schema is the JSON Schema of the file types.
func schema(t *testing.T) []byte {
	t.Helper()
	defs := definitions{}
	defs.of(reflect.TypeFor[file]())
	s := defs["file"]
	delete(defs, "file")
	maps.Copy(s, object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": defs,
		"$id":               "https://github.com/headroom-audit/headroom/inventory/yaml/inventory.schema.json",
		"title":             "headroom inventory, version 1",
		"patternProperties": object{"^x-": true},
		"anyOf": []object{
			{"required": []string{"devices"}, "properties": object{"devices": object{"minItems": 1}}},
			{"required": []string{"sources"}, "properties": object{"sources": object{"minItems": 1}}},
		},
	})
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(raw, '\n')
}

func TestSchemaIsCommitted(t *testing.T) {
	got := schema(t)
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s is not what the types say: go test ./inventory -update", schemaFile)
	}
}

// plainValue turns a node into what a JSON Schema checks; keys keep their text.
func plainValue(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return plainValue(n.Content[0])
	case yaml.AliasNode:
		return plainValue(n.Alias)
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, plainValue(c))
		}
		return out
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plainValue(n.Content[i+1])
		}
		return out
	}
	var v any
	if n.ShortTag() == "!!timestamp" {
		return n.Value
	}
	_ = n.Decode(&v)
	return v
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("inventory.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("inventory.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// agree checks that loader and schema say the same of a file.
func agree(t *testing.T, s *jsonschema.Schema, raw []byte) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Load(raw, &doc); err != nil {
		t.Fatal(err)
	}
	bySchema := s.Validate(plainValue(&doc))
	_, byLoader := Load("i", raw)
	if (bySchema == nil) != (byLoader == nil) {
		t.Errorf("they do not agree on\n%s\nschema: %v\nloader: %v", raw, bySchema, byLoader)
	}
}

func TestSchemaAndLoaderAgree(t *testing.T) {
	s := compiled(t)
	example, err := os.ReadFile("../../inventory.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	agree(t, s, example)
	// Each case replaces or adds one thing in a file that both accept.
	const base = "credentials: {c: {user: u, password: env:P}}\ndefaults: {credential: c}\n"
	agree(t, s, []byte(base+"devices: [{name: a}]"))
	for _, line := range structuralCases() {
		agree(t, s, []byte(base+line))
	}
	for _, body := range credentialCases() {
		agree(t, s, []byte("defaults: {credential: c}\ncredentials: {c: {user: u, password: env:P}, k: {"+body+"}}\ndevices: [{name: a}]"))
	}
}

func structuralCases() []string {
	var out []string
	for _, dev := range []string{
		"name: a, prot: 1", "name: a, port: ssh", "name: a, port: 0", "name: a, port: 65536", "name: a, port: 22", "name: a, port: 1.5", "host: 192.0.2.1",
		"name: 7604", `name: "7604", host: a`, `name: ""`, `name: "a b"`, "name: -a", "name: [a]", "name: a, host: {}", "name: a, host: 192.0.2.1", "name: a, site: null",
		"name: a, site: 1", "name: a, tags: x", "name: a, tags: [x]", "name: a, tags: []", "name: a, tags: [1]", "name: a, tags: [[x]]", "name: a, platform: ios",
		"name: a, platform: cisco_ios", "name: a, transport: ssh", "name: a, transport: shh", "name: a, transport: telnet", "name: a, host_keys: off",
		"name: a, host_keys: yes", "name: a, legacy: [cbc]", "name: a, legacy: [md5]", "name: a, skip: true", "name: a, skip: yes", "name: a, skip: 1",
		"name: a, enable: c", "name: a, timeout: 30s", "name: a, timeout: 30", "name: a, timeouts: {idle: 30s}", "name: a, timeouts: {idel: 30s}", "name: a, timeouts: {idle: 30}", "name: a, timeouts: 30s", `name: a, prompt: "a#"`, "name: a, prompt: 1", "name: a, ssh_config: x", "name: a, password: x", "name: a, groups: g", "name: a, jump: []",
	} {
		out = append(out, "devices: [{"+dev+"}]")
	}
	for _, top := range []string{
		"version: 1", "version: 2", "version: one", "nothing: 1", "x-any: {a: [1]}", "groups: {g: {site: s}}", "groups: {g: {name: s}}", "groups: [g]", "groups: {none: {}}",
		`groups: {"a b": {}}`, "groups: {g: 1}", "groups: {g: null}", "jumps: {j: {host: h, credential: c}}", "jumps: {j: {host: h}}", "jumps: {j: {credential: c}}",
		"jumps: {j: {host: h, credential: c, port: 70000}}", "jumps: {j: {host: h, credential: c, max_conns: 0}}", "jumps: {j: {host: h, credential: c, user: u}}",
		`windows: {w: {days: [mon], from: "02:00", to: "03:00", zone: UTC}}`, `windows: {w: {days: [mo], from: "02:00", to: "03:00", zone: UTC}}`,
		`windows: {w: {days: [], from: "02:00", to: "03:00", zone: UTC}}`, `windows: {w: {days: [mon], from: "2:00", to: "03:00", zone: UTC}}`,
		`windows: {w: {days: [mon], from: "02:00", to: "03:00"}}`, `windows: {w: {days: [mon], from: 120, to: "03:00", zone: UTC}}`,
		"freezes: [{from: 2026-12-18, to: 2026-12-20, zone: UTC}]", "freezes: [{from: 2026-12-18, zone: UTC}]", "freezes: [{from: 2026-12-18, to: 2026-12-20, zone: UTC, why: x}]",
		"freezes: {from: 2026-12-18}", "redundancy: [{name: r, devices: [a]}]", "redundancy: [{devices: [a, a]}]", "limits: {sessions: 1}", "limits: {sessions: 0}",
		"limits: {sessions: 2001}", "limits: {logins_per_second: 0}", "limits: {logins_per_second: 0.5}", "limits: {per_site: -1}", "limits: {per_site: 0}", "limits: {per_host: 1}", "limits: []",
	} {
		out = append(out, "devices: [{name: a}]\n"+top)
	}
	for _, source := range []string{
		"type: netbox, place: x", "type: netbocks, place: x", "place: x", "type: csv, place: x, separator: tab", "type: netbox, place: x, token: env:T", "type: netbox, place: x, token: nbt_abc.def",
		"type: netbox, place: x, token: vault:kv/a#t", "type: netbox, place: x, url: y", "type: netbox, place: x, filter: [a=b]", "type: netbox, place: x, filter: a", "type: netbox, place: x, filter: [1]", "type: netbox, place: x, fresh: 0s",
	} {
		out = append(out, "sources: [{"+source+"}]", "devices: [{name: a}]\nsources: [{"+source+"}]")
	}
	for _, secrets := range []string{
		"vault: {address: x}", "vault: {auth: approle, role: r, secret_id: file:/x}", "vault: {auth: ldap}", "vault: {auth: jwt, role: r, jwt: env:J}", "vault: {secret_id: hunter2}", "vault: {token: vault:a/b#c}", "vault: {adr: x}",
		"age: {identities: [file:/x]}", "age: {identities: file:/x}", "aeg: {}", "vault: {token: ask}",
	} {
		out = append(out, "devices: [{name: a}]\nsecrets: {"+secrets+"}")
	}
	return append(out, "devices: []", "sources: []", "devices: []\nsources: [{type: netbox, place: x}]")
}

// credentialCases are bodies of a credential that stands beside a good one.
func credentialCases() []string {
	return []string{
		"user: u, password: hunter2", "user: u, password: 1234", "user: u, password: env:P", "user: u, password: env:1", "user: u, password: file:/x",
		`user: u, password: "cmd:a b"`, `user: u, password: "cmd:"`, "user: u, password: ask", "user: u, password: agent", "user: u, password: key:/x", "user: u, key: key:/x",
		"user: u, key: agent", "user: u, key: /x", "user: u, password: vault:kv/noc#pw", "user: u, password: vault:kv/noc", "user: u, key: vault:ssh/sign/noc", "user: u, password: keyring:headroom/u", "user: u, password: keyring:headroom",
		"user: u, password: age:x.age#pw", "user: u, password: cloginrc:~/.cloginrc", "user: u, key: cloginrc:x", "user: u, password: credential:pw", "user: u, password: credential:../pw", "user: u, password: key:/x, agent: true", "user: u, agent: true", "user: u, agent: ssh", "password: env:P", `user: "a b", agent: true`, "user: u, agent: true, passwd: env:X",
	}
}

func TestSchemaRefusesBadFiles(t *testing.T) {
	s := compiled(t)
	for _, name := range []string{"unknown-keys", "wrong-types", "not-a-list", "plain-password", "no-devices", "no-device-listed", "version", "list-at-top", "names"} {
		raw, err := os.ReadFile(filepath.Join("testdata", "bad", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var doc yaml.Node
		if err := yaml.Load(raw, &doc); err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(plainValue(&doc)); err == nil || strings.Contains(err.Error(), "panic") {
			t.Errorf("the schema accepts %s", name)
		}
	}
}
