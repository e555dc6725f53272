package vendors

import "testing"

func TestBootImage(t *testing.T) {
	for text, want := range map[string]string{
		"bootflash:a.bin,12;b.bin,12;": "a.bin", "flash:/x/c3750e.BIN": "c3750e.BIN", "bootflash:packages.conf": "packages.conf", "disk0:": "", "": "", "flash:config.text": "",
	} {
		if got := BootImage(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if !BootNetwork("TFTP:a.bin") || BootNetwork("flash:tftp.bin") {
		t.Error("an image from the network is not told from one of the flash")
	}
}
