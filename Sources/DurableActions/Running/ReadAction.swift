/// A row's text as the values of its action.
struct ReadAction<Action: DurableAction>: Sendable {
    let action: Action
    let step: Action.Step
    let stepsTaken: [Action.Step]

    init(_ row: ActionRow) throws(UnreadableAction) {
        action = try PayloadCoding.decode(Action.self, from: row)
        step = try Self.step(named: row.step)
        var taken: [Action.Step] = []
        for name in row.stepsTaken { taken.append(try Self.step(named: name)) }
        stepsTaken = taken
    }

    private static func step(named name: String) throws(UnreadableAction) -> Action.Step {
        guard let step = Action.Step(rawValue: name) else {
            throw UnreadableAction(reason: "a '\(Action.kind)' has no step '\(name)'")
        }
        return step
    }
}
