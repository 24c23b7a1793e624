/// An element of a message, whichever syntax that is written in: in JSON a member of an object is a child element, an
/// array is an element that repeats, and a member whose name begins with @ is an attribute.
struct Element {
    let name: String
    var text = ""
    var attributes: [(name: String, value: String)] = []
    var children: [Element] = []
    /// Whether JSON writes its text without quotation marks, as a number or a truth value.
    var isBare = false

    /// The children of a name.
    func children(_ name: String) -> [Element] { children.filter { $0.name == name } }

    /// The text of the first element at the end of a path; nil where there is none.
    func text(_ path: String...) -> String? {
        path.reduce(self) { element, name in element?.children(name).first }?.text
    }
}

extension Element {
    /// An element with a text.
    init(_ name: String, _ text: String, isBare: Bool = false) {
        self.name = name
        self.text = text
        self.isBare = isBare
    }

    /// An element with children.
    init(_ name: String, _ children: [Element]) {
        self.name = name
        self.children = children
    }

    /// An amount of money, in euros.
    init(_ name: String, euros: String) {
        self.name = name
        text = euros
        attributes = [("currency", "EUR")]
    }
}
