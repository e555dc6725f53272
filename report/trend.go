package report

import (
	"fmt"
	"io"
	"time"

	"github.com/headroom-audit/headroom/history"
	"github.com/headroom-audit/headroom/internal/words"
)

// ConfigTrend is how the configurations of a repository went: schema headroom.config-trend/1.
type ConfigTrend struct {
	Schema  string        `json:"schema"`
	Folder  string        `json:"folder"`
	Commits int           `json:"commits"`
	From    time.Time     `json:"from"`
	To      time.Time     `json:"to"`
	Devices []DeviceTrend `json:"devices"` // the newest change of an allocation first
	Passed  []Blank       `json:"passed"`  // files that are no configuration
	Unseen  []string      `json:"unseen"`  // what cannot be seen in backups
}

// DeviceTrend is one device.
type DeviceTrend struct {
	Name       string          `json:"name"`
	File       string          `json:"file"`
	Versions   int             `json:"versions"`
	Family     string          `json:"family,omitempty"`
	Model      string          `json:"model,omitempty"`
	Release    string          `json:"release,omitempty"`
	Configured string          `json:"configured,omitempty"`
	Events     []history.Event `json:"events"`
}

// unseen is what no backup of configurations tells.
func unseen() []string {
	return []string{
		"how much of a memory is in use",
		"what runs until the next reload: a line that is written down may wait",
		"when a device was reloaded",
		"what was changed and taken back between two commits",
	}
}

// NewConfigTrend makes the document.
func NewConfigTrend(folder string, commits int, from, to time.Time, trends []history.Trend) *ConfigTrend {
	doc := &ConfigTrend{Schema: "headroom.config-trend/1", Folder: folder, Commits: commits, From: from, To: to, Devices: []DeviceTrend{}, Passed: []Blank{}, Unseen: unseen()}
	history.SortTrends(trends)
	for i := range trends {
		t := &trends[i]
		doc.Devices = append(doc.Devices, DeviceTrend{t.Device, t.File, t.Versions, t.Now.Family, t.Now.Model, t.Now.Release, t.Now.Configured, t.Events})
	}
	return doc
}

// lines are the changes of all devices.
func (doc *ConfigTrend) lines() grid {
	g := grid{titles: []string{"HOST", "SEEN", "WHAT", ""}}
	for i := range doc.Devices {
		for _, e := range doc.Devices[i].Events {
			g.add(doc.Devices[i].Name, e.At.Format("2006-01-02 15:04Z"), string(e.Kind), e.Text)
		}
	}
	return g
}

// WriteConfigTrendMarkdown writes what changed for a ticket.
func WriteConfigTrendMarkdown(w io.Writer, doc *ConfigTrend) error {
	g := doc.lines()
	return g.markdown(w)
}

// WriteConfigTrend writes what changed as lines of text.
func WriteConfigTrend(w io.Writer, doc *ConfigTrend, o TableOptions) error {
	head := fmt.Sprintf("%s: %s from %s to %s, %s", doc.Folder, words.Plural(doc.Commits, "commit"), dayOf(doc.From), dayOf(doc.To), words.Plural(len(doc.Devices), "device"))
	if err := writeLine(w, o, head); err != nil {
		return err
	}
	g := doc.lines()
	if err := g.write(w, o); err != nil {
		return err
	}
	if n := len(doc.Passed); n > 0 {
		if err := writeLine(w, o, fmt.Sprintf("%s passed over: no configuration in it (-o json names them)", words.Plural(n, "file"))); err != nil {
			return err
		}
	}
	if err := writeLine(w, o, "\nNot seen in backups:"); err != nil {
		return err
	}
	for _, u := range doc.Unseen {
		if err := writeLine(w, o, "- "+u); err != nil {
			return err
		}
	}
	return nil
}
