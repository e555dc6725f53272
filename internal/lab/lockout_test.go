package lab_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/headroom-audit/headroom/collect"
	"github.com/headroom-audit/headroom/internal/lab"
)

// lockout is a fleet of devices that all have one fault of the login.
type lockout struct {
	fault, prompt   string
	devices         int
	enable          bool
	logins, refused int // logins may stand before enable is tried
	says            string
}

// No secret goes out twice whose fate is not known, and nothing is typed at a
// question: of a whole fleet one device is tried, and the others are told which
// one and why. Two more of them are rows of the table of faults.
func TestOneDeviceIsTried(t *testing.T) {
	for _, tt := range []lockout{
		{"shell-code", "#", 20, false, 1, 0, `it asks "Enter PASSCODE:"`},
		{"kbd-code", "#", 20, false, 0, 0, `it asks "Verification code: "`},
		{"login-hang", "#", 6, false, 0, 0, "it did not answer to the password in time"},
		{"password-dead", "#", 6, false, 0, 1, "was rejected"},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			tt.run(t)
		})
	}
}

// lockoutRow is a fleet as a row of the table of faults.
func lockoutRow(t *testing.T, name, does, sees string, bound time.Duration, tt lockout) faultRow {
	began := time.Now()
	t.Run(name, tt.run)
	if took := time.Since(began); took > bound {
		t.Errorf("%s took %s", name, took)
	}
	return faultRow{name: name, does: does, cause: collect.CauseBreaker, bound: bound, sees: sees}
}

func (tt lockout) run(t *testing.T) {
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
}
