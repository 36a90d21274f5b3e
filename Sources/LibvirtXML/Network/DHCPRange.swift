/// Addresses given to guests without a reservation. Also the fragment that a running network is updated with.
package struct DHCPRange: XMLDocument {
    package static let rootName = "range"

    package var start = ""
    package var end = ""
    package var lease: UInt64?
    package var leaseUnit: String?

    package init() {}
    package init(start: String, end: String) {
        self.start = start
        self.end = end
    }

    package static let fields: [XMLField<Self>] = [
        .required("@start", \.start), .required("@end", \.end),
        .value("lease/@expiry", \.lease), .value("lease/@unit", \.leaseUnit),
    ]
}
