import Libvirt

/// libvirt filters a guest's traffic by calls of `ebtables` and `iptables`, which fail when another program changes the host's
/// nftables in the middle of one: a second aeried, a container engine, an administrator. libvirt takes the guest's start
/// back then, and it may be tried again at once.
enum FirewallRace {
    private static let tries = 3

    static func retried(_ start: () throws(LibvirtError) -> Void) throws(LibvirtError) {
        for _ in 1..<tries {
            do throws(LibvirtError) {
                return try start()
            } catch {
                guard error.domain == .firewall else { throw error }
            }
        }
        try start()
    }
}
