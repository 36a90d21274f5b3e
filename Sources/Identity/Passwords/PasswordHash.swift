/// A stored password: `$scrypt$ln=14,r=8,p=3$salt$key`, both parts in Base64 without padding (the PHC string form).
struct PasswordHash: Equatable {
    var parameters: ScryptParameters
    var salt: [UInt8]
    var key: [UInt8]

    init(parameters: ScryptParameters, salt: [UInt8], key: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.key = key
    }

    /// nil for text of another form or with parameters beyond what a check may cost.
    init?(text: String) {
        let parts = text.utf8.count <= 512 ? text.split(separator: "$", omittingEmptySubsequences: false) : []
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let parameters = Self.parameters(parts[2]),
            let salt = Base64Text.standard.decode(parts[3]), let key = Base64Text.standard.decode(parts[4]),
            (8...64).contains(salt.count), (16...64).contains(key.count)
        else { return nil }
        self.init(parameters: parameters, salt: salt, key: key)
    }

    var text: String {
        let cost = "ln=\(parameters.logN),r=\(parameters.blockSize),p=\(parameters.parallelism)"
        return "$scrypt$\(cost)$\(Base64Text.standard.encode(salt))$\(Base64Text.standard.encode(key))"
    }

    private static func parameters(_ text: Substring) -> ScryptParameters? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let logN = value(parts[0], "ln="), let blockSize = value(parts[1], "r="),
            let parallelism = value(parts[2], "p=")
        else { return nil }
        let parameters = ScryptParameters(logN: logN, blockSize: blockSize, parallelism: parallelism)
        return parameters.isAcceptable ? parameters : nil
    }

    private static func value(_ text: Substring, _ key: String) -> Int? {
        text.hasPrefix(key) ? Int(text.dropFirst(key.count)) : nil
    }
}
