extension ServerImage {
    /// What an image of the server's root disk is: a disc stays a disc, and a file system without a boot sector goes with its
    /// kernel as it is.
    package var snapshotFormat: DiskFormat {
        switch diskFormat {
        case .iso, .ami: diskFormat
        case .raw, .qcow2, .ari, .aki, .vhd, .vhdx, .vmdk, .vdi, .ploop: .qcow2
        }
    }

    /// Whether an image may only be made of file systems that are frozen (`os_require_quiesce`).
    var requiresQuiesce: Bool { isSet("os_require_quiesce") }

    var hasGuestAgent: Bool { isSet("hw_qemu_guest_agent") }

    var quiesce: DiskCopy.Quiesce {
        if requiresQuiesce { return .required }
        return hasGuestAgent ? .ifPossible : .never
    }

    /// Properties are checked when a server is made.
    private func isSet(_ property: String) -> Bool {
        properties[property].flatMap(PropertyReader.boolean) ?? false
    }
}
