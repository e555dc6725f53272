package notify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/headroom-audit/headroom/audit"
	"github.com/headroom-audit/headroom/internal/safeterm"
)

// post is one thing to be sent.
type post struct {
	id    string
	body  []byte
	items []Item // what it tells; all = all of the message
	all   bool
	gaps  bool
}

// whither says where a post goes, without a secret.
func (p *post) whither(ch *Channel) string {
	if ch.Type == Mail {
		return ch.Sendmail + " -t -i"
	}
	to := ch.URL
	if to == "" {
		to = "the address of " + ch.URLRef.String()
	}
	return "POST " + to
}

// What the services take at most: sections of Slack 3,000 characters and its headers 150,
// summaries of PagerDuty 1,024 and its keys 255; a card of Teams 28 KB.
const (
	slackSection = 3000
	slackHeader  = 150
	dutySummary  = 1024
	dutyKey      = 255
	cardText     = 12000
	worstShown   = 10
	mailLines    = 500
)

// posts gives what is sent of a message.
func (c *Channel) posts(m *Message) ([]post, error) {
	var (
		body  []byte
		title string
		text  string
		err   error
	)
	switch c.Type {
	case PagerDuty:
		return c.duty(m)
	case Webhook:
		body, err = c.webhook(m)
	case Slack:
		if title, text, err = c.wording(m, worstShown); err == nil {
			body, err = slack(title, text)
		}
	case Teams:
		if title, text, err = c.wording(m, worstShown); err == nil {
			body, err = teams(title, text)
		}
	case Mail:
		if title, text, err = c.wording(m, mailLines); err == nil {
			body, err = c.letter(title, text)
		}
	}
	return []post{{id: m.ID, body: body, all: true}}, err
}

// webhook is the body of the generic webhook: the message, or what a template makes.
func (c *Channel) webhook(m *Message) ([]byte, error) {
	if c.Template == nil {
		return json.MarshalIndent(m, "", "  ")
	}
	raw, err := render(c.Template, m)
	if err == nil && !json.Valid(raw) {
		err = fmt.Errorf("template %s: what it makes is no JSON ({{json .Title}} writes a value)", c.Template.Name())
	}
	return raw, err
}

// wording is title and text of a message for people; a template gives the title in its
// first line.
func (c *Channel) wording(m *Message, most int) (title, text string, err error) {
	if c.Template == nil {
		return m.Title, m.Text(most), nil
	}
	raw, err := render(c.Template, m)
	title, text, _ = strings.Cut(string(raw), "\n")
	return string(safeterm.CleanLine(title)), string(safeterm.Clean(strings.TrimLeft(text, "\n"))), err
}

// maxRendered bounds what a template makes.
const maxRendered = 1 << 20

func render(t *template.Template, m *Message) ([]byte, error) {
	w := &bounded{left: maxRendered}
	if err := t.Execute(w, m); err != nil {
		return nil, fmt.Errorf("template %s: %w", t.Name(), err)
	}
	return w.Bytes(), nil
}

type bounded struct {
	bytes.Buffer
	left int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("it makes more than 1 MiB")
	}
	return b.Buffer.Write(p)
}

// functions are those of templates beside Go's own.
func functions() template.FuncMap {
	return template.FuncMap{"json": func(v any) (string, error) {
		raw, err := json.Marshal(v)
		return string(raw), err
	}}
}

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// slack is a message of an incoming webhook. Names of devices are no links and no
// mentions: & < > are what makes these.
func slack(title, text string) ([]byte, error) {
	type object = map[string]any
	safe := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
	blocks := []object{{"type": "header", "text": object{"type": "plain_text", "text": cut(title, slackHeader)}}}
	for _, part := range parts(safe(text), slackSection) {
		blocks = append(blocks, object{"type": "section", "text": object{"type": "mrkdwn", "text": part, "verbatim": true}})
	}
	return json.MarshalIndent(object{"text": safe(title), "blocks": blocks}, "", "  ")
}

// parts cuts a text at its lines into at most 40 pieces of so many characters.
func parts(text string, most int) []string {
	var out []string
	piece := ""
	for line := range strings.Lines(text) {
		line = cut(line, most)
		if utf8.RuneCountInString(piece)+utf8.RuneCountInString(line) > most {
			out = append(out, piece)
			piece = ""
		}
		piece += line
	}
	if strings.TrimSpace(piece) != "" {
		out = append(out, piece)
	}
	return out[:min(len(out), 40)]
}

// teams is an adaptive card for the webhook of a workflow. A text run is not read as
// Markdown.
func teams(title, text string) ([]byte, error) {
	type object = map[string]any
	body := []object{{"type": "TextBlock", "size": "Medium", "weight": "Bolder", "wrap": true, "text": plain(cut(title, slackHeader))}}
	for line := range strings.Lines(cut(text, cardText)) {
		if line = strings.TrimSpace(line); line != "" {
			body = append(body, object{"type": "RichTextBlock", "inlines": []object{{"type": "TextRun", "text": line}}})
		}
	}
	card := object{"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.2", "body": body}
	return json.MarshalIndent(object{
		"type":        "message",
		"attachments": []object{{"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil, "content": card}},
	}, "", "  ")
}

// plain takes from a text what a TextBlock reads as Markdown.
func plain(s string) string {
	return strings.NewReplacer("[", "(", "]", ")", "*", "·", "_", "‗", "`", "'").Replace(s)
}

// duty gives one event per finding: it is triggered when it is new and resolved when it
// is gone, under one key. What of the scan is missing is an event of its own.
func (c *Channel) duty(m *Message) ([]post, error) {
	var out []post
	add := func(i Item, key, summary, severity, action string) error {
		body, err := c.event(m, i, key, summary, severity, action)
		out = append(out, post{id: m.ID + "-" + key, body: body, items: []Item{i}})
		return err
	}
	var errs []error
	for _, i := range m.New {
		errs = append(errs, add(i, dedup(i.Device, i.key), i.Line(), severity(i.State), "trigger"))
	}
	for _, i := range m.Resolved {
		errs = append(errs, add(i, dedup(i.Device, i.key), i.Line(), severity(i.State), "resolve"))
	}
	if m.gapsChanged || len(out) == 0 && len(m.Gaps) > 0 {
		action, text := "trigger", "headroom: the scan is incomplete: "+strings.Join(m.Gaps, "; ")
		if len(m.Gaps) == 0 {
			action, text = "resolve", "headroom: the scan is complete again"
		}
		errs = append(errs, add(Item{Device: "headroom"}, "headroom/scan/incomplete", text, "warning", action))
		out[len(out)-1].items, out[len(out)-1].gaps = nil, true
	}
	return out, errors.Join(errs...)
}

func (c *Channel) event(m *Message, i Item, key, summary, severity, action string) ([]byte, error) {
	if c.Template != nil {
		one := *m
		if one.New, one.Resolved = []Item{i}, nil; i.gone {
			one.New, one.Resolved = nil, one.New
		}
		title, _, err := c.wording(&one, 1)
		if summary = title; err != nil {
			return nil, err
		}
	}
	event := map[string]any{
		"routing_key": keyPlace, "event_action": action, "dedup_key": key,
		"payload": map[string]any{"summary": cut(summary, dutySummary), "source": cut(i.Device, dutyKey), "severity": severity, "custom_details": i},
	}
	if m.Link != "" {
		event["links"] = []map[string]string{{"href": m.Link, "text": "headroom"}}
	}
	return json.MarshalIndent(event, "", "  ")
}

// keyPlace stands in a body where the routing key comes when it is sent.
const keyPlace = "ROUTING-KEY"

// dedup is the key of a finding at PagerDuty.
func dedup(device, key string) string {
	whole := "headroom/" + device + "/" + key
	if len(whole) <= dutyKey {
		return whole
	}
	sum := sha256.Sum256([]byte(whole))
	end := "/" + hex.EncodeToString(sum[:8])
	return strings.ToValidUTF8(whole[:dutyKey-len(end)], "") + end
}

func severity(s audit.State) string {
	switch s {
	case audit.Over:
		return "critical"
	case audit.Crit:
		return "error"
	default:
		return "warning" // also what is not known: it may be the worst
	}
}

// letter is a mail as sendmail reads it.
func (c *Channel) letter(title, text string) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\nTo: %s\nSubject: %s\n", c.From, c.To, mime.QEncoding.Encode("utf-8", cut(string(safeterm.CleanLine(title)), 200)))
	b.WriteString("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\nAuto-Submitted: auto-generated\n\n")
	q := quotedprintable.NewWriter(&b)
	_, err := q.Write([]byte(text))
	err = errors.Join(err, q.Close())
	return bytes.ReplaceAll(b.Bytes(), []byte("\r\n"), []byte("\n")), err
}
