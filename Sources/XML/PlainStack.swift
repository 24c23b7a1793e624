internal import Glibc

/// A stack of plain values whose memory stays from document to document.
///
/// An array would ask at each change whether somebody else holds it, which at several changes an element
/// costs as much as the validation of a short value. Whoever owns a stack gives its memory back.
struct PlainStack<Element: BitwiseCopyable> {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    /// An empty stack with room for so many values, at least one.
    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    /// Gives the memory back; the stack must not be used afterwards.
    func deallocate() { base.deallocate() }

    /// The value at a place, which must be below `count`.
    subscript(place: Int) -> Element {
        @inline(__always) get { base[place] }
        @inline(__always) nonmutating set { base[place] = newValue }
    }

    @inline(__always)
    mutating func append(_ value: Element) {
        if count == capacity { grow(to: count + 1) }
        base[count] = value
        count += 1
    }

    @inline(__always)
    mutating func append(contentsOf values: UnsafeBufferPointer<Element>) {
        guard let start = values.baseAddress, values.count > 0 else { return }
        if capacity - count < values.count { grow(to: count + values.count) }
        memcpy(base + count, start, values.count * MemoryLayout<Element>.stride)
        count += values.count
    }

    /// Drops everything above the first `count` values.
    @inline(__always)
    mutating func removeAll(above count: Int) { self.count = count }

    /// Drops everything; memory for more than `most` values is given back.
    mutating func reset(keeping most: Int) {
        count = 0
        guard capacity > most else { return }
        base.deallocate()
        base = .allocate(capacity: most)
        capacity = most
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        memcpy(larger, base, count * MemoryLayout<Element>.stride)
        base.deallocate()
        base = larger
    }
}
