// A file of the time zone database, written by the test that reads it.

/// What such a file says; every part can be made wrong.
struct TimeZoneFile {
    var magic = "TZif"
    var version = UInt8(ascii: "2")
    var changes: [(at: Int64, kind: UInt8)] = []
    var offsets: [Int32] = [0]
    var leapSeconds = 0
    var footer = "UTC0"
    /// Whether the first part has what the second has, for readers that are older; the zone compiler leaves it out now.
    var isFat = false

    var bytes: [UInt8] {
        part(sizeOfTime: 4, isEmpty: !isFat) + part(sizeOfTime: 8, isEmpty: false) + Array("\n\(footer)\n".utf8)
    }

    private func part(sizeOfTime: Int, isEmpty: Bool) -> [UInt8] {
        var bytes = Array(magic.utf8) + [version] + [UInt8](repeating: 0, count: 15)
        let changes = isEmpty ? [] : changes
        let offsets = isEmpty ? [] : offsets
        let leapSeconds = isEmpty ? 0 : leapSeconds
        let characters = isEmpty ? 0 : 4
        for count in [offsets.count, 0, leapSeconds, changes.count, offsets.count, characters] {
            bytes += TimeZoneFile.number(Int64(count), 4)
        }
        for change in changes { bytes += TimeZoneFile.number(change.at, sizeOfTime) }
        bytes += changes.map(\.kind)
        for offset in offsets { bytes += TimeZoneFile.number(Int64(offset), 4) + [0, 0] }
        bytes += [UInt8](repeating: 0, count: characters + leapSeconds * (sizeOfTime + 4))
        bytes += [UInt8](repeating: 1, count: offsets.count)
        return bytes
    }

    private static func number(_ number: Int64, _ count: Int) -> [UInt8] {
        (1...count).map { UInt8(truncatingIfNeeded: number >> (8 * Int64(count - $0))) }
    }
}
