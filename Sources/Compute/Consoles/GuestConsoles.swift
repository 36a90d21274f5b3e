/// The ways into a guest as it runs now. Equal only for one and the same run: a guest that was started again has others.
package struct GuestConsoles: Sendable, Hashable {
    /// The hypervisor's number of the run.
    package var run: Int
    /// Where its screen speaks RFB; nil for a guest without a screen.
    package var vnc: ConsoleAddress?
    /// Where it speaks SPICE; nil for a guest without that.
    package var spice: ConsoleAddress?
    /// The pseudo-terminal of its first serial port; nil for a guest without one.
    package var terminal: String?

    package init(run: Int, vnc: ConsoleAddress? = nil, spice: ConsoleAddress? = nil, terminal: String? = nil) {
        self.run = run
        self.vnc = vnc
        self.spice = spice
        self.terminal = terminal
    }
}

/// A TCP address on this host.
package struct ConsoleAddress: Sendable, Hashable {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
