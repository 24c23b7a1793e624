import Dispatch
import Files
import Synchronization

/// What the system says of accounts by their names, as far as it says it soon: a directory of accounts may hang, and
/// whoever checks a table shall hear of that, and not hang with it.
struct AccountCheck: Sendable {
    private enum Answer: Sendable {
        case there, missing
        case failed(AccountDirectoryError)
    }

    /// So many seconds are waited for all answers together.
    private static let patience = 5

    private let answers: [String: Answer]

    /// Asks.
    init(_ names: some Sequence<String>) {
        let names = Set(names).sorted()
        guard !names.isEmpty else {
            answers = [:]
            return
        }
        let found = Found()
        DispatchQueue(label: "luova.owners").async {
            for name in names {
                do throws(AccountDirectoryError) {
                    found.set(try Account(name: name) == nil ? .missing : .there, of: name)
                } catch {
                    found.set(.failed(error), of: name)
                }
            }
            found.isWhole.signal()
        }
        _ = found.isWhole.wait(timeout: .now() + .seconds(AccountCheck.patience))
        answers = found.all
    }

    /// Answers that come while somebody waits for them.
    private final class Found: Sendable {
        let isWhole = DispatchSemaphore(value: 0)
        private let answers = Mutex<[String: Answer]>([:])

        var all: [String: Answer] { answers.withLock { $0 } }

        func set(_ answer: Answer, of name: String) { answers.withLock { $0[name] = answer } }
    }

    /// What there is to say of an account; nil where it is there.
    ///
    /// - Parameter loss: what would come of it where it is not.
    func words(_ name: String, without loss: String) -> String? {
        let (reason, test): (String, String)
        switch answers[name] {
        case .there: return nil
        case .missing: return "this system has no account '\(name)'; \(loss) here"
        case .failed(let error): (reason, test) = (error.reason, error.test)
        case nil:
            reason =
                "the system's directory of accounts did not say within \(AccountCheck.patience) s whether there is an account '\(name)'"
            test = "getent passwd \(name)"
        }
        return "\(reason); a daemon would wait until it does; look at the directory (\(test))"
    }
}
