package nxos

// What the tests hold. They see the operating system with its rooms, which import this
// package, and so stand outside it.
var (
	EventsOf     = events
	MessageLists = messageLists
	ModuleOfLine = module
	ModuleScope  = moduleScope
	NotRunning   = notRunning
	NoticeOf     = notice
	RelayOf      = relay
)
