#if DEBUG
    import Glibc

    /// One thing that the seam to the kernel is made to do, in test builds: at which uses of which calls, and
    /// what happens instead of them.
    ///
    /// Written as `CALLS[@PART][#FIRST[-[LAST]]]=ACTION`, for instance `write@ledger/#3=ENOSPC`:
    ///
    /// | part | means |
    /// |---|---|
    /// | `CALLS` | names with commas between them; `*` for every call that changes something, `all` for every call |
    /// | `PART` | only where the path has this in it |
    /// | `FIRST-LAST` | from which use to which, counted over all that fit; one number for one use, `3-` for all from there |
    /// | `ACTION` | `kill`, `skip`, `short`, `hang`, `stop`, the name of an error, `cut:FOLDER`, `commit-cut:FOLDER` |
    ///
    /// `cut` shuts the folder's file system down as a power cut would, and then kills; `commit-cut` makes the
    /// file system's journal durable before, as somebody else's `fsync` might have done. `stop` stops the process before
    /// the call (SIGSTOP), which happens when somebody lets it go on.
    struct FaultRule {
        /// What happens instead of the call.
        enum Action: Equatable {
            case kill
            case skip
            case short
            case hang
            case stop
            case fail(Errno)
            case cut(folder: String, commits: Bool)
        }

        let calls: Set<SystemCall.Name>
        let part: [UInt8]
        let uses: ClosedRange<Int>
        let action: Action
        var count = 0

        private static let errors: [String: CInt] = [
            "EIO": EIO, "ENOSPC": ENOSPC, "EMFILE": EMFILE, "ENFILE": ENFILE, "EINTR": EINTR, "EROFS": EROFS,
            "EDQUOT": EDQUOT, "ENOMEM": ENOMEM, "EACCES": EACCES, "EPERM": EPERM, "ENOENT": ENOENT,
        ]

        /// Reads a rule; nil when it is none.
        init?(_ text: Substring) {
            guard let equals = text.firstIndex(of: "=") else { return nil }
            var place = text[..<equals]
            guard let action = FaultRule.action(text[text.index(after: equals)...]) else { return nil }
            self.action = action
            var uses = 1...Int.max
            if let hash = place.lastIndex(of: "#") {
                let parts = place[place.index(after: hash)...].split(
                    separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
                guard let first = Int(parts[0]) else { return nil }
                let last = parts.count == 1 ? first : parts[1].isEmpty ? Int.max : Int(parts[1])
                guard let last, last >= first else { return nil }
                uses = first...last
                place = place[..<hash]
            }
            self.uses = uses
            if let at = place.firstIndex(of: "@") {
                part = Array(place[place.index(after: at)...].utf8)
                place = place[..<at]
            } else {
                part = []
            }
            switch place {
            case "*": calls = Set(SystemCall.Name.allCases.filter(\.changes))
            case "all": calls = Set(SystemCall.Name.allCases)
            default:
                let names = place.split(separator: ",").map { SystemCall.Name(rawValue: String($0)) }
                guard !names.isEmpty, !names.contains(nil) else { return nil }
                calls = Set(names.compactMap { $0 })
            }
        }

        private static func action(_ text: Substring) -> Action? {
            if let number = errors[String(text)] { return .fail(Errno(number)) }
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            switch parts.first {
            case "kill": return .kill
            case "skip": return .skip
            case "short": return .short
            case "hang": return .hang
            case "stop": return .stop
            case "cut" where parts.count == 2: return .cut(folder: parts[1], commits: false)
            case "commit-cut" where parts.count == 2: return .cut(folder: parts[1], commits: true)
            default: return nil
            }
        }

        /// Whether the rule's turn has come with this use of a call. Counts it.
        mutating func applies(to call: SystemCall.Name, path: () -> [UInt8]) -> Bool {
            guard calls.contains(call), part.isEmpty || FaultRule.contains(path(), part) else { return false }
            count += 1
            return uses.contains(count)
        }

        private static func contains(_ path: [UInt8], _ part: [UInt8]) -> Bool {
            path.count >= part.count
                && (0...(path.count - part.count)).contains { path[$0..<($0 + part.count)].elementsEqual(part) }
        }
    }
#endif
