import WireJSON

extension Field where Value == String {
    private static var nameReason: String {
        "An invalid 'name' value was provided. The name must be: printable characters. "
            + "Can not start or end with whitespace."
    }

    /// `<name>`
    package static var name: Field<String> { name(without: "") }
    /// `<az_name>`
    package static var zoneName: Field<String> { name(without: ":") }

    private static func name(without refused: String) -> Field<String> {
        text(
            1...255,
            TextFormat(nameReason) { name in
                name.isPrintable && name.strippedOfSpace == name && !name.contains(where: refused.contains)
            })
    }

    /// `<name_with_leading_trailing_spaces>`, for legacy v2: the spaces are cut off.
    package static var looseName: Field<String> { looseName(without: "") }
    /// `<az_name_with_leading_trailing_spaces>`
    package static var looseZoneName: Field<String> { looseName(without: ":") }

    private static func looseName(without refused: String) -> Field<String> {
        text(
            1...255,
            TextFormat(nameReason) { name in
                name.isPrintable && !name.strippedOfSpace.isEmpty && !name.contains(where: refused.contains)
            }
        ).map(\.strippedOfSpace)
    }

    /// `<keypair_name_special_chars>`
    package static var keypairName: Field<String> { keypairName(also: "_- ") }
    /// `<keypair_name_special_chars_v292>`
    package static var keypairNameV292: Field<String> { keypairName(also: "_- @.") }

    private static func keypairName(also: String) -> Field<String> {
        let characters = TextFormat.characters(also: also)
        return name.check("Keypair name contains unsafe characters") { characters.accepts($0) }
    }
}

extension Field where Value == String? {
    /// `<name_or_none>`
    package static var nameOrNull: Field<String?> { nullable(.text(1...255)) }
    /// `<description>`
    package static var description: Field<String?> { nullable(.printable(0...255)) }
}
