/// How a JSON text spells what could be spelled in another way: kept beside the elements where it is
/// not the canonical spelling, so that the same JSON can be written again.
struct Spelling: Hashable {
    /// A closed set.
    enum Kind: String {
        /// A string, where a number, `true`, `false` or `{}` is canonical.
        case string
        /// A number, `true` or `false`, where a string is canonical.
        case bare
        /// An array of one, where no array is canonical.
        case array
        /// No array, where an array of one is canonical.
        case single
        /// An object, where a scalar or `null` is canonical.
        case object
        /// `#text`, which is empty and may be left out.
        case text
        /// `#content`, where members are canonical.
        case content
        /// An empty array for this member, which stands for no element.
        case empty
        /// This member name, where another is canonical.
        case name
        /// `{namespace}Name` as a type's name, where the namespace may be left out.
        case clark
        /// A root without `@xmlns`.
        case unnamed
        /// A root without a namespace that has `@xmlns`.
        case named
    }

    var kind: Kind
    /// The member that it is about; nil when it is the element itself.
    var member: [UInt8]?
}
