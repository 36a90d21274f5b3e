import Compute

/// Scheme, host and port of a page, as browsers compare them; with the path that a URL has behind it.
package struct WebOrigin: Sendable, Hashable {
    /// As the header `Origin` has it: in small letters, without the scheme's own port.
    package let text: String
    let place: ConsolePlace

    /// - Parameter url: `http` or `https`, a host, perhaps a port and a path; no user, query or fragment.
    package init?(_ url: String) {
        guard let (scheme, rest) = Self.split(url.lowercased(), at: "://"), scheme == "http" || scheme == "https" else {
            return nil
        }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let authority = Self.authority(rest[..<end], scheme) else { return nil }
        // Of the path the case counts.
        let path = String(url.suffix(rest[end...].count)).split(separator: "/").map { "/\($0)" }.joined()
        guard path.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "/-._~".contains($0)) }) else {
            return nil
        }
        text = "\(scheme)://\(authority)"
        place = ConsolePlace(scheme: scheme, authority: authority, path: path)
    }

    private static func authority(_ text: Substring, _ scheme: String) -> String? {
        let bracket = text.firstIndex(of: "]")
        let colon = text[(bracket ?? text.startIndex)...].firstIndex(of: ":")
        let host = text[..<(colon ?? text.endIndex)]
        guard isHost(host) else { return nil }
        guard let colon else { return String(host) }
        guard let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        return port == (scheme == "https" ? 443 : 80) ? String(host) : "\(host):\(port)"
    }

    private static func isHost(_ text: Substring) -> Bool {
        guard text.first == "[" else {
            return !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
        }
        return text.last == "]" && text.dropFirst().dropLast().contains(":")
            && text.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }

    private static func split(_ text: String, at mark: String) -> (String, Substring)? {
        guard let range = text.firstRange(of: mark) else { return nil }
        return (String(text[..<range.lowerBound]), text[range.upperBound...])
    }
}
