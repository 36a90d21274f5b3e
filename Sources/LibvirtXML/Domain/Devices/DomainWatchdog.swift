/// A timer that acts when the guest stops feeding it.
package struct DomainWatchdog: XMLDocument {
    package static let rootName = "watchdog"

    package var model = "i6300esb"
    package var action: Action?
    package var alias: String?
    package var address: DeviceAddress?

    package init() {}
    package init(model: String, action: Action) {
        self.model = model
        self.action = action
    }

    package static let fields: [XMLField<Self>] = [
        .always("@model", \.model), .value("@action", \.action),
        .value("alias/@name", \.alias), .address(\.address),
    ]

    package struct Action: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let none: Self = "none"
        package static let pause: Self = "pause"
        package static let powerOff: Self = "poweroff"
        package static let reset: Self = "reset"
        package static let shutdown: Self = "shutdown"
        package static let dump: Self = "dump"
        package static let injectNMI: Self = "inject-nmi"
    }
}
