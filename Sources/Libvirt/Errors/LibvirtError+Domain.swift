import CLibvirt

extension LibvirtError {
    /// The part of libvirt that raised an error. Open, as `Code` is.
    package struct Domain: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// Raised by this module, not by libvirt: deadlines, cancelled calls, no connection.
        package static let wrapper = Self(rawValue: -1)
        package static let none = Self(VIR_FROM_NONE)
        package static let xml = Self(VIR_FROM_XML)
        package static let dom = Self(VIR_FROM_DOM)
        package static let rpc = Self(VIR_FROM_RPC)
        package static let conf = Self(VIR_FROM_CONF)
        package static let qemu = Self(VIR_FROM_QEMU)
        package static let net = Self(VIR_FROM_NET)
        package static let test = Self(VIR_FROM_TEST)
        package static let remote = Self(VIR_FROM_REMOTE)
        package static let storage = Self(VIR_FROM_STORAGE)
        package static let network = Self(VIR_FROM_NETWORK)
        package static let domain = Self(VIR_FROM_DOMAIN)
        package static let nodedev = Self(VIR_FROM_NODEDEV)
        package static let security = Self(VIR_FROM_SECURITY)
        package static let secret = Self(VIR_FROM_SECRET)
        package static let cpu = Self(VIR_FROM_CPU)
        package static let nwfilter = Self(VIR_FROM_NWFILTER)
        package static let streams = Self(VIR_FROM_STREAMS)
        package static let event = Self(VIR_FROM_EVENT)
        package static let locking = Self(VIR_FROM_LOCKING)
        package static let capabilities = Self(VIR_FROM_CAPABILITIES)
        package static let uri = Self(VIR_FROM_URI)
        package static let auth = Self(VIR_FROM_AUTH)
        package static let device = Self(VIR_FROM_DEVICE)
        package static let cgroup = Self(VIR_FROM_CGROUP)
        package static let access = Self(VIR_FROM_ACCESS)
        package static let firewall = Self(VIR_FROM_FIREWALL)
        package static let polkit = Self(VIR_FROM_POLKIT)
        package static let thread = Self(VIR_FROM_THREAD)
        package static let logging = Self(VIR_FROM_LOGGING)
        package static let tpm = Self(VIR_FROM_TPM)
    }

    package struct Level: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let none = Self(VIR_ERR_NONE)
        package static let warning = Self(VIR_ERR_WARNING)
        package static let error = Self(VIR_ERR_ERROR)
    }
}
