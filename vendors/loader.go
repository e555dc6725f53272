package vendors

import "strings"

// BootImage gives the file that a boot variable of Cisco's tries first: of
// "bootflash:a.bin,12;b.bin,12;" it is a.bin. "" where the text names no image.
func BootImage(variable string) string {
	text, _, _ := strings.Cut(strings.TrimSpace(variable), ";")
	text, _, _ = strings.Cut(text, ",")
	text = text[strings.LastIndexAny(text, ":/")+1:]
	if !strings.HasSuffix(strings.ToLower(text), ".bin") && !strings.HasSuffix(strings.ToLower(text), ".conf") {
		return ""
	}
	return strings.TrimSpace(text)
}

// BootNetwork reports whether such a variable fetches its image over the network.
func BootNetwork(variable string) bool {
	return strings.HasPrefix(strings.ToLower(variable), "tftp:")
}
