/// A key of a document, or a document of the drive, from one version of the layout on.
struct LayoutEntry<Subject: Sendable, Value: Sendable>: Sendable {
    /// Nil leaves the entry out.
    typealias Content = @Sendable (Subject, MetadataVersion) -> Value?

    let name: String
    private let since: MetadataVersion
    private let content: Content

    init(_ name: String, since: MetadataVersion = .folsom, _ content: @escaping Content) {
        self.name = name
        self.since = since
        self.content = content
    }

    func value(of subject: Subject, at version: MetadataVersion) -> Value? {
        version < since ? nil : content(subject, version)
    }
}
