import Logging

extension RecoverySummary {
    mutating func count(_ row: ActionRow, _ recovery: Recovery) {
        switch (row.phase, recovery) {
        case (.pending, _): waiting += 1
        case (.undoing, _): undoing += 1
        case (_, .redo): redo += 1
        case (_, .rollBack): rollBack += 1
        }
    }

    var metadata: Logger.Metadata {
        [
            "redo": "\(redo)", "roll-back": "\(rollBack)", "undoing": "\(undoing)", "waiting": "\(waiting)",
            "unreadable": "\(unreadable)",
        ]
    }
}
