import Files

/// What the environment says, read once at the start: nothing else in the house looks at it.
enum Environment {
    /// Where the service manager listens (sd_notify(3)); nil when there is none.
    static let notifySocket = ProcessEnvironment.value("NOTIFY_SOCKET")
    /// Whether standard error goes to the journal (systemd.exec(5)).
    static let isUnderSystemd = ProcessEnvironment.value("JOURNAL_STREAM") != nil
    /// Where temporary folders belong.
    static let temporaryFolder = ProcessEnvironment.value("TMPDIR") ?? "/tmp"

    #if DEBUG
        /// What is to go wrong, in test builds: rules of the fault seam, and where calls are noted.
        static let faults = ProcessEnvironment.value("LUOVA_FAULTS")
        static let faultTrace = ProcessEnvironment.value("LUOVA_FAULT_TRACE")
    #endif
}
