import CLibXML2
import CLinux
import Files
import Glibc

/// One attacker: a sender that drops messages and does to them whatever its account allows, in the hope that a
/// change reaches what is delivered. A process of its own, so that it has an account of its own.
struct Attacker {
    /// The hidden verb that starts it.
    static let verb = "attacker"
    /// Names that all attackers share, so that they are in each other's way too.
    private static let names = 12
    /// Bytes of a message.
    static let size = 1_200

    /// A descriptor that is kept, to be tried again later.
    private struct Kept {
        var number: CInt
        var at: Int64
        var writes: Bool
    }

    private let drop: String
    private let end: Int64
    private let place: Int
    private let cast: AttackCast
    private var random: RandomStream
    private var mill = MessageMill(size: Attacker.size)
    private var count = 0
    private var kept: [Kept] = []
    /// Opens for writing that succeeded.
    private var opens = 0
    /// Of those, on a file that had become the daemon's and stayed so: a body.
    private var late = 0
    /// Writes through a descriptor.
    private var writes = 0
    private var letter: UInt8 = 0x61
    private let pinned: PinnedMessage?

    /// Reads the words of `words`.
    init(_ words: [String]) throws(Failure) {
        guard words.count == 5, let seconds = Int64(words[1]), let place = Int(words[2]),
            let custody = BenchCustody(rawValue: words[3])
        else { throw Failure(.usage, "attacker: it is started by 'luova-bench attack'; use that") }
        drop = words[0]
        end = Clock.monotonic() + seconds * 1_000_000_000
        self.place = place
        cast = try AttackCast(custody)
        pinned = words[4] == "-" ? nil : PinnedMessage(source: words[4])
        random = RandomStream(seed: UInt64(place))
    }

    /// The command line of one attacker.
    ///
    /// - Parameter source: a file whose content direct reads bring; "-" for no such reads.
    static func words(
        _ drop: String, seconds: Int, place: Int, _ custody: BenchCustody, source: String
    ) -> [String] {
        [verb, drop, String(seconds), String(place), custody.rawValue, source]
    }

    /// Attacks until the time is over, and prints what it did.
    mutating func run() throws(Failure) {
        try cast.become()
        umask(0)
        Attacker.interruptWaits()
        while Clock.monotonic() < end {
            for _ in 0..<random.below(6) { _ = feed() }
            let path = feed()
            // At every distance from the moment when the daemon hears of it.
            for _ in 0..<random.below(4) {
                spin(random.below(200_000))
                attack(path)
            }
            for _ in 0..<random.below(6) { attack(name(random.below(Attacker.names))) }
            revisit()
            if let pinned, random.below(8) == 0 { pin(pinned) }
        }
        while !kept.isEmpty { drop(0) }
        StandardStream.output.writeLine("\(opens) \(late) \(writes)")
    }

    /// No open waits for ever, on a pipe that nobody reads or on a lease: a signal ends it.
    private static func interruptWaits() {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGALRM, &action, nil)
        var timer = itimerval(
            it_interval: timeval(tv_sec: 0, tv_usec: 50_000), it_value: timeval(tv_sec: 0, tv_usec: 50_000))
        setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
    }

    private func name(_ number: Int) -> String { "\(drop)/m-\(number).xml" }

    private func spin(_ nanoseconds: Int) {
        let end = Clock.monotonic() + Int64(nanoseconds)
        while Clock.monotonic() < end {}
    }

    /// Drops a good message under a name of its own or a shared one, in one of the ways in which senders do.
    private mutating func feed() -> String {
        count += 1
        let path = random.below(2) == 0 ? "\(drop)/n-\(place)-\(count).xml" : name(random.below(Attacker.names))
        let part = "\(drop)/.\(place).part"
        let bytes = mill.message(place << 32 | count)
        let inPlace = random.below(8) == 0
        let number = open(inPlace ? path : part, O_RDWR | O_CREAT | O_TRUNC | O_NONBLOCK | O_NOFOLLOW, 0o660)
        guard number >= 0 else { return path }
        _ = bytes.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
        if !inPlace { rename(part, path) }
        // Some keep it open for a while, and write to it when it should be theirs no more.
        if random.below(6) == 0 { keep(number, writes: true) } else { close(number) }
        return path
    }

    /// Drops a message into which the disk still writes, though nobody has it open.
    private mutating func pin(_ pinned: PinnedMessage) {
        count += 1
        let part = "\(drop)/.\(place).part"
        pinned.write(mill.message(place << 32 | count), to: part, pause: random.below(300_000))
        rename(part, "\(drop)/p-\(place)-\(count).xml")
    }

    // MARK: What can be done to a name

    private mutating func attack(_ path: String) {
        switch random.below(40) {
        case 0..<18: tryOpen(path, random.below(3) == 0 ? O_NONBLOCK : 0)
        case 18..<22:
            // To be opened again through /proc when it is in the daemon's hands.
            let number = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
            if number >= 0 { keep(number, writes: false) }
        case 22, 23: truncate(path, off_t(random.below(Attacker.size)))
        case 24, 25: _ = luova_renameat2(AT_FDCWD, path, AT_FDCWD, name(random.below(Attacker.names)), 2)
        case 26, 27: rename(path, name(random.below(Attacker.names)))
        case 28..<31: link(path, "\(drop)/.link-\(place)")
        case 31, 32: unlink("\(drop)/.link-\(place)")
        case 33: rename("\(drop)/.link-\(place)", path)
        case 34, 35: chmod(path, mode_t([0o000, 0o666, 0o640, 0o600, 0o4777][random.below(5)]))
        case 36: unlink(path)
        case 37: swap(path) { symlink("/etc/passwd", $0) }
        case 38: swap(path) { mkfifo($0, 0o660) }
        default:
            if random.below(4) == 0 { swap(path) { mkdir($0, 0o770) } }
            rmdir(path)
        }
    }

    /// Puts something that is no message in the place of a name.
    private func swap(_ path: String, _ make: (String) -> CInt) {
        let other = "\(drop)/.other-\(place)"
        unlink(other)
        if make(other) == 0, rename(other, path) != 0 { rmdir(other) }
    }

    private mutating func tryOpen(_ path: String, _ flags: CInt) {
        let number = open(path, O_WRONLY | O_NOFOLLOW | flags)
        guard number >= 0 else { return }
        opens += 1
        if random.below(2) == 0 { scribble(number) }
        keep(number, writes: true)
    }

    /// Changes one byte of the remark, or makes the file longer or shorter.
    private mutating func scribble(_ number: CInt) {
        letter = letter == 0x7A ? 0x61 : letter + 1
        if random.below(10) == 0 {
            if ftruncate(number, off_t(Attacker.size - 1 + random.below(3))) == 0 { writes += 1 }
        } else if pwrite(number, &letter, 1, off_t(Attacker.size - 40)) == 1 {
            writes += 1
        }
    }

    // MARK: What is kept

    private mutating func keep(_ number: CInt, writes: Bool) {
        kept.append(Kept(number: number, at: Clock.monotonic(), writes: writes))
        if kept.count > 200 { drop(0) }
    }

    /// Tries kept descriptors again: one of a name that may have been taken meanwhile, and those that are old.
    private mutating func revisit() {
        if !kept.isEmpty {
            let place = random.below(kept.count)
            if kept[place].writes {
                scribble(kept[place].number)
                // Most writers must go, or nothing would ever be taken by move.
                if random.below(3) > 0 { drop(place) }
            } else {
                let number = open("/proc/self/fd/\(kept[place].number)", O_WRONLY | O_NONBLOCK)
                if number >= 0 {
                    opens += 1
                    keep(number, writes: true)
                }
            }
        }
        while let first = kept.first, Clock.monotonic() - first.at > 1_500_000_000 { drop(0) }
    }

    /// Lets go of a descriptor; before that, looks whether it is one that writes to a body.
    private mutating func drop(_ place: Int) {
        let last = kept.remove(at: place)
        var status = stat()
        if last.writes, cast.attacker.user != cast.service, fstat(last.number, &status) == 0,
            status.st_uid == cast.service
        {
            // It may be on its way back to us. If it is not, the receiver finds what is written here.
            spin(20_000_000)
            if fstat(last.number, &status) == 0, status.st_uid == cast.service, status.st_nlink > 0 { late += 1 }
            scribble(last.number)
        }
        close(last.number)
    }
}
