/// Something else on this host that uses addresses of a network's range.
package struct RangeConflict: Sendable, Hashable {
    /// What it is, as administrators know it: interface eth1, libvirt network default.
    package var holder: String
    package var range: AddressRange
    /// The hypervisor refuses to run the network beside it. Otherwise some addresses can't be reached from the host.
    package var preventsStart: Bool

    package init(holder: String, range: AddressRange, preventsStart: Bool) {
        self.holder = holder
        self.range = range
        self.preventsStart = preventsStart
    }
}
