package inventory

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	reflector "github.com/invopop/jsonschema"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

const (
	schemaFile = "inventory.schema.json"
	refEnv     = `env:[A-Za-z_][A-Za-z0-9_]*`
)

func stringSchema(pattern string) *reflector.Schema {
	one := uint64(1)
	return &reflector.Schema{Type: "string", MinLength: &one, Pattern: pattern}
}

func enumSchema(words []string) *reflector.Schema {
	s := &reflector.Schema{Type: "string"}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

// mapType gives the schema of the scalar types of the file.
func mapType(t reflect.Type) *reflector.Schema {
	switch t {
	case reflect.TypeFor[text](), reflect.TypeFor[secret]():
		return stringSchema("")
	case reflect.TypeFor[count]():
		return &reflector.Schema{Type: "integer"}
	case reflect.TypeFor[number]():
		return &reflector.Schema{Type: "number"}
	case reflect.TypeFor[yesNo]():
		return &reflector.Schema{Type: "boolean"}
	case reflect.TypeFor[texts]():
		return &reflector.Schema{Type: "array", Items: stringSchema("")}
	case reflect.TypeFor[words]():
		return &reflector.Schema{OneOf: []*reflector.Schema{stringSchema(""), {Type: "array", Items: stringSchema("")}}}
	}
	return nil
}

// refine puts in what the types do not say: ranges, word lists, patterns.
func refine(owner string, props map[string]*reflector.Schema) {
	rules := map[string]func(*reflector.Schema){
		"platform":     func(s *reflector.Schema) { *s = *enumSchema(platforms()) },
		"transport":    func(s *reflector.Schema) { *s = *enumSchema(transports()) },
		"host_keys":    func(s *reflector.Schema) { *s = *enumSchema(policies()) },
		"legacy":       func(s *reflector.Schema) { s.Items = enumSchema(legacies()) },
		"auth_methods": func(s *reflector.Schema) { s.Items = enumSchema(methods()) },
		"days":         func(s *reflector.Schema) { one := uint64(1); s.Items, s.MinItems = enumSchema(dayNames()), &one },
		"port":         func(s *reflector.Schema) { s.Minimum, s.Maximum = "1", "65535" },
		"password":     func(s *reflector.Schema) { s.Pattern = `^(` + refEnv + `|file:.*\S.*|cmd:.*\S.*|ask)$` },
		"passphrase":   func(s *reflector.Schema) { s.Pattern = `^(` + refEnv + `|file:.*\S.*|cmd:.*\S.*|ask)$` },
		"key":          func(s *reflector.Schema) { s.Pattern = `^(` + refEnv + `|key:.*\S.*|file:.*\S.*|cmd:.*\S.*|agent)$` },
		"user":         func(s *reflector.Schema) { s.Pattern = `^\S+$` },
		"version":      func(s *reflector.Schema) { s.Minimum, s.Maximum = "1", "1" },
		"max_down":     func(s *reflector.Schema) { s.Minimum = "1" },
		"max_conns":    func(s *reflector.Schema) { s.Minimum = "1" },
		"per_site":     func(s *reflector.Schema) { s.Minimum = "0" },
		"per_jump":     func(s *reflector.Schema) { s.Minimum = "0" },
		"per_realm":    func(s *reflector.Schema) { s.Minimum = "0" },
		"sessions":     func(s *reflector.Schema) { s.Minimum, s.Maximum = "1", "2000" },
		"logins_per_second": func(s *reflector.Schema) {
			s.ExclusiveMinimum, s.Maximum = "0", "1000"
		},
		"realm_logins_per_second": func(s *reflector.Schema) {
			s.ExclusiveMinimum, s.Maximum = "0", "1000"
		},
	}
	for key, s := range props {
		if f := rules[key]; f != nil {
			f(s)
		}
		one, two := uint64(1), uint64(2)
		switch owner + "." + key {
		case "fileDevice.name":
			s.Pattern = devicePattern
		case "fileWindow.from", "fileWindow.to":
			s.Pattern = clockPattern
		case "file.devices":
			s.MinItems = &one
		case "fileRedundancy.devices":
			s.MinItems = &two
		}
		if s.AdditionalProperties != nil && key != "limits" && owner == "file" {
			s.PropertyNames = &reflector.Schema{Pattern: namePattern, Not: &reflector.Schema{Const: none}}
		}
	}
}

// schema is the JSON Schema of the file types.
func schema(t *testing.T) []byte {
	t.Helper()
	r := reflector.Reflector{FieldNameTag: "yaml", ExpandedStruct: true, RequiredFromJSONSchemaTags: true, Mapper: mapType}
	s := r.Reflect(&file{})
	s.ID = "https://github.com/headroom-audit/headroom/inventory/inventory.schema.json"
	s.Title = "headroom inventory, version 1"
	s.PatternProperties = map[string]*reflector.Schema{"^x-": {}}
	all := map[string]*reflector.Schema{"file": s}
	for name, d := range s.Definitions {
		all[name] = d
	}
	for name, d := range all {
		props := map[string]*reflector.Schema{}
		for p := d.Properties.Oldest(); p != nil; p = p.Next() {
			props[p.Key] = p.Value
		}
		refine(name, props)
	}
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
	example, err := os.ReadFile("../inventory.example.yaml")
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
	return out
}

// credentialCases are bodies of a credential that stands beside a good one.
func credentialCases() []string {
	return []string{
		"user: u, password: hunter2", "user: u, password: 1234", "user: u, password: env:P", "user: u, password: env:1", "user: u, password: file:/x",
		`user: u, password: "cmd:a b"`, `user: u, password: "cmd:"`, "user: u, password: ask", "user: u, password: agent", "user: u, password: key:/x", "user: u, key: key:/x",
		"user: u, key: agent", "user: u, key: /x", "user: u, agent: true", "user: u, agent: ssh", "password: env:P", `user: "a b", agent: true`, "user: u, agent: true, passwd: env:X",
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
