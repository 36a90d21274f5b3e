/// Limits of a network card, port group or network; inbound is towards the guest.
package struct Bandwidth: XMLRepresentable {
    package var inbound: Rate?
    package var outbound: Rate?

    package init() {}
    package static let fields: [XMLField<Self>] = [.child("inbound", \.inbound), .child("outbound", \.outbound)]

    package struct Rate: XMLRepresentable {
        /// In kB/s (1024 bytes).
        package var average: UInt64?
        /// In kB/s.
        package var peak: UInt64?
        /// In kB, sent at peak speed.
        package var burst: UInt64?
        /// In kB/s, guaranteed; inbound only.
        package var floor: UInt64?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("@average", \.average), .value("@peak", \.peak), .value("@burst", \.burst),
            .value("@floor", \.floor),
        ]
    }
}
