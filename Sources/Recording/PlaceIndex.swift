/// Places of an array by hashes of what stands there: a hash table that holds numbers only. Whoever looks compares.
struct PlaceIndex: Sendable {
    private struct Slot {
        var place: Int32
        var hash: UInt32
    }

    private static let free = Slot(place: -1, hash: 0)
    private var slots = [Slot](repeating: PlaceIndex.free, count: 64)
    private var count = 0

    /// The first place with this hash that is the wanted one; nil when there is none.
    func first(_ hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot].place >= 0 {
            if slots[slot].hash == UInt32(truncatingIfNeeded: hash), isWanted(Int(slots[slot].place)) {
                return Int(slots[slot].place)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a place. Amortized O(1).
    mutating func add(_ place: Int, _ hash: UInt64) {
        if count * 2 >= slots.count { grow() }
        put(Slot(place: Int32(place), hash: UInt32(truncatingIfNeeded: hash)))
        count += 1
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: PlaceIndex.free, count: old.count * 2)
        for slot in old where slot.place >= 0 { put(slot) }
    }

    private mutating func put(_ new: Slot) {
        var slot = Int(new.hash) & (slots.count - 1)
        while slots[slot].place >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = new
    }
}
