/// A use of a network filter, with values for its variables.
package struct NWFilterReference: XMLRepresentable {
    package var filter = ""
    package var parameters: [Parameter] = []

    package init() {}
    package init(_ filter: String, parameters: [Parameter] = []) {
        self.filter = filter
        self.parameters = parameters
    }

    package static let fields: [XMLField<Self>] = [
        .required("@filter", \.filter), .children("parameter", \.parameters),
    ]

    package struct Parameter: XMLRepresentable {
        /// `IP`, `MAC`, `DHCPSERVER`, `CTRL_IP_LEARNING`, …; a name may stand more than once.
        package var name = ""
        package var value = ""

        package init() {}
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        package static let fields: [XMLField<Self>] = [.required("@name", \.name), .required("@value", \.value)]
    }
}
