/// A key of a document, or a document of a layout, from one version of the layout on.
struct LayoutEntry<Version: Comparable & Sendable, Subject: Sendable, Value: Sendable>: Sendable {
    /// Nil leaves the entry out.
    typealias Content = @Sendable (Subject, Version) -> Value?

    let name: String
    private let since: Version?
    private let content: Content

    /// - Parameter since: nil for every version.
    init(_ name: String, since: Version? = nil, _ content: @escaping Content) {
        self.name = name
        self.since = since
        self.content = content
    }

    func value(of subject: Subject, at version: Version) -> Value? {
        if let since, version < since { return nil }
        return content(subject, version)
    }
}
