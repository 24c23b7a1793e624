/// What happened, as far as a log tells it apart: a closed list that grows at its end. Each has a number that never
/// changes, by which a journal finds all of its kind (sd_journal_print(3), MESSAGE_ID).
public enum LogEvent: String, CaseIterable, Sendable {
    /// It takes files.
    case ready
    /// It was told to stop, and finishes what is in hand.
    case stopping
    /// Another routing table is in force.
    case reloaded
    /// A new routing table is wrong; the old one stays in force.
    case reloadRefused
    /// Which custody the rights of the process allow.
    case rights
    /// An account or a group is not as the routing table, or a delivery, needs it.
    case account
    /// Events of drop folders were lost or cannot be had; folders are read instead.
    case watching
    /// A crash was mended, or messages wait since before the start.
    case recovery
    /// The process before ended while it inspected files.
    case suspects
    /// Something in the spool is not what the ledger says.
    case damage
    /// Something keeps the service from its work.
    case fault
    /// A fault is over.
    case faultOver
    /// A file cannot be taken, and is left where it is.
    case file
    /// A folder lies in a drop folder.
    case folder
    /// The validator gave up: somebody should look at once.
    case alarm
    /// A program did not take a message.
    case programFailed
    /// What a program said on its standard error.
    case programWords
    /// A worker does not come back from a file; the service ends.
    case stuck
    /// The disk failed; the service ends rather than acknowledge what it cannot keep.
    case diskFailed
    /// The service manager cannot be told.
    case notification
    /// Something that somebody should see to has begun.
    case alarmBegun
    /// It is over.
    case alarmOver
    /// Metrics or the status page cannot be written, or the program for alarms failed.
    case reporting
    /// An operator had something done, or has stopped something.
    case operated

    /// Its number: 32 hexadecimal digits, drawn once.
    public var identifier: String {
        switch self {
        case .ready: "3ceaaf30814248ea91d93080f9b439fc"
        case .stopping: "9dfb369bab134faea27655daa05f1119"
        case .reloaded: "6301bbfca0c5454e8ff9bb510944fe0c"
        case .reloadRefused: "6fced11d2bd841e6847a8387cdde8d51"
        case .rights: "3a124c647e024f05b7c1dce27f7695f5"
        case .account: "66080f174c9648e29cbd0ba3a1a6bcde"
        case .watching: "b120a366f0bb49cf82f2dc05873f9bd0"
        case .recovery: "78b7d0ac84774ce08e4cda11b43c589b"
        case .suspects: "2330fcf1562a44b888668d77e827062c"
        case .damage: "c1acc9906424450aa36bf9b3ddcb369d"
        case .fault: "9ad9b9a25e78454db065a1c284cc4549"
        case .faultOver: "993565976fba4662b6a730b7b12e9eed"
        case .file: "8df08078a22e418085c2c2af3977a654"
        case .folder: "f3194a3b381e43e7952c466e473a1797"
        case .alarm: "c498b6e73648445e9afa3a387f006745"
        case .programFailed: "ab57f985433243daa75a2e199b58ba8d"
        case .programWords: "c1b87f1a7323491b99f9cbef0f69a4d0"
        case .stuck: "2eb737282fea475eb5365e1458294a90"
        case .diskFailed: "ac3e0b5bc29147098c1e26038dabf68e"
        case .notification: "2f314fdb43c44bc7a4ccdcf9ea5ee53c"
        case .alarmBegun: "8a28324d19cc4dd9bcc901a0ecfe4638"
        case .alarmOver: "f9909ced17574509b39dd28a2878c262"
        case .reporting: "ff7a716965494fa18f7b0f2dcb7abfb0"
        case .operated: "519ea469d0464b53a22d9078d5cab125"
        }
    }
}
