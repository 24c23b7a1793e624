public import Messages
import XML

/// A message in the other syntax: the same elements, attributes and texts, judged alike.
///
/// JSON becomes XML through the same projection that judges it; XML becomes JSON through the tree of its
/// elements. Whatever the canonical JSON would spell in another way is noted in the XML, in processing
/// instructions that nobody else reads, so that the same JSON can be written again.
public struct Conversion {
    /// The message in the other syntax.
    public private(set) var bytes: [UInt8] = []
    /// What the other syntax cannot say, in sentences; without any, both say the same.
    public private(set) var problems: [String] = []

    /// Converts a message whose contract is known. It must be well-formed and keep its limits; it need not be
    /// valid, but then the other may say only as much as can be said.
    ///
    /// - Parameters:
    ///   - document: the message, UTF-8.
    ///   - syntax: the syntax that it is in.
    ///   - contract: its contract.
    ///   - contracts: all contracts, among which JSON has to find it again.
    ///   - isIndented: whether each element and member gets a line of its own.
    public init(
        _ document: ArraySlice<UInt8>, from syntax: Syntax, contract: Contract, among contracts: ContractSet,
        isIndented: Bool = true
    ) {
        problems = syntax == .xml ? contract.problemsOfProjection.map { "\($0.file):\($0.line): \($0.text)" } : []
        switch syntax {
        case .xml:
            guard let root = ContentElement(parsing: document) else {
                problems.append("the message is not well-formed XML")
                return
            }
            var rendering = JSONRendering(
                contract.projection, isFoundByName: contracts.contracts(root: contract.rootName).count == 1,
                isIndented: isIndented)
            rendering.write(root)
            bytes = rendering.text.bytes
            problems += rendering.problems
        case .json:
            var scanner = JSONScanner()
            let text = Array(document)
            do throws(JSONFailure) {
                try scanner.scan(text.span, mostDepth: .max)
            } catch {
                problems.append(error.text)
                return
            }
            guard let root = JSONRoot(scanner.tokens, text) else {
                problems.append("a JSON message is one object with one member")
                return
            }
            let strangers = NameTable()
            var writer = XMLTextWriter(isIndented: isIndented)
            var projector = JSONProjector(
                document: text, tokens: scanner.tokens, projection: contract.projection, strangers: strangers)
            projector.project(value: root.value, into: &writer)
            bytes = writer.bytes
            problems += projector.mistakes.map { "\($0.error.place ?? "/"): \($0.error.text)" }
        }
    }
}
