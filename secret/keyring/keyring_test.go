package keyring_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	zalando "github.com/zalando/go-keyring"

	"github.com/headroom-audit/headroom/inventory"
	"github.com/headroom-audit/headroom/secret"
	"github.com/headroom-audit/headroom/secret/keyring"
)

func TestGet(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	p := keyring.Provider{Lookup: func(service, user string) (string, error) {
		switch service + "/" + user {
		case "headroom/ops":
			return "Ring-Kept-4711", nil
		case "locked/ops":
			return "", errors.New("the name org.freedesktop.secrets was not provided")
		case "hangs/ops":
			<-hang
		}
		return "", zalando.ErrNotFound
	}}
	set := secret.Set{p}
	get := func(value string) (string, error) {
		b, err := set.Get(t.Context(), secret.Request{Ref: inventory.Ref{Kind: "keyring", Value: value}})
		return string(b), err
	}
	if s, err := get("headroom/ops"); err != nil || s != "Ring-Kept-4711" {
		t.Errorf("%q %v", s, err)
	}
	for value, want := range map[string]string{"headroom/other": "secret-tool store", "locked/ops": "Secret Service", "headroom": "SERVICE/USER"} {
		if _, err := get(value); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "keyring:"+value) {
			t.Errorf("%s: %v", value, err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	_, err := set.Get(ctx, secret.Request{Ref: inventory.Ref{Kind: "keyring", Value: "hangs/ops"}})
	if err == nil || !strings.Contains(err.Error(), "no answer in time") || !strings.Contains(err.Error(), "keyring:hangs/ops") {
		t.Error(err)
	}
}
