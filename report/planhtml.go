package report

import (
	"html/template"
	"io"
	"strings"

	"github.com/headroom-audit/headroom/plan"
)

// planPage is whole in itself: no script, nothing is fetched, and the policy in
// its head says so to the browser.
const planPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>headroom: remediation checklist</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top}
code,pre{font:13px/1.4 ui-monospace,monospace;background:#f2f2f2;padding:0 .2rem;white-space:pre-wrap;overflow-wrap:anywhere}
ul.steps{list-style:none;padding-left:0}ul.steps li{margin:.35rem 0;padding-left:1.7rem;position:relative}
ul.steps li::before{content:"";position:absolute;left:0;top:.25rem;width:.9rem;height:.9rem;border:1.5px solid #111}
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
{{range .Devices}}<li>{{clean .}}{{with waits $w .}}: {{clean .}}{{end}}</li>
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
{{range .Steps}}<li>{{with .Command}}<code>{{clean .}}</code> {{end}}{{clean .Why}}{{if .Unproven}} ({{unproven}}){{end}}{{with .Pattern}}<pre>{{range .}}{{clean .}}
{{end}}</pre>{{end}}{{with .Expect}}<br><span class="expect">expect: {{clean .}}</span>{{end}}{{range .Questions}}<br><span class="expect">if it asks <code>{{clean .Asks}}</code> answer <code>{{clean .Answer}}</code>{{clean (because .)}}</span>{{end}}</li>
{{end}}</ul>{{end}}
{{if .Compare}}<h3>Compare afterwards (no command is known that shows it)</h3><ul>{{range .Compare}}<li>{{clean .}}</li>{{end}}</ul>{{end}}
{{if .Unsure}}<h3>Not known</h3><ul>{{range .Unsure}}<li>{{clean .}}</li>{{end}}</ul>{{end}}
</section>
{{end}}
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

// WritePlanHTML writes a plan as one page that prints well and needs nothing
// beside it.
func WritePlanHTML(w io.Writer, p *plan.Plan) error {
	t, err := template.New("plan").Funcs(template.FuncMap{
		"nothing": nothingToDo,
		"clean":   func(s string) string { return line(strings.TrimSpace(s)) },
		"scope":   func(d plan.Device) string { return reloadScope(&d) },
		"kind":    func(w plan.Wave) string { return waveKind(&w) },
		"when":    func(w plan.Wave) string { return waveTime(&w) },
		"waits":   func(w plan.Wave, d string) string { return waitsFor(&w, d) },
		"phases":  phasesOf, "because": because,
		"unproven": func() string { return plan.Unconfirmed },
	}).Parse(planPage)
	if err != nil {
		return err
	}
	return t.Execute(w, p)
}
