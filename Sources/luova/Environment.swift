import Files

/// What the environment says, read once at the start: nothing else in the house looks at it.
enum Environment {
    /// Where the service manager listens (sd_notify(3)); nil when there is none.
    static let notifySocket = ProcessEnvironment.value("NOTIFY_SOCKET")
    /// Whether standard error goes to the journal (systemd.exec(5)).
    static let hasJournal = ProcessEnvironment.value("JOURNAL_STREAM").map(Journal.receivesStandardError) ?? false
    /// Within how many nanoseconds the service manager wants to hear from us again and again
    /// (sd_watchdog_enabled(3)); nil when it does not watch this process.
    static let watchdogInterval: Int64? = {
        let process = ProcessEnvironment.value("WATCHDOG_PID")
        guard process == nil || process == "\(ProcessSettings.identifier)" else { return nil }
        guard let text = ProcessEnvironment.value("WATCHDOG_USEC"), let time = Int64(text), (1...1 << 50) ~= time else {
            return nil
        }
        return time * 1_000
    }()
    /// Where temporary folders belong.
    static let temporaryFolder = ProcessEnvironment.value("TMPDIR") ?? "/tmp"

    #if DEBUG
        /// What is to go wrong, in test builds: rules of the fault seam, and where calls are noted.
        static let faults = ProcessEnvironment.value("LUOVA_FAULTS")
        static let faultTrace = ProcessEnvironment.value("LUOVA_FAULT_TRACE")
        /// By how many seconds the clock goes before the kernel's, in test builds.
        static let clockShift = ProcessEnvironment.value("LUOVA_CLOCK_SHIFT").flatMap { Int64($0) }
        /// The file that says by how many nanoseconds it does so at each moment, in test builds.
        static let clockFile = ProcessEnvironment.value("LUOVA_CLOCK_FILE")
    #endif
}
