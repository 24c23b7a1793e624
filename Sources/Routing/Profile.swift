/// What may not pass on a route, because its receiver has no need to know it.
public struct Profile: Sendable {
    /// Its id.
    public var identifier: String
    /// Paths of elements and attributes, written as those of header fields. A message that carries one of them
    /// is refused.
    public var forbids: [String]
}
