import FoundationEssentials

/// Base64 as the Compute API takes it: line breaks and other white space between the digits are allowed.
package enum Base64 {
    package static func decode(_ text: String) -> [UInt8]? {
        let digits = text.utf8.filter { $0 != 10 && $0 != 13 && $0 != 32 && $0 != 9 }
        guard let data = Data(base64Encoded: Data(digits)) else { return nil }
        return [UInt8](data)
    }

    package static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }
}
