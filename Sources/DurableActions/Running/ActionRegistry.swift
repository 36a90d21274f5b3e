/// The kinds of actions this program can run.
package struct ActionRegistry<Change: Sendable>: Sendable {
    private var kinds: [String: RegisteredKind<Change>] = [:]

    package init() {}

    package mutating func register<Action: DurableAction>(
        _ type: Action.Type, environment: Action.Environment
    ) throws(DuplicateKind) where Action.Change == Change {
        guard kinds[Action.kind] == nil else { throw DuplicateKind(kind: Action.kind) }
        kinds[Action.kind] = RegisteredKind(type, environment: environment)
    }

    func kind(of row: ActionRow) throws(UnreadableAction) -> RegisteredKind<Change> {
        guard let kind = kinds[row.kind] else { throw UnreadableAction(reason: "no action is called '\(row.kind)'") }
        return kind
    }
}

/// Two actions share a name.
package struct DuplicateKind: Error, Hashable {
    package let kind: String
}
