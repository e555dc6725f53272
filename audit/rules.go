package audit

// Rules lists every rule, in the order of `headroom rules`. Each is one file
// and one page under docs/rules; a new one is added here.
func Rules() []Rule {
	return []Rule{
		capOver(),
		capNear(),
		capAdjacency(),
		capVRFLabels(),
		capACLRegion(),
		overflowLatched(),
		overflowInsertFailures(),
		overflowOOR(),
		overflowLog(),
		overflowWatermark(),
		overflowNotProgrammed(),
		carveDefault(),
		carvePending(),
		carveUnsaved(),
		carveIgnored(),
		carveVlanTemplate(),
		carveURPF(),
		carveDefaultFlips(),
		engineMixed(),
		readFailed(),
		readIncomplete(),
		readNotUnderstood(),
		readUnverified(),
		readNotAssessed(),
		readStale(),
		hostVirtual(),
		hostNotJudged(),
		sessionHostKey(),
		sessionLegacyCrypto(),
		reloadConfigRegister(),
		reloadManualBoot(),
		reloadStandby(),
		reloadUnsaved(),
		reloadShrinks(),
		reloadInstall(),
		reloadStackMember(),
		reloadBootImage(),
		policyWaiverExpired(), // last: it looks at what all others found
	}
}
