package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/internal/lab"
	"github.com/headroom-audit/headroom/store"
	"github.com/headroom-audit/headroom/transcript"
)

// secrets are what a configuration holds that must stay on the device: made up,
// in the shapes that routers print.
func secrets() map[string]string {
	return map[string]string{
		"enable secret 5 %s":                                                 "$1$Syn1$abcdefghijKLMNOPQRSTuv",
		"enable secret 8 %s":                                                 "$8$SynSaltSynSal8$SynHashSynHashSynHashSynHash88",
		"enable secret 9 %s":                                                 "$9$SynSaltSynSal9$SynHashSynHashSynHashSynHash99",
		"enable password %s":                                                 "En-Plain-4711",
		"username ops privilege 15 password 7 %s":                            "0822455D0A16544541",
		"username ops secret 5 %s":                                           "$1$Syn2$uvTSRQPONMLKjihgfedcba",
		"snmp-server community %s RO 10":                                     "c0mmunity-Read",
		"snmp-server host 192.0.2.7 version 2c %s":                           "c0mmunity-Trap",
		"tacacs-server host 192.0.2.8 key 7 %s":                              "13061E010803557878",
		"radius-server key %s":                                               "Rad-Plain-0815",
		" key-string 7 %s":                                                   "094F471A1A0A141D05",
		"crypto isakmp key %s address 192.0.2.9":                             "Ike-Plain-1234",
		" neighbor 192.0.2.1 password 7 %s":                                  "060506324F41584B56",
		" ip ospf message-digest-key 1 md5 7 %s":                             "110A1016141D5A5E57",
		"set system root-authentication encrypted-password \"%s\"":           "$6$SynSalt6$SynHashSynHashSynHash66",
		"set protocols bgp group x authentication-key \"%s\"":                "$9$SynJunosKeyAbcDef",
		"set snmp community %s authorization read-only":                      "c0mmunity-Junos",
		"        secret \"%s\"; ## SECRET-DATA":                              "$9$SynJunosRadiusKey",
		"-----BEGIN RSA PRIVATE KEY-----\n%s\n-----END RSA PRIVATE KEY-----": "MIISynTheticSynTheticSynThetic",
	}
}

// leaky is a router whose answers hold every one of the secrets.
func leaky(t *testing.T, prompt string) *transcript.Transcript {
	t.Helper()
	var b strings.Builder
	for _, command := range []string{"show version", "show inventory", "show running-config | include hw-module", "show logging", "show sdm prefer"} {
		b.WriteString(prompt + command + "\n")
		for line, secret := range secrets() {
			b.WriteString(strings.Replace(line, "%s", secret, 1) + "\n")
		}
	}
	tr, err := transcript.ParseLog([]byte(b.String() + prompt))
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

// No byte that the program writes in a scan of the lab holds a secret: neither
// its answer nor its progress, its store, its transcripts, its own files, or
// what it says when it is made to crash.
func TestNothingWrittenHoldsASecret(t *testing.T) {
	const password = "Lab-Secret-0815"
	ios, junos := leaky(t, "r1#"), leaky(t, "headroom@r2> ")
	devices := []lab.Device{
		{Name: "r1", OS: "cisco_ios", Transcript: ios},
		{Name: "r2", OS: "juniper_junos", Transcript: junos},
		{Name: "xr", OS: "cisco_iosxr", Transcript: leaky(t, "RP/0/RP0/CPU0:xr#")},
		{Name: "nx", OS: "cisco_nxos", Transcript: leaky(t, "nx# ")},
		{Name: "ena", OS: "cisco_ios", Transcript: leaky(t, "ena>")},
		{Name: "ena-told", OS: "cisco_ios", Transcript: leaky(t, "ena>"), Fault: lab.FaultTellsSecret},
	}
	for _, f := range []string{"tells-secret", "auth", "password-expired", "kbd-two", "hang", "cut", "no-echo", "double-echo", "idle-kick", "hostkey", "max-sessions", "glued", "endless", "banner-trap"} {
		devices = append(devices, lab.Device{Name: "f-" + f, OS: "cisco_ios", Transcript: ios, Fault: lab.Fault(f)})
	}
	r := newRig(t, devices)
	inv := string(r.lab.Inventory("env:LAB_PW"))
	for _, name := range []string{"ena", "ena-told"} {
		inv = strings.Replace(inv, "  - name: '"+name+"'\n", "  - name: '"+name+"'\n    enable: lab\n", 1)
	}
	r.write("lab.yaml", []byte(inv))
	var said bytes.Buffer
	for _, args := range [][]string{
		{"scan", "-i", "lab.yaml", "-v", "--timeout", "8s", "--record", "rec", "--no-retry"},
		{"scan", "-i", "lab.yaml", "-v", "--timeout", "3s", "-o", "json", "--no-retry"},
		{"report", "-o", "jsonl"},
		{"plan"},
		{"audit", "rec", "-v", "--no-store", "-o", "json"},
		{"inventory", "list", "lab.yaml", "-o", "json"},
		{"doctor", "-i", "lab.yaml"},
	} {
		cmd, out, errs := r.command(password, args...)
		_ = cmd.Run()
		if out.Len() == 0 {
			t.Errorf("%v wrote nothing: %s", args, errs)
		}
		said.Write(out.Bytes())
		said.Write(errs.Bytes())
	}
	said.Write(r.crash(password))
	taken := 0
	for name, data := range r.written() {
		holdsNone(t, name, data, password)
		taken += bytes.Count(data, []byte(transcript.Placeholder))
	}
	if least := 10 * len(secrets()); taken < least {
		t.Errorf("%d secrets were taken out, want %d or more: the devices do not tell theirs", taken, least)
	}
	holdsNone(t, "what it said", said.Bytes(), password)
	if !bytes.Contains(said.Bytes(), []byte("f-tells-secret")) || !bytes.Contains(said.Bytes(), []byte("goroutine ")) {
		t.Error("the test looks at too little")
	}
}

// crash makes a scan dump its goroutines and gives what it said.
func (r *rig) crash(password string) []byte {
	cmd, out, errs := r.command(password, "scan", "-i", "lab.yaml", "-v", "--no-store", "--filter", "f-hang")
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	time.Sleep(1500 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGQUIT)
	_ = cmd.Wait()
	return append(out.Bytes(), errs.Bytes()...)
}

// written gives every file below the folder of the rig, and what the store
// holds packed.
func (r *rig) written() map[string][]byte {
	r.t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(r.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, st := context.Background(), r.store()
	defer st.Close()
	scans, err := st.Scans(ctx)
	if err != nil || len(scans) == 0 {
		r.t.Fatalf("%d scans stored, %v", len(scans), err)
	}
	for _, sc := range scans {
		err := st.Visits(ctx, sc.ID, func(v *store.Visit) error {
			files["store "+sc.ID+" "+v.Device] = append(transcript.Marshal(v.Transcript), v.Failure.Text+v.Failure.Hint...)
			return nil
		})
		if err != nil {
			r.t.Fatal(err)
		}
	}
	return files
}

func holdsNone(t *testing.T, name string, data []byte, password string) {
	t.Helper()
	for _, s := range append(values(secrets()), password) {
		if i := bytes.Index(data, []byte(s)); i >= 0 {
			t.Errorf("%s holds %q: …%q…", name, s, data[max(0, i-60):min(len(data), i+len(s)+20)])
		}
	}
}

func values(m map[string]string) []string {
	var out []string
	for _, v := range m {
		out = append(out, v)
	}
	return out
}
