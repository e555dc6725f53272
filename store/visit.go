package store

import (
	"github.com/headroom-audit/headroom/fact"
	"github.com/headroom-audit/headroom/transcript"
)

// Meta is what the inventory knew of a device when it was visited.
type Meta struct {
	OS   fact.OS  `json:"os,omitempty"`
	Site string   `json:"site,omitempty"`
	Role string   `json:"role,omitempty"`
	Pair string   `json:"pair,omitempty"`
	Tags []string `json:"tags,omitempty"`
}

// Visit is one device in one scan.
type Visit struct {
	Device     string
	Meta       Meta
	File       string                 // "" = live
	Transcript *transcript.Transcript // nil = nothing was received
	Failure    fact.Failure
	Reading    *Reading // what was judged; nil = nothing. Visits does not read it back
	Metrics    []byte   // what the scan has cost so far, stored with the visit; nil = as it was
}

// CauseDamaged is the cause of a visit whose transcript was stored and cannot be
// read any more.
const CauseDamaged = "damaged"
