/// How the metadata service is reached.
package struct MetadataSettings: Sendable {
    /// The port at the host's address of each network, to which guests' connections to 169.254.169.254 port 80 go.
    package var port: Int
    /// How long a connection may take in all.
    package var patience: Duration = .seconds(10)
    /// Connections at once from one network.
    package var connections = 512
    /// Connections at once from one address.
    package var connectionsOfGuest = 8

    package init(port: Int) {
        self.port = port
    }
}
