import Glibc

/// The process's own output (stdout(3)), written at once: nothing is lost when the process ends.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line. A reader that went away is not our mistake.
    public func writeLine(_ text: String) { write(Array((text + "\n").utf8)) }

    /// Writes bytes as they are.
    public func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { raw in
            var done = 0
            while done < raw.count {
                do throws(Errno) {
                    done += try unsafe SystemCall.write(rawValue, UnsafeRawBufferPointer(rebasing: raw[done...]))
                } catch {
                    return
                }
            }
        }
    }

    /// Whether a person sees it (isatty(3)).
    public var isTerminal: Bool { isatty(rawValue) == 1 }
}
