// XML messages. The second opinion is libxml2 in its ordinary mode, with a tree.

import CLibXML2
import Messages

private let sample = Array(
    "<Case xmlns='urn:luova:fuzzed'><Id>1</Id><Amount>1.50</Amount><Left>1</Left></Case>".utf8)

/// Made before anything else reads a schema: later on libxml2 opens nothing. Never written again.
nonisolated(unsafe) private let schema: xmlSchemaPtr = {
    guard let context = xmlSchemaNewParserCtxt(Judge.schema), let schema = xmlSchemaParse(context) else {
        preconditionFailure("\(Judge.schema) does not compile; run it from the project's folder")
    }
    xmlSchemaFreeParserCtxt(context)
    return schema
}()

/// Whether a document is well-formed XML 1.0 and keeps the schema. libxml2 takes a NUL behind the root element for
/// the end of the document, and only warns of another version.
private func isValid(_ bytes: [UInt8]) -> (wellFormed: Bool, valid: Bool) {
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    if bytes.contains(0) { return (false, false) }
    guard let parser = xmlNewParserCtxt() else { preconditionFailure("out of memory") }
    defer { xmlFreeParserCtxt(parser) }
    let text = bytes.map { CChar(bitPattern: $0) }
    let document = xmlCtxtReadMemory(parser, text, CInt(text.count), nil, nil, CInt(options))
    defer { xmlFreeDoc(document) }
    guard let document, parser.pointee.nsWellFormed == 1, xmlStrEqual(document.pointee.version, "1.0") == 1 else {
        return (false, false)
    }
    let context = xmlSchemaNewValidCtxt(schema)
    defer { xmlSchemaFreeValidCtxt(context) }
    xmlSchemaSetValidStructuredErrors(context, { _, _ in }, nil)
    return (true, xmlSchemaValidateDoc(context, document) == 0)
}

/// One trial.
@_cdecl("LLVMFuzzerTestOneInput")
public func trial(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = fuzzed(start, count)
    _ = schema
    var judge = Judge()
    let judgement = judge.examine(bytes, accepted: sample)
    guard judgement.syntax == .xml else { return 0 }
    switch judgement.refusal?.reason {
    case nil, .noMessageID: demand(isValid(bytes) == (true, true), "accepted, though it is not valid")
    case .invalid: demand(isValid(bytes) == (true, false), "refused as invalid, though it is valid")
    case .malformed, .incomplete: demand(!isValid(bytes).wellFormed, "refused, though it is well-formed")
    default: break
    }
    return 0
}
