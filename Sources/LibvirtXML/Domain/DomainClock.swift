/// The guest's clock and its timers.
package struct DomainClock: XMLRepresentable {
    package var offset = Offset.utc
    package var timezone: String?
    /// Seconds from the base, or `reset`.
    package var adjustment: String?
    package var basis: String?
    package var timers: [Timer] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("@offset", \.offset), .value("@timezone", \.timezone),
        .value("@adjustment", \.adjustment), .value("@basis", \.basis),
        .children("timer", \.timers),
    ]

    package struct Offset: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let utc: Self = "utc"
        package static let localTime: Self = "localtime"
        package static let timezone: Self = "timezone"
        package static let variable: Self = "variable"
    }

    package struct Timer: XMLRepresentable {
        /// `pit`, `rtc`, `hpet`, `hypervclock`, `kvmclock`, `tsc`.
        package var name = ""
        package var isPresent: Bool?
        package var track: String?
        /// `delay`, `catchup`, `merge`, `discard`.
        package var tickPolicy: String?
        /// In Hz.
        package var frequency: UInt64?
        package var mode: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@name", \.name), .yesNo("@present", \.isPresent), .value("@track", \.track),
            .value("@tickpolicy", \.tickPolicy), .value("@frequency", \.frequency), .value("@mode", \.mode),
        ]
    }
}
