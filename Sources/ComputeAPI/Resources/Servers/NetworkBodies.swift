import APISchema
import Compute
import WireJSON

/// An item of `networks`.
struct NetworkItemBody: WireBody {
    var network: String?
    var port: String?
    var fixedAddress: String?
    var tag: String?

    static let schema = Schema<Self>([
        .optional("fixed_ip", \.fixedAddress, .ipAddress),
        .optional("port", \.port, .nullable(.uuid)),
        .optional("uuid", \.network, .text(), .before(.explicitNetworks)),
        .optional("uuid", \.network, .uuid, .since(.explicitNetworks)),
        .optional("tag", \.tag, .tag, .between(.deviceTags, .explicitNetworks)),
        .absent("tag", .between(.explicitNetworks, .deviceTagsAgain)),
        .optional("tag", \.tag, .tag, .since(.deviceTagsAgain)),
    ])

    var item: CreateServerRequest.NetworkItem {
        CreateServerRequest.NetworkItem(network: network, port: port, fixedAddress: fixedAddress, tag: tag)
    }
}

extension Field where Value == CreateServerRequest.Networks {
    static var networkList: Field<CreateServerRequest.Networks> {
        Field<[NetworkItemBody]>.list(of: .object(NetworkItemBody.schema)).map { .list($0.map(\.item)) }
    }

    /// A list, or one of the words `auto` and `none`.
    static var networks: Field<CreateServerRequest.Networks> {
        let list = networkList
        return Field { (value, version) throws(SchemaFailure) -> CreateServerRequest.Networks in
            switch value.text {
            case "auto": return .auto
            case "none": return .none
            case nil: return try list.decode(value, version)
            case let text?: throw SchemaFailure("It is not one of 'none', 'auto' nor a list", value: text)
            }
        }
    }
}
