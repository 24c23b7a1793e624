/// The names of one object's members, to find one that stands twice.
struct SeenNames {
    private var few: [ArraySlice<UInt8>] = []
    private var many: Set<ArraySlice<UInt8>> = []

    /// Forgets them.
    @inline(__always)
    mutating func removeAll() { if !few.isEmpty { self = SeenNames() } }

    /// False when the name is known already. O(number of names) up to 16, then O(length).
    mutating func insert(_ name: ArraySlice<UInt8>) -> Bool {
        if !many.isEmpty { return many.insert(name).inserted }
        if few.contains(where: { $0.elementsEqual(name) }) { return false }
        few.append(name)
        if few.count > 16 { many = Set(few) }
        return true
    }
}
