package collect

// Passed is a file that was not read, and why; Known: it holds no answer of a device
// for certain.
type Passed struct {
	File  string `json:"file"`
	Why   string `json:"why"`
	Known bool   `json:"known,omitempty"`
}

// NotReached is why a file was not read when the scan was ended before its turn.
const NotReached = "interrupted before it was read"
