/// What a host is and what kinds of guests it runs.
package struct CapabilitiesDocument: XMLDocument {
    package static let rootName = "capabilities"

    package var host = HostCapabilities()
    package var guests: [GuestCapabilities] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [.part("host", \.host), .children("guest", \.guests)]

    /// What runs guests of that architecture as full machines.
    package func guest(architecture: String) -> GuestCapabilities? {
        guests.first { $0.osType == "hvm" && $0.architecture == architecture }
    }
}
