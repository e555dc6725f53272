package query

import "strings"

// Nearest gives the candidate a person most likely meant by word: the one with
// the smallest edit distance (a swap of neighbours counts one), not farther than
// a third of the word's length and at least 1, or "". Upper and lower case are
// the same. Of equally near ones the first wins.
func Nearest(word string, candidates []string) string {
	limit := max(1, len([]rune(word))/3)
	best, low := "", []rune(strings.ToLower(word))
	for _, c := range candidates {
		if d := distance(low, []rune(strings.ToLower(c)), limit); d <= limit {
			best, limit = c, d-1
		}
		if limit < 0 {
			break
		}
	}
	return best
}

// distance is the edit distance of a and b, or a number above limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+differ(a[i-1], b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}
