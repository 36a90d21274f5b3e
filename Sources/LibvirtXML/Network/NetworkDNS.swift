/// The name server of a network.
package struct NetworkDNS: XMLRepresentable {
    package var isEnabled: Bool?
    package var forwardsPlainNames: Bool?
    package var forwarders: [Forwarder] = []
    package var hosts: [DNSHost] = []
    package var texts: [Text] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .yesNo("@enable", \.isEnabled), .yesNo("@forwardPlainNames", \.forwardsPlainNames),
        .children("forwarder", \.forwarders), .children("txt", \.texts), .children("host", \.hosts),
    ]

    package struct Forwarder: XMLRepresentable {
        package var address: String?
        package var domain: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [.value("@domain", \.domain), .value("@addr", \.address)]
    }

    package struct Text: XMLRepresentable {
        package var name = ""
        package var value = ""

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("@name", \.name), .always("@value", \.value)]
    }
}
