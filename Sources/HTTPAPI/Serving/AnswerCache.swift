import APISchema
import NIOCore
import Synchronization

/// Texts of lists that were answered last. Dashboards and exporters ask for the same list over and over; as long as its source
/// is the same object, its text is sent again.
final class AnswerCache: Sendable {
    /// All that an answer's text depends on.
    struct Key: Sendable, Equatable {
        let source: AnswerSource
        /// Of the list: `servers/detail`.
        let path: String
        let version: Microversion
        let granted: Set<Visibility>
        let links: LinkBase
        let next: String?
    }

    private struct State {
        /// Oldest first.
        var answers: [(key: Key, text: ByteBuffer)] = []
        var size = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// - Parameter limit: of all texts together, in bytes.
    init(limit: Int = 4 << 20) {
        self.limit = limit
    }

    func text(for key: Key) -> ByteBuffer? {
        state.withLock { state in state.answers.last { $0.key == key }?.text }
    }

    func keep(_ text: ByteBuffer, for key: Key) {
        guard text.readableBytes <= limit else { return }
        state.withLock { state in
            // Two requests may have made it at the same time; an older list at the same place is outdated.
            let isOutdated = { (known: Key) in known.path == key.path && known.source.object !== key.source.object }
            state.answers.removeAll { $0.key == key || isOutdated($0.key) && $0.key.next == key.next }
            state.answers.append((key, text))
            state.size = state.answers.reduce(0) { $0 + $1.text.readableBytes }
            while state.size > limit { state.size -= state.answers.removeFirst().text.readableBytes }
        }
    }
}
