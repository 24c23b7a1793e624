import CLinux

/// Rights of this process beyond those of its account (capabilities(7)), as far as the daemon has a use for
/// them. Root has all of them.
public struct Capabilities: Equatable, Sendable {
    /// One bit each, as the kernel numbers them.
    private let bits: UInt64

    /// Those in effect now (capget(2)).
    public static var current: Capabilities { Capabilities(bits: luova_capabilities()) }

    /// Rights for a test, or for none.
    ///
    /// - Parameter bits: one bit each, as in `CapEff` of proc_pid_status(5).
    public init(bits: UInt64) { self.bits = bits }

    /// To give files to other accounts and groups (CAP_CHOWN).
    public var changesOwners: Bool { has(0) }
    /// To signal processes of other accounts (CAP_KILL).
    public var signalsOthers: Bool { has(5) }
    /// To start programs as other accounts (CAP_SETUID and CAP_SETGID).
    public var changesAccount: Bool { has(6) && has(7) }
    /// To take leases on files of other accounts (CAP_LEASE).
    public var takesLeases: Bool { has(28) }

    private func has(_ number: UInt64) -> Bool { bits >> number & 1 == 1 }
}
