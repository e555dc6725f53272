package audit

// Rules lists every rule, in the order of `headroom rules`. Each is one file
// and one page under docs/rules; a new one is added here.
func Rules() []Rule {
	return []Rule{
		capOver(),
		capNear(),
		overflowLatched(),
		overflowInsertFailures(),
		overflowOOR(),
		overflowLog(),
		carveDefault(),
		carvePending(),
		carveUnsaved(),
		readFailed(),
		readIncomplete(),
		readNotUnderstood(),
		readUnverified(),
		readStale(),
		hostVirtual(),
		reloadConfigRegister(),
		reloadManualBoot(),
		reloadStandby(),
		reloadUnsaved(),
	}
}
