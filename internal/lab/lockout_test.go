package lab_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/lab"
)

// No secret goes out twice whose fate is not known, and nothing is typed at a
// question: of a whole fleet one device is tried, and the others are told which
// one and why.
func TestOneDeviceIsTried(t *testing.T) {
	for _, tt := range []struct {
		fault, prompt   string
		devices         int
		enable          bool
		logins, refused int // logins may stand before enable is tried
		says            string
	}{
		{"enable-hang", ">", 6, true, 6, 1, "no answer came to the secret of enable"},
		{"shell-password", "#", 100, false, 1, 0, `it asks "Password:"`},
		{"shell-code", "#", 20, false, 1, 0, `it asks "Enter PASSCODE:"`},
		{"kbd-code", "#", 20, false, 0, 0, `it asks "Verification code: "`},
		{"login-hang", "#", 6, false, 0, 0, "it did not answer to the password in time"},
		{"password-dead", "#", 6, false, 0, 1, "was rejected"},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			var devices []lab.Device
			for i := range tt.devices {
				name := fmt.Sprintf("r%d", i+1)
				devices = append(devices, lab.Device{Name: name, OS: "cisco_ios", Fault: lab.Fault(tt.fault), Transcript: log(t, name+tt.prompt+ask+"\n"+table()+name+tt.prompt)})
			}
			l := start(t, lab.Config{Devices: devices})
			r := newReach(t, l, patience)
			causes := map[collect.Cause]int{}
			var mu sync.Mutex
			var all sync.WaitGroup
			for i := range r.inv.Devices {
				if tt.enable {
					r.inv.Devices[i].Enable = r.inv.Devices[i].Credential
				}
				all.Go(func() {
					_, err := r.visit(context.Background(), i, ask)
					mu.Lock()
					defer mu.Unlock()
					causes[causeOf(err)]++
					var e *collect.Error
					if !errors.As(err, &e) || !strings.Contains(e.Msg, tt.says) {
						t.Errorf("%v, want %q in it", err, tt.says)
					}
				})
			}
			all.Wait()
			logins, refused := 0, 0
			for _, d := range l.Devices() {
				logins, refused = logins+d.Logins, refused+d.Rejected
			}
			if causes[collect.CauseAuth] != 1 || causes[collect.CauseBreaker] != tt.devices-1 || logins > tt.logins || refused > tt.refused {
				t.Errorf("%v, %d logins, %d rejected", causes, logins, refused)
			}
		})
	}
}
