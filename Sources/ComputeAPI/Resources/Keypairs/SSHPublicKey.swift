import Compute
import Crypto

/// A public key as it stands in `authorized_keys`: type, base64, comment.
struct SSHPublicKey: Sendable {
    /// What the base64 stands for; the fingerprint is its hash.
    let blob: [UInt8]

    /// - Throws: `.invalid` unless the parts of the key are what its type wants.
    init(_ text: String) throws(ComputeError) {
        let words = text.split(maxSplits: 2, omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
        guard words.count >= 2, text.first?.isWhitespace == false,
            let blob = Base64.decode(words[1].trimmingLineEnd)
        else { throw Self.invalid("it is not in the form 'type base64 comment'") }
        guard let type = SSHKeyType(rawValue: String(words[0])) else {
            throw Self.invalid("keys of this type are not supported")
        }
        var reader = SSHReader(blob)
        guard reader.text() == type.rawValue, type.reads(&reader), reader.isAtEnd else {
            throw Self.invalid("it is not a key of type \(type.rawValue)")
        }
        self.blob = blob
    }

    /// A new RSA key's line.
    init(exponent: [UInt8], modulus: [UInt8]) {
        blob =
            SSHReader.field(Array(SSHKeyType.rsa.rawValue.utf8)) + SSHReader.number(exponent)
            + SSHReader.number(modulus)
    }

    /// The line of a key of this type with a comment.
    func line(_ type: SSHKeyType, comment: String) -> String {
        "\(type.rawValue) \(Base64.encode(blob)) \(comment)"
    }

    /// MD5, as pairs of hexadecimal digits.
    var fingerprint: String { Fingerprint.text(Insecure.MD5.hash(data: blob)) }

    private static func invalid(_ reason: String) -> ComputeError {
        .invalid("Keypair data is invalid: failed to generate fingerprint: \(reason)")
    }
}

extension Substring {
    fileprivate var trimmingLineEnd: String {
        var text = self
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}
