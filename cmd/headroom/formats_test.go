package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// formatted says how to ask each verb that has -o; those with a reason instead
// share their forms with one that is asked.
var formatted = map[string][]string{
	"headroom audit":                     {"audit", "captures", "--no-store"},
	"headroom scan":                      {"scan", "-i", "inventory.yaml", "--no-store"},
	"headroom report":                    {"report"},
	"headroom plan":                      {"plan", "-i", "inventory.yaml"},
	"headroom plan verify":               {"plan", "verify", "plan.json"},
	"headroom parse":                     {"parse", "--os", "cisco_ios", "--command", "show mls cef maximum-routes", "capture.txt"},
	"headroom platforms":                 {"platforms"},
	"headroom rules":                     {"rules"},
	"headroom doctor":                    {"doctor"},
	"headroom hostkeys list":             {"hostkeys", "list", "-i", "inventory.yaml"},
	"headroom hostkeys accept":           {"hostkeys", "accept", "edge1.fra3", "--key", "edge1.pub", "--yes"},
	"headroom inventory list":            {"inventory", "list"},
	"headroom inventory diff":            {"inventory", "diff", "-i", "live.yaml"},
	"headroom inventory diff csv":        {"inventory", "diff", "csv", "routers.csv", "--field", "host=mgmt_ip"},
	"headroom inventory diff netbox":     nil, // the forms of inventory diff csv, as of those that follow
	"headroom inventory diff nautobot":   nil,
	"headroom inventory diff ansible":    nil,
	"headroom inventory diff nornir":     nil,
	"headroom inventory diff suzieq":     nil,
	"headroom inventory diff rancid":     nil,
	"headroom inventory diff oxidized":   nil,
	"headroom inventory diff ssh_config": nil,
	"headroom history":                   {"history"},
	"headroom forecast":                  {"forecast"},
	"headroom whatif":                    {"whatif", "--ipv4", "1.25M"},
	"headroom diff":                      {"diff", "last", "last"},
	"headroom version":                   {"version"},
	"headroom demo":                      nil, // testdata/script/demo.txtar; the forms of scan
}

// TestEveryFormatWorksWhereItIsOffered asks every verb for each form it offers,
// on standard output and into a file: no two give the same, JSON is JSON.
func TestEveryFormatWorksWhereItIsOffered(t *testing.T) {
	desk(t)
	lay(t, "edge1.pub", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n")
	verbs := withFormats(newRoot(stdio{}))
	if len(verbs) != len(formatted) {
		t.Errorf("%d verbs have -o, %d are known here", len(verbs), len(formatted))
	}
	for path, names := range verbs {
		args, ok := formatted[path]
		if !ok {
			t.Errorf("%s has -o, and nothing holds that its forms work", path)
		}
		if args == nil {
			continue
		}
		seen := map[string]string{}
		for _, name := range names {
			out := inForm(t, args, name)
			if other := seen[out]; other != "" {
				t.Errorf("%s: -o %s gives the same as -o %s", path, name, other)
			}
			seen[out] = name
			if name == "json" && !json.Valid([]byte(out)) {
				t.Errorf("%s: -o json is no JSON: %.200s", path, out)
			}
		}
	}
}

// inForm asks for one form twice, on standard output and into a file.
func inForm(t *testing.T, args []string, name string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args = append(args[:len(args):len(args)], "-o", name, "--now", "2026-11-24T12:00:00Z")
	if code := run(context.Background(), args, stdio{in: strings.NewReader(""), out: &out, err: &errs}); code == exitUsage {
		t.Errorf("%v: %s", args, errs.String())
	}
	file := filepath.Join(t.TempDir(), "answer")
	_ = run(context.Background(), append(args, "--output-file", file), stdio{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &errs})
	written, err := os.ReadFile(file)
	if err != nil || len(written) == 0 || out.Len() == 0 {
		t.Errorf("%v: %d bytes on standard output, %d in a file, %v", args, out.Len(), len(written), err)
	}
	return out.String()
}

// withFormats gives the verbs that have -o with the forms they offer.
func withFormats(cmd *cobra.Command) map[string][]string {
	out := map[string][]string{}
	if f := cmd.Flags().Lookup("output"); f != nil {
		_, words, _ := strings.Cut(f.Usage, ": ")
		words, _, _ = strings.Cut(words, ";")
		out[cmd.CommandPath()] = strings.Split(words, ", ")
	}
	for _, c := range cmd.Commands() {
		for path, words := range withFormats(c) {
			out[path] = words
		}
	}
	return out
}
