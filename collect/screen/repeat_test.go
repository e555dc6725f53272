package screen

import (
	"strings"
	"testing"
)

// What a banner, a menu or a pager ends in is no prompt.
func TestLikePrompt(t *testing.T) {
	for line, want := range map[string]bool{
		"[gw7]#": true, "mx7 (ops) > ": true, "10:00:01 gw7#": true, "*gw7#": true,
		"": false, "#": false, "####": false, "100 %": false, "Select a port > ": false, "Enter option #": false, "<--- More --->": false,
		"Continue? <yes/no>": false, "Password>": false, "gw7": false,
		"New password>": false, "root password #": false, "Challenge: 1234 Response>": false, "user name >": false, "Continue? [Y/n] >": false,
		"Delete file [confirm] >": false, "Are you sure you want to reload>": false, "Save changes (y/n/c)>": false, "abort (yes) #": false, "Hit any key >": false, strings.Repeat("gw7 ", 40) + "#": false,
	} {
		if got := LikePrompt(line); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
}
