/// Why a value can't be written as XML 1.0. Carries no text of the document: that may be a user's.
package enum XMLEncodingError: Error, Hashable, Sendable {
    /// A character that XML 1.0 can't carry, not even escaped: most controls, U+FFFE, U+FFFF. `place` is the name of the
    /// element or attribute it was found in.
    case illegalCharacter(Unicode.Scalar, place: String)
    case illegalName
}

extension XMLEncodingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .illegalCharacter(let scalar, let place):
            "XML can't carry the character U+\(Self.hex(scalar)), found in '\(place)'"
        case .illegalName:
            "an element or attribute has a name that XML does not allow"
        }
    }

    private static func hex(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
