import Glibc

/// The environment that the process was started with (environ(7)).
public enum ProcessEnvironment {
    /// The value of a variable; nil when it is not set.
    public static func value(_ name: String) -> String? {
        guard let raw = unsafe getenv(name) else { return nil }
        return unsafe String(cString: raw)
    }
}
