import Logging

/// Writes each event on standard error as one line. Unlike swift-log's own handler it works only when a line is written.
struct LineLogHandler: LogHandler {
    /// One event with everything that is known about it.
    struct Entry {
        let label: String
        let event: LogEvent
        /// The logger's and the event's own, in the order of the keys.
        let metadata: [(key: String, value: Logger.Metadata.Value)]
    }

    let label: String
    /// The bytes of a line, without its end.
    let format: @Sendable (Entry) -> [UInt8]
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    init(label: String, format: @escaping @Sendable (Entry) -> [UInt8]) {
        self.label = label
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        StandardError.write(line: format(Entry(label: label, event: event, metadata: metadata(with: event.metadata))))
    }

    private func metadata(with added: Logger.Metadata?) -> [(key: String, value: Logger.Metadata.Value)] {
        guard let added, !added.isEmpty else { return Array(metadata).sorted { $0.key < $1.key } }
        guard !metadata.isEmpty else { return added.sorted { $0.key < $1.key } }
        return metadata.merging(added) { $1 }.sorted { $0.key < $1.key }
    }
}
