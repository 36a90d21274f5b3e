/// A disk on a storage server: rbd, iscsi, nbd, http and the like.
package struct NetworkDiskSource: XMLRepresentable {
    package var `protocol` = ""
    /// `pool/image` for rbd, the target and LUN for iscsi.
    package var name: String?
    package var hosts: [Host] = []
    /// The account; its secret is one of libvirt's.
    package var userName: String?
    /// `ceph`, `iscsi`.
    package var secretType: String?
    package var secretUUID: String?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .required("@protocol", \.protocol), .value("@name", \.name),
        .children("host", \.hosts),
        .value("auth/@username", \.userName),
        .value("auth/secret/@type", \.secretType), .value("auth/secret/@uuid", \.secretUUID),
    ]

    /// Old documents keep `auth` beside the source instead of in it.
    init(owner: XMLElement, source: XMLElement) throws(XMLDecodingError) {
        var source = source
        if source.child(named: "auth") == nil, let auth = owner.child(named: "auth") { source.append(auth) }
        try self.init(element: source)
    }

    func write(toOwner owner: inout XMLElement) {
        owner.edit(["source"]) { write(to: &$0) }
    }

    package struct Host: XMLRepresentable {
        package var name: String?
        package var port: Int?
        package var transport: String?
        package var socket: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("@name", \.name), .value("@port", \.port), .value("@transport", \.transport),
            .value("@socket", \.socket),
        ]
    }
}
