package iosxr

// What the tests hold. They see the operating system with its rooms, which import this
// package, and so stand outside it.
const (
	LogFilter = logFilter
)

var (
	EventsOf     = events
	HwModule     = hwModule
	IsNotice     = isNotice
	LineCard     = lineCard
	MessageLists = messageLists
	Messages     = messages
)
