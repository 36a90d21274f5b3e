import APISchema

/// The value of the action `reboot`.
struct RebootBody: WireBody {
    var isHard = false

    static let schema = Schema<Self>([
        .required(
            "type", \.isHard,
            Field<String>.choice("HARD", "Hard", "hard", "SOFT", "Soft", "soft").map { $0.lowercased() == "hard" })
    ])
}
