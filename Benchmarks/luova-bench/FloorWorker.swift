import Files
import Glibc

/// One thread of the floor: takes a group of names, stages it, makes it durable, delivers it, until
/// there are no more. All memory is made before the first file.
struct FloorWorker {
    /// What the threads share.
    let job: UnsafeMutablePointer<FloorJob>
    /// The files of the group at hand.
    let slots: UnsafeMutablePointer<FloorSlot>
    /// How many files there are in it.
    var count = 0
    /// Judges them.
    let validation: FloorValidation
    /// The bytes of the file at hand, and a NUL.
    var buffer: UnsafeMutablePointer<UInt8>
    /// How many bytes fit.
    var capacity = 65_536
    /// The name of a body in `taken/`.
    let takenName: FloorName
    /// The name under which it is delivered.
    let finalName: FloorName
    /// The name that this thread gives to the original that it removes; each replaces the one before.
    let claimName: FloorName
    /// Which receivers' folders were renamed into since they were last made durable.
    let touched: UnsafeMutablePointer<Bool>
    /// The lines of the group for the ledger.
    let lines = FloorLines()

    /// A worker with memory of its own. Call it on its thread.
    init(_ job: UnsafeMutablePointer<FloorJob>) {
        self.job = job
        validation = FloorValidation(Array(job.pointee.schemas))
        slots = .allocate(capacity: FloorListing.group)
        let names = UnsafeMutablePointer<CChar>.allocate(capacity: FloorListing.group * FloorListing.nameSize)
        for place in 0..<FloorListing.group {
            (slots + place).initialize(to: FloorSlot(name: names + place * FloorListing.nameSize))
        }
        buffer = .allocate(capacity: capacity)
        takenName = FloorName(job.pointee.moves ? "m." : "c.", "")
        finalName = FloorName("message.", "")
        touched = .allocate(capacity: job.pointee.pickups.count)
        touched.initialize(repeating: false, count: job.pointee.pickups.count)
        claimName = FloorName("x.", "")
    }

    /// Works until nothing is left.
    mutating func run() {
        count = job.pointee.listing.take(slots)
        // A name that no other thread has.
        _ = claimName.set(slots[0].sequence)
        while count > 0 {
            for place in 0..<count { job.pointee.moves ? stageMove(slots + place) : stageCopy(slots + place) }
            if job.pointee.moves { checkCustody() }
            synchronize()
            for place in 0..<count { lines.set(place, slots + place) }
            lines.append(count, to: job.pointee.ledger)
            for place in 0..<count { job.pointee.moves ? deliverMoved(slots + place) : deliverCopy(slots + place) }
            count = job.pointee.listing.take(slots)
        }
        if !job.pointee.moves { unlinkat(job.pointee.taken, claimName.text, 0) }
    }
}
