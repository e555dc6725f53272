package collect

// Passed is a file that was not read, and why; Known: it holds no answer of a device
// for certain.
type Passed struct {
	File  string `json:"file"`
	Why   string `json:"why"`
	Known bool   `json:"known,omitempty"`
}
