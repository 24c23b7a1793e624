import Files
import Glibc

/// What the figures were measured on.
struct Machine {
    /// The kernel's name and version.
    let kernel: String
    /// The processor's architecture.
    let architecture: String
    /// Processors that may run us.
    let cores = ProcessSettings.processors

    /// Asks the kernel (uname(2)).
    init() {
        var names = utsname()
        uname(&names)
        kernel = "\(Machine.text(names.sysname)) \(Machine.text(names.release))"
        architecture = Machine.text(names.machine)
    }

    private static func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
