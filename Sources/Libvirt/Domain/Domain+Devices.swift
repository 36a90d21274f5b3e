import CLibvirt

extension Domain {
    package func attachDevice(xml: String, _ flags: DeviceFlags = []) throws(LibvirtError) {
        try check(virDomainAttachDeviceFlags(pointer, xml, flags.rawValue))
    }

    /// Live, the guest has to let go of the device: the end is the event `deviceRemoved` or `deviceRemovalFailed`.
    package func detachDevice(xml: String, _ flags: DeviceFlags = []) throws(LibvirtError) {
        try check(virDomainDetachDeviceFlags(pointer, xml, flags.rawValue))
    }

    /// As `detachDevice(xml:)`, by the alias that the device has in the domain's XML.
    package func detachDevice(alias: String, _ flags: DeviceFlags = []) throws(LibvirtError) {
        try check(virDomainDetachDeviceAlias(pointer, alias, flags.rawValue))
    }

    package func updateDevice(xml: String, _ flags: DeviceFlags = []) throws(LibvirtError) {
        try check(virDomainUpdateDeviceFlags(pointer, xml, flags.rawValue))
    }

    /// - Parameters:
    ///   - device: the target (`vda`) or the source path.
    ///   - size: in bytes.
    package func resizeBlock(_ device: String, to size: UInt64) throws(LibvirtError) {
        try check(virDomainBlockResize(pointer, device, size, VIR_DOMAIN_BLOCK_RESIZE_BYTES.rawValue))
    }

    /// Connects a stream with a console or serial port.
    /// - Parameter device: its alias; nil is the first.
    package func openConsole(
        _ device: String? = nil, through stream: Stream, _ flags: ConsoleFlags = []
    ) throws(LibvirtError) {
        try check(virDomainOpenConsole(pointer, device, stream.pointer, flags.rawValue))
    }
}
