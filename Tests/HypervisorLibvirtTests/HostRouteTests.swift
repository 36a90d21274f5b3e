import Testing

@testable import HypervisorLibvirt

@Suite struct HostRouteTests {
    @Test func `the kernel's table is read, without the default route, rejects and routes that are down`() {
        let table = """
            Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
            eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0
            eth0\t0000000A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
            virbr3\t00001DAC\t00000000\t0001\t0\t0\t0\t00F0FFFF\t0\t0\t0
            eth1\t0000A8C0\t00000000\t0000\t0\t0\t0\t0000FFFF\t0\t0\t0
            eth2\t0000A8C0\t00000000\t0201\t0\t0\t0\t0000FFFF\t0\t0\t0
            """
        let routes = HostRoute.parse(table).map { "\($0.interface) \($0.range)" }
        #expect(routes == ["eth0 10.0.0.0/16", "virbr3 172.29.0.0/20"])
    }

    @Test func `a table that makes no sense is empty`() {
        #expect(HostRoute.parse("").isEmpty)
        #expect(HostRoute.parse("Iface\nx y z\n\u{1F600}").isEmpty)
    }
}
