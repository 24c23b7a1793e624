// A listener on a port of this machine, to show that nobody calls it; and a count that several threads add to.

import Glibc
import Synchronization

/// Listens on 127.0.0.1 at a port that the system chooses.
final class Listener {
    private let descriptor: CInt
    let port: UInt16

    struct Failed: Error {}

    init() throws {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue), 0)
        self.descriptor = descriptor
        guard descriptor >= 0 else { throw Failed() }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard named else { throw Failed() }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    /// Whether somebody has connected.
    var wasCalled: Bool {
        let caller = accept(descriptor, nil, nil)
        if caller >= 0 { close(caller) }
        return caller >= 0
    }
}

/// How often something failed.
final class Failures: Sendable {
    private let number = Mutex(0)

    func add() { number.withLock { $0 += 1 } }

    var count: Int { number.withLock { $0 } }
}
