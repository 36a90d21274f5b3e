import GRDB
import Store
import Synchronization

/// What `text REGEXP pattern` calls: `TextPattern`, with the last pattern kept compiled.
final class MatchFunction: Sendable {
    private let last = Mutex<(text: String, pattern: TextPattern)?>(nil)

    var function: DatabaseFunction {
        DatabaseFunction("regexp", argumentCount: 2, pure: true) { values in
            guard let pattern = String.fromDatabaseValue(values[0]), let text = String.fromDatabaseValue(values[1])
            else {
                return nil
            }
            return try self.compiled(pattern).matches(text)
        }
    }

    private func compiled(_ text: String) throws -> TextPattern {
        try last.withLock { last in
            if let last, last.text == text { return last.pattern }
            let pattern = try TextPattern(text)
            last = (text, pattern)
            return pattern
        }
    }
}
