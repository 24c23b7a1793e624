internal import Glibc

// What a start tag may hold at most. Apart, because few tags have anything to be counted.

extension SchemaSession {
    /// What is too large in a start tag; nil when nothing is. It changes nothing; but otherwise the whole session
    /// would be copied for it.
    @inline(never)
    mutating func excess(
        _ name: UnsafePointer<UInt8>, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, attributeCount: Int,
        namespaceCount: Int, longestName: Int
    ) -> DocumentStop? {
        if attributeCount + namespaceCount > limits.attributes { return .attributes }
        let areNamesShort = longestName <= limits.name
        if !areNamesShort, isTooLong(name) { return .name }
        for place in 0..<attributeCount {
            if !areNamesShort, let attribute = attributes?[place * 5], isTooLong(attribute) { return .name }
            if let attributes, let from = attributes[place * 5 + 3], let to = attributes[place * 5 + 4],
                to - from > textLimit
            {
                return .text
            }
        }
        return nil
    }

    private mutating func isTooLong(_ name: UnsafePointer<UInt8>) -> Bool {
        let text = UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
        return strnlen(text, limits.name + 1) > limits.name
    }
}
