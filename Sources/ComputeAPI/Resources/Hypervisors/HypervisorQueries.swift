import APISchema
import Compute
import HTTPAPI

struct ListHypervisorsQuery: WireBody {
    var limit: Int?
    var marker: String?
    var pattern: String?
    var withServers = false

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative, .since(.hypervisorPaging), once: .since(.serviceUUID)),
            .optional("marker", \.marker, .text(), .since(.hypervisorPaging), once: .since(.serviceUUID)),
            .optional("hypervisor_hostname_pattern", \.pattern, .fqdn, .since(.serviceUUID), once: .all),
            .optional("with_servers", \.withServers, .boolean, .since(.serviceUUID), once: .all),
        ], closed: .since(.serviceUUID))

    var hasPage: Bool { limit != nil || marker != nil }
}

struct ShowHypervisorQuery: WireBody {
    var withServers = false

    static let schema = QuerySchema<Self>(
        [.optional("with_servers", \.withServers, .boolean, .since(.serviceUUID), once: .all)],
        closed: .since(.serviceUUID))
}
