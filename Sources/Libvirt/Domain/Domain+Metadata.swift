import CLibvirt

extension Domain {
    /// The element of this namespace in the domain's metadata, as XML.
    /// - Throws: `.noDomainMetadata` when there is none.
    package func metadata(namespace: String, _ flags: DeviceFlags = []) throws(LibvirtError) -> String {
        let element = Int32(bitPattern: VIR_DOMAIN_METADATA_ELEMENT.rawValue)
        return try takeString(virDomainGetMetadata(pointer, element, namespace, flags.rawValue))
    }

    /// Sets the element of this namespace.
    /// - Parameters:
    ///   - xml: nil removes it.
    ///   - prefix: the namespace's prefix in the document.
    package func setMetadata(
        xml: String?, prefix: String, namespace: String, _ flags: DeviceFlags = []
    ) throws(LibvirtError) {
        let element = Int32(bitPattern: VIR_DOMAIN_METADATA_ELEMENT.rawValue)
        try check(virDomainSetMetadata(pointer, element, xml, prefix, namespace, flags.rawValue))
    }

    /// - Throws: `.noDomainMetadata` when there is none.
    package func title(_ flags: DeviceFlags = []) throws(LibvirtError) -> String {
        let title = Int32(bitPattern: VIR_DOMAIN_METADATA_TITLE.rawValue)
        return try takeString(virDomainGetMetadata(pointer, title, nil, flags.rawValue))
    }

    /// - Parameter title: one line; nil removes it.
    package func setTitle(_ title: String?, _ flags: DeviceFlags = []) throws(LibvirtError) {
        let kind = Int32(bitPattern: VIR_DOMAIN_METADATA_TITLE.rawValue)
        try check(virDomainSetMetadata(pointer, kind, title, nil, nil, flags.rawValue))
    }
}
