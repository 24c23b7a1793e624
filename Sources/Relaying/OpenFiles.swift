import Files

/// How many files a relay may have open: a descriptor for each of its folders, and for each file in hand. Where the limit
/// is low, fewer are in hand at a time.
struct OpenFiles {
    /// A participant's folders.
    static let ofParticipant = 5
    /// Spool, ledger, index, watches, timers and signals.
    static let ofService = 14
    /// What is open for a moment: a listing, a look into the ledger, the pipes of a program, somebody at the control socket.
    static let ofMoment = 16
    /// The file at hand, and a copy that is being written, or the process that tries it apart.
    static let ofWorker = 3
    /// Fewer files in hand are worth no start.
    static let fewestInHand = 4

    /// The most that may be open.
    let limit: Int

    /// As many as the process may open.
    init(limit: Int = ProcessSettings.openFileLimit) { self.limit = limit }

    /// How many a relay needs, besides what is open before it starts.
    static func need(participants: Int, workers: Int) -> Int {
        ofService + ofMoment + ofParticipant * participants + ofWorker * workers + 2 * fewestInHand
    }

    /// How many files may be in hand at a time.
    ///
    /// - Parameters:
    ///   - open: how many files are open already, the service's and the folders of all participants among them.
    ///   - workers: how many workers there are.
    func mostInHand(open: Int, workers: Int) -> Int {
        let free = limit - open - OpenFiles.ofMoment - OpenFiles.ofWorker * workers
        // What is decided is closed a group later.
        return max(OpenFiles.fewestInHand, free / 2)
    }
}
