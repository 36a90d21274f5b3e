/// Which characters XML 1.0 can carry at all, escaped or not.
package enum XMLScalars {
    package static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Whether a text can be part of any document of this module. Encoding throws for those that can't.
    package static func canCarry(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(isAllowed)
    }
}
