/// A record with what this answer shows of it.
struct Shown<Record: Sendable>: Sendable {
    let record: Record
    /// The attributes that were asked for; empty for all.
    let fields: Set<String>
    let isAdmin: Bool

    func shows(_ attribute: String) -> Bool { fields.isEmpty || fields.contains(attribute) }
}
