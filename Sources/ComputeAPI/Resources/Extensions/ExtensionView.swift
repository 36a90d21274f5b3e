import APISchema
import WireJSON

enum ExtensionView {
    static let item = View<Extension>(
        "extension",
        [
            .string("alias") { $0.alias },
            .string("name") { $0.name },
            .string("description") { "Support of \($0.name)." },
            .constant("links", .all, []),
            .constant("namespace", .all, "http://docs.openstack.org/compute/ext/fake_xml"),
            .constant("updated", .all, "2014-12-03T00:00:00Z"),
        ])
}
