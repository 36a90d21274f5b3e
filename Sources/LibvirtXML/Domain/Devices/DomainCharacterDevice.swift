/// A serial port, console or channel: which of them is the list it stands in, or the name its fragment is made with.
package struct DomainCharacterDevice: XMLRepresentable {
    package var source = CharacterSource.pty(path: nil)
    /// Copy of everything the guest writes.
    package var log: Log?
    /// `isa-serial`, `serial`, `virtio`, `sclp`, ….
    package var targetType: String?
    package var targetPort: Int?
    /// Of a channel, e.g. ``guestAgent``.
    package var targetName: String?
    /// `connected` or `disconnected`; only in live documents, for channels.
    package var targetState: String?
    package var targetModel: String?
    package var alias: String?
    package var address: DeviceAddress?

    package static let guestAgent = "org.qemu.guest_agent.0"
    package static let spiceAgent = "com.redhat.spice.0"

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .characterSource(\.source),
        .child("log", \.log),
        .value("target/@type", \.targetType), .value("target/@port", \.targetPort),
        .value("target/@name", \.targetName), .value("target/@state", \.targetState),
        .value("target/model/@name", \.targetModel),
        .value("alias/@name", \.alias), .address(\.address),
    ]

    package struct Log: XMLRepresentable {
        package var file = ""
        /// Nil: the file starts empty with each start of the domain.
        package var appends: Bool?

        package init() {}
        package init(file: String, appends: Bool? = nil) {
            self.file = file
            self.appends = appends
        }

        package static let fields: [XMLField<Self>] = [.required("@file", \.file), .onOff("@append", \.appends)]
    }
}
