import Compute
import Libvirt
import Testing

@testable import HypervisorLibvirt

struct PowerStateTests {
    @Test func `a guest in shutdown still runs, until libvirt says that it is off`() {
        #expect(PowerState(Domain.State.shutdown) == .running)
        #expect(PowerState(Domain.State.shutOff) == .shutdown)
    }
}
