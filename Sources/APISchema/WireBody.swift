import WireJSON

/// What a request says, free of versions: a struct whose properties all have defaults.
package protocol WireBody: Sendable {
    init()
}

/// The body of requests that carry none, and of actions whose value is of no interest.
package struct NoBody: WireBody, Hashable {
    package init() {}

    package static let schema = Schema<NoBody>(field: Field<JSONValue>.any.map { _ in NoBody() })
}
