package import Compute

extension FakeHypervisor: ConsoleDriver {
    /// Every run of a guest has ports of its own.
    package func consoles(of id: ServerID) async throws(HypervisorError) -> GuestConsoles? {
        let state = now
        if let outage = state.outage { throw outage }
        guard let guest = state.guests[id], guest.power == .running || guest.power == .paused else { return nil }
        return state.consoles[id]
            ?? GuestConsoles(
                run: guest.starts, vnc: ConsoleAddress(host: "127.0.0.1", port: 5900 + guest.starts),
                spice: state.hasSpice ? ConsoleAddress(host: "127.0.0.1", port: 7900 + guest.starts) : nil,
                terminal: "/dev/pts/\(guest.starts)")
    }
}
