package import WireJSON

/// A view for one version and one caller.
package struct ResolvedView<Record>: Sendable {
    private let wrapper: JSONKey?
    private let fields: [FieldWriter<Record>]
    private let context: ViewContext

    init(wrapper: JSONKey?, fields: [FieldWriter<Record>], context: ViewContext) {
        self.wrapper = wrapper
        self.fields = fields
        self.context = context
    }

    /// The whole document: the object inside its wrapper.
    package func writeDocument(_ record: Record, to writer: inout JSONWriter) {
        guard let wrapper else { return write(record, to: &writer) }
        writer.beginObject()
        writer.key(wrapper)
        write(record, to: &writer)
        writer.endObject()
    }

    /// The object alone, as in lists.
    package func write(_ record: Record, to writer: inout JSONWriter) {
        writer.beginObject()
        for field in fields { field(record, &writer, context) }
        writer.endObject()
    }
}
