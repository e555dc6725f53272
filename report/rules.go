package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/audit/rules"
	"github.com/headroom-audit/headroom/docs"
)

// Rules is the document of `headroom rules`: schema headroom.rules/1.
type Rules struct {
	Schema string    `json:"schema"`
	Rules  []RuleDoc `json:"rules"`
}

// RuleDoc is one rule with the parts of its page.
type RuleDoc struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Checks string `json:"checks"`
	Why    string `json:"why"`
	Do     string `json:"do"`
	Doubt  string `json:"doubt"` // how it may be wrong
	Page   string `json:"page"`
}

// NewRules lists every rule in the order of the audit.
func NewRules() Rules {
	out := Rules{Schema: "headroom.rules/1", Rules: []RuleDoc{}}
	for _, r := range rules.All() {
		out.Rules = append(out.Rules, newRule(r))
	}
	return out
}

func newRule(r audit.Rule) RuleDoc {
	page := docs.Rule(r.ID)
	return RuleDoc{
		ID: r.ID, Title: r.Title, Page: "docs/rules/" + r.ID + ".md",
		Checks: part(page, "What it checks"), Why: part(page, "Why it matters"),
		Do: part(page, "What to do"), Doubt: part(page, "How it may be wrong"),
	}
}

// part gives the text under a heading of a page, up to the next heading.
func part(page, title string) string {
	_, rest, _ := strings.Cut(page, "\n## "+title+"\n")
	text, _, _ := strings.Cut(rest, "\n## ")
	return strings.TrimSpace(text)
}

// Find gives the rule with an id, nil where there is none.
func (r *Rules) Find(id string) *RuleDoc {
	for i := range r.Rules {
		if r.Rules[i].ID == id {
			return &r.Rules[i]
		}
	}
	return nil
}

// WriteRules writes one line per rule.
func WriteRules(w io.Writer, r *Rules) error {
	b := bufio.NewWriter(w)
	for _, d := range r.Rules {
		fmt.Fprintf(b, "%-26s %s\n", d.ID, d.Title)
	}
	return b.Flush()
}

// WriteRulesMarkdown writes the table of the rules with links to their pages.
func WriteRulesMarkdown(w io.Writer, r *Rules) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# Rules\n\n| rule | what it means |\n|---|---|\n")
	for _, d := range r.Rules {
		fmt.Fprintf(b, "| [%s](%s.md) | %s |\n", d.ID, d.ID, strings.ReplaceAll(d.Title, "|", `\|`))
	}
	return b.Flush()
}

// WriteRule explains one rule in plain language.
func WriteRule(w io.Writer, d *RuleDoc) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "%s: %s\n", d.ID, d.Title)
	for _, p := range []struct{ title, text string }{
		{"What it checks", d.Checks}, {"Why it matters", d.Why}, {"What to do", d.Do}, {"How it may be wrong", d.Doubt},
	} {
		fmt.Fprintf(b, "\n%s\n%s\n", p.title, p.text)
	}
	fmt.Fprintf(b, "\nHow to waive it\nIn the policy file: waivers: [{rule: %s, device: NAME, reason: WHY, expires: DAY}]\n", d.ID)
	return b.Flush()
}
