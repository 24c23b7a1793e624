import XML

/// Takes the elements that a JSON text stands for, in the order in which an XML parser would tell them:
/// the validator's stream, or a writer of XML.
protocol ElementSink: ~Copyable {
    /// Whether `spelling` is wanted. Where it is not, nobody works it out.
    static var keepsSpelling: Bool { get }
    /// Why it takes no more; nil while it does.
    var stop: DocumentStop? { mutating get }
    /// Adds an attribute to the element that starts next.
    mutating func attribute(_ name: Name, namespace: Name?, value: Span<UInt8>)
    /// Binds a prefix for the element that starts next.
    mutating func bind(_ prefix: Name, to namespace: Name)
    /// Forgets the attributes and bindings of the element that starts next.
    mutating func dropAttributes()
    /// An element opens.
    mutating func start(_ name: Name, namespace: Name?, offset: Int, index: Int?)
    /// Text of the open element.
    mutating func text(_ bytes: Span<UInt8>, offset: Int)
    /// An element that holds nothing but text opens and closes.
    mutating func leaf(_ name: Name, namespace: Name?, offset: Int, index: Int?, text: Span<UInt8>)
    /// How the JSON of the open element is spelled.
    mutating func spelling(_ spelling: Spelling)
    /// The open element closes.
    mutating func end()
}

extension ElementStream: ElementSink {
    static var keepsSpelling: Bool { false }
    mutating func spelling(_ spelling: Spelling) {}
}
