import Logging

/// Tells rows that this program understands from those it doesn't.
struct RowReader<Change: Sendable>: Sendable {
    enum Reading {
        case readable(ReadableRow<Change>)
        case unreadable(String)
        case alreadyMarked
    }

    let registry: ActionRegistry<Change>
    let observer: any ActionObserver
    let logger: Logger

    func read(_ row: ActionRow) -> Reading {
        if row.phase == .unreadable { return .alreadyMarked }
        do throws(UnreadableAction) {
            return .readable(try registry.kind(of: row).read(row))
        } catch {
            return .unreadable(error.reason)
        }
    }

    func report(_ row: ActionRow, unreadable reason: String) {
        observer.observe(.unreadable(row, reason))
        logger.error(
            "an action can't be read and is left alone until a person decides",
            metadata: [
                "action": "\(row.id)", "kind": "\(row.kind)", "subject": "\(row.subject)", "reason": "\(reason)",
            ])
    }
}
