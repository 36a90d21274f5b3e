/// What may be stored in the text fields. One type for all, so that the same text is refused for the same reason.
enum FieldRules {
    /// Printable, without white space at its ends: a name is shown, typed and compared.
    static func checkName(_ name: String, longest: Int) throws(IdentityError) {
        try check(name, field: "name", shortest: 1, longest: longest)
        guard name.unicodeScalars.first?.properties.isWhitespace == false,
            name.unicodeScalars.last?.properties.isWhitespace == false
        else { throw .invalid(field: "name", reason: "can not start or end with white space.") }
    }

    static func checkEmail(_ email: String?) throws(IdentityError) {
        if let email { try check(email, field: "email", shortest: 1, longest: 255) }
    }

    static func checkDescription(_ description: String) throws(IdentityError) {
        try check(description, field: "description", shortest: 0, longest: 4_096)
    }

    static func checkPassword(_ password: String, field: String = "password") throws(IdentityError) {
        guard PasswordHasher.accepts(password) else {
            throw .invalid(field: field, reason: "must be 1 to \(PasswordHasher.longestPassword) bytes long.")
        }
    }

    /// Line breaks are text in a description only.
    private static func check(
        _ text: String, field: String, shortest: Int, longest: Int
    ) throws(IdentityError) {
        guard (shortest...longest).contains(text.unicodeScalars.prefix(longest + 1).count) else {
            throw .invalid(field: field, reason: "must be \(shortest) to \(longest) characters long.")
        }
        let allPrintable = text.unicodeScalars.allSatisfy { scalar in
            isPrintable(scalar) || (field == "description" && (scalar == "\n" || scalar == "\t"))
        }
        guard allPrintable else {
            throw .invalid(field: field, reason: "must be printable characters only.")
        }
    }

    /// Control and format characters, line separators, lone surrogates and unassigned code points are not.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
