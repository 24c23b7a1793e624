import Messages
import XML

/// Walks the tokens of one JSON message and calls a sink as an XML parser would for the same content:
/// object member = child element, `@name` = attribute, `#text` = text beside attributes, array =
/// repeated element, scalar = text, `null` = xsi:nil, `#content` = children in an order of their own.
///
/// Members come in any order and are told in the order of the schema; an object that is in that order
/// already is told as it stands. Recursion is bounded by the scanner's depth.
///
/// It cannot be copied: a copy for each call in which nothing changes would hold all its arrays once more.
struct JSONProjector: ~Copyable {
    private(set) var document: [UInt8]
    private(set) var tokens: [JSONToken]
    let projection: Projection
    /// Names that the contract does not have.
    let strangers: NameTable
    /// What the schema cannot say: duplicate members, arrays in arrays, characters that XML has not.
    private(set) var mistakes: [(offset: Int, error: MessageError)] = []
    /// The children of all objects that are open, one object's behind the other's. Behind the first `memberCount`
    /// stands what is left of others: to take that away would cost as much as to read the next.
    var members: [Member] = []
    var memberCount = 0
    var scratch: [UInt8] = []
    /// How the element that starts next is spelled.
    var spellings: [Spelling] = []
    /// How the attributes of the object at hand are spelled.
    var attributeSpellings: [Spelling] = []
    /// The names in the object at hand that no mark stands for.
    var names = SeenNames()

    init(document: [UInt8], tokens: [JSONToken], projection: Projection, strangers: NameTable) {
        self.document = document
        self.tokens = tokens
        self.projection = projection
        self.strangers = strangers
    }

    /// Turns to another text, or to none.
    mutating func begin(_ document: [UInt8], _ tokens: [JSONToken]) {
        self.document = document
        self.tokens = tokens
        if !mistakes.isEmpty { mistakes.removeAll() }
        memberCount = 0
        // Names are slices of the text before.
        names.removeAll()
    }

    /// An element, as a member of an object names it.
    struct Member {
        /// The place of its name among the tokens.
        var token: Int
        var name: Name
        var namespace: Name?
        // Many are copied, so each is kept small.
        private var shortType: Int32
        private let shortOrder: Int32
        private let shortChild: Int32
        let repeats: Bool
        /// Whether it is written `{namespace}name` where its name alone says the same.
        var isSpelledOut = false

        /// The place of its type in the projection.
        var type: Int {
            get { Int(shortType) }
            set { shortType = Int32(newValue) }
        }
        /// Its place in the order of the content model.
        var order: Int { Int(shortOrder) }
        /// Its place among the children of its parent's type; -1 when it has none.
        var child: Int { Int(shortChild) }

        init(token: Int, name: Name, namespace: Name?, type: Int, order: Int, child: Int, repeats: Bool) {
            self.token = token
            self.name = name
            self.namespace = namespace
            shortType = Int32(type)
            shortOrder = Int32(order)
            shortChild = Int32(child)
            self.repeats = repeats
        }
    }

    /// Where a value stands.
    enum Standing: Equatable {
        /// The value of the one member of the text, or of an item of `#content`: no array.
        case alone
        /// The value of a member.
        case member
        /// An item of an array.
        case item(Int)
    }

    /// Tells the whole message, whose root's value stands at a token.
    mutating func project<Sink: ElementSink & ~Copyable>(value: Int, into sink: inout Sink) {
        let root = projection.root
        let member = Member(
            token: value - 1, name: root.name, namespace: root.namespace, type: root.type, order: 0, child: -1,
            repeats: false)
        element(member, value: value, .alone, isRoot: true, into: &sink)
    }

    mutating func element<Sink: ElementSink & ~Copyable>(
        _ member: Member, value: Int, _ standing: Standing, isRoot: Bool = false, into sink: inout Sink
    ) {
        let token = tokens[value]
        let offset = token.kind == .string ? token.start - 1 : token.start
        var index: Int?
        if case .item(let place) = standing { index = place }
        if !Sink.keepsSpelling, leaf(member, token, index: index, into: &sink) { return }
        guard sink.stop == nil else { return }
        if Sink.keepsSpelling, token.kind != .array, standing == .member, member.repeats {
            spellings.append(Spelling(kind: .single))
        }
        switch token.kind {
        case .array:
            guard standing == .member else {
                let isItem = index != nil
                return mistake(
                    .unexpectedElement, offset,
                    isItem
                        ? "an array inside an array stands for no element; make one array of both"
                        : "one element stands here, no array")
            }
            array(member, value: value, into: &sink)
        case .literalNull:
            let isNil = Projection.isNil
            sink.attribute(projection.nilName, namespace: projection.instanceNamespace, value: isNil.span)
            sink.start(member.name, namespace: member.namespace, offset: offset, index: index)
            if Sink.keepsSpelling { tell(member, isNamed: !isRoot, into: &sink) }
            sink.end()
        case .object: object(member, value: value, index: index, isRoot: isRoot, into: &sink)
        default:
            sink.start(member.name, namespace: member.namespace, offset: offset, index: index)
            if Sink.keepsSpelling {
                spell(scalar: token, type: member.type)
                tell(member, isNamed: !isRoot, into: &sink)
            }
            text(token, element: offset, into: &sink)
            sink.end()
        }
    }

    /// Tells an element whose value says what its bytes are; false when it does not.
    @inline(__always)
    private mutating func leaf<Sink: ElementSink & ~Copyable>(
        _ member: Member, _ token: JSONToken, index: Int?, into sink: inout Sink
    ) -> Bool {
        guard isText(token), isPlain(token) else { return false }
        // A sink that has stopped takes nothing of it: to ask first would cost more.
        sink.leaf(
            member.name, namespace: member.namespace,
            offset: token.kind == .string ? token.start - 1 : token.start, index: index,
            text: document.span.extracting(token.start..<token.end))
        return true
    }

    private mutating func array<Sink: ElementSink & ~Copyable>(
        _ member: Member, value: Int, into sink: inout Sink
    ) {
        let end = tokens[value].next
        var item = value + 1
        if Sink.keepsSpelling {
            if item == end { sink.spelling(Spelling(kind: .empty, member: Array(bytes(of: tokens[value - 1])))) }
            if item < end, tokens[item].next == end, !member.repeats { spellings.append(Spelling(kind: .array)) }
        }
        var count = 0
        while item < end {
            element(member, value: item, .item(count), into: &sink)
            item = tokens[item].next
            count += 1
        }
    }

    private mutating func object<Sink: ElementSink & ~Copyable>(
        _ member: Member, value: Int, index: Int?, isRoot: Bool, into sink: inout Sink
    ) {
        let base = memberCount
        let offset = tokens[value].start
        let parts = sort(member, value: value, isRoot: isRoot, into: &sink)
        if !Sink.keepsSpelling, memberCount == base, parts.content == nil, let place = parts.text,
            isText(tokens[place]), isPlain(tokens[place])
        {
            let range = tokens[place].start..<tokens[place].end
            return sink.leaf(
                member.name, namespace: member.namespace, offset: offset, index: index,
                text: document.span.extracting(range))
        }
        sink.start(member.name, namespace: member.namespace, offset: offset, index: index)
        if Sink.keepsSpelling {
            spell(object: parts, member, childCount: memberCount - base, isRoot: isRoot)
            for place in base..<memberCount {
                var child = members[place]
                spell(name: &child, under: parts.type, parent: member)
                members[place] = child
            }
            tell(member, isNamed: !isRoot || parts.isNamed, into: &sink)
        }
        if let token = parts.text { text(tokens[token], element: offset, into: &sink) }
        var place = base
        while place < memberCount {
            let child = members[place]
            // Most are nothing but text.
            if Sink.keepsSpelling || !leaf(child, tokens[child.token + 1], index: nil, into: &sink) {
                element(child, value: child.token + 1, .member, into: &sink)
            }
            place += 1
        }
        memberCount = base
        if let content = parts.content { ordered(member, type: parts.type, value: content, into: &sink) }
        sink.end()
    }

    /// Opens an element whose members will be told one by one: an object of which only the attributes are
    /// here, as the first token. Gives its type.
    ///
    /// - Parameter position: its line and column.
    mutating func open(
        _ member: Member, index: Int?, position: (line: Int, column: Int), isRoot: Bool,
        into stream: inout ElementStream
    ) -> Int {
        let parts = sort(member, value: 0, isRoot: isRoot, into: &stream)
        stream.start(
            member.name, namespace: member.namespace, offset: tokens[0].start, index: index, position: position)
        return parts.type
    }

    /// The children in `#content`: an array of objects with one member each.
    private mutating func ordered<Sink: ElementSink & ~Copyable>(
        _ parent: Member, type: Int, value: Int, into sink: inout Sink
    ) {
        let array = tokens[value]
        guard array.kind == .array else {
            return mistake(.unexpectedElement, array.start, "\"#content\" is an array of objects with one member each")
        }
        var item = value + 1
        while item < array.next {
            let object = tokens[item]
            if object.kind == .object, object.next > item + 1, tokens[item + 2].next == object.next {
                if var child = resolve(item + 1, under: type, parent: parent, lastOrder: 0) {
                    if Sink.keepsSpelling { spell(name: &child, under: type, parent: parent) }
                    element(child, value: item + 2, .alone, into: &sink)
                }
            } else {
                mistake(
                    .unexpectedElement, object.start,
                    "an item of \"#content\" is an object with one member, the element")
            }
            item = object.next
        }
    }

    /// A member's name, its escapes read.
    func bytes(of token: JSONToken) -> ArraySlice<UInt8> { Placing.memberName(token, document) }

    /// Keeps a mistake.
    ///
    /// - Parameters:
    ///   - offset: where it stands.
    ///   - place: the first byte of the value, or of the member name, that its place names; nil when it is
    ///     the same.
    mutating func mistake(_ code: MessageError.Code, _ offset: Int, at place: Int? = nil, _ text: String) {
        guard mistakes.count < MessageError.most else { return }
        let pointer = Placing.pointer(to: place ?? offset, tokens, document, projection)
        mistakes.append((offset, MessageError(code, place: pointer, text)))
    }

    /// Forgets the mistakes behind the first so many: what they were in is read again.
    mutating func keepMistakes(_ count: Int) { mistakes.removeLast(mistakes.count - count) }
}
