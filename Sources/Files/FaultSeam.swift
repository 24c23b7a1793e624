#if DEBUG
    import CLinux
    import Glibc
    import Synchronization

    /// The fault seam: makes calls to the kernel fail, come up short, be left out, or be the last that the
    /// process does. It is in test builds only; a release has none of it.
    public enum FaultSeam {
        private struct State: Sendable {
            var rules: [FaultRule] = []
            var trace: CInt = -1
        }

        private static let isActive = Atomic<Bool>(false)
        private static let state = Mutex<State>(State())

        /// Puts rules into force, with semicolons between them, in place of those before; an empty text takes
        /// them back. False, and nothing changes, when one of them is no rule; see `FaultRule`.
        ///
        /// - Parameter trace: a file to which every call is added: whether it `changes` something or `looks`, its name,
        ///   and the path.
        public static func install(_ text: String, trace: String? = nil) -> Bool {
            let rules = text.split(separator: ";").map { FaultRule($0) }
            guard !rules.contains(where: { $0 == nil }) else { return false }
            state.withLock { state in
                if state.trace >= 0 { close(state.trace) }
                state = State()
                state.rules = rules.compactMap { $0 }
                if let trace {
                    state.trace = unsafe luova_openat(AT_FDCWD, trace, O_WRONLY | O_CREAT | O_APPEND, 0o644)
                }
                isActive.store(!state.rules.isEmpty || state.trace >= 0, ordering: .relaxed)
            }
            return true
        }

        /// What is to happen instead of a call; nil for the call itself.
        static func next(_ call: SystemCall.Name, _ descriptor: CInt, _ name: [CChar]?) -> FaultRule.Action? {
            guard isActive.load(ordering: .relaxed) else { return nil }
            return state.withLock { state in
                if state.trace >= 0 {
                    let kind = call.changes ? "changes" : "looks"
                    let line = Array("\(kind) \(call.rawValue) ".utf8) + path(descriptor, name) + [0x0A]
                    _ = unsafe line.withUnsafeBytes { unsafe write(state.trace, $0.baseAddress, $0.count) }
                }
                var action: FaultRule.Action?
                for place in state.rules.indices
                where state.rules[place].applies(to: call, path: { path(descriptor, name) }) {
                    action = action ?? state.rules[place].action
                }
                // Under the lock, so that no other thread gets a call in between.
                switch action {
                case .kill: end()
                case .cut(let folder, let commits):
                    _ = unsafe luova_shut_down(folder, commits ? 1 : 0)
                    end()
                default: return action
                }
            }
        }

        private static func end() -> Never {
            kill(getpid(), SIGKILL)
            while true { pause() }
        }

        /// The path of an open file, or of a name in an open folder.
        private static func path(_ descriptor: CInt, _ name: [CChar]?) -> [UInt8] {
            var bytes = [CChar](repeating: 0, count: 4_096)
            let link = "/proc/self/fd/\(descriptor)"
            let count = descriptor < 0 ? 0 : unsafe readlink(link, &bytes, bytes.count)
            bytes.removeLast(bytes.count - max(0, count))
            if let name { bytes += [CChar(bitPattern: UInt8(ascii: "/"))] + name.dropLast() }
            return bytes.map { UInt8(bitPattern: $0) }
        }
    }
#endif
