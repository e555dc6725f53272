package fact

// FlagKey names a statement of an output that is no figure.
type FlagKey string

// FlagType says what the value of a flag is.
type FlagType string

// The types of a flag's value.
const (
	TextFlag   FlagType = "text"   // a string
	TruthFlag  FlagType = "truth"  // a bool
	NumberFlag FlagType = "number" // a float64
	StateFlag  FlagType = "state"  // a bool, or a word where the output knows more states
)

// The flags. Those of the first group are what `headroom parse` prints beside the
// rows, whatever becomes of them; the others are read by a rule, a room or the plan.
const (
	FlagChassis            FlagKey = "chassis"
	FlagConfigRegister     FlagKey = "config_register"
	FlagConfigRegisterNext FlagKey = "config_register_next"
	FlagManualBoot         FlagKey = "manual_boot"
	FlagActiveTemplate     FlagKey = "active_template"
	FlagPendingTemplate    FlagKey = "pending_template"
	FlagActiveProfile      FlagKey = "active_profile"
	FlagConfiguredProfile  FlagKey = "configured_profile"
	FlagPendingReload      FlagKey = "pending_reload"
	FlagExceptionState     FlagKey = "exception_state" // raised, or the text of a counter
	FlagOverflow           FlagKey = "overflow"

	FlagImplausible        FlagKey = "implausible"              // figures that contradict themselves, in words
	FlagDisagree           FlagKey = "disagree"                 // two answers that differ, in words
	FlagContradicted       FlagKey = "contradicted"             // what speaks against the row of a resource (About)
	FlagUnowned            FlagKey = "unowned_answer"           // the question that loose text looks like the answer to
	FlagLooksExhausted     FlagKey = "looks_like_exhaustion"    // a message that smells of exhaustion and is on no list
	FlagDiffers            FlagKey = "route_consistency_failed" // the device's own comparison of routes with the hardware
	FlagUpdateFailed       FlagKey = "update_failed"            // the hardware did not take an entry
	FlagUnsafeReload       FlagKey = "unsafe_reload"            // the log says that a reload would not come back as it should
	FlagLimitReached       FlagKey = "limit_reached"            // a configured limit, no memory
	FlagPendingDoubt       FlagKey = "pending_doubt"            // why it is not known changes pending a reload
	FlagLastReset          FlagKey = "last_reset_at"            // when, as time.DateTime
	FlagQueuedRoutes       FlagKey = "krt_queued_total"         // changes of routes that wait in the kernel
	FlagCardDown           FlagKey = "card_not_running"         // the card, with its state
	FlagIdle               FlagKey = "nothing_to_judge"         // why the device has no memory that counts
	FlagFabric             FlagKey = "fabric"                   // the device runs as part of a fabric with a controller
	FlagLayer3             FlagKey = "layer3"                   // false: it does not route
	FlagConfigRejected     FlagKey = "config_rejected"          // a line of configuration that the device refused
	FlagBootEmpty          FlagKey = "boot_empty"
	FlagBootNext           FlagKey = "boot_next" // the image of the next boot
	FlagBlocksReload       FlagKey = "blocks_reload"
	FlagDualMaster         FlagKey = "dual_master"
	FlagISSU               FlagKey = "issu_in_progress"
	FlagInstallUncommitted FlagKey = "install_uncommitted"
	FlagInstallActive      FlagKey = "install_active"    // the packages, sorted
	FlagInstallCommitted   FlagKey = "install_committed" // the packages, sorted

	FlagFlavour         FlagKey = "flavour"
	FlagProfileLogged   FlagKey = "profile_change_logged"
	FlagHwModule        FlagKey = "hw_module"           // the lines, joined by "; "
	FlagHwModuleAll     FlagKey = "hw_module_all"       // the answer would show every such line
	FlagHwModuleAdmin   FlagKey = "hw_module_all_admin" // the same, of the admin plane
	FlagNPUMode         FlagKey = "npu_operating_mode"
	FlagURPF            FlagKey = "urpf"            // as the hardware runs
	FlagURPFConfigured  FlagKey = "urpf_configured" // as the configuration says
	FlagServiceTemplate FlagKey = "tcam_service_template"
	FlagModeRunning     FlagKey = "mode_in_running_config"
	FlagModeStartup     FlagKey = "mode_in_startup_config"

	FlagMemberProfile  FlagKey = "member_profile"               // the profile that a member (About) runs
	FlagLongConfigured FlagKey = "configured num-65-127-prefix" // room for long IPv6 prefixes
	FlagLongActive     FlagKey = "active num-65-127-prefix"     // the same of a member (About)
	FlagShown          FlagKey = "configuration_shown"          // the hierarchy was shown whole
	FlagHidden         FlagKey = "configuration_hidden"         // a part of it was not: denied, or in a group that was not shown
)

// Type says what values a flag has; "" where the key is not declared.
func (k FlagKey) Type() FlagType { return flagTypes()[k] }

func flagTypes() map[FlagKey]FlagType {
	out := map[FlagKey]FlagType{FlagQueuedRoutes: NumberFlag, FlagExceptionState: StateFlag}
	for _, k := range []FlagKey{
		FlagManualBoot, FlagPendingReload, FlagOverflow, FlagFabric, FlagLayer3, FlagBootEmpty, FlagDualMaster, FlagISSU, FlagInstallUncommitted,
		FlagHwModuleAll, FlagHwModuleAdmin,
	} {
		out[k] = TruthFlag
	}
	for _, k := range []FlagKey{
		FlagChassis, FlagConfigRegister, FlagConfigRegisterNext, FlagActiveTemplate, FlagPendingTemplate, FlagActiveProfile, FlagConfiguredProfile,
		FlagImplausible, FlagDisagree, FlagContradicted, FlagUnowned, FlagLooksExhausted, FlagDiffers, FlagUpdateFailed,
		FlagUnsafeReload, FlagLimitReached, FlagPendingDoubt, FlagLastReset, FlagCardDown, FlagIdle, FlagConfigRejected, FlagBootNext,
		FlagBlocksReload, FlagInstallActive, FlagInstallCommitted, FlagFlavour, FlagProfileLogged, FlagHwModule, FlagNPUMode, FlagURPF,
		FlagURPFConfigured, FlagServiceTemplate, FlagModeRunning, FlagModeStartup, FlagMemberProfile, FlagLongConfigured, FlagLongActive,
		FlagShown, FlagHidden,
	} {
		out[k] = TextFlag
	}
	return out
}

// Flag is one named statement of an output, with the value as printed.
type Flag struct {
	Key   FlagKey
	About string // the member or resource it is about; "" = the device
	Value any    // as the type of its key says
	Span  Span
}

// Name is how a flag is printed: its key, and what it is about.
func (f *Flag) Name() string {
	if f.About == "" {
		return string(f.Key)
	}
	return string(f.Key) + " " + f.About
}

// Text is the value where it is text, else "".
func (f *Flag) Text() string {
	text, _ := f.Value.(string)
	return text
}

// Typed reports whether the key is declared and the value is of its type.
func (f *Flag) Typed() bool {
	_, text := f.Value.(string)
	_, truth := f.Value.(bool)
	_, number := f.Value.(float64)
	switch f.Key.Type() {
	case TextFlag:
		return text
	case TruthFlag:
		return truth
	case NumberFlag:
		return number
	case StateFlag:
		return truth || text
	}
	return false
}

// Flag adds a flag.
func (r *Reading) Flag(key FlagKey, value any, span Span) {
	r.Flags = append(r.Flags, Flag{Key: key, Value: value, Span: span})
}

// FlagOf adds a flag about a part of the device.
func (r *Reading) FlagOf(key FlagKey, about string, value any, span Span) {
	r.Flags = append(r.Flags, Flag{Key: key, About: about, Value: value, Span: span})
}

// Said gives the first flag of a key.
func (d *Device) Said(key FlagKey) (Flag, bool) {
	for _, f := range d.Flags {
		if f.Key == key {
			return f, true
		}
	}
	return Flag{}, false
}
