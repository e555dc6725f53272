package lab

// FaultTable gives every fault with what it does, for the page that lists them.
func FaultTable() []FaultInfo { return faultTable() }

// User is who may log in where a device does not say otherwise.
func (l *Lab) User() string { return l.cfg.User }
