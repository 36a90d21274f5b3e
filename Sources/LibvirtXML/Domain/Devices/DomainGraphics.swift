/// A remote screen.
package struct DomainGraphics: XMLDocument {
    package static let rootName = "graphics"

    package var type = Kind.vnc
    /// -1 in documents of stopped domains that leave it to libvirt.
    package var port: Int?
    package var tlsPort: Int?
    package var hasAutomaticPort: Bool?
    package var webSocket: Int?
    /// Only in documents read with the secure flag.
    package var password: String?
    /// When the password ends, in UTC, `YYYY-MM-DDThh:mm:ss`.
    package var passwordValidTo: String?
    package var keymap: String?
    package var sharePolicy: String?
    /// Short for the first of the listens.
    package var listen: String?
    package var listens: [Listen] = []
    package var imageCompression: String?
    package var jpegCompression: String?
    package var zlibCompression: String?
    package var playbackCompression: Bool?
    package var streamingMode: String?

    package init() {}
    package init(_ type: Kind, listen: String? = nil, hasAutomaticPort: Bool? = nil) {
        self.type = type
        self.listen = listen
        self.hasAutomaticPort = hasAutomaticPort
    }

    package static let fields: [XMLField<Self>] = [
        .required("@type", \.type), .value("@port", \.port), .value("@tlsPort", \.tlsPort),
        .yesNo("@autoport", \.hasAutomaticPort), .value("@websocket", \.webSocket), .value("@listen", \.listen),
        .value("@keymap", \.keymap), .value("@sharePolicy", \.sharePolicy),
        .value("@passwd", \.password), .value("@passwdValidTo", \.passwordValidTo),
        .children("listen", \.listens),
        .value("image/@compression", \.imageCompression), .value("jpeg/@compression", \.jpegCompression),
        .value("zlib/@compression", \.zlibCompression), .onOff("playback/@compression", \.playbackCompression),
        .value("streaming/@mode", \.streamingMode),
    ]
}

extension DomainGraphics {
    package struct Kind: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let vnc: Self = "vnc"
        package static let spice: Self = "spice"
    }

    package struct Listen: XMLRepresentable {
        /// `address`, `network`, `socket`, `none`.
        package var type = "address"
        package var address: String?
        package var network: String?
        package var socket: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .always("@type", \.type), .value("@address", \.address), .value("@network", \.network),
            .value("@socket", \.socket),
        ]
    }
}
