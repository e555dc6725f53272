package junos

// What the tests hold. They see the operating system with its rooms, which import this
// package, and so stand outside it.
const (
	LogFilter = logFilter
	RowFW     = rowFW
)

var (
	Detect       = detect
	EventsOf     = events
	MessageLists = messageLists
	PFEOf        = pfeOf
	Rejection    = rejection
	WholeOf      = whole
)
