/// Why the directory of token keys can't be used; says what to do.
package struct SigningKeysError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "\(path): \(reason)" }
}
