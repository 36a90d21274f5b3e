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
    }

    private let sizeLimit: Int
    private let countLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - size: of all texts together, in bytes.
    ///   - count: of texts. Each keeps its source alive, and every list looks through the keys.
    init(size: Int = 4 << 20, count: Int = 16) {
        sizeLimit = size
        countLimit = count
    }

    func text(for key: Key) -> ByteBuffer? {
        state.withLock { state in state.answers.last { $0.key == key }?.text }
    }

    func keep(_ text: ByteBuffer, for key: Key) {
        guard text.readableBytes <= sizeLimit else { return }
        state.withLock { state in
            // Two requests may have made it at the same time.
            state.answers.removeAll { $0.key == key }
            state.answers.append((key, text))
            var size = state.answers.reduce(0) { $0 + $1.text.readableBytes }
            while size > sizeLimit || state.answers.count > countLimit {
                size -= state.answers.removeFirst().text.readableBytes
            }
        }
    }
}
