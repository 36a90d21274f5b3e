package import WireJSON

extension ViewEntry {
    /// The closure writes the members, between the braces.
    package static func object(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.beginObject()
            write(record, &writer)
            writer.endObject()
        }
    }

    /// The closure writes the members, between the braces.
    package static func object(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter, ViewContext) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, context in
            writer.beginObject()
            write(record, &writer, context)
            writer.endObject()
        }
    }

    /// The closure writes the items, between the brackets.
    package static func array(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.beginArray()
            write(record, &writer)
            writer.endArray()
        }
    }

    /// The closure writes the items, between the brackets.
    package static func array(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter, ViewContext) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, context in
            writer.beginArray()
            write(record, &writer, context)
            writer.endArray()
        }
    }

    /// The closure writes exactly one value.
    package static func value(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            write(record, &writer)
        }
    }

    /// The closure writes exactly one value.
    package static func value(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter, ViewContext) -> Void
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, context in
            write(record, &writer, context)
        }
    }

    /// Self and bookmark link of the record.
    package static func links(
        _ collection: String, _ versions: Versions = .all, named name: String = "links",
        _ id: @escaping @Sendable (Record) -> String
    ) -> ViewEntry {
        value(name, versions) { record, writer, context in
            context.links.writeLinks(collection, id(record), to: &writer)
        }
    }

    /// Another view's object; nil is null.
    package static func nested<Inner>(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ view: View<Inner>, _ inner: @escaping @Sendable (Record) -> Inner?
    ) -> ViewEntry {
        ViewEntry(
            name, versions, visibleTo: visibleTo, needs: needs, when: when, cuts: view.cuts, problems: view.problems,
            nestedRules: { view.plan(at: $0).rules }
        ) { record, writer, context in
            guard let inner = inner(record) else { return writer.null() }
            writer.beginObject()
            view.plan(at: context.version).write(inner, to: &writer, context)
            writer.endObject()
        }
    }

    /// A list of another view's objects; nil is null.
    package static func nestedList<Inner>(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil,
        _ view: View<Inner>, _ inner: @escaping @Sendable (Record) -> [Inner]?
    ) -> ViewEntry {
        ViewEntry(
            name, versions, visibleTo: visibleTo, needs: needs, when: when, cuts: view.cuts, problems: view.problems,
            nestedRules: { view.plan(at: $0).rules }
        ) { record, writer, context in
            guard let items = inner(record) else { return writer.null() }
            let plan = view.plan(at: context.version)
            writer.beginArray()
            for item in items {
                writer.beginObject()
                plan.write(item, to: &writer, context)
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
