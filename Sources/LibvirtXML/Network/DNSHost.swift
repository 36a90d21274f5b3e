/// Names of an address. Also the fragment that a running network is updated with.
package struct DNSHost: XMLDocument {
    package static let rootName = "host"

    package var address = ""
    package var names: [String] = []

    package init() {}
    package init(address: String, names: [String]) {
        self.address = address
        self.names = names
    }

    package static let fields: [XMLField<Self>] = [.required("@ip", \.address), .values("hostname", \.names)]
}
