package screen

import (
	"testing"
)

func TestAsks(t *testing.T) {
	for want, lines := range map[Question][]string{
		NoQuestion: {
			"", "r1#", "RP/0/RSP0/CPU0:old-core#", "new-edge>", "Last login: ", "% Login invalid", "Authorised use only", "Press RETURN to get started.", "Press RETURN to get started!",
			"Your password will expire in 3 days. Press RETURN to continue: ", "Hit Enter to continue...", "Testing memory [OK]", "fra3%", "router(boot)>", "password-pe1#", "login#", "Wrong password", "welcome to ",
			"Your password will expire in 3 days.", "please leave, we reload at six", "By logging in you accept the terms", "(c) 2026 Example (all rights reserved)",
		},
		Perhaps: {"Selection: ", "Press RETURN to accept the terms", "Press ENTER to confirm the reload: ", "Loading configuration:"},
		ForOther: {
			"Proceed with reload? [confirm]", "Do you accept these terms? [yes/no]: ", "System configuration has been modified. Save? [yes/no]:", "Continue (y/n)", "Overwrite? (Y/N)?", "[confirm]",
			"Destination filename [startup-config]?", "Are you sure you want to continue connecting (yes/no)? ", "Would you like to enter the initial configuration dialog? [yes/no]: ", "Change your password now [no]: ",
		},
		ForUser: {"Username: ", "login: ", "fra3-edge-01 login: ", "User Name:", "User:", "Login incorrect. login:", "Username>", "Username#"},
		ForPassword: {
			"Password: ", "password:", "Password", "Enter Password:", "headroom@old-pe-1's password: ", "Password for headroom@new-core-1: ", "(bob@again-1) Password: ", "Password for user new: ",
			"CORP\\old's password:", "This is the new system. Password: ", "Your password will expire. Password:", "RADIUS password:", "Password：", "Password>", "bob@old's Passwort:", "Password?", "Password#", "password%", "Passwort$",
		},
		ForNewPassword: {
			"New password: ", "Old password:", "Enter old password: ", "Current password: ", "Retype new password:", "Confirm password:", "Password (again): ", "Enter new-password:", "newpassword:",
			"Change your password: ", "Verify Password:", "Password for bob (again):",
		},
		ForOtherPassword: {"Enable password: ", "[sudo] password for bob: ", "Enter enable secret:", "Root password:"},
		ForCode:          {"Enter PASSCODE: ", "PASSCODE", "Passcode#", "Enter PASSCODE", "Verification code: ", "PIN:", "Token: ", "One-time password: ", "OTP password:", "Password + token:", "s/key 99 ke1234 Password: ", "Enter passphrase for key 'x': ", "Challenge:"},
	} {
		for _, line := range lines {
			if got := Asks(line); got != want {
				t.Errorf("%q asks %d, want %d", line, got, want)
			}
		}
	}
}

// A question behind its line end, or in colours, is one too; one that text
// follows is none.
func TestStanding(t *testing.T) {
	for raw, want := range map[string]Question{
		"hello\r\nPassword:\r\n":                   ForPassword,
		"hello\r\nPassword:\r\n\r\n  \r\n":         ForPassword,
		"Proceed? [confirm]\r\n":                   Perhaps,
		"\x1b[1mPass\x00word\x1b[0m: \x1b[K":       ForPassword,
		"Password:\r\n --More-- \r\nWelcome\r\n":   NoQuestion,
		"Enter PASSCODE:   \r":                     ForCode,
		"\r\n\r\n":                                 NoQuestion,
		"banner\r\nUsername: \r\nedge1#":           NoQuestion,
		"xxxx\r\nProceed with reload? [confirm]\a": ForOther,
	} {
		if _, got := Standing([]byte(raw)); got != want {
			t.Errorf("%q asks %d, want %d", raw, got, want)
		}
	}
}
