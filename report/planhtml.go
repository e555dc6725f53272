package report

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/headroom-audit/headroom/plan"
)

// planPage is whole in itself: nothing is fetched, and the policy in its head says so
// to the browser. Its one script keeps the ticks, and the page does without it.
const planPage = `<!doctype html>
<html lang="en" data-plan="{{planid}}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '{{scripthash}}'; img-src data:">
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>headroom: remediation checklist</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
code,pre{font:13px/1.4 ui-monospace,monospace;background:#f2f2f2;padding:0 .2rem;white-space:pre-wrap;overflow-wrap:anywhere}
ul.steps{list-style:none;padding-left:0}ul.steps li{margin:.35rem 0;padding-left:1.7rem;position:relative}
ul.steps input{position:absolute;left:0;top:.2rem;width:1rem;height:1rem;margin:0}
@media (prefers-color-scheme:dark){@media screen{body{color:#e7eaee;background:#14181d}code,pre{background:#2a313a}.expect{color:#b8c0c8}}}
.refused{border:2px solid #a00;padding:.5rem}.state{font-weight:bold}.expect{color:#333}
section{break-before:page}section h3{break-after:avoid}li,tr{break-inside:avoid}
@media screen{section{border-top:2px solid #111;margin-top:2rem}}
</style></head><body>
<h1>Remediation checklist</h1>
<p>Made {{.Made.Format "2006-01-02 15:04 MST"}}. headroom sends no configuration: a person enters these lines.</p>
{{if .Gaps}}<p class="refused"><strong>This plan stands on scan {{clean .Scan}}, which is incomplete:</strong> {{range $i, $g := .Gaps}}{{if $i}}; {{end}}{{clean $g}}{{end}}. What is not in the scan is not in the plan.</p>{{end}}
{{if not .Devices}}<p>{{nothing .}}</p>{{else}}
<table><tr><th>device</th><th>state</th><th>action</th><th>site</th><th>pair</th><th>reload</th></tr>
{{range .Devices}}<tr><td>{{clean .Name}}</td><td class="state">{{.State}}</td><td>{{.Action}}</td><td>{{clean .Site}}</td><td>{{clean .Pair}}</td><td>{{clean (scope .)}}</td></tr>
{{end}}</table>
{{end}}
{{if .Waves}}<h2>Waves</h2>{{end}}
{{range $w := .Waves}}<h3>{{.Name}}: {{kind $w}}</h3><p>{{when $w}}</p><ul class="steps">
{{range .Devices}}<li>{{tick}}{{clean .}}{{with waits $w .}}: {{clean .}}{{end}}</li>
{{end}}</ul>
{{end}}
{{range .Unplaced}}<p><strong>In no wave:</strong> {{clean .Device}}: {{clean .Why}}</p>
{{end}}
{{range $d := .Devices}}<section><h2>{{clean .Name}}: {{.State}}, {{.Action}}</h2>
<h3>Why</h3><ul>{{range .Why}}<li><span class="state">{{.State}}</span> {{.Rule}}: {{clean .Message}}{{range .Evidence}}<br><code>{{clean .Text}}</code> ({{clean .Command}}, line {{.Line}}){{end}}</li>{{end}}</ul>
{{if .Solver.Reason}}<h3>Allocation: {{.Solver.Verdict}}</h3><p>{{clean .Solver.Reason}}</p>{{end}}
{{range .Refused}}<p class="refused"><strong>Do not reload this device yet.</strong> {{clean .Why}} ({{.Rule}})</p>{{end}}
{{with .Reload}}<p><strong>Reload:</strong> {{clean .Scope}}. Expected outage: {{clean .Outage}}. {{clean .Warning}}</p>{{end}}
{{range phases $d}}<h3>{{.Title}}</h3><ul class="steps">
{{range .Steps}}<li>{{tick}}{{with .Command}}<code>{{clean .}}</code> {{end}}{{clean .Why}}{{if .Unproven}} ({{unproven}}){{end}}{{with .Pattern}}<pre>{{range .}}{{clean .}}
{{end}}</pre>{{end}}{{with .Expect}}<br><span class="expect">expect: {{clean .}}</span>{{end}}{{range .Questions}}<br><span class="expect">if it asks <code>{{clean .Asks}}</code> answer <code>{{clean .Answer}}</code>{{clean (because .)}}</span>{{end}}</li>
{{end}}</ul>{{end}}
{{if .Compare}}<h3>Compare afterwards (no command is known that shows it)</h3><ul>{{range .Compare}}<li>{{clean .}}</li>{{end}}</ul>{{end}}
{{if .Unsure}}<h3>Not known</h3><ul>{{range .Unsure}}<li>{{clean .}}</li>{{end}}</ul>{{end}}
</section>
{{end}}
<script>{{script}}</script>
</body></html>
`

// phase is the steps of one phase under their heading.
type phase struct {
	Title string
	Steps []plan.Step
}

func phasesOf(d plan.Device) []phase {
	var out []phase
	for i, s := range d.Steps {
		if i == 0 || d.Steps[i-1].Phase != s.Phase {
			out = append(out, phase{Title: s.Phase.Title()})
		}
		last := &out[len(out)-1]
		last.Steps = append(last.Steps, s)
	}
	return out
}

// keepTicks remembers in the browser which boxes of this plan were ticked.
const keepTicks = `(function(){try{var k="headroom-plan-"+document.documentElement.dataset.plan,s=JSON.parse(localStorage.getItem(k)||"{}");` +
	`document.querySelectorAll("ul.steps input").forEach(function(c){c.checked=!!s[c.id];c.addEventListener("change",function(){s[c.id]=c.checked;localStorage.setItem(k,JSON.stringify(s))})})}catch(e){}})();`

// ticks gives a box with its own name each time it is asked.
func ticks() func() template.HTML {
	n := 0
	return func() template.HTML {
		n++
		return template.HTML(fmt.Sprintf(`<input type="checkbox" id="t%d" aria-label="done"> `, n)) //nolint:gosec // a number
	}
}

// planID is the same for the same plan, so that another one starts without ticks.
func planID(p *plan.Plan) string {
	names := []string{p.Scan, p.Made.UTC().Format(time.RFC3339)}
	for i := range p.Devices {
		names = append(names, p.Devices[i].Name)
	}
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// WritePlanHTML writes a plan as one page that prints well and needs nothing
// beside it; its boxes can be ticked, and are remembered where scripts run.
func WritePlanHTML(w io.Writer, p *plan.Plan) error {
	sum := sha256.Sum256([]byte(keepTicks))
	scriptHash := "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
	t, err := template.New("plan").Funcs(template.FuncMap{
		"tick":       ticks(),
		"planid":     func() string { return planID(p) },
		"script":     func() template.JS { return template.JS(keepTicks) }, //nolint:gosec // it is ours
		"scripthash": func() string { return scriptHash },
		"nothing":    nothingToDo,
		"clean":      func(s string) string { return line(strings.TrimSpace(s)) },
		"scope":      func(d plan.Device) string { return reloadScope(&d) },
		"kind":       func(w plan.Wave) string { return waveKind(&w) },
		"when":       func(w plan.Wave) string { return waveTime(&w) },
		"waits":      func(w plan.Wave, d string) string { return waitsFor(&w, d) },
		"phases":     phasesOf, "because": because,
		"unproven": func() string { return plan.Unconfirmed },
	}).Parse(planPage)
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}
