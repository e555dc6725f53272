package plan

import (
	"slices"
	"strings"

	"github.com/headroom-audit/headroom/catalog"
	"github.com/headroom-audit/headroom/fact"
)

// questions are those of a change's line, and those that every device asks there.
func questions(w *work, c *catalog.Change, line string) []Question {
	if c == nil {
		return asked(w, nil, line)
	}
	return asked(w, c.Questions, line)
}

// asked puts the catalog's questions of a command and those of every device together.
// Whether to save is asked before whether to go on.
func asked(w *work, own []catalog.Question, line string) []Question {
	var first, then []Question
	put := func(q Question, saves bool) {
		if saves {
			first = append(first, q)
		} else {
			then = append(then, q)
		}
	}
	told := map[string]bool{}
	for _, q := range own {
		if !strings.HasPrefix(line, q.Command) || q.When.Holds(w.s) == fact.No {
			continue
		}
		saves := false
		for _, a := range w.m.Asks {
			if strings.Contains(q.Asks, a.Key) {
				told[a.Key], saves = true, saves || a.Unsaved != nil
			}
		}
		put(Question{Asks: q.Asks, Answer: q.Answer, Why: q.Why}, saves)
	}
	for _, a := range w.m.Asks {
		if !told[a.Key] && strings.HasPrefix(line, a.Command) && a.When.Holds(w.s) == fact.Yes {
			put(replied(w, &a), a.Unsaved != nil)
		}
	}
	return append(first, then...)
}

// replied gives a question with the answer of this plan.
func replied(w *work, a *catalog.Ask) Question {
	q := Question{Asks: a.Asks, Answer: a.Answer, Why: a.Why}
	saved := slices.ContainsFunc(w.out.Steps, func(s Step) bool { return s.Phase == Save })
	if a.Unsaved != nil && !saved {
		q.Answer, q.Why = a.Unsaved.Answer, a.Unsaved.Why
	}
	return q
}
