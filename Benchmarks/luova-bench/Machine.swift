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

    /// How busy it is now: the load averages of 1, 5 and 15 minutes.
    static var load: String {
        let text = (try? WholeFile.read("/proc/loadavg")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: " ").prefix(3).joined(separator: " ")
    }

    /// What stands above a table.
    var title: String { "machine: \(kernel) \(architecture), \(cores) cores, load \(Machine.load)" }

    /// Adds the machine to an object.
    func add(to object: inout JSONLine) {
        object.add("kernel", kernel)
        object.add("architecture", architecture)
        object.add("cores", cores)
        object.add("load", Machine.load)
    }

    private static func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
