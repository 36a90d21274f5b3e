/// A character device that listens on, or connects to, a TCP port.
package struct TCPCharacterSource: XMLRepresentable {
    /// `bind` or `connect`.
    package var mode = "bind"
    package var host = ""
    /// The port.
    package var service = ""
    package var usesTLS: Bool?
    /// `raw` or `telnet`.
    package var `protocol` = "raw"

    package init() {}
    package init(host: String, service: String, protocol: String = "raw", mode: String = "bind") {
        self.mode = mode
        self.host = host
        self.service = service
        self.protocol = `protocol`
    }

    package static let fields: [XMLField<Self>] = [
        .always("source/@mode", \.mode), .always("source/@host", \.host), .always("source/@service", \.service),
        .yesNo("source/@tls", \.usesTLS),
        .always("protocol/@type", \.protocol),
    ]
}
