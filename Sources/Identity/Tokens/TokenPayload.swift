/// What a token says. Roles are not in it: they are looked up when it is used, so a change holds at once.
struct TokenPayload: Equatable, Sendable {
    var auditID: [UInt8]
    /// Audit id of the first token of a chain of token-for-token exchanges; nil for that first one.
    var chainID: [UInt8]?
    var userID: [UInt8]
    var projectID: [UInt8]?
    var issuedAt: UnixTime
    var expiresAt: UnixTime
    var methods: AuthenticationMethods

    static let version: UInt8 = 1
    private static let idLength = 16

    private struct Flags: OptionSet {
        let rawValue: UInt8
        static let project = Flags(rawValue: 1)
        static let chain = Flags(rawValue: 2)
        static let known: Flags = [.project, .chain]
    }

    /// Version, flags, methods, ids, the two times big-endian.
    var bytes: [UInt8] {
        var flags: Flags = []
        if projectID != nil { flags.insert(.project) }
        if chainID != nil { flags.insert(.chain) }
        var bytes = [Self.version, flags.rawValue, methods.rawValue]
        bytes += auditID + userID + (projectID ?? []) + (chainID ?? [])
        for time in [issuedAt, expiresAt] {
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: time.microseconds >> Int64(56 - 8 * $0)) }
        }
        return bytes
    }

    /// nil unless the bytes are exactly what `bytes` gives for some payload.
    init?(bytes: ArraySlice<UInt8>) {
        var rest = bytes
        guard rest.popFirst() == Self.version, let flagBits = rest.popFirst(), let methodBits = rest.popFirst() else {
            return nil
        }
        let flags = Flags(rawValue: flagBits)
        methods = AuthenticationMethods(rawValue: methodBits)
        guard Flags.known.isSuperset(of: flags), AuthenticationMethods.known.isSuperset(of: methods),
            let auditID = Self.take(Self.idLength, from: &rest), let userID = Self.take(Self.idLength, from: &rest)
        else { return nil }
        self.auditID = auditID
        self.userID = userID
        projectID = flags.contains(.project) ? Self.take(Self.idLength, from: &rest) : nil
        chainID = flags.contains(.chain) ? Self.take(Self.idLength, from: &rest) : nil
        guard let issuedAt = Self.take(8, from: &rest), let expiresAt = Self.take(8, from: &rest), rest.isEmpty,
            flags.contains(.project) == (projectID != nil), flags.contains(.chain) == (chainID != nil)
        else { return nil }
        self.issuedAt = Self.time(issuedAt)
        self.expiresAt = Self.time(expiresAt)
    }

    init(
        auditID: [UInt8], chainID: [UInt8]? = nil, userID: [UInt8], projectID: [UInt8]? = nil, issuedAt: UnixTime,
        expiresAt: UnixTime, methods: AuthenticationMethods
    ) {
        self.auditID = auditID
        self.chainID = chainID
        self.userID = userID
        self.projectID = projectID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.methods = methods
    }

    /// As clients see them: the token's own first, then the chain's.
    var auditIDs: [String] {
        ([auditID] + (chainID.map { [$0] } ?? [])).map(Base64Text.url.encode)
    }

    private static func take(_ count: Int, from bytes: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return Array(bytes.prefix(count))
    }

    private static func time(_ bytes: [UInt8]) -> UnixTime {
        UnixTime(microseconds: bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}
