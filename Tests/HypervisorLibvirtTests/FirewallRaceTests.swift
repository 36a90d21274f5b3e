import Libvirt
import Testing

@testable import HypervisorLibvirt

struct FirewallRaceTests {
    /// - Returns: how often the start was tried.
    private static func tries(failing count: Int, _ error: LibvirtError) -> (tries: Int, failure: LibvirtError?) {
        var tries = 0
        do throws(LibvirtError) {
            try FirewallRace.retried { () throws(LibvirtError) in
                tries += 1
                if tries <= count { throw error }
            }
            return (tries, nil)
        } catch {
            return (tries, error)
        }
    }

    private static let race = LibvirtError(.internalError, domain: .firewall, message: "RULE_DELETE failed")

    @Test func `a start that met another change of the firewall is tried again, three times at most`() {
        #expect(Self.tries(failing: 0, Self.race) == (1, nil))
        #expect(Self.tries(failing: 2, Self.race) == (3, nil))
        #expect(Self.tries(failing: 9, Self.race) == (3, Self.race))
    }

    @Test func `any other failure is told at once`() {
        let other = LibvirtError(.internalError, domain: .qemu, message: "no memory")
        #expect(Self.tries(failing: 9, other) == (1, other))
    }
}
